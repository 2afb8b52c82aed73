"""Times and people of the real interviews: what a reader finds in them, and not more."""

import pytest

from fortell.story.structure import people, timeline
from fortell.story.writing import Told
from tests.story.corpus import DIALECT, life_story, utterances

pytestmark = pytest.mark.corpus


def test_life_story_dates_nothing_that_it_does_not_say() -> None:
    """He tells no year; "the war" is one that ended before any that people now mean by it."""
    told = [Told(f"a{number}", 1, answer) for number, (_question, answer) in enumerate(life_story())]
    assert timeline(told=told, language="en") == []
    assert {"Thomas Jefferson", "Charlottesville", "Grandfather"} <= {
        one.name for one in people(told=told, language="en")
    }


@pytest.mark.parametrize(("source", "times"), list(zip(DIALECT, (0, 8, 0), strict=True)))
def test_dialect_interview_tells_of_the_war_and_of_places(source: str, times: int) -> None:
    told = [Told(f"a{number}", 1, text, speaker_unknown=True) for number, text in enumerate(utterances(source))]
    texts = {one.answer: one.text for one in told}
    found = timeline(told=told, language="nn")
    assert len(found) == times
    assert all(texts[one.sentence.answer][one.sentence.start : one.sentence.end] == one.words for one in found)
    assert all(one.kind != "person" or one.places for one in people(told=told, language="nn"))
