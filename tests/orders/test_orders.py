"""An order exists only for what was approved, goes its way step by step, and reaches the printer once."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.jobs import run_due
from fortell.kit.money import Money
from fortell.orders.actions import (
    NotApproved,
    OutOfTurn,
    TooLate,
    cancel_order,
    credit_invoice,
    mark_printed,
    mark_sent,
    place_order,
    record_payment,
    record_refund,
    release_order,
)
from fortell.orders.actions.accounts import UnknownKid, WrongAmount
from fortell.orders.jobs import tidy_folders
from fortell.orders.ledger import Standing, balance, balances
from fortell.orders.models import Order, Series, Step, Transfer, Voucher
from fortell.orders.papers import voucher_pdf
from fortell.orders.queries import held_about, paper_content
from fortell.orders.shop import Shop
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy import erasure
from fortell.privacy.erasure_receipt import receipt
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditEntry
from fortell.privacy.retention import sweep
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.privacy.vault.sweeping import sweep_orphans
from tests.cast import BOTH
from tests.emptying import execute
from tests.orders.conftest import FILES, HOME, Approved, proof_for

pytestmark = pytest.mark.django_db(databases=BOTH)


def steps(order: Order) -> list[str]:
    return list(order.steps.values_list("kind", flat=True))


def sent(approved: Approved, sells: Shop, *copies: int) -> Voucher:
    order = approved.order(*copies)
    release_order(order=order, by=OPERATOR)
    run_due()
    mark_printed(order=order, by=OPERATOR)
    return mark_sent(order=order, house=sells, by=OPERATOR)


def refused(sql: str, *values: Any) -> bool:
    try:
        with transaction.atomic():
            execute(sql, *values)
    except DatabaseError:
        return True
    return False


# --- placing ---------------------------------------------------------------------------------------------------------


def test_owner_orders_after_the_second_check_and_nobody_else(approved: Approved) -> None:
    for actor in (approved.family.kari.actor, approved.family.alma.checked(), approved.family.ingrid.actor, OPERATOR):
        with pytest.raises(NotAllowed):
            place_order(
                proof=approved.proof, product="soft-cover", buyer=HOME, parcels=[(HOME, 1)], name=new_id(), by=actor
            )
    order = approved.order(2, 1)
    assert (order.number, order.interior_sha256, steps(order)) == (1, approved.approval.interior_sha256, ["placed"])
    assert [(row.copies, row.goods_minor) for row in order.parcels.all()] == [(2, 84_000), (1, 19_500)]
    assert AuditEntry.objects.filter(verb="order.placed", thing=order.id).count() == 1


def test_a_form_sent_twice_orders_once(approved: Approved) -> None:
    name = new_id()
    form: dict[str, Any] = {"proof": approved.proof, "product": "soft-cover", "buyer": HOME, "parcels": [(HOME, 1)]}
    first, second = (place_order(**form, name=name, by=approved.owner) for _time in range(2))
    assert (first, Order.objects.count()) == (second, 1)


def test_what_nobody_approved_can_not_be_ordered(approved: Approved) -> None:
    other = proof_for(approved.family, number=2)
    with pytest.raises(NotApproved):
        place_order(
            proof=other, product="soft-cover", buyer=HOME, parcels=[(HOME, 1)], name=new_id(), by=approved.owner
        )


@pytest.mark.parametrize("field", ["interior_sha256", "cover_sha256", "approval", "proof", "memoir_id"])
def test_database_lets_no_order_in_without_an_approval_of_these_files(approved: Approved, field: str) -> None:
    order = approved.order()
    order.id, order.number = new_id(), order.number + 1
    other = "0" * 64 if field.endswith("sha256") else new_id()
    setattr(order, field, other)
    with pytest.raises(IntegrityError, match="approval"), transaction.atomic():
        order.save(force_insert=True)


def test_database_lets_no_order_change_and_no_step_out_of_turn(approved: Approved) -> None:
    order = approved.order()
    assert refused("UPDATE orders_order SET interior_sha256 = cover_sha256")
    for kind in (Step.Kind.HANDED_OVER, Step.Kind.PRINTED, Step.Kind.SENT, Step.Kind.PLACED):
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.create(order=order, kind=kind, by="somebody")
    assert steps(order) == ["placed"]


# --- on its way ------------------------------------------------------------------------------------------------------


def test_printer_gets_exactly_the_approved_files_once(approved: Approved, sells: Shop) -> None:
    order = approved.order()
    for _time in range(2):
        release_order(order=order, by=OPERATOR)
        run_due()
    folder = sells.folder / "order-000001"
    assert {path.name for path in folder.iterdir()} == {"interior.pdf", "cover.pdf", "order.pdf", "SHA256SUMS"}
    assert (folder / "interior.pdf").read_bytes() == FILES["interior.pdf"]
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())  # type: ignore[misc]
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert steps(order) == ["placed", "released", "handed-over"]


def test_books_that_were_sent_leave_nothing_at_the_printer(
    approved: Approved, sells: Shop, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sent(approved, sells)
    assert list(sells.folder.iterdir()) == []


def test_folder_of_an_erased_memoir_is_tidied_away(approved: Approved, sells: Shop) -> None:
    release_order(order=approved.order(), by=OPERATOR)
    run_due()
    assert tidy_folders() == 0
    erasure.erase_scope(approved.family.memoir.id)
    assert (tidy_folders(), list(sells.folder.iterdir())) == (1, [])


def test_order_whose_edition_is_taken_back_is_cancelled(approved: Approved, sells: Shop) -> None:
    order = approved.order()
    release_order(order=order, by=OPERATOR)
    approved.proof.edition.delete()
    run_due()
    assert steps(order) == ["placed", "released", "cancelled"]
    assert not sells.folder.exists()


def test_buyer_can_cancel_until_it_is_released(approved: Approved) -> None:
    first, second = approved.order(), approved.order()
    for _time in range(2):
        cancel_order(order=first, by=approved.owner)
    with pytest.raises(OutOfTurn):
        release_order(order=first, by=OPERATOR)
    release_order(order=second, by=OPERATOR)
    with pytest.raises(TooLate):
        cancel_order(order=second, by=approved.owner)
    assert (steps(first), steps(second)) == (["placed", "cancelled"], ["placed", "released"])


# --- money -----------------------------------------------------------------------------------------------------------


def test_invoice_comes_with_the_books_and_is_paid_by_its_kid(approved: Approved, sells: Shop) -> None:
    invoice = sent(approved, sells, 2, 1)
    assert (invoice.number, invoice.kid, invoice.gross.minor) == (1, "0000000018", 84_000 + 9_900 + 19_500 + 14_900)
    assert balance(invoice).standing == Standing.OWED
    for _time in range(2):
        record_payment(kid=invoice.kid, amount=invoice.gross, reference="bank 1", by=OPERATOR)
    assert balance(invoice).standing == Standing.SETTLED
    with pytest.raises(UnknownKid):
        record_payment(kid="0000000026", amount=invoice.gross, reference="bank 2", by=OPERATOR)
    assert sum(balances(Transfer.objects.all()).values()) == 0


def test_credit_notes_take_back_exactly_what_was_invoiced(approved: Approved, sells: Shop) -> None:
    invoice, name = sent(approved, sells, 2, 1), new_id()
    record_payment(kid=invoice.kid, amount=invoice.gross, reference="bank 1", by=OPERATOR)
    for _time in range(2):
        credit_invoice(invoice=invoice, amount=Money(10_001, "NOK"), name=name, by=OPERATOR)
    rest = credit_invoice(invoice=invoice, amount=None, name=new_id(), by=OPERATOR)
    assert rest.gross == invoice.gross - Money(10_001, "NOK")
    with pytest.raises(WrongAmount):
        credit_invoice(invoice=invoice, amount=Money(1, "NOK"), name=new_id(), by=OPERATOR)
    assert balance(invoice).standing == Standing.TO_REFUND
    assert [record_refund(invoice=invoice, reference="back", by=OPERATOR) for _time in range(2)] == [invoice.gross] * 2
    assert set(balances(Transfer.objects.all()).values()) == {0}
    with pytest.raises(WrongAmount):
        record_refund(invoice=invoice, reference="again", by=OPERATOR)


def test_vouchers_and_transfers_never_change_and_numbers_have_no_gaps(approved: Approved, sells: Shop) -> None:
    sent(approved, sells)
    for sql in (
        "UPDATE orders_voucher SET gross_minor = 1",
        "DELETE FROM orders_voucher",
        "UPDATE orders_transfer SET minor = 1",
        "DELETE FROM orders_transfer",
        "UPDATE orders_series SET last = 7",
        "UPDATE orders_series SET last = last + 1",
        "DELETE FROM orders_series",
        "INSERT INTO orders_series (key, last) VALUES ('other', 3)",
    ):
        assert refused(sql), sql
    row = Voucher.objects.get()
    for number in (1, 3):
        row.id, row.number = new_id(), number
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    assert Series.objects.get(key="invoice").last == 1


def test_a_rollback_leaves_no_gap(approved: Approved, sells: Shop) -> None:
    with transaction.atomic():
        assert sent(approved, sells).number == 1
        transaction.set_rollback(True)
    assert sent(approved, sells).number == 1


# --- what is kept ----------------------------------------------------------------------------------------------------


@pytest.mark.promise("MIM-11.4")
def test_erasure_keeps_exactly_the_vouchers_and_the_receipt_says_so(approved: Approved, sells: Shop) -> None:
    invoice, scope = sent(approved, sells), approved.family.memoir.id
    gone = erasure.erase_scope(scope)
    assert (Order.objects.count(), Step.objects.count()) == (0, 0)
    assert paper_content(invoice)["buyer"]["name"] == "Ingrid Solvang"
    kept = {row["kind"]: row for row in receipt(scope=scope, gone=gone)["kept"]}
    assert (kept["orders.Voucher"]["rows"], kept["orders.Transfer"]["rows"]) == (1, 1)
    assert kept["orders.Voucher"]["until"] == f"{invoice.issued_at.year + 6}-01-01"
    assert record_payment(kid=invoice.kid, amount=invoice.gross, reference="late", by=OPERATOR) == invoice


def test_no_word_of_the_story_is_in_the_accounts(approved: Approved, sells: Shop) -> None:
    text = str(paper_content(sent(approved, sells)))
    assert [word for word in ("Headwind", "Alma") if word in text] == []


def test_key_of_a_voucher_is_no_orphan(approved: Approved, sells: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    invoice = sent(approved, sells)
    Key.objects.update(created_at=now() - timedelta(days=3))
    sweep_orphans()
    assert paper_content(invoice)


@pytest.mark.promise("MIM-11.4")
def test_vouchers_go_when_five_years_are_over(approved: Approved, sells: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    past = now().replace(year=now().year - 6, month=3, day=1)
    with monkeypatch.context() as then:
        then.setattr("fortell.orders.actions.accounts.now", lambda: past)
        invoice = sent(approved, sells)
    assert invoice.issued_at == past
    sweep()
    assert (Voucher.objects.count(), Transfer.objects.count()) == (0, 0)
    assert not Key.objects.filter(id=invoice.id).exists()


def test_buyer_is_shown_everything_that_is_held_about_her(approved: Approved, sells: Shop) -> None:
    sent(approved, sells)
    opening = opened(scope=approved.family.memoir.id, use=Use.OWN)
    mine = held_about(approved.family.ingrid.member.id, opening).decode()
    assert (mine.count("Naustveien 4"), mine.count('"kid": "0000000018"')) == (3, 1)
    assert "Naustveien" not in held_about(approved.family.kari.member.id, opening).decode()


def test_invoice_is_a_paper(approved: Approved, sells: Shop) -> None:
    invoice = sent(approved, sells)
    first, second = voucher_pdf(invoice), voucher_pdf(invoice)
    assert (first[:5], first) == (b"%PDF-", second)
