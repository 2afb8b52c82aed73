"""What somebody sees of their own account: the places it holds, the browsers that are in, and all of it as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from fortell.people.guard import title_of
from fortell.people.models import Account, Keeping, Role, Session
from fortell.people.queries import name_of, storyteller
from fortell.privacy.archive.about import about
from fortell.privacy.terms import Use
from fortell.privacy.vault.keys import KeyDestroyed
from fortell.privacy.vault.opening import Opening, opened

ROLES = {
    Role.STORYTELLER: gettext_lazy("You tell."),
    Role.OWNER: gettext_lazy("You arrange the book."),
    Role.CONTRIBUTOR: gettext_lazy("You add memories."),
    Role.READER: gettext_lazy("You read."),
}
KINDS = {
    Session.Kind.PHONE: gettext_lazy("A phone"),
    Session.Kind.TABLET: gettext_lazy("A tablet"),
    Session.Kind.COMPUTER: gettext_lazy("A computer"),
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place that the account holds. `title` is empty where the memoir is closed to this role."""

    id: UUID
    title: str
    teller: str
    does: Promise


@dataclass(frozen=True, kw_only=True)
class Browser:
    session: Session
    kind: Promise
    this: bool


def places_of(account: Account) -> Iterator[Place]:
    for kept in account.keepings.select_related("member").order_by("since", "id"):
        scope, role = kept.member.scope, Role(kept.member.role)
        if teller := _teller(scope):
            yield Place(id=kept.id, title=title_of(role, scope), teller=teller, does=ROLES[role])


def _teller(scope: UUID) -> str:
    try:
        return name_of(storyteller(scope), opened(scope=scope, use=Use.OWN))
    except KeyDestroyed:  # it is being erased at this moment
        return ""


def browsers_of(account: Account, *, here: UUID | None) -> list[Browser]:
    """Those that are in, this one first."""
    sessions = [one for one in account.sessions.order_by("-seen_on", "-begun_at") if one.is_open()]
    found = [Browser(session=one, kind=KINDS[Session.Kind(one.kind)], this=one.id == here) for one in sessions]
    return sorted(found, key=lambda browser: not browser.this)


def everything_of(account: Account) -> dict[str, Any]:
    """All that is held of the account, as GDPR art. 15 and 20 ask; hashes of secrets only as being there."""
    return about(subject=account.id, opening=Opening(account.id))


def kept_for(member: UUID) -> str:
    """Which address a member's place is kept with, so that its owner knows it and a stranger does not; or empty."""
    kept = Keeping.objects.select_related("account").filter(member=member).first()
    name, _at, domain = kept.account.email.rpartition("@") if kept else ("", "", "")
    return f"{name[:1]}…@{domain}" if domain else ""
