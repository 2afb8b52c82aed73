"""Personal links as addresses: the token in the fragment, which browsers keep to themselves."""

from dataclasses import dataclass

from fortell.config.cli.refusal import Refused
from fortell.kit.installation import installation
from fortell.people.actions import add_member, forget_word, make_link
from fortell.people.models import Member, Role
from fortell.people.permissions import OPERATOR
from fortell.people.queries import members, name_of
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir

MANY = frozenset({Role.CONTRIBUTOR, Role.READER})  # of these there may be several


@dataclass(frozen=True, kw_only=True)
class PersonalLink:
    address: str
    role: Role
    name: str
    language: str
    once: bool


def link_for(
    *, memoir: Memoir, role: str, name: str | None = None, once: bool = False, forget: bool = False
) -> PersonalLink:
    """A new link for a member; who is named and not there yet is added. Raises Refused."""
    member, called = _member(memoir, Role(role), name)
    if forget:
        forget_word(member=member, by=OPERATOR)
    token = make_link(member=member, once=once, by=OPERATOR)
    return PersonalLink(
        address=f"{installation().address}/open/#{token}",
        role=Role(role),
        name=called,
        language=member.language,
        once=once,
    )


def _member(memoir: Memoir, role: Role, name: str | None) -> tuple[Member, str]:
    opening = opened(scope=memoir.id, use=Use.OWN)
    called = {member: name_of(member, opening) for member in members(memoir.id) if member.role == role}
    fitting = {member: known for member, known in called.items() if name in (None, known)}
    if len(fitting) == 1:
        return next(iter(fitting.items()))
    if name and not fitting and (role in MANY or not called):
        added = add_member(opening=opening, role=role, name=name, language=memoir.language, by=OPERATOR)
        return added, name
    if not called:
        raise Refused(f"This memoir has no {role} yet. Say who it is with --name.")
    raise Refused(f"Which {role}? --name is one of: {', '.join(called.values())}")
