"""One short sentence that takes up what she said: no praise, and no feeling or fact that she did not name."""

from typing import Final
from zlib import crc32

from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.cues import PHRASES, cues
from fortell.story.interviewer.following_up import QUOTE_WORTH
from fortell.story.interviewer.mood import mood
from fortell.story.interviewer.phrases import phrases
from fortell.story.language import Language, has_word

# What is taken up first: the question that follows rather takes up a person or a phrase.
_ORDER: Final = ("place", "year", "person", "name", "kin", "quote", "state", "sense", "denial")


def _cue(answer: str, language: Language) -> Cue | None:
    found = cues(answer=answer, language=language)
    said = [cue for cue in found if cue.kind in PHRASES]
    # The best phrase is left to the follow-up: a listener does not say the same words twice in a row.
    left = [cue for cue in said[1:2] if cue.worth >= QUOTE_WORTH]
    offered = [cue for cue in found if cue not in said and cue.kind != "thing"] + left
    return min(offered, key=lambda cue: _ORDER.index(cue.kind), default=None)


def _kind(answer: str, language: Language) -> str:
    """The kind of sentence, as long as none of her words decide it; empty when they do."""
    how = mood(answer=answer, language=language)
    return how if how != "plain" and (how == "brief" or has_word(answer)) else ""


def acknowledge(*, answer: str, language: Language) -> str:
    """Always the same for the same answer; for any text, also an empty one."""
    kind, cue = _kind(answer, language), _cue(answer, language)
    if kind not in {"", "brief"} or cue is None or (kind and cue.kind not in {"place", "name", "person"}):
        kind, said = kind or "plain", ""
    else:
        kind, said = (
            {"person": "name", "state": "quote", "sense": "quote", "denial": "quote"}.get(cue.kind, cue.kind),
            cue.words,
        )
    templates = phrases(language).acknowledgements[kind]
    text = templates[crc32(answer.encode("utf-8", "replace")) % len(templates)].format(words=said)
    return text[0].upper() + text[1:]
