"""A language model behind OpenAI's form, over real HTTP: what it gets, what it answers, how it fails."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from fortell.gateways.model import INVENTED, choosing
from fortell.gateways.model.contract import LANGUAGE, PASSAGE, ModelFailed, Written, most_tokens
from fortell.gateways.model.endpoint import Endpoint
from fortell.kit.http import Limits
from fortell.kit.installation import Model, SettingsError
from fortell.privacy.egress import registry
from fortell.privacy.egress.models import Sending
from fortell.story.actions import withdraw_consent
from tests.cast import BOTH, Family
from tests.egress import Register, in_order
from tests.modelling import KEY, MODEL, Double, modelling

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
SAID = "So we, we rowed to Vik that summer, and the oar broke, the oar did, and I laughed."
BETTER = "We rowed to Vik that summer. The oar broke – « ja » – and I laughed."
CHOSEN = Model(processor="writer", address="http://127.0.0.1:9/v1", name=MODEL)


@pytest.fixture
def double() -> Iterator[Double]:
    with modelling() as kept:
        kept.says = BETTER
        yield kept


@pytest.fixture
def endpoint(double: Double, register: Register) -> Endpoint:
    register({"writer": in_order(fields=[PASSAGE, LANGUAGE])})
    return reaching(double)


def reaching(double: Double, *, key: str = KEY, model: str = MODEL) -> Endpoint:
    processor = registry.processors()["writer"]
    limits = Limits(silence=1.0, whole=4.0)
    return Endpoint(address=f"{double.address}/", model=model, key=key, processor=processor, limits=limits)


def written(endpoint: Endpoint, family: Family) -> Written:
    return endpoint.write(SAID, wish="smoother", language="nn", scope=family.memoir.id)


def test_it_gets_the_passage_and_its_language_and_nothing_of_whose_it_is(
    family: Family, double: Double, endpoint: Endpoint
) -> None:
    found = written(endpoint, family)
    assert (found.text, found.tokens) == (BETTER, 220)
    [asked], [headers] = double.asked, double.headers
    system, user = asked.pop("messages")
    assert asked == {"model": MODEL, "temperature": 0, "stream": True}
    assert user == {"role": "user", "content": SAID}
    assert "Norwegian Nynorsk" in system["content"]
    assert headers["user-agent"] == "Fortell"
    everything = f"{system}{user}{headers}"
    assert [word for word in (family.memoir.code, str(family.memoir.id), "Alma") if word in everything] == []
    assert sorted(Sending.objects.get().fields) == sorted([PASSAGE, LANGUAGE])


def test_it_can_be_tried_on_an_invented_passage_and_nobodys_words_leave(
    family: Family, double: Double, endpoint: Endpoint
) -> None:
    assert endpoint.tried("sv").text == BETTER
    assert double.asked[0]["messages"][1]["content"] == INVENTED["sv"]
    assert Sending.objects.get().fields == []


def test_where_it_does_not_count_the_most_is_counted(family: Family, double: Double, endpoint: Endpoint) -> None:
    double.counts = False
    assert written(endpoint, family).tokens == most_tokens(SAID) > 220


@pytest.mark.parametrize(
    ("fails", "key"),
    [
        ("429", "endpoint-said-429"),
        ("500", "endpoint-said-500"),
        ("refusal", "refused"),
        ("filter", "refused"),
        ("cut", "broke-off"),
        ("hangs-up", "endpoint-failed"),
        ("nonsense", "answered-otherwise"),
        ("loop", "made-too-much"),
        ("slow", "endpoint-failed"),
    ],
)
def test_every_failure_is_one_kind_of_failure(
    family: Family, double: Double, endpoint: Endpoint, fails: str, key: str
) -> None:
    double.fails = fails
    with pytest.raises(ModelFailed) as failed:
        written(endpoint, family)
    assert str(failed.value) == key


@pytest.mark.parametrize(("key", "model", "status"), [("", MODEL, 401), ("other", MODEL, 401), (KEY, "fjord", 404)])
def test_a_wrong_key_or_model_is_told(
    family: Family, double: Double, endpoint: Endpoint, key: str, model: str, status: int
) -> None:
    with pytest.raises(ModelFailed, match=f"endpoint-said-{status}"):
        written(reaching(double, key=key, model=model), family)


def test_an_answer_without_a_word_is_none(family: Family, double: Double, endpoint: Endpoint) -> None:
    double.says = " \n"
    with pytest.raises(ModelFailed, match="answered-nothing"):
        written(endpoint, family)


def test_nothing_is_sent_without_her_consent(family: Family, double: Double, endpoint: Endpoint) -> None:
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    with pytest.raises(ModelFailed, match="sending-refused"):
        written(endpoint, family)
    assert double.asked == []


def test_an_installation_chooses_one_version_of_one_model(monkeypatch: pytest.MonkeyPatch, register: Register) -> None:
    register({})
    assert (choosing.is_offered(), choosing.writer(), choosing.faults()) == (False, None, [])

    def choose(model: Model) -> list[str]:
        house = replace(choosing.installation(), model=model)
        monkeypatch.setattr(choosing, "installation", lambda: house)
        return choosing.faults()

    assert choose(CHOSEN) == ["[model] processor names 'writer', which is not registered"]
    register({"writer": in_order(fields=[LANGUAGE])})
    assert choose(CHOSEN) == [f"the processor writer may not get {PASSAGE}, and needs it"]
    register({"writer": in_order(fields=[LANGUAGE, PASSAGE])})
    with pytest.raises(SettingsError, match="another model tomorrow"):
        replace(CHOSEN, name="fjord-latest")
    assert choose(replace(CHOSEN, address="", name="")) == ["[model] address is not set", "[model] name is not set"]
    assert choosing.writer() is None
    assert choose(CHOSEN) == []
    assert isinstance(choosing.writer(), Endpoint)
    choose(Model())
