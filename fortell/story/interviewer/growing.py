"""One exchange more in the picture of what has been told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import dropwhile, islice
from typing import Final

from fortell.story.interviewer.about_photos import with_photos
from fortell.story.interviewer.bank import questions_by_id
from fortell.story.interviewer.closing import closed_by, topics_of
from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.cues import PHRASES, cues
from fortell.story.interviewer.exchange import Exchange
from fortell.story.interviewer.facts import known
from fortell.story.interviewer.following_up import FIRST_WORTH, PRESENT, is_follow_up
from fortell.story.interviewer.matters import Matters, matters
from fortell.story.interviewer.mood import mood, recent
from fortell.story.interviewer.off_limits import bounds
from fortell.story.interviewer.phrases import words_in
from fortell.story.interviewer.picture import (
    LATELY,
    MOST_PEOPLE,
    MOST_PLACES,
    MOST_THREADS,
    MOST_YEARS,
    Person,
    Picture,
    Thread,
    mark,
    taken_mark,
)
from fortell.story.language import Language, fold, lexicon, mask, words

# A scene: so many words, and so many steps ("then", "after that") among them.
SCENE_WORDS: Final = 25
SCENE_STEPS: Final = 2
# So many phrases of one answer are kept as threads.
THREADS_OF_ONE: Final = 2
# A kin word leads to a name from so near, in characters.
_LEADING: Final = 40
_SURENESS: Final = ("kin", "person", "name")
_NOTHING: Final = Matters(told=frozenset(), near={})


def grow(*, picture: Picture, exchange: Exchange, language: Language) -> Picture:
    """The picture with one exchange more, which is the newest."""
    grown = _with_question(picture, exchange, language)
    grown = replace(grown, photos=with_photos(grown, exchange, language))
    if exchange.outcome == "answered":
        return _with_answer(grown, exchange, language)
    return replace(grown, moods=_lately(grown.moods, exchange.outcome), touched={})


def picture_of(*, history: Iterable[Exchange], language: Language, off_limits: frozenset[str] = frozenset()) -> Picture:
    """The picture of all exchanges of a memoir, oldest first."""
    picture = Picture(off_limits=off_limits)
    for exchange in history:
        picture = grow(picture=picture, exchange=exchange, language=language)
    return picture


def _lately(kept: tuple[str, ...], newest: str) -> tuple[str, ...]:
    return (*kept, newest)[-LATELY:]


def _counted(counts: Mapping[str, int], names: Iterable[str], most: int = 10**6) -> dict[str, int]:
    """One more for each; of too many, those counted most are kept."""
    found = dict(counts)
    for name in names:
        found[name] = found.get(name, 0) + 1
    kept = sorted(found, key=lambda name: -found[name])[:most] if len(found) > most else found
    return {name: found[name] for name in kept}


def _with_question(picture: Picture, exchange: Exchange, language: Language) -> Picture:
    bank_id, turns = exchange.bank_id or "", picture.turns + 1
    question = questions_by_id(language).get(bank_id)
    quoted = words_in(exchange.question, kind=exchange.kind, language=language)
    follows = is_follow_up(exchange)
    return replace(
        picture,
        turns=turns,
        used=picture.used | {bank_id} if bank_id else picture.used,
        later={**picture.later, bank_id: turns} if exchange.outcome == "later" and bank_id else picture.later,
        closed=picture.closed | _closed(picture, exchange, language),
        kinds=_counted(picture.kinds, [exchange.kind]),
        lately=_lately(picture.lately, exchange.kind),
        streak=picture.streak + (exchange.kind not in PRESENT) if follows else 0,
        asked=picture.asked | {mark(exchange.question)},
        taken=picture.taken | {taken_mark(exchange.kind, quoted, language)} if quoted else picture.taken,
        quoted=_lately(picture.quoted, quoted) if quoted else picture.quoted,
        phase=exchange.phase or picture.phase,
        theme=question.theme if question else picture.theme,
    )


def _closed(picture: Picture, exchange: Exchange, language: Language) -> frozenset[str]:
    """What the exchange closes; whoever she will not be asked about by name is not asked about as "your brother"."""
    question = questions_by_id(language).get(exchange.bank_id or "")
    closed = closed_by(exchange, question, language)
    people = [person for person in picture.people if person.related and f"who:{mark(person.name)}" in closed]
    return closed.union(*(topics_of(person.related, language) for person in people))


def _with_answer(picture: Picture, exchange: Exchange, language: Language) -> Picture:
    answer, phase = exchange.answer, exchange.phase or picture.phase
    how = mood(answer=answer, language=language)
    heard = cues(answer=answer, language=language)
    matter = _NOTHING if how in {"brief", "asking"} else matters(answer=answer, language=language)
    open_to_all = not _is_off_limits(picture, exchange, language)
    # Of what is off limits nothing is kept to come back to; only who somebody is, so that no name leads there.
    found = heard if open_to_all else []
    grown = replace(
        picture,
        answered=picture.answered + 1,
        told=_counted(picture.told, [phase] if phase else []),
        scenes=_counted(picture.scenes, [phase] if phase and _is_scene(answer, language) else []),
        people=_with_people(picture, heard, answer, language, all_of_them=open_to_all),
        places=_counted(picture.places, {cue.words for cue in found if cue.kind == "place"}, MOST_PLACES),
        years=_with_years(picture.years, found),
        landmarks=_with_landmarks(picture.landmarks, answer if open_to_all else "", language),
        facts=picture.facts | known(history=[exchange], language=language),
        matters=picture.matters | matter.told,
        touched=matter.near if open_to_all else {},
        moods=_lately(picture.moods, how),
    )
    return replace(grown, threads=_with_threads(grown, found)) if how == "plain" else grown


def _is_off_limits(picture: Picture, exchange: Exchange, language: Language) -> bool:
    question = questions_by_id(language).get(exchange.bank_id or "")
    return bounds(picture, language).meet_exchange(exchange, question)


def _is_scene(answer: str, language: Language) -> bool:
    said = [fold(word.text) for word in words(mask(recent(answer)))]
    steps = sum(lexicon(language).has("sequence", word) for word in said)
    return len(said) >= SCENE_WORDS and steps >= SCENE_STEPS


def related_to(cue: Cue, answer: str, language: Language) -> str:
    """How the person is related, where a kin word leads to the name ("my brother Arvid", "bror min heitte Arvid")."""
    lists = lexicon(language)
    before = [fold(word.text) for word in words(answer[max(0, cue.start - _LEADING) : cue.start])]
    leading = dropwhile(lambda word: lists.has("naming", word) or word in lists.kin_rule.owned_after, reversed(before))
    own = [fold(word.text) for word in words(cue.words)][:-1]
    return next((lists.kin[word] for word in [*own, *islice(leading, 1)] if word in lists.kin), "")


def _with_people(
    picture: Picture, found: Sequence[Cue], answer: str, language: Language, *, all_of_them: bool
) -> tuple[Person, ...]:
    """A mere name is nobody's if it was ever a place's. Not `all_of_them`: only who is related to her, and how."""
    places = picture.places.keys() | {cue.words for cue in found if cue.kind == "place"}
    people = {person.name: person for person in picture.people}
    for cue in {cue.words: cue for cue in found if cue.kind in {"person", "name", "kin"}}.values():
        if cue.kind == "name" and cue.words in places:
            continue
        known_as = people.get(cue.words, Person(cue.words, cue.kind, "", 0, 0))
        related = known_as.related or (cue.words if cue.kind == "kin" else related_to(cue, answer, language))
        if not (related or all_of_them):
            continue
        kind = "person" if related and cue.kind != "kin" else min(known_as.kind, cue.kind, key=_SURENESS.index)
        people[cue.words] = Person(cue.words, kind, related, known_as.answers + 1, picture.turns)
    known = [person for person in people.values() if person.kind != "name" or person.name not in places]
    newest = sorted(known, key=lambda person: (-person.answers, -person.last, person.name))
    return tuple(newest[:MOST_PEOPLE])


def _with_years(years: tuple[int, ...], found: Sequence[Cue]) -> tuple[int, ...]:
    return tuple(sorted({*years, *(int(cue.words) for cue in found if cue.kind == "year")})[:MOST_YEARS])


def landmarks_in(answer: str, language: Language) -> Iterator[str]:
    """The events of the answer that others can be dated by, by their names in the lists."""
    said = {fold(word.text) for word in words(mask(recent(answer)))}
    for name, listed in lexicon(language).landmarks.items():
        if any(word in listed for word in said):
            yield name


def _with_landmarks(kept: tuple[str, ...], answer: str, language: Language) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*kept, *landmarks_in(answer, language)]))


def _with_threads(picture: Picture, found: Sequence[Cue]) -> tuple[Thread, ...]:
    best = [cue for cue in found if cue.kind in PHRASES and cue.worth >= FIRST_WORTH][:THREADS_OF_ONE]
    new = [Thread(cue.words, round(cue.worth, 2), picture.turns, picture.phase) for cue in best]
    open_ones = [thread for thread in (*picture.threads, *new) if mark(thread.words) not in picture.taken]
    if len(open_ones) <= MOST_THREADS:
        return tuple(open_ones)
    least = min(open_ones, key=lambda thread: thread.worth)
    return tuple(thread for thread in open_ones if thread is not least)[-MOST_THREADS:]
