"""The pages about letters, and what the links in letters do."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from fortell.kit.jobs import run_due
from fortell.privacy import consent
from fortell.privacy.terms import Purpose
from fortell.story.models import MailAddress
from tests.cast import BOTH, Family
from tests.egress import Postbox
from tests.letterbox import Choose

pytestmark = pytest.mark.django_db(databases=BOTH)
ALMA = "alma@solvang.example"


def link_in(box: Postbox) -> str:
    """The one address that the last letter's header names."""
    found = re.fullmatch(r"<https?://[^/]+(/.+)>", str(box.letters[-1][2]["List-Unsubscribe"]))
    assert found
    return found[1]


def given(family: Family, box: Postbox) -> str:
    """Alma gives her address on her page; where its letter leads."""
    page = reverse("story:letters", args=[family.memoir.code])
    assert family.alma.browser().post(page, {"address": ALMA}).status_code == 302
    run_due()
    assert [to for _from, to, _message in box.letters] == [[ALMA]]
    return link_in(box)


def stands() -> tuple[bool, str]:
    row = MailAddress.objects.get()
    return row.confirmed, row.often


def test_a_letters_link_confirms_pauses_and_removes_without_any_cookie(family: Family, corresponding: Postbox) -> None:
    address, anybody = given(family, corresponding), Client(enforce_csrf_checks=True)
    assert "Yes, write to me here" in anybody.get(address).content.decode()
    anybody.post(address, {"List-Unsubscribe": "One-Click"})  # a scanner that presses everything confirms nothing
    assert stands() == (False, "weekly")
    anybody.post(address, {"decision": "confirm"})
    assert stands() == (True, "weekly")
    anybody.get(address)
    assert stands() == (True, "weekly")
    anybody.post(address, {"List-Unsubscribe": "One-Click"})
    assert stands() == (True, "never")
    anybody.post(address, {"decision": "go-on"})
    assert stands() == (True, "weekly")
    page = anybody.post(address, {"decision": "remove"}).content.decode()
    assert "The address is removed" in page
    assert not MailAddress.objects.exists()
    assert anybody.get(address).status_code == 404
    assert anybody.get(address[:-2] + "x/").status_code == 404


def test_her_page_shows_her_address_to_her_alone(family: Family, corresponding: Postbox) -> None:
    address = given(family, corresponding)
    Client().post(address, {"decision": "confirm"})
    hers = family.alma.browser().get(reverse("story:letters", args=[family.memoir.code])).content.decode()
    owners = family.ingrid.browser().get(reverse("story:family-letters", args=[family.memoir.code])).content.decode()
    assert ALMA in hers
    assert ALMA not in owners
    assert "has confirmed an address" in owners


def test_her_yes_to_questions_by_mail_is_given_and_taken_back_on_one_page(
    family: Family, corresponding: Postbox
) -> None:
    page, browser = reverse("story:letters-consent", args=[family.memoir.code]), family.alma.browser()
    assert "Do you say yes to the questions" in browser.get(page).content.decode()
    browser.post(page, {"decision": "yes"})
    assert consent.is_live(scope=family.memoir.id, purpose=Purpose.LETTERS)
    browser.post(page, {"decision": "no"})
    assert not consent.is_live(scope=family.memoir.id, purpose=Purpose.LETTERS)
    assert consent.is_live(scope=family.memoir.id)
    rights = browser.get(reverse("story:rights", args=[family.memoir.code])).content.decode()
    assert rights.count("Questions and answers by e-mail:") == 2
    assert "You took back your yes" not in rights


def test_where_replies_cannot_be_taken_nobody_is_asked_for_that_yes(
    family: Family, corresponding: Postbox, choose_mail: Choose
) -> None:
    choose_mail(mailbox={"host": ""})
    page, browser = reverse("story:letters-consent", args=[family.memoir.code]), family.alma.browser()
    assert "Do you say yes" not in browser.get(page).content.decode()
    assert browser.post(page, {"decision": "yes"}).status_code == 404
    assert not consent.is_live(scope=family.memoir.id, purpose=Purpose.LETTERS)


def test_what_is_no_address_is_said_and_too_many_wait_till_tomorrow(family: Family, corresponding: Postbox) -> None:
    page, browser = reverse("story:family-letters", args=[family.memoir.code]), family.kari.browser()
    refused = browser.post(page, {"address": "kari at home"})
    assert refused.status_code == 422
    assert "does not look like an e-mail address" in refused.content.decode()
    answers = [browser.post(page, {"address": f"kari{number}@solvang.example"}).status_code for number in range(6)]
    assert answers == [302] * 5 + [422]


def test_without_mail_the_pages_say_so(family: Family) -> None:
    for somebody, name in ((family.alma, "story:letters"), (family.jonas, "story:family-letters")):
        page = somebody.browser().get(reverse(name, args=[family.memoir.code])).content.decode()
        assert "This Fortell sends no letters." in page
        assert 'name="address"' not in page
