"""How people are named in everything that is made from her answers: as she chose for each of them. Pure.

It works on the finished text, behind the guard: a name that she changed herself is no invention.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal
from unicodedata import normalize

from fortell.story.language import Language, fold, lexicon, sentence_spans
from fortell.story.sensitive import places as sensitive_places

How = Literal["name", "role", "pseudonym", "out"]
Living = Literal["unknown", "living", "gone"]
LEFT_OUT: Final = "[…]"
# A surname after a first name that she changed goes with it; no name has more than two.
_MOST_MORE: Final = 2
_MORE: Final = re.compile(r"[ \t]+([^\W\d_]+)")
_OWN: Final = re.compile(r"['’]?[sS](?!\w)|(?<=[sxzSXZ])['’](?=\s+\w)")
_WORD_AFTER: Final = re.compile(r"[ \t]+([^\W\d_]+)")
_BEGINS: Final = re.compile(r"(?:^|[.!?…:\n\"“”«»–—-])\s*$")
_NO_WORD: Final = re.compile(r"(?!)")
# So short a word before a name and at the end of a role is "my" or "min", and says nothing of who is meant.
_POSSESSIVE: Final = 3
# White space and a sign between two sentences belong to neither.
_GAP: Final = 3


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One person: all the ways her name is written, and what she stands as; `instead` for a role or a pseudonym.

    `living`: as the storyteller says; who is not known to be gone is taken for living.
    """

    spellings: tuple[str, ...]
    how: How = "name"
    instead: str = ""
    living: Living = "unknown"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Characters `start` to `end` (exclusive) of one version of an answer, or of a photo's caption (version 0)."""

    item: str
    version: int
    start: int
    end: int

    def overlaps(self, other: "Place") -> bool:
        return (self.item, self.version) == (other.item, other.version) and (
            self.start < other.end and other.start < self.end
        )


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What she decided for a place that may be sensitive for somebody who lives."""

    place: Place
    shared: bool


@dataclass(frozen=True)
class _Meeting:
    """Characters `start` to `end` name somebody; `own`: as the one whom something belongs to, and how that is said."""

    start: int
    end: int
    own: str
    choice: Choice


@dataclass(frozen=True)
class Naming:
    """All choices of a memoir. Where two ways of writing names overlap, the longer one counts.

    `holding`: others read it, so what may be sensitive about somebody who lives waits until she `decided`.
    """

    choices: tuple[Choice, ...]
    language: Language
    holding: bool = False
    decided: tuple[Decided, ...] = ()

    def renamed(self, text: str) -> str:
        """The text with roles and pseudonyms in the place of names."""
        return _edited(text, list(self._renamings(text)))[0]

    def leaves_out(self, text: str) -> bool:
        """Whether it names somebody who is to be left out."""
        return any(met.choice.how == "out" for met in self._meetings(text))

    def touches(self, text: str) -> bool:
        """Whether it may not stand as it is."""
        return any(met.choice.how != "name" for met in self._meetings(text))

    def holds_back(self, text: str, *places: Place, typed: bool = False) -> bool:
        """Whether a text of hers is not to be read by others, for what she decided or has not decided yet.

        `places` are where it comes from; `typed`: a person of the family wrote it, so that it waits for nobody.
        """
        return self.is_left_out(*places) or (not typed and self.waits(text, *places))

    def is_left_out(self, *places: Place) -> bool:
        """Whether she decided that a part of it stays out."""
        return any(one.place.overlaps(place) for one in self.decided if not one.shared for place in places)

    def waits(self, text: str, *places: Place) -> bool:
        """Whether it may be sensitive about somebody who lives, and she has not decided on all of it."""
        if not self.holding or self.is_left_out(*places):
            return False
        if not any(kind for _start, _end, kind in sensitive_places(text, language=self.language, gone=self.gone)):
            return False
        return not places or not all(map(self.is_shared, places))

    @cached_property
    def gone(self) -> frozenset[str]:
        """Folded names of those who, she says, live no more."""
        return frozenset(fold(name) for one in self.choices if one.living == "gone" for name in one.spellings)

    def is_shared(self, place: Place) -> bool:
        """Whether what she shared covers it, but for the gaps between sentences."""
        at = place.start
        for one in sorted((one.place for one in self.decided if one.shared), key=lambda one: one.start):
            if one.overlaps(place) and one.start <= at + _GAP:
                at = max(at, one.end)
        return at + _GAP >= place.end

    def shown(
        self, text: str, spans: Sequence[tuple[int, int]] = (), *, item: str = "", version: int = 0
    ) -> tuple[str, list[tuple[int, int]]]:
        """A text of hers, which is that version of that item, as others may read it, and where the spans lie in it.

        A sentence that names somebody who is left out, or that waits for her, becomes "[…]".
        """
        sentences = sentence_spans(text, language=self.language)
        kept_back = {
            (start, end)
            for start, end in sentences
            if self.leaves_out(text[start:end])
            or self.holds_back(text[start:end], Place(item=item, version=version, start=start, end=end))
        }
        if not kept_back and not self.touches(text):
            return text, list(spans)
        gone = [(start, end, LEFT_OUT) for start, end in sentences if (start, end) in kept_back]
        rest = [edit for edit in self._renamings(text) if not any(a < edit[1] and edit[0] < b for a, b, _ in gone)]
        return _edited(text, sorted([*gone, *rest]), spans)

    @cached_property
    def _by_form(self) -> dict[str, Choice]:
        return {_key(form): choice for choice in self.choices for one in choice.spellings for form in _forms(one)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = sorted({form for one in self.choices for name in one.spellings for form in _forms(name)}, key=len)
        written = [re.escape(form).replace(r"\ ", r"\s+") for form in reversed(forms)]
        end = r"(?=(?:['’]?[sS])?(?!\w))"
        return re.compile(rf"(?<!\w)(?:{'|'.join(written)}){end}") if written else _NO_WORD

    def _meetings(self, text: str) -> Iterator[_Meeting]:
        for found in self._pattern.finditer(text):
            choice = self._by_form[_key(found.group())]
            yield self._meeting(text, found.start(), found.end(), choice)

    def _meeting(self, text: str, start: int, end: int, choice: Choice) -> _Meeting:
        """With the surname that follows, and the sign of the genitive at its end."""
        whole = end
        for _more in range(_MOST_MORE):
            more = _MORE.match(text, whole)
            if _OWN.match(text, whole) or more is None or not self._is_more(text, more):
                break
            whole = more.end()
        own = _OWN.match(text, whole)
        if whole > end and not own and self._hides_genitive(text, whole):
            return _Meeting(start, whole, "s", choice)
        return _Meeting(start, own.end() if own else whole, own.group() if own else "", choice)

    def _is_more(self, text: str, more: re.Match[str]) -> bool:
        word, lists = more[1], lexicon(self.language)
        is_name = word[0].isupper() and word[1:].islower() and not lists.has("not_names", fold(word))
        return is_name and not self._pattern.match(text, more.start(1))

    def _hides_genitive(self, text: str, end: int) -> bool:
        """Whether the s at the end of a surname is a genitive: something follows that can be owned."""
        after = _WORD_AFTER.match(text, end)
        if self.language == "en" or text[end - 1] != "s" or after is None or not after[1].islower():
            return False
        return not lexicon(self.language).has("stopwords", fold(after[1]))

    def _renamings(self, text: str) -> Iterator[tuple[int, int, str]]:
        for met in self._meetings(text):
            if met.choice.how == "pseudonym":
                yield met.start, met.end, met.choice.instead + self._own(met.choice.instead, met.own)
            elif met.choice.how == "role":
                yield self._as_role(text, met)

    def _as_role(self, text: str, met: _Meeting) -> tuple[int, int, str]:
        role, before = met.choice.instead, text[: met.start]
        own = self._own(role, met.own)
        if _says_it(before, role):  # "my brother Olav" is "my brother", not "my brother my brother"
            return len(before.rstrip()), met.end, own
        if _BEGINS.search(before[-4:]) or not before:
            role = role[:1].upper() + role[1:]
        return met.start, met.end, role + own

    def _own(self, instead: str, own: str) -> str:
        """The genitive of what stands instead, as the language writes it."""
        if not own:
            return ""
        if self.language == "en":
            return own if own == "s" else ("’s" if "’" in own else "'s")
        if instead[-1:].casefold() not in {"s", "x", "z"}:
            return "s"
        return "" if self.language == "sv" else "’"


def _says_it(before: str, role: str) -> bool:
    """Whether the words before a name end in the role already, or in the noun that it ends in."""
    said, wanted = fold(before).split(), fold(role).split()
    if not said or not wanted or not before[-1:].isspace():
        return False
    return said[-len(wanted) :] == wanted or (said[-1] == wanted[-1] and len(wanted[-1]) > _POSSESSIVE)


def _forms(spelling: str) -> set[str]:
    """As it is written, in capitals only, and with a capital where a sentence may begin with it."""
    plain = " ".join(spelling.split())
    written = {plain, plain.upper(), plain[:1].upper() + plain[1:]}
    return {normalize(form, one) for one in written for form in ("NFC", "NFD")} - {""}


def _key(form: str) -> str:
    return normalize("NFC", " ".join(form.split()))


def _edited(
    text: str, edits: Sequence[tuple[int, int, str]], spans: Iterable[tuple[int, int]] = ()
) -> tuple[str, list[tuple[int, int]]]:
    """The text with edits made, which are in order and apart; a span that begins or ends in one takes it in whole."""
    out, at, places = [], 0, list[tuple[int, int, int, int]]()
    for start, end, instead in edits:
        out += [text[at:start], instead]
        to = sum(map(len, out))
        places.append((start, end, to - len(instead), to))
        at = end
    out.append(text[at:])

    def moved(offset: int, *, ends: bool) -> int:
        shift = 0
        for start, end, new_start, new_end in places:
            if offset <= start:
                break
            if offset < end:
                return new_end if ends else new_start
            shift = new_end - end
        return offset + shift

    return "".join(out), [(moved(start, ends=False), moved(end, ends=True)) for start, end in spans]
