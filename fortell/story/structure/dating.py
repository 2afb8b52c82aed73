"""When the things happened that the answers tell of, worked out of all of them together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from fortell.story.language import Language, mask, sentence_spans
from fortell.story.structure.mentions import Mention, mentions
from fortell.story.structure.moments import Entry, Moment, Reason, Why
from fortell.story.structure.speaking_of_time import events, speaking
from fortell.story.writing import Span, Told

# "Two years after we married": the event stands so near behind what is counted from it, in characters.
_NEAR: Final = 25
# Nobody tells of what happened to her before her birth, nor so many years after it.
_LIFE: Final = 105
# Several births, or weddings, told: further apart than this they are not of one person, and date nothing.
_APART: Final = 3
_YEARS: Final = ("year", "short", "corrected")
_SAID: Final[Mapping[str, Why]] = {"year": "said", "short": "short", "corrected": "corrected", "decade": "decade"}


class Years(NamedTuple):
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    told: Told
    start: int
    end: int
    found: tuple[Mention, ...]

    @property
    def text(self) -> str:
        return self.told.text[self.start : self.end]

    @property
    def has_year(self) -> bool:
        return any(one.kind in _YEARS for one in self.found)

    @property
    def span(self) -> Span:
        return Span(self.told.answer, self.told.version, self.start, self.end)

    def within(self, one: Mention) -> Span:
        return Span(self.told.answer, self.told.version, self.start + one.start, self.start + one.end)

    def only(self, *kinds: str) -> Mention | None:
        """The one mention of these kinds; None where there is none or more than one."""
        found = [one for one in self.found if one.kind in kinds]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of her own life, each with the reason that an entry gives for it."""

    born: Reason | None = None
    own: Mapping[str, Reason] = field(default_factory=dict)


def _read(told: Iterable[Told], language: Language) -> list[_Sentence]:
    """All sentences, without those that ask, each with what it says of times."""
    read = []
    for one in told:
        text = mask(one.text)
        for start, end in sentence_spans(text, language=language):
            said = text[start:end]
            asks = said.rstrip("\"'”’»").endswith("?")
            found = () if asks else tuple(mentions(text=said, language=language))
            # Nobody knows whose age it is where nobody knows who speaks.
            known = tuple(m for m in found if not (one.speaker_unknown and m.kind in {"age", "own"}))
            read.append(_Sentence(one, start, end, known))
    return read


def _agreed(found: Sequence[tuple[Years, Span]], why: Reason) -> Reason | None:
    """What all agree on; where they do not quite, all of it; None where they tell of different things."""
    if not found:
        return None
    low, high = max(years.low for years, _span in found), min(years.high for years, _span in found)
    if low > high:
        low, high = min(years.low for years, _span in found), max(years.high for years, _span in found)
    return Reason(why.why, low, high, why.name, found[0][1]) if high - low <= _APART else None


def _birth(sentences: Sequence[_Sentence], language: Language) -> Reason | None:
    """The year she says she was born in; else what follows from an age told together with a year or an event."""
    said, followed = [], []
    for one in sentences:
        born = None if one.told.speaker_unknown else speaking(language).born.search(one.text)
        years = [m for m in one.found if m.kind in _YEARS and born and m.start >= born.end()]
        if born and years:
            said.append((Years(years[0].low, years[0].high), one.span))
        age, when = one.only("age"), one.only(*_YEARS, "event")
        if age and when and not age.about and len(when.years) <= 1 and when.high - when.low <= 1:
            followed.append((Years(when.low - age.high - 1, when.high - age.low), one.span))
    return _agreed(said, Reason("born", 0, 0)) or _agreed(followed, Reason("born-from", 0, 0))


def _own(sentences: Sequence[_Sentence]) -> dict[str, Reason]:
    """Events of her own life that stand in a sentence with just one year."""
    found: dict[str, list[tuple[Years, Span]]] = defaultdict(list)
    for one in sentences:
        own, year = one.only("own"), one.only(*_YEARS)
        if own and year and not one.only("shift"):
            found[own.name].append((Years(year.low, year.high), one.span))
    agreed = {name: _agreed(years, Reason("own", 0, 0, name)) for name, years in found.items()}
    return {name: reason for name, reason in agreed.items() if reason}


def _event(mention: Mention, known: Known, place: _Sentence) -> Moment | None:
    """The one event of those that may be meant that lies in her life, and at the age that stands beside it."""
    low, high = (known.born.low, known.born.high + _LIFE) if known.born else (0, 9999)
    age = place.only("age")
    if age and known.born:
        low, high = known.born.low + age.low, known.born.high + age.high + 1
    lived = [pair for pair in mention.years if low <= pair[1] and pair[0] <= high] or mention.years
    if len(lived) > 1:
        return None
    ((first, last),) = lived
    reason = Reason("event", first, last, mention.name, place.within(mention))
    return Moment(first, last, about=False, reasons=(reason,))


