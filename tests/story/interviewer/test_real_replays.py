"""The storyteller's turns of real interviews, replayed."""

import pytest

from fortell.story.interviewer import Language
from tests.story.corpus import DIALECT, life_story, utterances
from tests.story.interviewer.replaying import replay

pytestmark = pytest.mark.corpus


def told(source: str) -> tuple[Language, list[str]]:
    if source in DIALECT:
        lines = utterances(source)
        return "nn", [" ".join(lines[at : at + 5]) for at in range(0, len(lines), 5)]
    return "en", [answer for _, answer in life_story()]


@pytest.mark.parametrize("source", ["life story", *DIALECT])
def test_replay_never_repeats_and_quotes_verbatim(source: str) -> None:
    language, answers = told(source)
    asked = replay([("answered", answer) for answer in answers], language)
    assert len({one.text for one in asked}) == len(asked)
    for one, answer in zip(asked[1:], answers, strict=True):
        quoted = answer[slice(*one.refers_to)] if one.refers_to else ""
        if quoted and one.kind != "kin":
            assert quoted in one.text
            assert not {"#", "[", "]", " e ", " uh"} & set(quoted)
            assert len(quoted.split()) <= 8
        assert one.text.count("?") <= 1


@pytest.mark.parametrize("source", ["life story", *DIALECT])
def test_replay_takes_up_her_words_often(source: str) -> None:
    language, answers = told(source)
    asked = replay([("answered", answer) for answer in answers], language)
    assert sum(bool(one.refers_to) for one in asked) >= len(asked) / 8
