"""The card with the storyteller's link, as it is printed: it exists in the page that shows it, and nowhere else."""

from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString, mark_safe

from fortell.kit.installation import installation
from fortell.people.models import Member
from fortell.people.queries import name_of
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened


@dataclass(frozen=True, kw_only=True)
class Card:
    address: str
    drawing: SafeString  # the address as a QR code, an SVG for the page
    name: str
    language: str


def card_for(member: Member, token: str) -> Card:
    address = f"{installation().address}/open/#{token}"
    # Error correction "m": a card that lies on a kitchen table loses a corner sooner or later.
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff", border=4)
    return Card(
        address=address,
        drawing=mark_safe(drawing),  # noqa: S308 - drawn by segno from our own address
        name=name_of(member, opened(scope=member.scope, use=Use.OWN)),
        language=member.language,
    )