def _direct(mention: Mention, known: Known, place: _Sentence) -> Moment | None:
    """What one mention says by itself, with what is known of her life."""
    source = place.within(mention)
    if mention.kind == "event":
        return _event(mention, known, place)
    if mention.kind == "own":
        own = known.own.get(mention.name)
        return Moment(own.low, own.high, about=False, reasons=(own,)) if own else None
    if mention.kind == "age":
        age = Reason("age", mention.low, mention.high, source=source)
        if known.born is None:
            return None
        low, high = known.born.low + mention.low, known.born.high + mention.high + 1
        return Moment(low, high, mention.about, (known.born, age))
    reasons = [Reason(_SAID[mention.kind], mention.low, mention.high, source=source)]
    if mention.about:
        reasons.append(Reason("about", mention.low, mention.high))
    return Moment(mention.low, mention.high, mention.about, tuple(reasons))


def _war(mention: Mention, language: Language) -> Mention:
    """The end of the war for what came after it, its beginning for what came before."""
    event = next(one for one in events(language) if one.id == mention.name)
    return Mention("event", mention.start, mention.end, 0, 0, name=event.id, years=event.years)


def _shifted(
    mention: Mention, place: _Sentence, before: Moment | None, known: Known, language: Language
) -> tuple[Moment | None, int]:
    """So many years from what it names, else from what was told just before; and where what it names ends."""
    after = next((m for m in place.found if 0 <= m.start - mention.end <= _NEAR and m.kind != "shift"), None)
    named = _war(mention, language) if mention.name else after if mention.loose else None
    base = _direct(named, known, place) if named else None
    counted, end = Reason("shift", mention.low, mention.high), named.end if named and base else mention.end
    if base is None and before and not (named or mention.loose):
        base = Moment(
            before.earliest, before.latest, about=True, reasons=(Reason("from", before.earliest, before.latest),)
        )
    return _counted(base, counted), end


def _counted(base: Moment | None, counted: Reason) -> Moment | None:
    if base is None:
        return None
    return Moment(base.earliest + counted.low, base.latest + counted.high, about=True, reasons=(*base.reasons, counted))


def _joined(one: Moment, other: Moment) -> Moment:
    """What two ways to date the same thing agree on; where they do not, all of both, and that they do not."""
    low, high = max(one.earliest, other.earliest), min(one.latest, other.latest)
    if low <= high:
        return Moment(low, high, about=False, reasons=(*one.reasons, *other.reasons))
    low, high = min(one.earliest, other.earliest), max(one.latest, other.latest)
    return Moment(low, high, about=True, reasons=(*one.reasons, *other.reasons, Reason("disagrees", low, high)))


def _moments(place: _Sentence, before: Moment | None, known: Known, language: Language) -> list[Moment]:
    """What one sentence dates. An age beside one year or event is of the same time; beside several it says no more."""
    found: list[tuple[str, Moment]] = []
    at, has_year = 0, place.has_year
    for mention in place.found:
        moment: Moment | None = None
        if mention.start < at or (mention.kind == "shift" and not mention.loose and has_year):
            continue  # "three years later, in 1948": the year says more
        if mention.kind == "shift":
            moment, at = _shifted(mention, place, before, known, language)
        elif not mention.loose:
            moment = _direct(mention, known, place)
        found += [(mention.kind, moment)] if moment else []
    ages = [moment for kind, moment in found if kind == "age"]
    exact = [moment for kind, moment in found if kind in _YEARS]
    others = [moment for kind, moment in found if kind != "age" and not (kind == "own" and exact)]
    if not others or not ages:
        return others or ages
    if len(others) > 1 or len(ages) > 1:
        return others
    both = _joined(ages[0], others[0])
    return others if exact and (both.earliest, both.latest) == (exact[0].earliest, exact[0].latest) else [both]


def known_of(*, told: Sequence[Told], language: Language) -> Known:
    """Her birth and what happens once in a life, as far as the answers say."""
    return _known(_read(told, language), language)


def _known(sentences: Sequence[_Sentence], language: Language) -> Known:
    return Known(born=_birth(sentences, language), own=_own(sentences))


def timeline(*, told: Sequence[Told], language: Language) -> list[Entry]:
    """Everything in the answers that can be dated, in order of time; of the same time, in the order told."""
    sentences = _read(told, language)
    known = _known(sentences, language)
    entries = list(_entries(sentences, known, language))
    return sorted(entries, key=lambda entry: (entry.moment.earliest, entry.moment.latest))


def _entries(sentences: Sequence[_Sentence], known: Known, language: Language) -> Iterator[Entry]:
    """A sentence once for each time it names. What is counted from "just before" is counted within one answer."""
    before: Moment | None = None
    answer = ""
    for place in sentences:
        if place.told.answer != answer:
            before, answer = None, place.told.answer
        dated: dict[tuple[int, int], Moment] = {}
        for moment in _moments(place, before, known, language):
            dated.setdefault((moment.earliest, moment.latest), moment)
        for moment in dated.values():
            before = moment
            yield Entry(moment, place.span, place.text)
