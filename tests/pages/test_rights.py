"""The page of her rights, on her own link: everything she can ask for, and what comes of it."""

import json
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from fortell.book.actions import approve_proof
from fortell.book.models import Edition, Proof
from fortell.kit.signatures import document_holds
from fortell.people.permissions import OPERATOR
from fortell.privacy import consent
from fortell.privacy.models import Restriction
from fortell.privacy.rights import restriction
from fortell.privacy.vault import signing
from fortell.story.actions import give_consent, withdraw_consent
from fortell.story.models import Answer, Memoir
from tests.cast import BOTH
from tests.pages.telling import BOATHOUSE, Told
from tests.pages.test_access import address, sent

pytestmark = pytest.mark.django_db(databases=BOTH)


def page(told: Told, name: str = "story:rights") -> str:
    response = told.family.alma.browser().get(address(name, told))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def post(told: Told, name: str, **data: str) -> None:
    response = told.family.alma.browser().post(address(name, told), data)
    assert (response.status_code, response.headers["Location"]) == (302, address("story:rights", told))


def test_she_downloads_the_receipt_of_her_yes_and_of_taking_it_back(told: Told) -> None:
    hers = told.family.alma.browser()
    withdraw_consent(memoir=told.family.memoir, by=told.family.alma.actor)
    lines = consent.ledger(told.family.memoir.id)
    receipts = [hers.get(reverse("story:receipt", args=[told.code, line.id])) for line in lines]
    assert {response.headers["Content-Type"] for response in receipts} == {"application/ld+json"}
    assert [len(json.loads(response.content)["events"]) for response in receipts] == [2, 1]
    assert all(document_holds(json.loads(response.content), key=signing.public_key()) for response in receipts)


def test_everything_rests_and_goes_on_by_one_button_each(told: Told) -> None:
    post(told, "story:restriction", reason="accuracy")
    assert Restriction.objects.get().reason == "accuracy"
    assert "Your story rests" in page(told, "story:tell")
    assert "boathouse" in page(told, "story:tell")
    hers = told.family.alma.browser()
    before = Answer.objects.count()
    assert hers.post(address("story:answers", told), sent(told)["story:answers"]).status_code == 403
    assert Answer.objects.count() == before
    post(told, "story:restriction", lift="1")
    assert not restriction.is_restricted(told.family.memoir.id)
    assert "Your story rests" not in page(told, "story:tell")


def test_her_family_sees_that_it_is_closed_and_not_why(told: Told) -> None:
    """At rest and without her yes it is one and the same page."""
    family, seen = told.family, []
    restriction.restrict(scope=family.memoir.id, reason=Restriction.Reason.CLAIMS, by=OPERATOR)
    seen.append(family.ingrid.browser().get(address("book:draft", told)))
    restriction.lift(scope=family.memoir.id, by=OPERATOR, at_her_word=True)
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    seen.append(family.ingrid.browser().get(address("book:draft", told)))
    assert [response.status_code for response in seen] == [403, 403]
    first, second = (re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content) for response in seen)
    assert first == second


def test_her_page_says_on_which_day_the_work_goes_on(told: Told) -> None:
    restriction.restrict(scope=told.family.memoir.id, reason=Restriction.Reason.ACCURACY, by=OPERATOR)
    with time_machine.travel("2026-12-01T12:00:00Z"):
        restriction.announce_lifting(scope=told.family.memoir.id, by=OPERATOR)
    assert "On 8 December 2026 the work goes on." in page(told)
    assert "On 8 December 2026 the work goes on." in page(told, "story:tell")


def test_she_says_no_to_an_activity_and_allows_it_again(told: Told) -> None:
    assert "No, don’t do that" in page(told)
    post(told, "story:objections", activity="fault-finding", objects="1")
    assert "You have said no, so we don’t do it." in page(told)
    post(told, "story:objections", activity="fault-finding")
    assert "No, don’t do that" in page(told)


def test_what_cannot_be_objected_to_is_not_there(told: Told) -> None:
    asked = told.family.alma.browser().post(
        address("story:objections", told), {"activity": "interview", "objects": "1"}
    )
    assert asked.status_code == 404


def test_what_she_asked_for_stands_there_with_its_day(told: Told) -> None:
    with time_machine.travel("2026-12-01T12:00:00Z"):
        post(told, "story:restriction")
    assert "To let the work rest – done on 1 December 2026" in page(told)


