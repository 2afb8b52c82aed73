"""Who gets what at every address: the whole table, written by hand."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.resolvers import RoutePattern

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.people.actions import revoke_access
from fortell.people.guard import DEVICE_COOKIE
from fortell.people.models import Device
from fortell.people.permissions import OPERATOR, table
from fortell.story.models import Answer
from tests.cast import BOTH, Family, signed_in
from tests.pages.telling import Response, Told, told_by

pytestmark = pytest.mark.django_db(databases=BOTH)

VISITORS = ("stranger", "Alma", "Ingrid", "Kari", "Jonas", "Bjarne", "Ingrid, checked", "Alma, revoked")
NOT = "404"  # nothing there: what may not be seen is not told apart from what is not
HERS = (NOT, "200", NOT, NOT, NOT, NOT, NOT, NOT)
HERS_THEN_HOME = (NOT, "story:tell", NOT, NOT, NOT, NOT, NOT, NOT)
HERS_THEN_ANSWER = (NOT, "story:answer", NOT, NOT, NOT, NOT, NOT, NOT)
HERS_THEN_RIGHTS = (NOT, "story:rights", NOT, NOT, NOT, NOT, NOT, NOT)
HERS_THEN_LETTERS = (NOT, "story:letters", NOT, NOT, NOT, NOT, NOT, NOT)
HERS_AFTER_CHECK = (NOT, "people:storyteller-check", NOT, NOT, NOT, NOT, NOT, NOT)
ALL_BUT_OUTSIDERS = (NOT, "200", "200", "200", "200", NOT, "200", NOT)
THE_FAMILY = (NOT, NOT, "200", "200", "200", NOT, "200", NOT)
THE_OWNER = (NOT, NOT, "200", NOT, NOT, NOT, "200", NOT)
WHO_MAY_ASK = (NOT, NOT, "200", "200", NOT, NOT, "200", NOT)
KARI_WHO_ASKED = (NOT, NOT, NOT, "story:family-questions", NOT, NOT, NOT, NOT)
EVERYBODY = ("200",) * 8
THEN_HOME = (NOT, "story:tell", "book:draft", "book:draft", "book:draft", NOT, "book:draft", NOT)
# A status, or the name of the page that a redirect leads to.
TABLE: dict[tuple[str, str], tuple[str, ...]] = {
    ("front", "GET"): EVERYBODY,
    ("live", "GET"): EVERYBODY,
    ("ready", "GET"): EVERYBODY,
    ("archive-form", "GET"): EVERYBODY,
    ("people:link", "GET"): EVERYBODY,
    ("people:link", "POST"): (NOT,) * 8,  # a token that opens nothing, whoever brings it
    ("people:language", "POST"): ("front",) * 8,
    ("people:start", "GET"): EVERYBODY,
    ("people:app-code", "GET"): HERS,
    ("people:app-code", "POST"): HERS,
    ("story:offline", "GET"): EVERYBODY,
    ("story:worker", "GET"): EVERYBODY,
    ("story:manifest", "GET"): EVERYBODY,
    ("people:notice", "GET"): EVERYBODY,
    ("people:notice-in", "GET"): EVERYBODY,
    ("people:notice-history", "GET"): EVERYBODY,
    ("people:notice-version", "GET"): EVERYBODY,
    ("people:notice-changes", "GET"): EVERYBODY,
    ("people:storyteller-notice-seen", "POST"): THEN_HOME,
    ("people:family-notice-seen", "POST"): THEN_HOME,
    ("people:storyteller-check", "GET"): ALL_BUT_OUTSIDERS,
    ("people:storyteller-check", "POST"): (NOT, "422", "422", "422", "422", NOT, "422", NOT),
    ("people:storytellers-link", "GET"): (NOT, NOT, "people:family-check", NOT, NOT, NOT, "200", NOT),
    ("people:storytellers-link", "POST"): (NOT, NOT, "people:family-check", NOT, NOT, NOT, "200", NOT),
    ("people:closing", "POST"): (NOT, NOT, "people:family-check", NOT, NOT, NOT, "200", NOT),
    ("people:family-check", "GET"): ALL_BUT_OUTSIDERS,
    ("people:family-check", "POST"): (NOT, "422", "422", "422", "422", NOT, "422", NOT),
    # This house sends no mail, so nobody has an account: who finds what in one stands in test_accounts.py.
    **{(f"people:{name}", "GET"): (NOT,) * 8 for name in ("login", "home", "account-data", "account-erasure")},
    **{(f"people:{name}", "POST"): (NOT,) * 8 for name in ("login", "account-erasure", "leaving", "everywhere")},
    **{(f"people:{name}", "POST"): (NOT,) * 8 for name in ("place", "place-ending", "session-ending")},
    ("people:code", "POST"): (NOT,) * 8,
    **{(f"people:{face}-keep", "GET"): (NOT,) * 8 for face in ("storyteller", "family")},
    **{(f"people:{face}-keep", "POST"): (NOT,) * 8 for face in ("storyteller", "family")},
    **{(f"people:{face}-letting-go", "POST"): (NOT,) * 8 for face in ("storyteller", "family")},
    ("story:tell", "GET"): HERS,
    ("story:consent", "GET"): HERS,
    ("story:consent", "POST"): HERS_THEN_HOME,
    ("story:line", "GET"): HERS,
    ("story:uploads", "POST"): (NOT, "412", NOT, NOT, NOT, NOT, NOT, NOT),  # a client that says no version of tus
    ("story:upload", "PATCH"): (NOT, "412", NOT, NOT, NOT, NOT, NOT, NOT),
    ("story:answers", "POST"): HERS_THEN_HOME,
    ("story:taking-back", "POST"): HERS_THEN_HOME,
    ("story:answer", "GET"): HERS,
    ("story:answer", "POST"): HERS_THEN_HOME,
    ("story:withholding", "POST"): HERS,  # the answer is in a book: what goes with it is said first
    ("story:leave", "POST"): HERS_THEN_HOME,
    ("story:photo", "GET"): HERS,
    ("story:recording", "GET"): HERS,
    ("story:heard", "GET"): HERS,
    ("story:heard", "POST"): HERS_THEN_ANSWER,
    ("story:rights", "GET"): HERS,
    ("story:receipt", "GET"): HERS,
    ("story:enough", "GET"): HERS,
    ("story:manner", "POST"): HERS_THEN_RIGHTS,
    ("story:off-limits", "GET"): HERS,
    ("story:off-limits", "POST"): HERS_THEN_RIGHTS,
    ("story:about-others", "GET"): HERS,
    ("story:about-others", "POST"): (NOT,) * 8,  # a passage that is none
    ("story:people", "GET"): HERS,
    ("story:people", "POST"): (NOT, "422", NOT, NOT, NOT, NOT, NOT, NOT),  # an empty form
    ("story:restriction", "POST"): HERS_THEN_RIGHTS,
    ("story:objections", "POST"): HERS_THEN_RIGHTS,
    ("story:deletion", "GET"): HERS_AFTER_CHECK,
    ("story:deletion", "POST"): HERS_AFTER_CHECK,
    ("story:photo-about", "GET"): HERS,
    ("story:photo-about", "POST"): HERS_THEN_HOME,
    ("story:photo-choosing", "POST"): HERS_THEN_HOME,
    ("story:photo-deletion", "GET"): HERS_AFTER_CHECK,
    ("story:photo-deletion", "POST"): HERS_AFTER_CHECK,
    ("story:recording-deletion", "GET"): HERS_AFTER_CHECK,
    ("story:recording-deletion", "POST"): HERS_AFTER_CHECK,
    ("story:erasure", "GET"): HERS_AFTER_CHECK,
    ("story:erasure", "POST"): HERS_AFTER_CHECK,
    ("story:erasure-asked", "POST"): HERS_AFTER_CHECK,
    ("story:family-manner", "GET"): THE_OWNER,
    ("story:family-manner", "POST"): (NOT, NOT, "story:family-manner", NOT, NOT, NOT, "story:family-manner", NOT),
    ("story:family-questions", "GET"): WHO_MAY_ASK,
    ("story:family-questions", "POST"): tuple(
        "story:family-questions" if answer == "200" else answer for answer in WHO_MAY_ASK
    ),
    ("story:family-question", "GET"): (NOT, NOT, NOT, "200", NOT, NOT, NOT, NOT),
    ("story:family-question", "POST"): KARI_WHO_ASKED,
    ("story:family-question-taken-back", "POST"): KARI_WHO_ASKED,
    ("take-in", "POST"): (NOT,) * 8,  # nobody's ticket, whoever brings it: tests/privacy/test_transfer.py
    ("receipt-again", "GET"): (NOT,) * 8,  # likewise
    ("story:handed-receipt", "POST"): (NOT,) * 8,  # nothing that this house has signed, whoever brings it
    ("story:letters", "GET"): HERS,
    ("story:letters", "POST"): HERS_THEN_LETTERS,  # nothing is chosen before there is an address
    ("story:letters-consent", "GET"): HERS,
    ("story:letters-consent", "POST"): HERS_THEN_LETTERS,
    ("story:family-letters", "GET"): THE_FAMILY,
    ("story:family-letters", "POST"): tuple(
        "story:family-letters" if answer == "200" else answer for answer in THE_FAMILY
    ),
    ("story:her-address", "POST"): (NOT, NOT, "422", NOT, NOT, NOT, "422", NOT),  # an empty form
    ("story:letter", "GET"): (NOT,) * 8,  # a link that no letter holds, whoever brings it
    ("story:letter", "POST"): (NOT,) * 8,
    ("story:copy", "GET"): HERS_AFTER_CHECK,
    ("story:copy", "POST"): HERS_AFTER_CHECK,
    ("book:reading", "GET"): ALL_BUT_OUTSIDERS,
    ("book:so-far", "GET"): ALL_BUT_OUTSIDERS,
    ("book:draft", "GET"): ALL_BUT_OUTSIDERS,
    ("book:timeline", "GET"): THE_OWNER,
    ("book:own-timeline", "GET"): HERS,
    ("book:passage", "GET"): ALL_BUT_OUTSIDERS,
    ("book:sources", "GET"): ALL_BUT_OUTSIDERS,
    ("book:photo", "GET"): ALL_BUT_OUTSIDERS,
    ("book:editing", "GET"): THE_OWNER,
    ("book:editing", "POST"): THE_OWNER,
    ("book:putting-back", "POST"): THE_OWNER,
    ("book:suggestion", "POST"): (NOT,) * 8,  # this house has no language model
    ("book:dial", "POST"): (NOT, NOT, "book:draft", NOT, NOT, NOT, "book:draft", NOT),
    ("book:order", "GET"): THE_OWNER,
    ("book:scene", "POST"): (NOT, NOT, "book:order", NOT, NOT, NOT, "book:order", NOT),
    ("book:order-back", "POST"): (NOT, NOT, "book:order", NOT, NOT, NOT, "book:order", NOT),
    ("book:moving-chapter", "POST"): (NOT, NOT, "book:order", NOT, NOT, NOT, "book:order", NOT),
    ("book:moving-passage", "POST"): (NOT, NOT, "book:order", NOT, NOT, NOT, "book:order", NOT),
    ("book:changes", "GET"): THE_OWNER,
    ("book:history", "GET"): THE_OWNER,
    ("book:passage-history", "GET"): THE_OWNER,
    ("book:undoing", "POST"): (NOT, NOT, "book:history", NOT, NOT, NOT, "book:history", NOT),
    ("book:heading", "POST"): (NOT, NOT, "book:order", NOT, NOT, NOT, "book:order", NOT),
    ("book:editions", "POST"): (NOT, NOT, "book:edition", NOT, NOT, NOT, "book:edition", NOT),
    ("book:edition", "GET"): THE_FAMILY,
    ("book:edition-file", "GET"): THE_FAMILY,
    ("book:edition-page", "GET"): THE_FAMILY,
    # This house sells nothing, so there is no order either: tests/orders/test_pages.py.
    ("orders:checkout", "GET"): (NOT, NOT, "people:family-check", NOT, NOT, NOT, NOT, NOT),
    ("orders:checkout", "POST"): (NOT, NOT, "people:family-check", NOT, NOT, NOT, NOT, NOT),
    ("orders:order", "GET"): (NOT,) * 8,
    ("orders:confirmation", "GET"): (NOT,) * 8,
    ("orders:paper", "GET"): (NOT,) * 8,
    ("orders:cancellation", "POST"): (NOT, NOT, "people:family-check", NOT, NOT, NOT, NOT, NOT),
    ("orders:about", "GET"): THE_OWNER,
    ("book:approval", "POST"): (NOT, NOT, "people:family-check", NOT, NOT, NOT, "book:edition", NOT),
}


def sent(told: Told) -> dict[str, dict[str, object]]:
    """What each address takes, complete and right, so that a refusal is about who asks."""
    return {
        "people:link": {"token": "opens-nothing"},
        "people:language": {"language": "nn"},
        "people:storyteller-check": {"word": "abc"},
        "people:family-check": {"word": "abc"},
        "people:login": {"email": "ingrid@solvang.example"},
        "people:code": {"asking": "nobodys", "code": "123456"},
        "people:storyteller-keep": {"email": "alma@solvang.example"},
        "people:family-keep": {"email": "ingrid@solvang.example"},
        "story:consent": {"decision": "give"},
        "story:answers": {"turn": told.turn.id, "delivery": new_id(), "text": "We rowed to church."},
        "story:answer": {"text": "He built it in 1948."},
        "story:withholding": {"withheld": "1"},
        "story:leave": {"outcome": "skipped"},
        "story:photo-about": {"caption": "The boathouse at Vik", "year": "1947", "place": "Vik"},
        "story:photo-choosing": {"choice": "both"},
        "story:objections": {"activity": "fault-finding", "objects": "1"},
        "story:handed-receipt": {"receipt": "{}"},
        "story:family-questions": {"text": "Who taught you to swim?"},
        "story:family-question": {"text": "Who danced at your wedding?"},
        "book:editing": {"text": "My father Olav built the boathouse.", "version": told.passage.version},
        "book:suggestion": {"text": "We rowed.", "version": told.passage.version, "wish": "shorter"},
        "book:putting-back": {"sentence": 0, "change": 0, "version": told.passage.version},
        "book:moving-chapter": {"step": 1},
        "book:moving-passage": {"step": 1},
        "book:scene": {"first": new_id(), "second": new_id(), "say": "together"},
        "book:dial": {"dial": "readable"},
    }


def routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every named address with the names of its parts."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            assert isinstance(pattern.pattern, RoutePattern)
            yield f"{space}{pattern.name}", list(pattern.pattern.converters)


OF_A_SHOP = {"orders:checkout", "orders:order", "orders:confirmation", "orders:paper"}
OF_ACCOUNTS = {
    *("people:login", "people:code", "people:home", "people:account-data", "people:account-erasure", "people:leaving"),
    *("people:everywhere", "people:place", "people:place-ending", "people:session-ending"),
    *("people:storyteller-keep", "people:family-keep", "people:storyteller-letting-go", "people:family-letting-go"),
}
THINGS = {"answer", "photo", "recording", "turn", "question", "passage", "chapter", "revision"}
ROUTES = dict(routes(get_resolver("fortell.config.urls")))


def address(name: str, told: Told) -> str:
    names = told.names()
    return reverse(name, kwargs={part: names[part] for part in ROUTES[name]})


def ask(browser: Client, name: str, method: str, told: Told) -> str:
    """How one address answers; whatever it changed is rolled back."""
    with transaction.atomic(), transaction.atomic(using="keys"):
        response = browser.generic(method, address(name, told)) if method != "POST" else _post(browser, name, told)
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")
    if response.status_code == 302:
        return resolve(urlsplit(response.headers["Location"]).path).view_name
    return str(response.status_code)


def _post(browser: Client, name: str, told: Told) -> Response:
    return browser.post(address(name, told), sent(told).get(name, {}))


def visitors(told: Told, neighbour: Family) -> dict[str, Client]:
    family = told.family
    family.ingrid.checked()
    elsewhere, lost = signed_in(family.ingrid.member), signed_in(family.alma.member)
    Device.objects.filter(id=lost.actor.device_id).update(revoked_at=now())
    people = (family.alma, elsewhere, family.kari, family.jonas, neighbour.alma, family.ingrid, lost)
    return dict(zip(VISITORS, [Client(), *(somebody.browser() for somebody in people)], strict=True))


@pytest.fixture
def browsers(told: Told, neighbour: Family) -> dict[str, Client]:
    return visitors(told, neighbour)


def test_every_address_answers_every_visitor_as_the_table_says(told: Told, browsers: dict[str, Client]) -> None:
    found = {row: tuple(ask(browsers[visitor], *row, told) for visitor in VISITORS) for row in TABLE}
    assert {row: answers for row, answers in found.items() if answers != TABLE[row]} == {}


def test_table_holds_exactly_the_addresses_there_are() -> None:
    assert {name for name, _method in TABLE} == set(ROUTES)


def test_methods_that_the_table_does_not_hold_are_refused(told: Told, browsers: dict[str, Client]) -> None:
    others = {(name, method) for name in ROUTES for method in ("GET", "POST", "PUT", "PATCH", "DELETE")} - set(TABLE)
    answers = {row: {ask(browser, *row, told) for browser in browsers.values()} for row in others}
    assert {row: answer for row, answer in answers.items() if answer != {"405"}} == {}


def test_every_address_opens_for_somebody() -> None:
    opened = {name for (name, _method), row in TABLE.items() if set(row) - {NOT, "422"}}
    # A signed receipt, a ticket, a letter or a whole form opens these, a language model, or a house that sells.
    # Accounts need mail.
    others = {
        "story:handed-receipt",
        "story:letter",
        "story:her-address",
        "take-in",
        "receipt-again",
        "book:suggestion",
    }
    assert opened - OF_A_SHOP == set(ROUTES) - others - OF_ACCOUNTS - OF_A_SHOP


@pytest.mark.promise("LIL-6.6", "LIL-8.1")
def test_stranger_finds_only_the_public_pages(told: Told) -> None:
    stranger = Client()
    found = {row[0] for row in TABLE if ask(stranger, *row, told) != NOT}
    notice = {f"people:notice{rest}" for rest in ("", "-in", "-history", "-version", "-changes")}
    public = {"archive-form", "front", "live", "ready", "people:link", "people:language", "people:start"}
    public |= {"story:offline", "story:worker", "story:manifest"}
    assert found == public | notice


def test_refusal_reads_the_same_as_an_address_that_is_not_there(told: Told, neighbour: Family) -> None:
    stranger, outsider = Client(), neighbour.alma.browser()
    for browser in (stranger, outsider):
        there = browser.get(address("story:tell", told)).content
        missing = browser.get(reverse("story:tell", args=["22222222"])).content
        assert there.replace(told.code.encode(), b"22222222") == missing


def test_another_memoirs_rows_are_not_under_ones_own_code(told: Told, neighbour: Family) -> None:
    theirs = told_by(neighbour)
    rows = [row for row in TABLE if set(ROUTES[row[0]]) & THINGS]
    mixed = Told(**vars(told) | {name: getattr(theirs, name) for name in THINGS})
    told.family.alma.checked()
    answers = {row: {ask(browser, *row, mixed) for browser in insiders(told)} for row in rows}
    assert {row: answer for row, answer in answers.items() if answer != {NOT}} == {}
    assert len(rows) == 32


def insiders(told: Told) -> list[Client]:
    return [told.family.alma.browser(), told.family.ingrid.browser()]


def test_answer_to_another_memoirs_question_is_refused(told: Told, neighbour: Family) -> None:
    theirs = told_by(neighbour)
    form = {"turn": theirs.turn.id, "delivery": new_id(), "text": "Somebody else's answer."}
    response = told.family.alma.browser().post(reverse("story:answers", args=[told.code]), form)
    assert response.status_code == 404
    assert Answer.objects.count() == 4


def test_revoked_access_closes_at_the_next_request(told: Told) -> None:
    browser = told.family.jonas.browser()
    assert ask(browser, "book:draft", "GET", told) == "200"
    revoke_access(member=told.family.jonas.member, by=OPERATOR)
    assert ask(browser, "book:draft", "GET", told) == NOT


def test_device_cookie_of_somebodys_making_opens_nothing(told: Told) -> None:
    browser = Client()
    for made_up in ("", "x", "../" * 90, told.family.alma.secret[:-1], "\x00å", "0" * 5000):
        browser.cookies[DEVICE_COOKIE] = made_up
        assert ask(browser, "story:tell", "GET", told) == NOT


@pytest.mark.urls("tests.pages.planted")
def test_view_that_names_no_action_does_not_exist() -> None:
    assert Client().get("/planted/open-to-all/").status_code == 404
    assert Client().get("/planted/public/").content == b"public"


def test_document_of_who_may_do_what_is_the_table_that_holds() -> None:
    """As `fortell permissions` prints it."""
    rows = [f"| {action} | {'; or '.join(ways) or 'nobody'} |" for action, ways in table()]
    document = (Path(__file__).parents[2] / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert [line for line in document.splitlines() if line.startswith("|")] == [
        "| what | who |",
        "| --- | --- |",
        *rows,
    ]
