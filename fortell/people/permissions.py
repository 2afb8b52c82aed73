"""Who may do what: one table, deny by default. Rooms register their own rows; people read them all in one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from fortell.people.models import Role


class Action(StrEnum):
    """Everything that anybody can ask of the product. An action without a row in the table is nobody's."""

    PUBLIC = "public"
    ANSWER_READ = "answer.read"
    ANSWER_GIVE = "answer.give"
    ANSWER_CORRECT = "answer.correct"
    ANSWER_DELETE = "answer.delete"
    CONSENT_DECIDE = "consent.decide"
    RIGHTS_USE = "rights.use"
    MEMOIR_ERASE = "memoir.erase"
    CHECK_PASS = "check.pass"  # noqa: S105 - an action, not a password
    DEVICE_ADD = "device.add"
    LINK_RENEW = "link.renew"
    NOTICE_DISMISS = "notice.dismiss"
    PLACE_KEEP = "place.keep"
    PLACE_LET_GO = "place.let-go"
    ACCOUNT_USE = "account.use"
    ACCOUNT_ERASE = "account.erase"
    ARCHIVE_TAKE = "archive.take"
    LETTERS_CHOOSE = "letters.choose"
    LETTERS_CHANGE = "letters.change"
    ADDRESS_GIVE = "address.give"
    NAMING_COUNT = "naming.count"
    INTERVIEW_EXPLAIN = "interview.explain"
    MANNER_WISH = "manner.wish"
    QUESTION_WRITE = "question.write"
    QUESTION_CHANGE = "question.change"
    DRAFT_READ = "draft.read"
    DRAFT_COUNT = "draft.count"
    DRAFT_EDIT = "draft.edit"
    TIMELINE_READ = "timeline.read"
    TIMELINE_READ_OWN = "timeline.read.own"
    EDITION_MAKE = "edition.make"
    EDITION_READ = "edition.read"
    EDITION_APPROVE = "edition.approve"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Whoever asks: a member on a device, somebody in their account, a stranger, or the house (operator, worker)."""

    member: UUID | None = None
    scope: UUID | None = None
    role: Role | None = None
    device: UUID | None = None
    account: UUID | None = None
    session: UUID | None = None
    checked: bool = False
    house: str = ""

    @property
    def pseudonym(self) -> str:
        return self.house or str(self.member or self.account or "stranger")

    @property
    def member_id(self) -> UUID:
        """Raises NotAllowed for anybody who is not a member."""
        if self.member is None:
            raise NotAllowed
        return self.member

    @property
    def device_id(self) -> UUID:
        """Raises NotAllowed for anybody who is not on a member's device."""
        if self.device is None:
            raise NotAllowed
        return self.device

    @property
    def account_id(self) -> UUID:
        """Raises NotAllowed for anybody who has not come in to an account."""
        if self.account is None:
            raise NotAllowed
        return self.account

    @property
    def session_id(self) -> UUID:
        """Likewise."""
        if self.session is None:
            raise NotAllowed
        return self.session


STRANGER = Actor()
OPERATOR = Actor(house="operator", checked=True)
WORKER = Actor(house="worker")


class Scoped(Protocol):
    """Anything that belongs to a memoir."""

    @property
    def scope_id(self) -> UUID: ...


class NotAllowed(Exception):
    """This actor may not do this to this thing."""


Predicate = Callable[[Actor, Scoped | None], bool]


def anybody(_actor: Actor, _thing: Scoped | None) -> bool:
    """anybody at all"""
    return True


def is_storyteller(actor: Actor, thing: Scoped | None) -> bool:
    """the memoir's storyteller"""
    return _belongs(actor, thing) and actor.role is Role.STORYTELLER


def is_owner(actor: Actor, thing: Scoped | None) -> bool:
    """the memoir's owner"""
    return _belongs(actor, thing) and actor.role is Role.OWNER


def is_contributor(actor: Actor, thing: Scoped | None) -> bool:
    """one of the memoir's contributors"""
    return _belongs(actor, thing) and actor.role is Role.CONTRIBUTOR


def is_family(actor: Actor, thing: Scoped | None) -> bool:
    """the memoir's owner, contributors and readers"""
    return _belongs(actor, thing) and actor.role in {Role.OWNER, Role.CONTRIBUTOR, Role.READER}


def is_member(actor: Actor, thing: Scoped | None) -> bool:
    """any member of the memoir"""
    return _belongs(actor, thing)


def is_account(actor: Actor, thing: Scoped | None) -> bool:
    """somebody in their own account"""
    return actor.account is not None and (thing is None or thing.scope_id == actor.account)


def is_checked(actor: Actor, _thing: Scoped | None) -> bool:
    """the second check was passed on this device a moment ago"""
    return actor.checked


def is_operator(actor: Actor, _thing: Scoped | None) -> bool:
    """whoever runs the machine, on its command line"""
    return actor.house == OPERATOR.house


_policy: dict[Action, tuple[tuple[Predicate, ...], ...]] = {}


def register(rows: Mapping[Action, Sequence[Sequence[Predicate]]]) -> None:
    """Add a room's rows: for each action the lists of predicates, any of which suffices if all in it hold."""
    for action, ways in rows.items():
        if action in _policy:
            raise ValueError(f"{action} has two rows")
        _policy[action] = tuple(tuple(way) for way in ways)


def may(actor: Actor, action: Action, thing: Scoped | None) -> bool:
    ways = _policy.get(action, ())
    return any(all(predicate(actor, thing) for predicate in way) for way in ways)


def may_after_check(actor: Actor, action: Action, thing: Scoped | None) -> bool:
    """Whether only the second check stands between this actor and the action."""
    return may(replace(actor, checked=True), action, thing)


def allow(actor: Actor, action: Action, thing: Scoped | None) -> None:
    """Raises NotAllowed."""
    if not may(actor, action, thing):
        raise NotAllowed(action)


def table() -> list[tuple[str, list[str]]]:
    """The policy as people read it: each action, and for each way the conditions in words."""
    return [
        (action.value, [" and ".join((predicate.__doc__ or "").strip() for predicate in way) for way in ways])
        for action, ways in ((action, _policy.get(action, ())) for action in Action)
    ]


def _belongs(actor: Actor, thing: Scoped | None) -> bool:
    return thing is not None and actor.scope is not None and actor.scope == thing.scope_id
