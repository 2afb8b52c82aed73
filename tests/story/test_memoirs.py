"""A memoir and its people, sealed from the first moment."""

import pytest
from django.db import connection, transaction

from fortell.people.models import Member, Role
from fortell.people.permissions import OPERATOR
from fortell.people.queries import names
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import NewMember, create_memoir
from fortell.story.models import Memoir
from fortell.story.queries import memoir_by_code
from tests.cast import BOTH, Family

pytestmark = pytest.mark.django_db(databases=BOTH)


def create(*people: NewMember) -> Memoir:
    return create_memoir(title="Kvitskjeret", subtitle="Summers", language="nb", people=people or (ALMA,), by=OPERATOR)


ALMA = NewMember(role=Role.STORYTELLER, name="Torborghild")


def test_a_memoir_has_a_key_of_its_own_and_its_title_opens_with_it() -> None:
    memoir = create()
    opening = opened(scope=memoir.id, use=Use.OWN)
    assert (opening.text(memoir, "title"), opening.text(memoir, "subtitle")) == ("Kvitskjeret", "Summers")
    assert Key.objects.filter(id=memoir.id, parent=None).exists()
    assert (memoir.language, memoir.form) == ("nb", Memoir.Form.MEMOIR)


def test_title_and_names_lie_sealed() -> None:
    create()
    with connection.cursor() as cursor:
        for table in ("story_memoir", "people_member"):
            cursor.execute(f"SELECT * FROM {table}")
            row = [bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone()]
            assert "Kvitskjeret" not in str(row)
            assert "Torborghild" not in str(row)


@pytest.mark.promise("MIM-2.6")
def test_buyer_and_teller_are_two_people_with_roles_of_their_own(family: Family) -> None:
    members = {member.role: member for member in Member.objects.filter(scope=family.memoir.id)}
    called = names(family.memoir.id)
    assert {role: called[member.id] for role, member in members.items()} == {
        Role.STORYTELLER: "Alma Solvang",
        Role.OWNER: "Ingrid Solvang",
        Role.CONTRIBUTOR: "Kari Solvang",
        Role.READER: "Jonas Solvang",
    }


def test_a_memoir_has_one_storyteller() -> None:
    before = Memoir.objects.count()
    with pytest.raises(Exception, match=r"member_one_storyteller|UNIQUE constraint"), transaction.atomic():
        create(ALMA, NewMember(role=Role.STORYTELLER, name="Bjarne"))
    assert Memoir.objects.count() == before


def test_a_memoir_is_found_by_its_code_alone() -> None:
    memoir = create()
    assert memoir_by_code(memoir.code) == memoir
    assert memoir_by_code(memoir.code.upper()) is None
    assert memoir_by_code("") is None


def test_making_it_is_told_by_the_audit_log() -> None:
    memoir = create()
    lines = list(AuditEntry.objects.filter(scope=memoir.id).order_by("number").values_list("verb", "actor"))
    assert lines == [("memoir.created", "operator"), ("member.added", "operator")]
