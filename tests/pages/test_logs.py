"""The log knows that something was done, never what was said: a canary through every address."""

import pytest
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from fortell.kit.ids import new_id
from fortell.kit.jobs import later, run_due
from fortell.people.actions import make_link
from fortell.people.permissions import OPERATOR
from tests.cast import BOTH
from tests.pages.telling import Told
from tests.pages.test_access import TABLE, address, sent

pytestmark = pytest.mark.django_db(databases=BOTH)

CANARY = "QUICKLIME"
# Each event with everything that it may carry.
FIELDS = {
    "request": {"route", "method", "status", "ms", "actor"},
    "library.message": {"logger", "error"},
    "form.expired": {"reason"},
    "job.done": {"job", "id"},
    "job.stopped": {"job", "id"},
    "job.failed": {"job", "id", "error"},
    "job.error": {"job", "id", "attempt", "error"},
}


def planted(told: Told) -> dict[str, dict[str, object]]:
    """The canary in every field that people can fill in, at every address."""
    word = f"{CANARY} was her word."
    forms = sent(told) | {
        "people:link": {"token": CANARY},
        "people:language": {"language": CANARY, "next": f"/{CANARY}"},
        "people:storyteller-check": {"word": CANARY},
        "people:family-check": {"word": CANARY},
        "story:answer": {"text": word},
        "book:editing": {"text": word, "version": 1, "mine": "1"},
    }
    forms["story:answers"] = {"turn": told.turn.id, "delivery": new_id(), "text": word, "caption": CANARY}
    return {name: form | {CANARY: CANARY} for name, form in forms.items()}


def everywhere(told: Told) -> None:
    forms, memoir = planted(told), told.family.memoir.id
    later("book.draft", scope=memoir, memoir=memoir)
    run_due()  # before she lets it all rest
    for somebody in (told.family.alma, told.family.ingrid):
        browser = somebody.browser()
        for name, method in sorted(TABLE, key=lambda row: row[1]):  # looks first: the last consent stays given
            there = f"{address(name, told)}?{CANARY}={CANARY}"
            seen = {"referer": f"http://testserver/{CANARY}", "user-agent": CANARY, "accept-language": CANARY}
            browser.generic(method, there, headers=seen) if method == "GET" else browser.post(
                there, forms.get(name, {}), headers=seen
            )
    Client().get(f"/{CANARY}/")
    Client(enforce_csrf_checks=True).post(reverse("people:link"), {"token": CANARY})
    run_due()


@pytest.mark.promise("MIM-3.10")
def test_nothing_that_people_write_is_in_a_log(told: Told) -> None:
    with capture_logs() as logs:
        everywhere(told)
    assert len(logs) > 60
    assert CANARY not in repr(logs)


@pytest.mark.promise("MIM-3.10")
def test_each_event_carries_what_it_may_and_no_more(told: Told) -> None:
    with capture_logs() as logs:
        everywhere(told)
    found = {event["event"]: set[str]() for event in logs}
    for event in logs:
        found[event["event"]] |= set(event) - {"event", "log_level"}
    assert {name: fields for name, fields in found.items() if fields != FIELDS[name]} == {}
    assert {"request", "library.message", "form.expired", "job.done"} <= set(found)


def test_secrets_names_and_codes_are_in_no_log(told: Told) -> None:
    token = make_link(member=told.family.alma.member, once=True, by=OPERATOR)
    browser = Client()
    with capture_logs() as logs:
        browser.post(reverse("people:link"), {"token": token})
        everywhere(told)
    written = repr(logs)
    secrets = (token, browser.cookies["fortell_device"].value, told.family.alma.secret, told.code)
    words = ("Alma", "Ingrid", "Solvang", "Headwind", "boathouse", "flatbread", "127.0.0.1")
    assert [word for word in (*secrets, *words) if word in written] == []
