"""She chooses the calmer conversation on the page of her rights; it is sealed, and it ends when she has had enough."""

from datetime import timedelta

import pytest

from fortell.kit import clock
from fortell.people.models import Role
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import NewMember, choose_manner, create_memoir, wish_manner
from fortell.story.interviewer import ANSWERS_OF_A_SITTING, CALM, USUAL
from fortell.story.models import Answer, Turn
from fortell.story.queries import manner_of
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)


def chosen(family: Family) -> str:
    family.memoir.refresh_from_db()
    return manner_of(family.memoir, opened(scope=family.memoir.id, use=Use.OWN)).name


def test_she_chooses_it_on_her_page_and_takes_it_back(family: Family) -> None:
    browser, address = family.alma.browser(), f"/tell/{family.memoir.code}/rights/"
    assert chosen(family) == USUAL.name
    assert browser.post(f"{address}manner/", {"calm": "1"}).status_code == 302
    assert chosen(family) == CALM.name
    assert "Ask as usual again" in browser.get(address).content.decode()
    browser.post(f"{address}manner/")
    assert chosen(family) == USUAL.name
    assert "Ask me more calmly" in browser.get(address).content.decode()


def test_nobody_else_chooses_it_for_her(family: Family) -> None:
    for other in (family.ingrid, family.kari, family.jonas):
        assert other.browser().post(f"/tell/{family.memoir.code}/rights/manner/", {"calm": "1"}).status_code == 404
        with pytest.raises(NotAllowed):
            choose_manner(memoir=family.memoir, calm=True, by=other.actor)
    assert chosen(family) == USUAL.name


def test_it_stands_nowhere_open(family: Family) -> None:
    choose_manner(memoir=family.memoir, calm=True, by=family.alma.actor)
    family.memoir.refresh_from_db()
    assert CALM.name.encode() not in bytes(family.memoir.manner)
    entry = AuditEntry.objects.get(verb="manner.chosen")
    assert CALM.name not in str(vars(entry))


def test_the_open_question_is_put_off_and_a_calm_one_comes(family: Family) -> None:
    browser = family.alma.browser()
    browser.get(f"/tell/{family.memoir.code}/")
    choose_manner(memoir=family.memoir, calm=True, by=family.alma.actor)
    assert browser.get(f"/tell/{family.memoir.code}/").status_code == 200
    assert list(Turn.objects.values_list("outcome", flat=True)) == ["later", "open"]


def test_after_some_answers_she_is_asked_whether_to_stop(family: Family) -> None:
    browser, address = family.alma.browser(), f"/tell/{family.memoir.code}/"
    tell(family, *["We rowed."] * ANSWERS_OF_A_SITTING)
    assert "Enough for today" not in browser.get(address).content.decode()
    choose_manner(memoir=family.memoir, calm=True, by=family.alma.actor)
    assert "Enough for today" in browser.get(address).content.decode()
    assert "Thank you for telling" in browser.get(f"{address}enough/").content.decode()
    family.memoir.refresh_from_db()
    tell(family, "We rowed home.")
    assert "Enough for today" not in browser.get(address).content.decode()


def test_another_sitting_counts_from_nothing(family: Family) -> None:
    tell(family, *["We rowed."] * ANSWERS_OF_A_SITTING)
    choose_manner(memoir=family.memoir, calm=True, by=family.alma.actor)
    Answer.objects.update(given_at=clock.now() - timedelta(hours=2))
    assert "Enough for today" not in family.alma.browser().get(f"/tell/{family.memoir.code}/").content.decode()


def test_a_memoir_can_begin_calm(db: None) -> None:
    people = (NewMember(role=Role.STORYTELLER, name="Alma Solvang"),)
    memoir = create_memoir(title="Kvitskjeret", language="nb", people=people, calm=True, by=OPERATOR)
    assert manner_of(memoir, opened(scope=memoir.id, use=Use.OWN)) is CALM


def test_the_owner_wishes_it_for_her_and_she_reads_so(family: Family) -> None:
    hers, owners = family.alma.browser(), family.ingrid.browser()
    address, page = f"/family/{family.memoir.code}/manner/", f"/tell/{family.memoir.code}/"
    hers.get(page)
    assert owners.post(address, {"calm": "1"}).status_code == 302
    assert chosen(family) == CALM.name
    assert "You have wished for calmer questions" in owners.get(address).content.decode()
    assert "Your family would like us to take it gently" in hers.get(page).content.decode()
    assert list(Turn.objects.values_list("outcome", flat=True)) == ["later", "open"]
    owners.post(address)
    assert chosen(family) == USUAL.name
    assert "Your family would like us" not in hers.get(page).content.decode()


@pytest.mark.parametrize("she_wants", [False, True])
def test_what_she_chose_herself_counts_before_and_after(family: Family, *, she_wants: bool) -> None:
    wish_manner(memoir=family.memoir, calm=True, by=family.ingrid.actor)
    choose_manner(memoir=family.memoir, calm=she_wants, by=family.alma.actor)
    hers = (CALM if she_wants else USUAL).name
    assert chosen(family) == hers
    for wished in (True, False):
        wish_manner(memoir=family.memoir, calm=wished, by=family.ingrid.actor)
        assert chosen(family) == hers
        page = family.ingrid.browser().get(f"/family/{family.memoir.code}/manner/").content.decode()
        assert ("You have wished for calmer questions" in page) == wished  # whether she chose is not to be seen


def test_only_the_owner_wishes_for_her(family: Family) -> None:
    for other in (family.alma, family.kari, family.jonas):
        assert other.browser().post(f"/family/{family.memoir.code}/manner/", {"calm": "1"}).status_code == 404
        with pytest.raises(NotAllowed):
            wish_manner(memoir=family.memoir, calm=True, by=other.actor)
    wish_manner(memoir=family.memoir, calm=True, by=family.ingrid.actor)
    family.memoir.refresh_from_db()
    calm = bytes(family.memoir.manner_wished)
    wish_manner(memoir=family.memoir, calm=False, by=family.ingrid.actor)
    family.memoir.refresh_from_db()
    assert len(bytes(family.memoir.manner_wished)) == len(calm)
    assert CALM.name.encode() not in calm
