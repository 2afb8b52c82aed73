"""When she takes her yes back the family's pages close at once, and hers stays open."""

import pytest
from django.urls import reverse

from fortell.kit.jobs import run_due
from fortell.kit.models import Job
from fortell.privacy.models import ConsentEntry
from fortell.story.models import Answer
from tests.cast import BOTH, Family, make_family
from tests.pages.telling import BOATHOUSE, KITCHEN, Told
from tests.pages.test_access import TABLE, address, ask, sent

pytestmark = pytest.mark.django_db(databases=BOTH)

CLOSED = "This book is closed for now"
MAKING_THE_BOOK = {
    ("book:draft", "GET"),
    ("book:passage", "GET"),
    ("book:sources", "GET"),
    ("book:photo", "GET"),
    ("book:editing", "GET"),
    ("book:editing", "POST"),
    ("book:putting-back", "POST"),
    ("book:dial", "POST"),
    ("book:timeline", "GET"),
    ("book:order", "GET"),
    ("book:scene", "POST"),
    ("book:order-back", "POST"),
    ("book:moving-chapter", "POST"),
    ("book:moving-passage", "POST"),
    ("book:changes", "GET"),
    ("book:heading", "POST"),
    ("book:history", "GET"),
    ("book:passage-history", "GET"),
    ("book:undoing", "POST"),
    ("book:editions", "POST"),
    ("book:edition", "GET"),
    ("book:edition-file", "GET"),
    ("book:edition-page", "GET"),
    ("book:approval", "POST"),
    ("story:family-manner", "GET"),
    ("story:family-manner", "POST"),
    ("story:family-questions", "GET"),
    ("story:family-questions", "POST"),
}


def decide(family: Family, decision: str) -> None:
    page = reverse("story:consent", args=[family.memoir.code])
    response = family.alma.browser().post(page, {"decision": decision})
    assert (response.status_code, response.headers["Location"]) == (302, f"/tell/{family.memoir.code}/")


@pytest.mark.promise("MIM-6.5")
def test_withdrawal_closes_every_page_of_the_book(told: Told) -> None:
    told.family.ingrid.checked()
    decide(told.family, "withdraw")
    browser = told.family.ingrid.browser()
    closed = {row for row in TABLE if ask(browser, *row, told) == "403"}
    assert closed == MAKING_THE_BOOK
    assert CLOSED in told.family.kari.browser().get(address("book:draft", told)).content.decode()


def test_closed_page_holds_nothing_of_the_book(told: Told) -> None:
    decide(told.family, "withdraw")
    text = told.family.kari.browser().get(address("book:draft", told)).content.decode()
    assert [word for word in ("boathouse", "flatbread", "Alma", "Headwind") if word in text] == []


@pytest.mark.promise("MIM-6.5", "MIM-12.7")
def test_yes_is_taken_back_by_one_button_as_it_was_given(told: Told) -> None:
    page = reverse("story:consent", args=[told.code])
    assert 'name="decision" value="withdraw"' in told.family.alma.browser().get(page).content.decode()
    decide(told.family, "withdraw")
    assert 'name="decision" value="give"' in told.family.alma.browser().get(page).content.decode()
    assert [entry.decision for entry in ConsentEntry.objects.order_by("at")] == ["given", "withdrawn"]


@pytest.mark.promise("MIM-6.5")
def test_withdrawal_stops_the_work_and_refuses_new_answers(told: Told) -> None:
    hers = told.family.alma.browser()
    hers.post(address("story:answers", told), sent(told)["story:answers"])
    decide(told.family, "withdraw")
    assert [job.state for job in Job.objects.filter(name="book.draft").order_by("created_at")][-1] == "stopped"
    assert run_due() == 0
    before = Answer.objects.count()
    assert hers.post(address("story:answers", told), sent(told)["story:answers"]).status_code == 403
    assert Answer.objects.count() == before


def test_her_own_page_still_shows_what_she_told(told: Told) -> None:
    decide(told.family, "withdraw")
    hers = told.family.alma.browser()
    page = hers.get(address("story:tell", told)).content.decode()
    assert BOATHOUSE in page
    assert KITCHEN in page
    for name in ("book:reading", "story:photo", "story:answer"):
        assert hers.get(address(name, told)).status_code == 200


def test_saying_yes_again_opens_everything_as_it_was(told: Told) -> None:
    before = told.family.jonas.browser().get(address("book:draft", told)).context["page"].chapters
    decide(told.family, "withdraw")
    decide(told.family, "give")
    response = told.family.jonas.browser().get(address("book:draft", told))
    assert response.status_code == 200
    assert response.context["page"].chapters == before


@pytest.mark.promise("MIM-6.4")
@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_consent_is_recorded_in_the_words_that_she_saw(language: str) -> None:
    family = make_family(consent=False)
    hers = family.alma.browser()
    hers.post(reverse("people:language"), {"language": language, "next": "/"})
    page = hers.get(reverse("story:tell", args=[family.memoir.code]))
    hers.post(reverse("story:consent", args=[family.memoir.code]), {"decision": "give"})
    recorded = ConsentEntry.objects.get()
    assert recorded.language == language
    assert {piece for piece in recorded.wording.split("\n\n") if piece not in plain(page.content.decode())} == set()


def plain(page: str) -> str:
    return page.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")


@pytest.mark.promise("MIM-6.4")
def test_nothing_is_taken_before_her_yes() -> None:
    family = make_family(consent=False)
    hers = family.alma.browser()
    assert hers.post(reverse("story:answers", args=[family.memoir.code]), {"text": "Too early."}).status_code == 404
    assert "checked" not in hers.get(reverse("story:tell", args=[family.memoir.code])).content.decode()
    for somebody in (family.ingrid, family.kari, family.jonas):
        assert somebody.browser().get(reverse("book:draft", args=[family.memoir.code])).status_code == 403
    assert Answer.objects.count() == 0
