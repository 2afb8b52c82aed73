"""Times and people of a memoir: worked out anew whenever somebody looks, and stored nowhere."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any, Final

from django.urls import reverse

from fortell.book.queries import ChapterRead, read_draft
from fortell.book.reckoning import how, when
from fortell.privacy.vault.opening import Opening
from fortell.story.models import Memoir
from fortell.story.naming import Naming, Place
from fortell.story.queries import language_of, naming_of, told
from fortell.story.structure import Entry, Mentioned, Named, people, timeline
from fortell.story.writing import Span, Told

_PEOPLE: Final = frozenset({"kin", "person"})


@dataclass(frozen=True, kw_only=True)
class Quote:
    """One sentence of hers; `leads_to` is where it stands, empty where it stands nowhere that the reader may see."""

    words: str
    leads_to: str
    when: str = ""
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class Year:
    """What was told of one time."""

    name: str
    quotes: list[Quote]


@dataclass(frozen=True, kw_only=True)
class SomebodyNamed:
    name: str
    related: str
    answers: int
    quotes: list[Quote]


@dataclass(frozen=True, kw_only=True)
class TimelinePage:
    memoir: Memoir
    title: str
    own: bool
    years: list[Year]
    people: list[SomebodyNamed]
    places: list[SomebodyNamed]
    names: list[SomebodyNamed]


class _Ways:
    """From a place in an answer to where it can be read: in the draft for the family, for her the answer itself."""

    def __init__(self, memoir: Memoir, chapters: Sequence[ChapterRead], *, own: bool) -> None:
        self.code, self.own = memoir.code, own
        self.standing: dict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(list)
        for read in (passage for chapter in chapters for passage in chapter.passages):
            for source in (source for sentence in read.body.sentences for source in sentence.sources):
                place = (source.start, source.end, str(read.row.id))
                self.standing[source.answer, source.version].append(place)

    def to(self, span: Span) -> str:
        if self.own:
            return reverse("story:answer", args=(self.code, span.answer))
        for start, end, passage in self.standing[span.answer, span.version]:
            if start < span.end and span.start < end:
                return f"{reverse('book:draft', args=(self.code,))}#p-{passage}"
        return ""


def _entries(told: Sequence[Told], naming: Naming) -> list[Entry]:
    found = timeline(told=told, language=naming.language)
    return [replace(one, words=naming.renamed(one.words)) for one in found if _stands(one, naming)]


def _stands(one: Entry | Mentioned, naming: Naming) -> bool:
    """Whether others may read a sentence of hers."""
    span = one.sentence
    place = Place(item=span.answer, version=span.version, start=span.start, end=span.end)
    return not naming.leaves_out(one.words) and not naming.holds_back(one.words, place)


def _index(told: Sequence[Told], naming: Naming) -> list[Named]:
    """Everybody and every place by the names that the book has for them; two spellings of one are one."""
    groups: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for one in people(told=told, language=naming.language):
        if not naming.leaves_out(one.name):
            groups[one.kind, naming.renamed(one.name)].append(one)
    whole = (_merged(name, group, naming) for (_kind, name), group in groups.items())
    return sorted((one for one in whole if one.places), key=lambda one: (-one.answers, one.name.casefold()))


def _merged(name: str, group: Sequence[Named], naming: Naming) -> Named:
    places = {
        place.sentence: replace(place, words=naming.renamed(place.words))
        for one in group
        for place in one.places
        if _stands(place, naming)
    }
    related = next((one.related for one in group if one.related), "")
    return Named(name, group[0].kind, related, tuple(places.values()))


def timeline_page(memoir: Memoir, opening: Opening, *, own: bool) -> TimelinePage:
    """`own`: for the storyteller, whose sentences lead to her answers; else for the family, to the draft.

    She reads the names as she told them, the family as she chose.
    """
    answers = told(memoir, opening)
    naming = Naming((), language_of(memoir)) if own else naming_of(memoir, opening)
    ways = _Ways(memoir, [] if own else read_draft(memoir, opening), own=own)
    named = _index(answers, naming)
    return TimelinePage(
        memoir=memoir,
        title=opening.text(memoir, "title"),
        own=own,
        years=_years(_entries(answers, naming), ways),
        people=[_somebody(one, ways) for one in named if one.kind in _PEOPLE],
        places=[_somebody(one, ways) for one in named if one.kind == "place"],
        names=[_somebody(one, ways) for one in named if one.kind == "name"],
    )


def _years(entries: Sequence[Entry], ways: _Ways) -> list[Year]:
    return [
        Year(
            name=name,
            quotes=[
                Quote(words=one.words, leads_to=ways.to(one.sentence), when=name, how=how(one.moment)) for one in told
            ],
        )
        for name, told in groupby(entries, key=lambda entry: when(entry.moment))
    ]


def _somebody(named: Named, ways: _Ways) -> SomebodyNamed:
    quotes = [Quote(words=one.words, leads_to=ways.to(one.sentence)) for one in named.places]
    return SomebodyNamed(name=named.name, related=named.related, answers=named.answers, quotes=quotes)


def timeline_of(memoir: Memoir, opening: Opening) -> dict[str, Any]:
    """All of it as data, for scripts: spans count characters of the named version of an answer, the end exclusive.

    Words and names are as she chose that people are named.
    """
    answers, naming = told(memoir, opening), naming_of(memoir, opening)
    return {
        "times": [
            {**asdict(entry), "when": when(entry.moment), "how": how(entry.moment), "certain": entry.moment.certain}
            for entry in _entries(answers, naming)
        ],
        "people": [asdict(one) for one in _index(answers, naming)],
    }
