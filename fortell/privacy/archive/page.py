"""The page to read: one file of HTML without scripts, that needs nothing but the files beside it."""

from collections.abc import Iterator
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from fortell.kit.clock import now
from fortell.privacy import audit
from fortell.privacy.archive.rooms import Part, actors, part_to_read, readings
from fortell.privacy.models import AuditEntry, ConsentEntry, ImportedHistory
from fortell.privacy.profile import profile
from fortell.privacy.vault.opening import Opening


def page_to_read(*, scope: UUID, language: str, opening: Opening) -> str:
    """The whole page, in one language; what was told stays in its own."""
    with override(language):
        parts = sorted((part for reading in readings for part in reading(scope, opening)), key=lambda part: part.place)
        page = {"language": language, "head": parts[0], "parts": parts[1:], "made_at": now()}
        return render_to_string("privacy/archive/index.html", page)


def readme(language: str) -> str:
    """What the files are, for whoever finds them in thirty years."""
    with override(language):
        page = {"made_at": date_format(now(), "DATE_FORMAT"), "controller": profile().controller}
        return render_to_string("privacy/archive/README.txt", page)


@part_to_read
def consents(scope: UUID, opening: Opening) -> Iterator[Part]:
    """Every line of the consent ledger with its exact wording, also of the house it came from."""
    lines = [
        {
            "given": entry.decision == ConsentEntry.Decision.GIVEN,
            "at": entry.at,
            "wording": entry.wording,
            "language": entry.language,
            "version": entry.version,
            "channel": entry.channel,
            "statement": opening.text(entry, "statement"),
        }
        for entry in ConsentEntry.objects.filter(scope=scope).order_by("at", "id")
    ]
    earlier = [opening.read(row, "content") for row in ImportedHistory.objects.filter(scope=scope)]
    html = render_to_string("privacy/archive/_consents.html", {"lines": lines, "earlier": earlier})
    yield Part(place=60, name="consents", title=gettext("What was agreed to"), html=html)


@part_to_read
def deeds_done(scope: UUID, opening: Opening) -> Iterator[Part]:
    """The audit log in plain words."""
    names = {"operator": gettext("Whoever runs this Fortell"), "worker": "Fortell", "house": "Fortell"}
    names |= {actor: name for calling in actors for actor, name in calling(scope, opening).items()}
    lines = [
        {"at": entry.at, "what": audit.phrase_of(entry.verb), "who": names.get(entry.actor, entry.actor)}
        for entry in AuditEntry.objects.filter(scope=scope).order_by("number").iterator()
    ]
    html = render_to_string("privacy/archive/_deeds.html", {"lines": lines})
    yield Part(place=70, name="deeds", title=gettext("What was done, and when"), html=html)
