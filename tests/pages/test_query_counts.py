"""A page costs the same number of queries however much has been told."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from fortell.kit.jobs import run_due
from fortell.story.actions import NewPhoto
from tests.cast import BOTH, Family, Somebody, make_family
from tests.pages.telling import answered

pytestmark = pytest.mark.django_db(databases=BOTH)

STORIES = [f"In 19{year} my uncle Olav and I rowed to Vik, and the boat leaked all the way." for year in range(40, 52)]
# Page, who looks, how many queries: on the main database, on the keys'.
COSTS: dict[str, tuple[Callable[[Family], Somebody], int, int]] = {
    "story:tell": (lambda family: family.alma, 21, 5),
    "book:so-far": (lambda family: family.alma, 6, 1),
    "book:reading": (lambda family: family.alma, 13, 3),
    "book:draft": (lambda family: family.ingrid, 14, 3),
    "book:order": (lambda family: family.ingrid, 12, 2),
    "book:history": (lambda family: family.ingrid, 8, 2),
    "book:timeline": (lambda family: family.ingrid, 13, 3),
    "book:own-timeline": (lambda family: family.alma, 8, 3),
}


def picture(number: int) -> bytes:
    """Another one for each number: of two that look alike the page shows both."""
    out = BytesIO()
    Image.effect_mandelbrot((64, 64), (-2 + number / 9, -1.5, 1, 1.5), 40).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def told(count: int) -> Family:
    family = make_family()
    for number, story in enumerate(STORIES[:count]):
        photos = (NewPhoto(content=picture(number), caption="The boat at Vik"),) if number % 3 == 0 else ()
        answered(family, story, photos=photos)
    run_due()
    return family


@pytest.fixture
def families() -> tuple[Family, Family]:
    return told(3), told(12)


@pytest.mark.parametrize("name", COSTS)
def test_page_costs_the_same_with_three_answers_and_with_twelve(families: tuple[Family, Family], name: str) -> None:
    who, main, keys = COSTS[name]
    assert [cost(who(family), name, family) for family in families] == [(main, keys)] * 2


def cost(somebody: Somebody, name: str, family: Family) -> tuple[int, int]:
    browser, page = somebody.browser(), reverse(name, args=[family.memoir.code])
    with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["keys"]) as keys:
        assert browser.get(page).status_code == 200
    return len(main), len(keys)
