"""Coming in to an account, and out again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from fortell.kit.clock import now
from fortell.kit.ids import new_id, new_token, token_hash
from fortell.people.accounts.codes import answered_by, spend
from fortell.people.models import Account, Device, EntryCode, Keeping, Member, Role, Session
from fortell.people.permissions import STRANGER, Action, Actor, allow
from fortell.people.queries import name_of
from fortell.privacy import audit, erasure
from fortell.privacy.rights import requests
from fortell.privacy.terms import Use
from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import Opening, opened

LASTS = timedelta(days=90)  # a browser that has not been here for so long is out


def come_in(*, secret: str, code: str, kind: Session.Kind) -> tuple[Session, str]:
    """Answer an asking with its code: a session and its secret. Raises CodeWrong, CodeOver.

    Where the asking was to keep a place, the account with that address holds it now; it is made if there is none.
    """
    answered = answered_by(secret=secret, code=code)
    return _admit(_account_of(answered[0]), answered, kind)


@transaction.atomic
def _admit(account: Account, answered: list[EntryCode], kind: Session.Kind) -> tuple[Session, str]:
    spend(answered)
    member = answered[0].member
    if member:
        place, new = Keeping.objects.get_or_create(member=member, defaults={"account": account})
        if new:
            Account.objects.filter(id=account.id).update(placeless_since=None)
            audit.record(_as_member(member), "place.kept", place, scope=member.scope)
    return _begin(account, kind)


def _begin(account: Account, kind: Session.Kind) -> tuple[Session, str]:
    secret = new_token()
    session = Session.objects.create(
        account=account, secret_hash=token_hash(secret), kind=kind, seen_on=_today(), expires_at=now() + LASTS
    )
    audit.record(Actor(account=account.id), "session.begun", session, scope=account.id)
    return session, secret


def _account_of(asking: EntryCode) -> Account:
    """The account that the proven address leads to. Its key is there before it is."""
    found = asking.account or Account.objects.filter(email=asking.email).first()
    if found or asking.member is None:
        assert found  # an asking without a member is only ever answered where there is an account
        return found
    name = name_of(asking.member, opened(scope=asking.member.scope, use=Use.OWN))
    made = Account(id=new_id(), email=asking.email, language=asking.language)
    keys.make_root(made.id)
    Opening(made.id).seal(made, name=name)
    with transaction.atomic():
        made.save(force_insert=True)
        audit.record(STRANGER, "account.made", made, scope=made.id, fields=("email", "name"))
    return made


def visit(*, session: UUID) -> None:
    """Note the day, once a day: so that a browser nobody uses is known by it, and its session ends in time."""
    Session.objects.filter(id=session, seen_on__lt=_today()).update(seen_on=_today(), expires_at=now() + LASTS)


@transaction.atomic
def open_place(*, place: Keeping, by: Actor) -> tuple[Device, str]:
    """A device, and its secret, for a place that the account holds; it lasts no longer than the session."""
    allow(by, Action.ACCOUNT_USE, place.account)
    secret = new_token()
    device = Device.objects.create(member=place.member, session_id=by.session, secret_hash=token_hash(secret))
    audit.record(_as_member(place.member), "device.signed_in", device, scope=place.member.scope)
    return device, secret


@transaction.atomic
def end_session(*, session: Session, by: Actor) -> None:
    """That browser is out of the account, and out of every place that it came to from there."""
    allow(by, Action.ACCOUNT_USE, session.account)
    if Session.objects.filter(id=session.id, ended_at=None).update(ended_at=now()):
        audit.record(by, "session.ended", session, scope=session.account_id)


@transaction.atomic
def end_all(*, account: Account, by: Actor) -> None:
    """Likewise every browser."""
    allow(by, Action.ACCOUNT_USE, account)
    for session in account.sessions.filter(ended_at=None):
        end_session(session=session, by=by)


def erase_account(*, account: Account, by: Actor) -> dict[str, int]:
    """Destroy the account's key and all that is held of it; how many rows of each kind went.

    Members stay members, by their links. Raises OnHold.
    """
    allow(by, Action.ACCOUNT_ERASE, account)
    audit.record(by, "account.erasure_asked", account, scope=account.id)
    EntryCode.objects.filter(email=account.email).delete()  # also what was asked for from a memoir, today
    gone = erasure.erase_scope(account.id)
    requests.done_at_once(kind=requests.Kind.ERASURE, scope=account.id, verb="scope.erased", by=by, outcome=gone)
    return gone


def _as_member(member: Member) -> Actor:
    return Actor(member=member.id, scope=member.scope, role=Role(member.role))


def _today() -> datetime:
    return now().replace(hour=0, minute=0, second=0, microsecond=0)
