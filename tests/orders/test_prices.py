"""What an order costs: from the price list, the pages, the copies, the country and the day."""

from datetime import date
from pathlib import Path

import pytest

from fortell.kit.money import Money
from fortell.orders.addresses import postcode
from fortell.orders.catalogue import SHIPPED, BadCatalogue, catalogue
from fortell.orders.kid import is_whole, kid
from fortell.orders.pricing import NotDelivered, Quote, quote
from fortell.orders.vat import Ground, NoRate, Taxed, Vat, vat

DAY = date(2026, 11, 25)


def seller(country: str = "NO", *, registered: bool = True, one_stop: bool = False) -> Taxed:
    return Taxed(country=country, registered=registered, one_stop=one_stop)


def priced(*parcels: tuple[str, int], by: Taxed, currency: str = "NOK") -> Quote:
    return quote(
        product=catalogue(SHIPPED).products["soft-cover"],
        pages=100,
        parcels=parcels,
        catalogue=catalogue(SHIPPED),
        seller=by,
        currency=currency,
        day=DAY,
    )


@pytest.mark.parametrize(
    ("by", "to", "day", "permille", "ground"),
    [
        (seller("NO"), "NO", DAY, 0, Ground.RATE),
        (seller("NO"), "SE", DAY, 0, Ground.EXPORT),
        (seller("SE"), "SE", DAY, 60, Ground.RATE),
        (seller("SE"), "NO", DAY, 0, Ground.EXPORT),
        (seller("SE"), "FI", DAY, 60, Ground.RATE),
        (seller("SE", one_stop=True), "FI", DAY, 135, Ground.DISTANCE),
        (seller("FI"), "FI", date(2024, 12, 31), 100, Ground.RATE),
        (seller("FI"), "FI", date(2025, 1, 1), 140, Ground.RATE),
        (seller("FI"), "FI", date(2026, 1, 1), 135, Ground.RATE),
        (seller("DK"), "DK", date(2025, 12, 31), 250, Ground.RATE),
        (seller("SE", registered=False), "SE", DAY, 0, Ground.NOT_REGISTERED),
    ],
)
def test_vat_follows_seller_receiver_and_day(by: Taxed, to: str, day: date, permille: int, ground: Ground) -> None:
    assert vat(seller=by, to=to, kind="book", day=day) == Vat(permille=permille, ground=ground)


def test_a_rate_that_nobody_knows_is_not_guessed() -> None:
    with pytest.raises(NoRate):
        vat(seller=seller("DK"), to="DK", kind="book", day=DAY)


def test_norwegian_books_cost_the_sum_of_their_parts() -> None:
    # (590 + 55) + (140 + 55) for two copies of 100 pages, 79 + 20 to send them.
    found = priced(("NO", 2), by=seller())
    assert (found.total, found.copies) == (Money(84_000 + 9_900, "NOK"), 2)
    assert [(one.permille, one.vat.minor) for one in found.taxes] == [(0, 0)]


def test_swedish_prices_hold_their_vat() -> None:
    found = priced(("SE", 1), by=seller("SE"), currency="SEK")
    (tax,) = found.taxes
    assert found.total == Money(64_500 + 3_870 + 14_900 + 894, "SEK")
    assert (tax.vat, tax.net + tax.vat) == (Money(4_764, "SEK"), found.total)


def test_several_countries_are_taxed_each_by_its_own_rate() -> None:
    found = priced(("SE", 1), ("FI", 1), ("NO", 1), by=seller("SE", one_stop=True), currency="EUR")
    assert [(one.permille, one.ground) for one in found.taxes] == [
        (60, Ground.RATE),
        (135, Ground.DISTANCE),
        (0, Ground.EXPORT),
    ]
    assert sum(one.gross.minor for one in found.taxes) == found.total.minor


def test_only_the_first_copy_of_an_order_costs_its_setting_up() -> None:
    one, two = priced(("NO", 1), by=seller()), priced(("NO", 1), ("NO", 1), by=seller())
    assert two.parcels[0] == one.parcels[0]
    assert two.parcels[1].goods == Money(14_000 + 5_500, "NOK")


def test_nothing_is_sent_where_no_parcel_goes() -> None:
    with pytest.raises(NotDelivered):
        priced(("DE", 1), by=seller())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('kind = "book"', 'kind = "boat"'),
        ("NOK = 59000", "NOK = 590.0"),
        ("NOK = 59000", "GBP = 1"),
        ("page =", "pag ="),
    ],
)
def test_a_price_list_of_another_form_is_refused(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BadCatalogue):
        catalogue(path)


def test_kid_by_modulus_10_is_as_published() -> None:
    assert kid(60224, method="mod10") == "0000602243"  # a vendor's example: 60224 → 3


def test_kid_by_modulus_11_weighs_two_to_seven() -> None:
    assert kid(12345678, method="mod11")[-1] == "5"  # 8·2 7·3 6·4 5·5 4·6 3·7 2·2 1·3 = 138; 11 - 138 mod 11
    assert {kid(number, method="mod11")[-1] for number in range(200)} >= {"-", "0", "9"}


@pytest.mark.parametrize("method", ["mod10", "mod11"])
def test_a_slip_of_one_digit_is_found_out(method: str) -> None:
    for number in (1, 7, 4711, 987_654_321):
        whole = kid(number, method=method)
        assert is_whole(whole, method=method)
        slips = [
            whole[:place] + other + whole[place + 1 :]
            for place in range(len(whole) - 1)
            for other in "0123456789"
            if other != whole[place]
        ]
        assert [slip for slip in slips if is_whole(slip, method=method)] == []


@pytest.mark.parametrize(
    ("text", "country", "written"),
    [
        ("0150", "NO", "0150"),
        ("NO-0150", "NO", "0150"),
        ("12345", "SE", "123 45"),
        ("123 45", "SE", "123 45"),
        ("8000", "DK", "8000"),
        ("00100", "FI", "00100"),
        ("150", "NO", None),
        ("01234", "SE", None),
        ("1234", "FI", None),
        ("٠١٥٠", "NO", None),
        ("12345", "DE", None),
    ],
)
def test_post_codes_are_those_of_their_country(text: str, country: str, written: str | None) -> None:
    assert postcode(text, country) == written
