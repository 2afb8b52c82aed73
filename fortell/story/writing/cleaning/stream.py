"""An answer as the clean-up reads it: its words in order, and what stands between each and the one before."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from fortell.story.language import Language, Word, fold, mask, words
from fortell.story.writing.cleaning.speech import Speech, speech

Gap = Literal["plain", "comma", "sign", "wall"]
# As somebody typed it; without any sign at all, as engines write speech; or with the signs of a transcript.
Hand = Literal["typed", "bare", "transcript"]

# A transcript sets its signs apart ("det er ."), writes pauses as # or leaves cut-off words standing with their hyphen.
_TRANSCRIPT: Final = re.compile(r"(?<!\S)#+(?!\S)|\S [.?!…](?:\s|$)")
_SET_APART: Final = re.compile(r"[.,!?;:…\"“”«»()]")
_HANGING: Final = re.compile(r"\w-(?:\s|$)")
_WALL: Final = re.compile(r"[.!?;:\n\[\]()\"“”«»]")
_SIGN: Final = re.compile(r"#|…|[–—]|--| - ")
_DOTS: Final = re.compile(r"\.{3}")
# So short a beginning is no whole word in any of the four languages, or one nobody ends with a hyphen.
_SHORT: Final = 2
# Signs stand no farther than this from their word.
_NEAR: Final = 20
# Nobody types more words without any sign between them.
_LONG: Final = 8
# The word that was begun comes soon after.
_SOON: Final = 4


@dataclass(frozen=True, slots=True)
class Said:
    """`gap` is what parts it from the word before, sounds left aside, `broken` whether a cut-off word does."""

    folded: str
    start: int
    end: int
    gap: Gap
    name: bool
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    said: tuple[Said, ...]
    fillers: tuple[Word, ...]
    cut_off: tuple[Word, ...]
    hand: Hand


def hand(text: str) -> Hand:
    if _TRANSCRIPT.search(text):
        return "transcript"
    raw = text.lstrip()[:1].islower() or _HANGING.search(text) or len(text.split()) > _LONG
    return "bare" if raw and not _SET_APART.search(text) else "typed"


def _gap(between: str) -> Gap:
    calm = _DOTS.sub("…", between)
    if _WALL.search(calm):
        return "wall"
    if _SIGN.search(calm):
        return "sign"
    return "comma" if "," in calm else "plain"


def _is_verb(said: list[Word], at: int, lists: Speech) -> bool:
    """Whether a sound that dialects also have for "is" stands where the verb would ("eg e frå"), and is none else."""
    before, after = (fold(word.text) for word in (said[at - 1], said[min(at + 1, len(said) - 1)]))
    subject = at > 0 and (before in lists.subjects or before in lists.relative) and before != after
    return subject and not any(fold(word.text) in lists.written_out for word in said)


def _answers(text: str, said: list[Word], at: int, lists: Speech) -> bool:
    """Whether a sound is half of a word that answers ("uh huh"), or asks by itself ("hm?")."""
    pairs = ((fold(one.text), fold(two.text)) for one, two in pairwise(said[max(0, at - 1) : at + 2]))
    return any(pair in lists.halves for pair in pairs) or text[said[at].end : said[at].end + 1] == "?"


def _is_filler(text: str, said: list[Word], at: int, lists: Speech, written: Hand) -> bool:
    word, folded = said[at], fold(said[at].text)
    if folded not in lists.fillers or _answers(text, said, at, lists):
        return False
    if folded in lists.dialect and (written == "typed" or (written == "bare" and _is_verb(said, at, lists))):
        return False
    # "EM i fotball" is no sound, and neither is a name within a sentence.
    opens = _WALL.search(text[max(0, word.start - _NEAR) : word.start].rstrip()[-1:] or "\n")
    return word.text.islower() or (word.text.istitle() and bool(opens))


def _hangs(text: str, word: Word) -> bool:
    """Whether the word ends in a hyphen that joins it to nothing."""
    after = text[word.end : word.end + 2]
    return after[:1] == "-" and (len(after) == 1 or after[1] in " \t\n,.…?!#")


def _shares(text: str, said: list[Word], at: int, lists: Speech) -> bool:
    """Whether a compound's first half shares the second of one that follows ("hand- og fotball")."""
    following = said[at + 1 : at + 2]
    joined = bool(following) and fold(following[0].text) in lists.joins and len(said[at].text) > _SHORT
    return joined and not text[said[at].end + 1 : following[0].start].strip()


def _is_cut_off(text: str, said: list[Word], at: int, lists: Speech, written: Hand) -> bool:
    if not _hangs(text, said[at]) or _shares(text, said, at, lists):
        return False
    begun = fold(said[at].text)
    # In typed text a hyphen may stand for a dash: only what is taken up again was cut off.
    taken_up = any(fold(word.text).startswith(begun) for word in said[at + 1 : at + 1 + _SOON])
    return written != "typed" or taken_up or (len(begun) <= _SHORT and begun not in lists.small)


def stream(*, text: str, language: Language) -> Stream:
    lists, written, said = speech(language), hand(text), words(mask(text))
    kept: list[Said] = []
    fillers: list[Word] = []
    cut_off: list[Word] = []
    at, between = 0, ""
    for number, word in enumerate(said):
        if _is_filler(text, said, number, lists, written):
            fillers.append(word)
            between = between or "filler"
        elif _is_cut_off(text, said, number, lists, written):
            cut_off.append(word)
            between = "cut-off"
        else:
            gap = _gap(text[at : word.start]) if kept else "wall"
            gap = "sign" if between and gap != "wall" else gap
            kept.append(Said(fold(word.text), word.start, word.end, gap, word.text[0].isupper(), between == "cut-off"))
            at, between = word.end, ""
    if not kept:  # nothing but sounds: they are what was said
        return Stream((), (), (), written)
    return Stream(tuple(kept), tuple(fillers), tuple(cut_off), written)
