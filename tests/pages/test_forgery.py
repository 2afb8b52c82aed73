"""What other sites, mail scanners and careless links cannot make a browser do."""

import re
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from fortell.people.guard import DEVICE_COOKIE
from tests.cast import BOTH, WORD, Somebody, signed_in
from tests.pages.telling import Told
from tests.pages.test_access import TABLE, address, sent

pytestmark = pytest.mark.django_db(databases=BOTH)

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    " https://evil.example/",
)


def strict(somebody: Somebody) -> Client:
    """A browser whose requests are checked for forgery, as in life."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies[DEVICE_COOKIE] = somebody.secret
    return browser


def everything_stored() -> dict[str, list[tuple[object, ...]]]:
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for model in apps.get_models(include_auto_created=True)
    }


def test_post_from_another_site_is_refused_but_for_a_language_and_a_ticket(told: Told) -> None:
    told.family.ingrid.checked()
    forms, before = sent(told), everything_stored()
    answers = {
        name: {strict(who).post(address(name, told), forms.get(name, {})).status_code for who in family(told)}
        for name, method in TABLE
        if method == "POST"
    }
    # One opens with a ticket that another house sends, and no browser; one chooses a language; one is pressed in a
    # mail program, with what only that letter holds.
    open_ones = {"take-in", "people:language", "story:letter"}
    assert {name for name, statuses in answers.items() if statuses != {403}} == open_ones
    assert everything_stored() == before


def family(told: Told) -> tuple[Somebody, ...]:
    return told.family.alma, told.family.ingrid


def test_form_of_her_own_page_is_taken(told: Told) -> None:
    browser = strict(told.family.alma)
    page = browser.get(reverse("story:tell", args=[told.code])).content.decode()
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"csrfmiddlewaretoken": token[1], "outcome": "skipped"}
    assert browser.post(address("story:leave", told), form).status_code == 302
    assert (
        browser.post(address("story:leave", told), form, headers={"origin": "https://evil.example"}).status_code == 403
    )


@pytest.mark.promise("MEM-0.6")
def test_looking_at_pages_changes_nothing(told: Told) -> None:
    told.family.ingrid.checked()
    before = everything_stored()
    looks = 0
    for somebody in (told.family.alma, told.family.ingrid, told.family.kari, told.family.jonas):
        browser = somebody.browser()
        for name, method in TABLE:
            if method == "GET":
                looks += browser.get(address(name, told)).status_code == 200
    assert looks == 130
    assert everything_stored() == before


@pytest.mark.parametrize("target", ELSEWHERE)
def test_language_switch_leads_nowhere_else(target: str) -> None:
    response = Client().post(reverse("people:language"), {"language": "sv", "next": target})
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_second_check_leads_nowhere_else(told: Told) -> None:
    told.family.ingrid.checked()
    page, browser = reverse("people:family-check", args=[told.code]), told.family.ingrid.browser()
    for target in ELSEWHERE:
        assert target not in browser.get(f"{page}?{urlencode({'next': target})}").content.decode()
        response = browser.post(f"{page}?{urlencode({'next': target})}", {"word": WORD})
        assert (response.status_code, response.headers["Location"]) == (302, "..")


def test_second_check_leads_back_to_where_one_was(told: Told) -> None:
    told.family.ingrid.checked()
    page, back = reverse("people:family-check", args=[told.code]), reverse("book:edition", args=[told.code, 1])
    response = told.family.ingrid.browser().post(f"{page}?next={back}", {"word": WORD})
    assert response.headers["Location"] == back


def test_referer_of_another_site_is_not_where_the_check_leads_back(told: Told) -> None:
    told.family.ingrid.checked()
    elsewhere = signed_in(told.family.ingrid.member).browser()
    to_check = elsewhere.post(address("book:approval", told), headers={"referer": "https://evil.example/"})
    checked = elsewhere.post(to_check.headers["Location"], {"word": WORD})
    assert (checked.status_code, checked.headers["Location"]) == (302, "..")


def test_host_of_somebody_elses_choosing_is_refused(told: Told) -> None:
    page = reverse("people:language")
    assert Client().post(page, {"language": "sv", "next": "/"}, headers={"host": "evil.example"}).status_code == 400
