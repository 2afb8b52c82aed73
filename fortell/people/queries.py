from collections import Counter
from uuid import UUID

from fortell.kit.ids import token_hash
from fortell.people.models import Account, Device, Link, Member, Role, Session
from fortell.people.permissions import STRANGER, Actor
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened


def actor_of(secret: str) -> Actor:
    """Whoever's device holds this secret; a stranger if nobody's does, or its session is over."""
    known = Device.objects.select_related("member", "session")
    device = known.filter(secret_hash=token_hash(secret), revoked_at=None).first()
    if device is None or (device.session and not device.session.is_open()):
        return STRANGER
    member = device.member
    return Actor(
        member=member.id,
        scope=member.scope,
        role=Role(member.role),
        device=device.id,
        checked=device.checked,
    )


def actor_of_session(secret: str) -> Actor:
    """Whoever's account this secret opens; a stranger if nobody's."""
    session = Session.objects.filter(secret_hash=token_hash(secret)).first()
    return Actor(account=session.account_id, session=session.id) if session and session.is_open() else STRANGER


def link_of(token: str) -> Link | None:
    """The link that this token opens, if it still opens."""
    link = Link.objects.select_related("member").filter(token_hash=token_hash(token)).first()
    return link if link and link.opens() else None


def members(scope: UUID) -> list[Member]:
    return list(Member.objects.filter(scope=scope).order_by("created_at", "id"))


def storyteller(scope: UUID) -> Member:
    return Member.objects.get(scope=scope, role=Role.STORYTELLER)


def name_of(member: Member, opening: Opening) -> str:
    return opening.text(member, "name")


def called(scope: UUID, opening: Opening) -> dict[UUID, str]:
    """What each member is called among their own: the first name, or the whole one where two share the first."""
    whole = {member.id: name_of(member, opening) for member in members(scope)}
    first = {member: name.partition(" ")[0] for member, name in whole.items()}
    shared = Counter(first.values())
    return {member: name if shared[name] == 1 else whole[member] for member, name in first.items()}


def names(scope: UUID) -> dict[UUID, str]:
    """Each member's name by id, for pages of the memoir's own people."""
    opening = opened(scope=scope, use=Use.OWN)
    return {member.id: name_of(member, opening) for member in members(scope)}


def language_of(actor: Actor) -> str | None:
    """The language that a member's pages, or an account's, are in."""
    if actor.account:
        return Account.objects.filter(id=actor.account).values_list("language", flat=True).first()
    return Member.objects.filter(id=actor.member).values_list("language", flat=True).first() if actor.member else None
