"""Whom the answers name, and where: the names and kin that the interviewer sees, gathered over all of them."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, NamedTuple

from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.cues import named
from fortell.story.interviewer.growing import related_to
from fortell.story.language import Language, fold, mask, sentence_spans
from fortell.story.writing import Span, Told

# What her words say of a name, surest first; of a mere name they leave open whether it is a person's or a place's.
_SUREST: Final = ("kin", "person", "place", "name")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """One sentence that names somebody. `name` are the characters of the answer that do, `words` the sentence."""

    name: Span
    sentence: Span
    words: str


@dataclass(frozen=True, slots=True)
class Named:
    """`name` and `related` are words of hers; `related` is empty where she does not say how they are related."""

    name: str
    kind: str  # kin, person, place or name
    related: str
    places: tuple[Mentioned, ...]

    @property
    def answers(self) -> int:
        return len({place.sentence.answer for place in self.places})


class _Found(NamedTuple):
    cue: Cue
    related: str  # as the interviewer speaks of it, the same for every form
    told: Told


def _found(told: Sequence[Told], language: Language) -> Iterator[_Found]:
    for one in told:
        for cue in named(text=one.text, language=language):
            related = cue.words if cue.kind == "kin" else related_to(cue, one.text, language)
            yield _Found(cue, related, one)


def _base(name: str, names: set[str], language: Language) -> str:
    """The name without its genitive, where she uses it without it too ("Haralds" of "Harald")."""
    return name[:-1] if language != "en" and name.endswith("s") and name[:-1] in names else name


def _places(found: Sequence[_Found], sentences: Mapping[str, Sequence[tuple[int, int]]]) -> tuple[Mentioned, ...]:
    places: dict[Span, Mentioned] = {}
    for one in found:
        told, cue = one.told, one.cue
        spans = sentences[told.answer]
        start, end = spans[bisect_right(spans, cue.start, key=itemgetter(0)) - 1]
        sentence = Span(told.answer, told.version, start, end)
        name = Span(told.answer, told.version, cue.start, cue.end)
        places.setdefault(sentence, Mentioned(name, sentence, told.text[start:end]))
    return tuple(places.values())


def _said(found: Sequence[_Found]) -> str:
    """How she says it most often; of forms as frequent, the shortest, which has no genitive."""
    forms = Counter(one.told.text[one.cue.start : one.cue.end] for one in found)
    return min(forms, key=lambda form: (-forms[form], len(form), form))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def people(*, told: Sequence[Told], language: Language) -> list[Named]:
    """Everybody and every place that is named, those in most answers first; by name where they are in as many."""
    groups: dict[tuple[bool, str], list[_Found]] = defaultdict(list)
    found = list(_found(told, language))
    names = {fold(one.cue.words) for one in found if one.cue.kind != "kin"}
    for one in found:
        is_kin = one.cue.kind == "kin"
        groups[is_kin, one.cue.words if is_kin else _base(fold(one.cue.words), names, language)].append(one)
    kin = {name: _said(group).casefold() for (is_kin, name), group in groups.items() if is_kin}
    sentences = {one.answer: sentence_spans(mask(one.text), language=language) for one in told}
    index = [_named(name, group, kin, sentences) for (_is_kin, name), group in groups.items()]
    return sorted(index, key=lambda one: (-one.answers, one.name.casefold()))


def _named(
    name: str, group: Sequence[_Found], kin: Mapping[str, str], sentences: Mapping[str, Sequence[tuple[int, int]]]
) -> Named:
    kind = min((one.cue.kind for one in group), key=_SUREST.index)
    related = next((kin[one.related] for one in group if one.related in kin), "")
    if kind == "kin":
        return Named(_capital(kin[name]), kind, "", _places(group, sentences))
    # A place is nobody's brother.
    return Named(_capital(_said(group)), "person" if related else kind, related, _places(group, sentences))
