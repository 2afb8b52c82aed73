"""What follows from the ledger: every state of money is a sum of transfers, and stored nowhere else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fortell.kit.money import Money
from fortell.orders.models import Account, Transfer, Voucher


class Standing(StrEnum):
    """How the customer stands with one invoice."""

    OWED = "owed"
    SETTLED = "settled"
    TO_REFUND = "to-refund"  # more was paid than is owed


@dataclass(frozen=True, kw_only=True)
class Balance:
    owed: Money  # below zero: to be paid back

    @property
    def standing(self) -> Standing:
        if self.owed.minor > 0:
            return Standing.OWED
        return Standing.TO_REFUND if self.owed.minor < 0 else Standing.SETTLED


def balance(invoice: Voucher) -> Balance:
    transfers = Transfer.objects.filter(invoice=invoice)
    return Balance(owed=Money(balances(transfers)[Account.CUSTOMER], invoice.currency))


def balances(transfers: Iterable[Transfer]) -> Counter[str]:
    """Each account's debits less its credits; together they are zero."""
    found: Counter[str] = Counter()
    for one in transfers:
        found[one.debit] += one.minor
        found[one.credit] -= one.minor
    return found
