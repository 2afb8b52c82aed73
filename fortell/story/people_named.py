"""The page of the people she names, gathered for its template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fortell.privacy.vault.opening import Opening
from fortell.story.language import Language
from fortell.story.models import Memoir
from fortell.story.naming import Choice
from fortell.story.queries import choices_of, language_of, told
from fortell.story.sensitive import says_dead
from fortell.story.structure import Named, people

# A kin word alone names nobody who could be told from others, and a place is no person.
_NAMES: Final = frozenset({"person", "name"})


@dataclass(frozen=True, kw_only=True)
class OneNamed:
    """`person`: the row of a choice she made, else empty. `like`: other names that may be the same person's."""

    name: str
    related: str
    answers: int
    choice: Choice
    person: str = ""
    like: tuple[str, ...] = ()
    perhaps_gone: bool = False  # a sentence that names the person says that somebody died
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def spellings(self) -> str:
        return "\n".join(self.choice.spellings)


def people_named(memoir: Memoir, opening: Opening) -> list[OneNamed]:
    """Those she chose for, then everybody else whom her shared answers name, those in most answers first."""
    named = people(told=told(memoir, opening), language=language_of(memoir))
    chosen = choices_of(memoir, opening)
    taken = {name.casefold() for choice in chosen.values() for name in choice.spellings}
    free = [one for one in named if one.kind in _NAMES and one.name.casefold() not in taken]
    return [
        *(_chosen(str(person), choice, named, free, language_of(memoir)) for person, choice in chosen.items()),
        *(
            OneNamed(
                name=one.name,
                related=one.related,
                answers=one.answers,
                choice=Choice(spellings=(one.name,), instead=one.related),
                like=_like((one.name,), free),
                perhaps_gone=_perhaps_gone([one], language_of(memoir)),
            )
            for one in free
        ),
    ]


def _perhaps_gone(named: Sequence[Named], language: Language) -> bool:
    return any(says_dead(place.words, language=language) for one in named for place in one.places)


def _chosen(person: str, choice: Choice, named: Sequence[Named], free: Sequence[Named], language: Language) -> OneNamed:
    mine = {name.casefold() for name in choice.spellings}
    met = [one for one in named if one.name.casefold() in mine]
    return OneNamed(
        name=choice.spellings[0],
        related=next((one.related for one in met if one.related), ""),
        answers=len({place.sentence.answer for one in met for place in one.places}),
        choice=choice,
        person=person,
        like=_like(choice.spellings, free),
        perhaps_gone=choice.living == "unknown" and _perhaps_gone(met, language),
    )


def _like(spellings: Sequence[str], free: Sequence[Named]) -> tuple[str, ...]:
    """Names that share a word with one of these."""
    words = {word for name in spellings for word in name.casefold().split()}
    return tuple(
        one.name for one in free if one.name not in spellings and not words.isdisjoint(one.name.casefold().split())
    )
