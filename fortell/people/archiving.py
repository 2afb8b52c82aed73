"""What this room adds to a memoir taken along: who the people are."""

from collections.abc import Iterator
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_lazy

from fortell.people.models import Member, Role
from fortell.people.queries import members, name_of
from fortell.privacy.archive.form import ArchiveRefused
from fortell.privacy.archive.rooms import (
    Brought,
    Part,
    checked_before_import,
    names_actors,
    part_to_read,
    shape,
)
from fortell.privacy.vault.opening import Opening

ROLES = {
    Role.STORYTELLER: gettext_lazy("tells"),
    Role.OWNER: gettext_lazy("arranges the book"),
    Role.CONTRIBUTOR: gettext_lazy("adds memories"),
    Role.READER: gettext_lazy("reads"),
}

shape(Member, name={"type": "string", "maxLength": 400})


@names_actors
def names_of_members(scope: UUID, opening: Opening) -> dict[str, str]:
    return {str(member.id): name_of(member, opening) for member in members(scope)}


@part_to_read
def people(scope: UUID, opening: Opening) -> Iterator[Part]:
    everybody = [(name_of(member, opening), ROLES[Role(member.role)]) for member in members(scope)]
    html = render_to_string("people/archive.html", {"people": everybody})
    yield Part(place=50, name="people", title=gettext("The people"), html=html)


@checked_before_import
def one_storyteller(brought: Brought) -> None:
    if sum(row["role"] == Role.STORYTELLER for row in brought.of(Member)) != 1:
        raise ArchiveRefused("It does not say who tells: there must be exactly one storyteller.")
