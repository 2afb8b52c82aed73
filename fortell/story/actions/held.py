"""Where a legal hold refuses a deletion: that she asked is written down, refused at once, with its ground."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import holds
from fortell.privacy.models import LegalHold
from fortell.privacy.rights import requests
from fortell.story.models import Memoir

GROUNDS: Final = {
    LegalHold.Ground.CLAIM: "legal-claims",
    LegalHold.Ground.DUTY: "legal-duty",
    LegalHold.Ground.ORDER: "legal-duty",
}


@contextmanager
def refusal_noted(*, by: Actor) -> Iterator[None]:
    """Around what may raise OnHold, outside any transaction. What the operator asks has a request of its own."""
    try:
        yield
    except holds.OnHold as error:
        if by.member:
            _note(error.hold, by)
            error.noted = True
        raise


def ask_in_vain(*, memoir: Memoir, by: Actor) -> None:
    """She asks for a deletion that cannot be, to have it in writing. Raises NotHeld where nothing is in its way."""
    allow(by, Action.MEMOIR_ERASE, memoir)
    standing = holds.on(memoir.id)
    if standing is None:
        raise holds.NotHeld
    _note(standing, by)


def _note(standing: LegalHold, by: Actor) -> None:
    ground = GROUNDS[LegalHold.Ground(standing.ground)]
    requests.refused_at_once(kind=requests.Kind.ERASURE, scope=standing.scope, because=ground, by=by)
