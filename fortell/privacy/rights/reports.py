"""The proof of what came of a request: signed, in ids and counts, so that it can be shown to anybody."""

from datetime import datetime
from typing import Any, Final

from fortell.privacy.models import RightsRequest
from fortell.privacy.profile import profile
from fortell.privacy.rights import notices
from fortell.privacy.vault.signing import signed_document

ARTICLE: Final = {
    RightsRequest.Kind.ACCESS: "15",
    RightsRequest.Kind.RECTIFICATION: "16",
    RightsRequest.Kind.ERASURE: "17",
    RightsRequest.Kind.RESTRICTION: "18",
    RightsRequest.Kind.PORTABILITY: "20",
    RightsRequest.Kind.OBJECTION: "21",
    RightsRequest.Kind.WITHDRAWAL: "7(3)",
}
AUTHORITIES: Final = {"NO": "Datatilsynet", "SE": "Integritetsskyddsmyndigheten", "DK": "Datatilsynet"}
ELSEWHERE: Final = "the data protection authority of your country"


def report(request: RightsRequest) -> dict[str, Any]:
    """What was asked and when, what was done, by which verb; whom else it concerned. Signed by the house."""
    return signed_document(
        {
            "document": "fortell.request-report/1",
            "request": str(request.id),
            "about": str(request.scope),
            "kind": request.kind,
            "article": f"GDPR art. {ARTICLE[RightsRequest.Kind(request.kind)]}",
            "channel": request.channel,
            "received": _instant(request.received_at),
            "identified": _instant(request.identified_at),
            "due": _instant(request.due_at),
            "extended": _instant(request.extended_at),
            "extended_because": request.extended_because,
            "state": request.state,
            "closed": _instant(request.closed_at),
            "closed_by": request.closed_by,
            "in_time": in_time(request),
            "verb": request.verb,
            "counts": request.outcome,
            "refused_because": request.refused_because,
            "complaints_to": authority() if request.state == RightsRequest.State.REFUSED else "",
            "recipients": [
                {"processor": row.processor, "kind": row.kind, "fields": row.fields, "told": _instant(row.told_at)}
                for row in notices.of_scope(request.scope)
            ],
        }
    )


def readable(document: dict[str, Any]) -> str:
    """The same for people, a line a fact; what is empty is left out."""
    lists = {"recipients", "counts"}
    lines = [f"{name.replace('_', ' ')}: {value}" for name, value in document.items() if value and name not in lists]
    lines += [f"done with {kind}: {number}" for kind, number in document["counts"].items()]
    lines += [
        f"recipient {row['processor']}: {row['kind']}, {'told ' + row['told'] if row['told'] else 'not yet told'}"
        for row in document["recipients"]
    ]
    return "\n".join(lines)


def in_time(request: RightsRequest) -> bool | None:
    """Whether it was answered by its day; None while it is open."""
    return request.closed_at <= request.due_at if request.closed_at else None


def authority() -> str:
    """Where to complain (GDPR art. 77)."""
    return AUTHORITIES.get(profile().controller.country.upper(), ELSEWHERE)


def _instant(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
