"""`fortell model`: an invented passage goes to the language model, and the guard says what it thinks of the answer."""

import json

import pytest

from fortell.config.cli import main
from fortell.gateways.model import INVENTED
from fortell.privacy.keystore.models import MasterCheck
from fortell.privacy.vault.master import make_check
from tests.cast import BOTH
from tests.modelling import Double

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)


@pytest.fixture(autouse=True)
def _started() -> None:
    MasterCheck.objects.create(sealed=make_check())  # as the first start leaves it


def test_each_sentence_comes_with_what_the_guard_says(model: Double, capsys: pytest.CaptureFixture[str]) -> None:
    model.says = "There were five of us. My brother Torvald was the eldest. We had nine cows and no road."
    assert main(["model", "--language", "en", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["verdict"] for one in found["sentences"]] == ["supported", "supported", "refused"]
    assert found["sentences"][2]["reasons"]
    assert found["tokens"] == 220
    assert model.asked[0]["messages"][1]["content"] == INVENTED["en"]


def test_a_failure_is_told_in_one_line(model: Double, capsys: pytest.CaptureFixture[str]) -> None:
    model.fails = "refusal"
    assert main(["model", "--language", "nn"]) == 1
    assert "gave nothing to use: refused" in capsys.readouterr().err


def test_without_a_model_it_says_where_one_is_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "--language", "nn"]) == 1
    assert "No language model is chosen" in capsys.readouterr().err
