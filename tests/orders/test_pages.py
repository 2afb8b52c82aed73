"""Ordering on the pages: choose, see what it costs, say yes, and see where it stands."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fortell.kit.ids import new_id
from fortell.kit.jobs import run_due
from fortell.orders.actions import mark_printed, mark_sent, release_order
from fortell.orders.models import Order
from fortell.orders.shop import Shop
from fortell.people.permissions import OPERATOR
from tests.cast import BOTH, Family
from tests.orders.conftest import Approved, proof_for

pytestmark = pytest.mark.django_db(databases=BOTH)


def page(approved: Approved, name: str, *parts: object) -> str:
    return reverse(f"orders:{name}", args=[approved.family.memoir.code, *parts])


def form(**more: Any) -> dict[str, Any]:
    to = {"name": "Ingrid Solvang", "street": "Naustveien 4", "postcode": "0000", "town": "Vassvika", "country": "NO"}
    return (
        {"name": new_id(), "product": "soft-cover", "addresses": 1, "to0-copies": 2}
        | {f"to0-{key}": value for key, value in to.items()}
        | more
    )


@pytest.fixture
def browser(approved: Approved) -> Client:
    return approved.family.ingrid.browser()


def test_three_pages_from_the_edition_to_an_order(approved: Approved, browser: Client) -> None:
    edition = reverse("book:edition", args=[approved.family.memoir.code, 1])
    checkout, filled = page(approved, "checkout", 1), form()
    assert f'href="{checkout}"' in browser.get(edition).content.decode()
    assert "Nothing is ordered yet." in browser.get(checkout).content.decode()
    summary = browser.post(checkout, filled | {"do": "look"}).content.decode()
    assert ("In all 939.00 NOK" in summary, "VAT 0 %" in summary, Order.objects.count()) == (True, True, 0)
    assert browser.post(checkout, filled | {"do": "order"}).status_code == 422  # without the terms
    for _time in range(2):
        made = browser.post(checkout, filled | {"do": "order", "terms": "on"})
        assert made.headers["Location"] == page(approved, "order", 1)
    shown = browser.get(page(approved, "order", 1)).content.decode()
    assert ("We have your order." in shown, "Cancel the order" in shown, Order.objects.count()) == (True, True, 1)
    assert browser.get(page(approved, "confirmation", 1)).content[:5] == b"%PDF-"


def test_one_more_address_keeps_what_was_written(approved: Approved, browser: Client) -> None:
    text = browser.post(page(approved, "checkout", 1), form(do="more")).content.decode()
    assert ('value="Naustveien 4"' in text, 'name="to1-street"' in text) == (True, True)


def test_wrong_post_code_is_told_at_its_field(approved: Approved, browser: Client) -> None:
    answer = browser.post(page(approved, "checkout", 1), form(do="look", **{"to0-country": "FI"}))
    assert (answer.status_code, "That is no post code of this country." in answer.content.decode()) == (422, True)


def test_cancelled_by_one_button_and_then_no_more(approved: Approved, browser: Client) -> None:
    approved.order(1)
    assert browser.post(page(approved, "cancellation", 1)).headers["Location"] == page(approved, "order", 1)
    text = browser.get(page(approved, "order", 1)).content.decode()
    assert ("The order is cancelled." in text, "Cancel the order" in text) == (True, False)


def test_papers_and_everything_known_are_the_owners(approved: Approved, browser: Client, sells: Shop) -> None:
    order = approved.order(1)
    release_order(order=order, by=OPERATOR)
    run_due()
    mark_printed(order=order, by=OPERATOR)
    invoice = mark_sent(order=order, house=sells, by=OPERATOR)
    paper = page(approved, "paper", 1, invoice.id)
    assert browser.get(paper).content[:5] == b"%PDF-"
    assert "KID 0000000018" in browser.get(page(approved, "order", 1)).content.decode()
    assert len(json.loads(browser.get(page(approved, "about")).content)["rows"]["orders.voucher"]) == 1
    for other in (approved.family.alma, approved.family.kari):
        found = [other.browser().get(one).status_code for one in (paper, page(approved, "about"))]
        assert found == [404, 404]


def test_nothing_speaks_of_orders_where_nothing_is_sold_or_approved(family: Family, sells: Shop) -> None:
    proof_for(family)
    family.ingrid.checked()
    browser = family.ingrid.browser()
    assert browser.get(reverse("orders:checkout", args=[family.memoir.code, 1])).status_code == 404
    assert "Printed books" not in browser.get(reverse("book:edition", args=[family.memoir.code, 1])).content.decode()
