"""Amounts are whole minor units; what is rounded is rounded half up, and parts add up to the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fortell.kit.money import Money, OtherCurrency, parsed, spread


@pytest.mark.parametrize(
    ("minor", "permille", "within"), [(10_600, 60, 600), (100, 250, 20), (1, 250, 0), (3, 1000, 2), (-3, 1000, -2)]
)
def test_tax_within_an_amount_is_rounded_half_up(minor: int, permille: int, within: int) -> None:
    assert Money(minor, "SEK").tax_within(permille) == Money(within, "SEK")


def test_two_currencies_make_no_sum() -> None:
    with pytest.raises(OtherCurrency):
        Money(1, "NOK") + Money(1, "SEK")
    with pytest.raises(OtherCurrency):
        Money(1, "GBP")


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=5).filter(any))
def test_parts_add_up_to_the_whole_and_none_is_far_off(minor: int, weights: list[int]) -> None:
    parts = spread(Money(minor, "NOK"), weights)
    assert sum(part.minor for part in parts) == minor
    assert all(
        abs(part.minor * sum(weights) - minor * weight) < sum(weights)
        for part, weight in zip(parts, weights, strict=True)
    )


@pytest.mark.parametrize(("text", "minor"), [("1290", 129_000), ("1 290,5", 129_050), ("0.07", 7)])
def test_amounts_are_read_as_people_type_them(text: str, minor: int) -> None:
    assert parsed(text, "NOK") == Money(minor, "NOK")


@pytest.mark.parametrize("text", ["", "-1", "1.234", "1.2.3", "²", "ten"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parsed(text, "NOK")


def test_an_amount_is_shown_whole() -> None:
    assert (str(Money(129_005, "NOK")), str(Money(-5, "EUR"))) == ("1290.05 NOK", "-0.05 EUR")
