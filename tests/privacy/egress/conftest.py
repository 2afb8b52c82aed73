from collections.abc import Callable

import pytest

from fortell.privacy.egress.disclosures import approve_disclosure, disclose, release
from fortell.privacy.egress.models import Disclosure
from fortell.privacy.terms import Category
from tests.cast import Family
from tests.privacy.egress.staff import Staff


@pytest.fixture
def disclosed(family: Family) -> Callable[[], None]:
    """A lawyer got what she told."""

    def carry_out() -> None:
        row = disclose(
            scope=family.memoir.id,
            recipient="Vik & Vik law firm",
            kind=Disclosure.Kind.ADVISER,
            reason="A printer claims that Bjarne never ordered.",
            categories=[Category.CONTENT],
            undertaking="U-14",
            by=Staff("s-1"),
        )
        for name in ("s-1", "s-2"):
            approve_disclosure(disclosure=row, by=Staff(name))
        release(disclosure=row, package_sha256="cd" * 32, by=Staff("s-2"))

    return carry_out
