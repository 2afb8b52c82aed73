"""An answer as the clean-up reads it: its words in order, and what stands between each and the one before."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from fortell.story.language import Language, Word, fold, mask, words
from fortell.story.writing.cleaning.speech import Speech, speech

Gap = Literal["plain", "comma", "sign", "wall"]

# A transcript sets its signs apart ("det er ."), writes pauses as # or leaves cut-off words standing with their hyphen.
_TRANSCRIPT: Final = re.compile(r"(?<!\S)#+(?!\S)|\S [.?!…](?:\s|$)")
_WALL: Final = re.compile(r"[.!?;:\n\[\]()\"“”«»]")
_SIGN: Final = re.compile(r"#|…|[–—]|--| - ")
_DOTS: Final = re.compile(r"\.{3}")
# So short a beginning is no whole word in any of the four languages, or one nobody ends with a hyphen.
_SHORT: Final = 2
# Signs stand no farther than this from their word.
_NEAR: Final = 20
# The word that was begun comes soon after.
_SOON: Final = 4


@dataclass(frozen=True, slots=True)
class Said:
    """`gap` is what parts it from the word before, fillers and cut-off words left aside. `end` is that of its word."""

    folded: str
    start: int
    end: int
    gap: Gap
    name: bool


@dataclass(frozen=True, slots=True)
class Stream:
    said: tuple[Said, ...]
    fillers: tuple[Word, ...]
    cut_off: tuple[Word, ...]
    transcript: bool


def is_transcript(text: str) -> bool:
    return _TRANSCRIPT.search(text) is not None


def _gap(between: str) -> Gap:
    calm = _DOTS.sub("…", between)
    if _WALL.search(calm):
        return "wall"
    if _SIGN.search(calm):
        return "sign"
    return "comma" if "," in calm else "plain"


def _is_filler(text: str, word: Word, lists: Speech, *, transcript: bool) -> bool:
    folded = fold(word.text)
    if folded not in lists.fillers or (folded in lists.dialect and not transcript):
        return False
    # "EM i fotball" is no sound, and neither is a name within a sentence.
    opens = _WALL.search(text[max(0, word.start - _NEAR) : word.start].rstrip()[-1:] or "\n")
    return word.text.islower() or (word.text.istitle() and bool(opens))


def _hangs(text: str, word: Word) -> bool:
    """Whether the word ends in a hyphen that joins it to nothing."""
    after = text[word.end : word.end + 2]
    return after[:1] == "-" and (len(after) == 1 or after[1] in " \t\n,.…?!#")


def _is_cut_off(text: str, said: list[Word], at: int, lists: Speech, *, transcript: bool) -> bool:
    if not _hangs(text, said[at]):
        return False
    following = [fold(word.text) for word in said[at + 1 : at + 1 + _SOON]]
    if following and following[0] in lists.joins and not text[said[at].end + 1 : said[at + 1].start].strip():
        return False
    begun = fold(said[at].text)
    # In typed text a hyphen may stand for a dash: only what is taken up again was cut off.
    taken_up = any(word.startswith(begun) for word in following)
    return transcript or taken_up or (len(begun) <= _SHORT and begun not in lists.small)


def stream(*, text: str, language: Language) -> Stream:
    lists, transcript, said = speech(language), is_transcript(text), words(mask(text))
    kept: list[Said] = []
    fillers: list[Word] = []
    cut_off: list[Word] = []
    at, stumbled = 0, False
    for number, word in enumerate(said):
        if _is_filler(text, word, lists, transcript=transcript):
            fillers.append(word)
            stumbled = True
        elif _is_cut_off(text, said, number, lists, transcript=transcript):
            cut_off.append(word)
            stumbled = True
        else:
            gap = _gap(text[at : word.start]) if kept else "wall"
            gap = "sign" if stumbled and gap != "wall" else gap
            kept.append(Said(fold(word.text), word.start, word.end, gap, word.text[0].isupper()))
            at, stumbled = word.end, False
    if not kept:  # nothing but sounds: they are what was said
        return Stream((), (), (), transcript)
    return Stream(tuple(kept), tuple(fillers), tuple(cut_off), transcript)
