"""The clean-up against what linguists marked in real interviews. Two of the files were used to write its rules."""

import pytest

from fortell.story.writing import Dial
from fortell.story.writing.alone import clean, replayed
from tests.story.corpus import utterances
from tests.story.writing.cleaning.gold import measured

pytestmark = pytest.mark.corpus
SEEN = ("lia-bardu.nn.jsonl", "lia-farsund.nn.jsonl")


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("bare", [False, True])
def test_light_takes_stumbles_and_fillers_and_leaves_the_rest(name: str, *, bare: bool) -> None:
    found = measured(name, "light", bare=bare)
    assert found.kept >= 0.995
    assert found.stumbles >= 0.70
    assert found.fillers >= 0.98


@pytest.mark.parametrize("name", SEEN)
def test_verbatim_takes_pauses_only(name: str) -> None:
    found = measured(name, "verbatim")
    assert (found.kept, found.stumbles) == (1.0, 0.0)


@pytest.mark.parametrize("dial", ["light", "readable"])
def test_every_line_can_be_played_back(dial: Dial) -> None:
    for text in utterances(SEEN[0]):
        cleaned = clean(text=text, language="nn", dial=dial)
        assert replayed(text, cleaned.edits) == cleaned.text
