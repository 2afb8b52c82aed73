"""The log as people read it: what each verb is called, by the rooms whose verbs they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from fortell.privacy.models import AuditEntry

_phrases: dict[str, Promise] = {}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of a chain: who (a pseudonym), what in words, to which kind of thing with which id, and when."""

    number: int
    at: datetime
    actor: str
    verb: str
    phrase: str
    kind: str
    thing: UUID


def name_verbs(phrases: Mapping[str, Promise]) -> None:
    """Say what verbs are called: what somebody did, to stand after who it was. Raises ValueError for one said twice."""
    if twice := sorted(set(phrases) & set(_phrases)):
        raise ValueError(f"two phrases for {', '.join(twice)}")
    _phrases.update(phrases)


def phrase_of(verb: str) -> str:
    """In the language of the moment; the verb itself where it is of a room that is gone."""
    return str(_phrases.get(verb, verb))


def told(scope: UUID) -> Iterator[Told]:
    """A chain from its first line that has not expired."""
    for entry in AuditEntry.objects.filter(scope=scope).order_by("number").iterator():
        yield Told(
            number=entry.number,
            at=entry.at,
            actor=entry.actor,
            verb=entry.verb,
            phrase=phrase_of(entry.verb),
            kind=entry.kind,
            thing=entry.thing,
        )
