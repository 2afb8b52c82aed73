"""The table of who may do what: nobody, unless a row says so."""

import pytest

from fortell.kit.ids import new_id
from fortell.people import permissions
from fortell.people.models import Account, Role
from fortell.people.permissions import (
    OPERATOR,
    STRANGER,
    WORKER,
    Action,
    Actor,
    NotAllowed,
    allow,
    anybody,
    may,
    may_after_check,
    register,
    table,
)
from fortell.privacy.vault.fields import Sealed
from fortell.story.models import Memoir

MEMOIR = Memoir(id=new_id())
OTHER = Memoir(id=new_id())

# Written out by hand, so that a row that grows in the code is seen here.
ALLOWED = {
    "storyteller": {
        Action.PUBLIC,
        Action.CHECK_PASS,
        Action.NOTICE_DISMISS,
        Action.LETTERS_CHOOSE,
        Action.PLACE_KEEP,
        Action.PLACE_LET_GO,
        Action.ANSWER_READ,
        Action.ANSWER_GIVE,
        Action.ANSWER_CORRECT,
        Action.CONSENT_DECIDE,
        Action.DEVICE_ADD,
        Action.RIGHTS_USE,
        Action.DRAFT_READ,
        Action.TIMELINE_READ_OWN,
    },
    "owner": {
        Action.PUBLIC,
        Action.CHECK_PASS,
        Action.NOTICE_DISMISS,
        Action.LETTERS_CHOOSE,
        Action.PLACE_KEEP,
        Action.PLACE_LET_GO,
        Action.DRAFT_READ,
        Action.DRAFT_EDIT,
        Action.ADDRESS_GIVE,
        Action.MANNER_WISH,
        Action.QUESTION_WRITE,
        Action.TIMELINE_READ,
        Action.EDITION_MAKE,
        Action.EDITION_READ,
    },
    "contributor": {
        Action.PUBLIC,
        Action.CHECK_PASS,
        Action.NOTICE_DISMISS,
        Action.LETTERS_CHOOSE,
        Action.PLACE_KEEP,
        Action.PLACE_LET_GO,
        Action.DRAFT_READ,
        Action.EDITION_READ,
        Action.QUESTION_WRITE,
    },
    "reader": {
        Action.PUBLIC,
        Action.CHECK_PASS,
        Action.NOTICE_DISMISS,
        Action.LETTERS_CHOOSE,
        Action.PLACE_KEEP,
        Action.PLACE_LET_GO,
        Action.DRAFT_READ,
        Action.EDITION_READ,
    },
}


def actor(role: Role, *, checked: bool = False) -> Actor:
    return Actor(member=new_id(), scope=MEMOIR.id, role=role, device=new_id(), checked=checked)


def allowed(who: Actor, thing: Sealed | None) -> set[Action]:
    return {action for action in Action if may(who, action, thing)}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_is_hers_and_no_more(role: Role) -> None:
    assert allowed(actor(role), MEMOIR) == ALLOWED[role.value]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("checked", [False, True])
def test_in_another_memoir_every_role_is_a_stranger(role: Role, checked: bool) -> None:
    assert allowed(actor(role, checked=checked), OTHER) == {Action.PUBLIC}
    assert allowed(actor(role, checked=checked), None) == {Action.PUBLIC}


def test_the_second_check_adds_to_each_role_what_cannot_be_undone() -> None:
    gained = {role: allowed(actor(role, checked=True), MEMOIR) - ALLOWED[role.value] for role in Role}
    assert gained == {
        Role.STORYTELLER: {Action.ANSWER_DELETE, Action.MEMOIR_ERASE, Action.ARCHIVE_TAKE},
        Role.OWNER: {Action.EDITION_APPROVE, Action.LINK_RENEW},
        Role.CONTRIBUTOR: set(),
        Role.READER: set(),
    }


def test_only_the_owner_is_one_check_away_from_approving() -> None:
    assert [role for role in Role if may_after_check(actor(role), Action.EDITION_APPROVE, MEMOIR)] == [Role.OWNER]


def test_a_stranger_and_a_worker_may_do_what_is_public() -> None:
    for who in (STRANGER, WORKER):
        assert allowed(who, MEMOIR) == allowed(who, None) == {Action.PUBLIC}


def test_the_operator_reads_no_page_and_writes_no_story() -> None:
    makes = {Action.EDITION_MAKE, Action.EDITION_READ}
    looks = {Action.INTERVIEW_EXPLAIN, Action.DRAFT_COUNT, Action.TIMELINE_READ, Action.NAMING_COUNT}
    ends = {Action.MEMOIR_ERASE, Action.ACCOUNT_ERASE}
    assert allowed(OPERATOR, MEMOIR) == {Action.PUBLIC, *makes, *looks, *ends, Action.ARCHIVE_TAKE}


def test_an_account_is_used_by_whoever_came_in_to_it_and_opens_no_memoir_by_itself() -> None:
    account = Account(id=new_id())
    somebody, other = (Actor(account=one, session=new_id()) for one in (account.id, new_id()))
    own = {Action.PUBLIC, Action.PLACE_LET_GO, Action.ACCOUNT_USE, Action.ACCOUNT_ERASE}
    assert allowed(somebody, account) == allowed(somebody, None) == own
    assert allowed(other, account) == allowed(somebody, MEMOIR) == {Action.PUBLIC}


def test_what_is_not_allowed_raises_and_names_the_action() -> None:
    with pytest.raises(NotAllowed, match=r"answer\.read"):
        allow(STRANGER, Action.ANSWER_READ, MEMOIR)
    allow(actor(Role.STORYTELLER), Action.ANSWER_READ, MEMOIR)


def test_an_action_without_a_row_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "_policy", {})
    everybody = [STRANGER, OPERATOR, WORKER, *(actor(role, checked=True) for role in Role)]
    assert [who for who in everybody if allowed(who, MEMOIR)] == []


def test_two_rows_for_one_action_are_refused() -> None:
    before = table()
    with pytest.raises(ValueError, match="has two rows"):
        register({Action.ANSWER_READ: [[anybody]]})
    assert table() == before


def test_every_action_has_a_row() -> None:
    assert [action for action, ways in table() if not ways] == []
    assert {action for action, _ways in table()} == {action.value for action in Action}


def test_the_table_reads_as_plain_words() -> None:
    rows = dict(table())
    assert rows["public"] == ["anybody at all"]
    assert rows["edition.approve"] == ["the memoir's owner and the second check was passed on this device a moment ago"]
    assert rows["draft.read"] == ["the memoir's owner, contributors and readers", "the memoir's storyteller"]
    assert all(way.strip() for ways in rows.values() for way in ways)


def test_who_acted_is_told_by_an_opaque_name() -> None:
    somebody = actor(Role.OWNER)
    assert (somebody.pseudonym, STRANGER.pseudonym, OPERATOR.pseudonym) == (
        str(somebody.member),
        "stranger",
        "operator",
    )
