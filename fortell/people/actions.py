from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from fortell.kit.clock import now
from fortell.kit.ids import new_id, new_token, new_typed_token, token_hash
from fortell.people.models import Device, EntryCode, Keeping, Link, Member, Role
from fortell.people.permissions import STRANGER, Action, Actor, allow
from fortell.people.queries import link_of
from fortell.privacy import audit
from fortell.privacy.vault.opening import Opening

ONCE_LASTS = timedelta(hours=24)
TYPED_LASTS = timedelta(minutes=15)
CHECK_LASTS = timedelta(minutes=15)
TRIES = 5  # wrong words on a device before it must wait
WAIT = timedelta(minutes=5)
WORD_MINIMUM = 4


class WordWrong(Exception):
    """The word is another one. `wait`: this device has tried too often and must wait."""

    def __init__(self, *, wait: bool) -> None:
        super().__init__()
        self.wait = wait


class WordTooShort(Exception):
    """A word of fewer than WORD_MINIMUM letters protects nothing."""


class WordNeeded(Exception):
    """This link opens a new device only together with her word."""


class NotFirstDevice(Exception):
    """The first word can be chosen only on the device that her first link opened."""


@transaction.atomic
def add_member(*, opening: Opening, role: Role, name: str, language: str, by: Actor) -> Member:
    """Give somebody a role in a memoir. Whoever creates the memoir or its owner may; the caller has checked."""
    member = Member(id=new_id(), scope=opening.scope, role=role, language=language)
    opening.seal(member, name=name)
    member.save(force_insert=True)
    audit.record(by, "member.added", member, scope=opening.scope, fields=("role", "name"))
    return member


@transaction.atomic
def make_link(*, member: Member, once: bool, by: Actor) -> str:
    """A new personal link's token: shown now and never again. `once`: opens one device within a day."""
    token = new_token()
    link = Link.objects.create(
        member=member, token_hash=token_hash(token), once=once, expires_at=now() + ONCE_LASTS if once else None
    )
    audit.record(by, "link.made", link, scope=member.scope)
    return token


@transaction.atomic
def make_app_code(*, member: Member, by: Actor) -> str:
    """A short secret that lets one more device of hers in, once and soon.

    An installed app may have no cookie of the browser that it was installed from.
    """
    allow(by, Action.DEVICE_ADD, member)
    token = new_typed_token()
    link = Link.objects.create(member=member, token_hash=token_hash(token), once=True, expires_at=now() + TYPED_LASTS)
    audit.record(by, "link.made", link, scope=member.scope)
    return token


@transaction.atomic
def renew_link(*, member: Member, asks_word: bool, by: Actor) -> str:
    """A lasting link in place of all earlier ones, which stop opening; devices that are in stay in."""
    allow(by, Action.LINK_RENEW, member)
    Link.objects.filter(member=member, revoked_at=None).update(revoked_at=now())
    token = make_link(member=member, once=False, by=by)
    Link.objects.filter(token_hash=token_hash(token)).update(asks_word=asks_word)
    return token


def close_doors(*, member: Member, by: Actor) -> None:
    """Nobody comes in as this member any more, on any device, until there is a new link."""
    allow(by, Action.LINK_RENEW, member)
    revoke_access(member=member, by=by)


def open_link(*, token: str, word: str = "") -> tuple[Device, str] | None:
    """Exchange a link's token for a device and its secret; None if the link no longer opens.

    Raises WordNeeded, WordWrong where a new device takes her word too. Wrong words count against the link.
    """
    link = link_of(token)
    if link and link.asks_word and link.member.word_hash:
        _require_word(link, word)
    return _admit(link) if link else None


@transaction.atomic
def _admit(link: Link) -> tuple[Device, str] | None:
    if not _spend(link):
        return None
    secret = new_token()
    device = Device.objects.create(member=link.member, secret_hash=token_hash(secret))
    actor = Actor(member=link.member_id, scope=link.member.scope, role=Role(link.member.role))
    audit.record(actor, "device.signed_in", device, scope=link.member.scope)
    return device, secret


