"""What she chooses for the people she names, and what an operator may see of it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.db import transaction

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir, NamedPerson
from fortell.story.naming import Choice, Naming
from fortell.story.queries import choices_of, language_of, told
from fortell.story.signals import names_chosen


def choose_naming(*, memoir: Memoir, choice: Choice, person: UUID | None = None, by: Actor) -> None:
    """How somebody is named from now on in all that is made from her answers; `person`: whom she had chosen for before.

    A spelling is one person's: others lose it. Somebody who stands by the one name she gives needs no row. Raises
    OnHold where an edition that would go is under a legal hold; then nothing has changed.
    """
    allow(by, Action.RIGHTS_USE, memoir)
    opening = opened(scope=memoir.id, use=Use.OWN)
    before = choices_of(memoir, opening)
    row = person if person in before else new_id()
    after = {name: _without(one, choice.spellings) for name, one in before.items()} | {row: choice}
    kept = {name: one for name, one in after.items() if _says_something(one)}
    names_chosen.send(sender=NamedPerson, memoir=memoir, naming=Naming(tuple(kept.values()), language_of(memoir)))
    changed = [
        NamedPerson(id=name, memoir=memoir, chosen_at=now()) for name, one in kept.items() if _new(one, name, before)
    ]
    for one in changed:
        opening.seal(one, choice=asdict(kept[one.id]))
    with transaction.atomic():
        NamedPerson.objects.filter(
            memoir=memoir, id__in=[*(before.keys() - kept.keys()), *(one.id for one in changed)]
        ).delete()
        NamedPerson.objects.bulk_create(changed)
        audit.record(by, "naming.chosen", memoir, scope=memoir.id, fields=("choice",))


def _says_something(choice: Choice) -> bool:
    said = len(choice.spellings) > 1 or choice.how != "name" or choice.living != "unknown"
    return bool(choice.spellings) and said


def _without(choice: Choice, taken: Iterable[str]) -> Choice:
    return replace(choice, spellings=tuple(name for name in choice.spellings if name not in set(taken)))


def _new(choice: Choice, name: UUID, before: dict[UUID, Choice]) -> bool:
    return before.get(name) != choice


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One choice without a name: in how many ways the name is written, and in how many answers it stands."""

    id: str
    how: str
    spellings: int
    answers: int


def count_named(*, memoir: Memoir, by: Actor) -> list[Counted]:
    """The choices in ids, kinds and counts. Raises ConsentMissing, Restricted."""
    allow(by, Action.NAMING_COUNT, memoir)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    texts, language = [one.text for one in told(memoir, opening)], language_of(memoir)
    audit.record(by, "naming.counted", memoir, scope=memoir.id)
    return [
        Counted(
            id=str(name),
            how=choice.how,
            spellings=len(choice.spellings),
            answers=sum(map(Naming((replace(choice, how="out"),), language).touches, texts)),
        )
        for name, choice in choices_of(memoir, opening).items()
    ]
