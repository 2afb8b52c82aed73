"""What stands on the page of her rights, gathered for its template."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from fortell.privacy import consent, holds
from fortell.privacy.models import ConsentEntry, RecipientNotice, Restriction, RightsRequest
from fortell.privacy.profile import profile
from fortell.privacy.retention import due
from fortell.privacy.rights import notices, objection, requests, restriction
from fortell.privacy.terms import Purpose, Use
from fortell.privacy.vault.opening import opened
from fortell.story.about_others import about_others
from fortell.story.interviewer import CALM
from fortell.story.models import Memoir
from fortell.story.queries import manner_of
from fortell.story.slots import rights_parts_for
from fortell.story.wording import AFTER_WITHDRAWAL


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """When she took her yes back, and until when it is kept for her; `held`: a law keeps it longer than that."""

    at: datetime
    until: datetime
    held: bool


@dataclass(frozen=True, kw_only=True)
class Switch:
    """An activity that she can object to."""

    activity: str
    text: str
    objected: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`why`: on what ground it was refused, to stand after a colon; else empty."""

    request: RightsRequest
    what: str
    why: str


@dataclass(frozen=True, kw_only=True)
class RightsPage:
    memoir: Memoir
    live: bool
    calm: bool
    waiting: int  # passages about others that she has not decided on
    withdrawn: Withdrawn | None
    ledger: list[ConsentEntry]
    resting: Restriction | None
    switches: list[Switch]
    asked: list[Asked]
    told: list[RecipientNotice]
    parts: list[SafeString]


def rights_page(request: HttpRequest, memoir: Memoir) -> RightsPage:
    opening = opened(scope=memoir.id, use=Use.OWN)
    return RightsPage(
        memoir=memoir,
        live=consent.is_live(scope=memoir.id),
        calm=manner_of(memoir, opening) is CALM,
        waiting=sum(one.shared is None for one in about_others(memoir, opening)),
        withdrawn=withdrawn(memoir),
        ledger=consent.ledger(memoir.id),
        resting=restriction.standing(memoir.id),
        switches=[_switch(doing.key, memoir) for doing in objection.open_to_objection()],
        asked=[_asked(row) for row in requests.of_scope(memoir.id)],
        told=notices.of_scope(memoir.id),
        parts=rights_parts_for(request, memoir),
    )


def withdrawn(memoir: Memoir) -> Withdrawn | None:
    """None while her yes stands, or was never given."""
    of_book = (line for line in consent.ledger(memoir.id) if line.purpose == Purpose.BOOK)
    newest = next(of_book, None)
    if newest is None or newest.decision != ConsentEntry.Decision.WITHDRAWN:
        return None
    until = due(profile().retention[AFTER_WITHDRAWAL], newest.at)
    return Withdrawn(at=newest.at, until=until, held=holds.on(memoir.id) is not None)


def _switch(activity: str, memoir: Memoir) -> Switch:
    words = {objection.FAULT_FINDING: gettext("When work on your book goes wrong we note how, to find the fault.")}
    return Switch(
        activity=activity, text=words.get(activity, activity), objected=not objection.may(activity, memoir.id)
    )


def _asked(row: RightsRequest) -> Asked:
    return Asked(request=row, what=_kinds()[row.kind], why=_grounds().get(row.refused_because, ""))


def _grounds() -> dict[str, str]:
    """The keys are those of `requests.WHY_REFUSED`."""
    return {
        "unfounded": gettext("it was clearly unfounded, or asked for too often"),
        "not-identified": gettext("we could not make sure that it was you who asked"),
        "legal-duty": gettext("the law, a court or an authority requires that it is kept"),
        "legal-claims": gettext("it may be needed to settle a legal claim"),
        "others-rights": gettext("it would have gone against the rights of others"),
    }


def _kinds() -> dict[str, str]:
    kind = RightsRequest.Kind
    return {
        kind.ACCESS: gettext("To see what we have"),
        kind.RECTIFICATION: gettext("To have something corrected"),
        kind.ERASURE: gettext("To have something deleted"),
        kind.RESTRICTION: gettext("To let the work rest"),
        kind.PORTABILITY: gettext("To take a copy elsewhere"),
        kind.OBJECTION: gettext("To say no to something"),
        kind.WITHDRAWAL: gettext("To take back a yes"),
    }