def test_a_withdrawal_says_first_what_it_means_for_a_book_under_way(told: Told) -> None:
    proof = Proof.objects.get(edition=told.edition)
    approve_proof(proof=proof, by=told.family.ingrid.checked())
    text = page(told, "story:consent")
    said = "Edition 1 is approved for print. It is stopped here, and may then not be delivered."
    assert text.index(said) < text.index('value="withdraw"')
    assert text.index("After 30 days what you have told is deleted.") < text.index('value="withdraw"')
    told.family.alma.browser().post(address("story:consent", told), {"decision": "withdraw"})
    assert not consent.is_live(scope=told.family.memoir.id)


def test_after_a_withdrawal_her_pages_name_the_day(told: Told) -> None:
    with time_machine.travel("2026-12-01T12:00:00Z"):
        withdraw_consent(memoir=told.family.memoir, by=told.family.alma.actor)
    for name in ("story:tell", "story:consent", "story:rights"):
        assert "You took back your yes on 1 December 2026. Until 31 December 2026" in page(told, name)
    with time_machine.travel("2026-12-02T12:00:00Z"):
        give_consent(memoir=told.family.memoir, language="en", by=told.family.alma.actor)
    assert "took back" not in page(told)


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_deleting_an_answer_says_first_which_edition_goes(told: Told) -> None:
    told.family.alma.checked()
    first = page(told, "story:deletion")
    assert BOATHOUSE in first
    assert "Edition 1 of the book holds it." in first
    assert "Copies that somebody has printed or downloaded already stay where they are." in first
    assert Edition.objects.count() == 1
    post(told, "story:deletion")
    assert (Answer.objects.filter(id=told.answer.id).count(), Edition.objects.count()) == (0, 0)


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_deleting_a_photo_shows_it_first(told: Told) -> None:
    told.family.alma.checked()
    assert "Delete this photo for good?" in page(told, "story:photo-deletion")
    post(told, "story:photo-deletion")
    assert told.answer.photos.count() == 0


def asked_to_erase(told: Told) -> tuple[Client, str]:
    hers = told.family.alma.browser()
    return hers, hers.post(address("story:erasure", told)).content.decode()


@pytest.mark.promise("MIM-11.5", "LIL-7.4")
@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_she_deletes_everything_and_takes_the_receipt_home(told: Told) -> None:
    told.family.alma.checked()
    assert "Copies that somebody has printed" in page(told, "story:erasure")
    erasing = address("story:erasure", told)
    hers, answer = asked_to_erase(told)
    assert "Everything is deleted" in answer
    assert not Memoir.objects.exists()
    assert hers.get(erasing).status_code == 404
    found = re.search(r'name="receipt" value="([^"]+)"', answer)
    assert found
    receipt = found[1].replace("&quot;", '"').replace("&#x27;", "'")
    file = hers.post(reverse("story:handed-receipt"), {"receipt": receipt})
    assert (file.status_code, file.headers["Content-Disposition"]) == (
        200,
        'attachment; filename="erasure-receipt.json"',
    )
    document = json.loads(file.content)
    assert document_holds(document, key=signing.public_key())
    assert document["deleted"]["kinds"]["story.Answer"] == 2


@pytest.mark.parametrize("state", ["withdrawn", "at rest"])
@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_everything_can_be_deleted_in_every_state(told: Told, state: str) -> None:
    family = told.family
    if state == "withdrawn":
        withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    if state == "at rest":
        restriction.restrict(scope=family.memoir.id, reason=Restriction.Reason.CLAIMS, by=OPERATOR)
    family.alma.checked()
    assert "Everything is deleted" in asked_to_erase(told)[1]
    assert not Answer.objects.exists()


def test_only_what_this_house_signed_is_handed_back_as_a_receipt(told: Told) -> None:
    handed, stranger = reverse("story:handed-receipt"), Client()
    for forged in ("", "[]", "nonsense", '{"document": "fortell.erasure-receipt/1"}'):
        assert stranger.post(handed, {"receipt": forged}).status_code == 404
    changed = signing.signed_document({"document": "fortell.erasure-receipt/1"}) | {"document": "something else"}
    assert stranger.post(handed, {"receipt": json.dumps(changed)}).status_code == 404
