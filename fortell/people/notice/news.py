"""Significant changes of the notice, told to every member until they have seen them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from fortell.people.guard import home_of
from fortell.people.models import Member, NoticeSeen, Role
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.models import Notice


@dataclass(frozen=True, kw_only=True)
class News:
    summary: str
    effective_on: date
    other_controller: bool
    changes: str
    rights: str
    dismissal: str


def news_for(actor: Actor | None, language: str) -> News | None:
    """The newest significant version that this member has not put away; none for strangers."""
    if actor is None or actor.member is None or actor.role is None or actor.scope is None:
        return None
    notice = _unseen(actor.member).order_by("-number").first()
    if notice is None:
        return None
    return News(
        summary=summary_of(notice, language),
        effective_on=notice.effective_on,
        other_controller=notice.other_controller,
        changes=reverse("people:notice-changes", args=[notice.number]),
        rights=f"{reverse('people:notice')}#rights",
        dismissal=f"{home_of(Role(actor.role), actor.scope)}notice/",
    )


def summary_of(notice: Notice, language: str) -> str:
    """In that language, or the first there is; empty for a version that came without one."""
    return str(notice.summaries.get(language) or next(iter(notice.summaries.values()), ""))


@transaction.atomic
def put_away(*, member: Member, by: Actor) -> None:
    """She has seen what there is to see. Later versions are told anew."""
    allow(by, Action.NOTICE_DISMISS, member)
    for notice in _unseen(member.id):
        NoticeSeen.objects.get_or_create(member=member, number=notice.number)
    audit.record(by, "notice.seen", member, scope=member.scope)


def told(number: int) -> tuple[int, int]:
    """Of a significant version: how many members have seen it, and how many it is shown to in all."""
    published = Notice.objects.get(number=number).published_at
    members = Member.objects.filter(created_at__lt=published)
    return NoticeSeen.objects.filter(number=number, member__in=members).count(), members.count()


def _unseen(member: UUID) -> QuerySet[Notice]:
    """Those who joined later have read the newer text from the start."""
    seen = NoticeSeen.objects.filter(member=member, number=OuterRef("number"))
    joined = Member.objects.filter(id=member, created_at__lt=OuterRef("published_at"))
    return Notice.objects.filter(~Exists(seen), Exists(joined), significant=True).order_by(F("number").asc())