@transaction.atomic
def revoke_access(*, member: Member, by: Actor) -> None:
    """All links and devices of a member stop opening, at once, and no account holds the place any more."""
    Link.objects.filter(member=member, revoked_at=None).update(revoked_at=now())
    Device.objects.filter(member=member, revoked_at=None).update(revoked_at=now())
    Keeping.objects.filter(member=member).delete()
    EntryCode.objects.filter(member=member).delete()  # else a code on its way would open the place again
    audit.record(by, "access.revoked", member, scope=member.scope)


@transaction.atomic
def choose_word(*, member: Member, word: str, by: Actor) -> None:
    """The word for the second check, chosen once. Raises WordTooShort, NotFirstDevice."""
    allow(by, Action.CHECK_PASS, member)
    if len(_plain(word)) < WORD_MINIMUM:
        raise WordTooShort
    if member.word_hash or _first_device(member) != by.device:
        raise NotFirstDevice
    member.word_hash = make_password(_plain(word))
    member.save(update_fields=["word_hash"])
    Device.objects.filter(id=by.device_id).update(checked_until=now() + CHECK_LASTS)
    audit.record(by, "word.chosen", member, scope=member.scope, fields=("word_hash",))


def pass_check(*, member: Member, word: str, by: Actor) -> None:
    """The second check: her word, on this device, for a short while. Raises WordWrong.

    Wrong words count against the device that sent them, so a neighbour cannot lock her out.
    """
    allow(by, Action.CHECK_PASS, member)
    device = Device.objects.get(id=by.device_id)
    if device.wait_until and device.wait_until > now():
        raise WordWrong(wait=True)
    right = bool(member.word_hash) and check_password(_plain(word), member.word_hash)
    with transaction.atomic():
        _note_try(device, right=right)
        audit.record(by, "check.passed" if right else "check.failed", device, scope=member.scope)
    if not right:
        raise WordWrong(wait=device.wait_until is not None)


@transaction.atomic
def forget_word(*, member: Member, by: Actor) -> None:
    """The operator lets somebody choose a new word: devices are signed out, so that only a new link can."""
    revoke_access(member=member, by=by)
    Device.objects.filter(member=member).delete()
    member.word_hash = ""
    member.save(update_fields=["word_hash"])
    audit.record(by, "word.forgotten", member, scope=member.scope, fields=("word_hash",))


def _require_word(link: Link, word: str) -> None:
    if not word:
        raise WordNeeded
    if link.wait_until and link.wait_until > now():
        raise WordWrong(wait=True)
    right = check_password(_plain(word), link.member.word_hash)
    _count_try(link, right=right)
    link.save(update_fields=["wrong_words", "wait_until"])
    if not right:
        audit.record(STRANGER, "check.failed", link, scope=link.member.scope)
        raise WordWrong(wait=link.wait_until is not None)


def _spend(link: Link) -> bool:
    # The condition is in the UPDATE: two exchanges at the same moment open one device.
    fresh = Link.objects.filter(id=link.id) if not link.once else Link.objects.filter(id=link.id, spent_at=None)
    return fresh.update(spent_at=now()) == 1


def _first_device(member: Member) -> UUID | None:
    first = member.devices.filter(revoked_at=None).order_by("created_at", "id").first()
    return first.id if first else None


def _note_try(device: Device, *, right: bool) -> None:
    _count_try(device, right=right)
    device.checked_until = now() + CHECK_LASTS if right else None
    device.save(update_fields=["wrong_words", "checked_until", "wait_until"])


def _count_try(door: Device | Link, *, right: bool) -> None:
    door.wrong_words = 0 if right else door.wrong_words + 1
    door.wait_until = now() + WAIT if door.wrong_words >= TRIES else None
    if door.wait_until:
        door.wrong_words = 0


def _plain(word: str) -> str:
    return " ".join(word.split()).casefold()
