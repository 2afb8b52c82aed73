from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.visiting import CHROMIUM, Doors, launched, visit
from tests.serving import House


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    if not CHROMIUM:
        pytest.skip("chromium is not on this machine (Debian: apt-get install chromium)")
    expect.set_options(timeout=20_000)  # ms: the machine may have more to do than this
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launched(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running Fortell with the sample family, in English."""
    yield from served(tmp_path_factory.mktemp("house"))


def served(folder: Path, language: str = "en") -> Iterator[House]:
    running = House(folder=folder, language=language)
    running.start("--sample")
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="package")
def doors(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Doors:
    """Both have come in once; an edition is made."""
    folder = tmp_path_factory.mktemp("doors")
    with visit(chromium, house.address) as alma:
        alma.enter(house.links[0])
        tell = alma.page.url.removeprefix(house.address)
        alma.page.context.storage_state(path=folder / "alma")
    with visit(chromium, house.address) as ingrid:
        ingrid.enter(house.links[1])
        family = ingrid.page.url.removeprefix(house.address)
        editing = ingrid.page.locator(".passage-act a").first.get_attribute("href")
        assert editing
        ingrid.page.locator("form[action$='/editions/'] button").click()
        ingrid.page.locator(".spreads").wait_for(timeout=60_000)
        ingrid.page.context.storage_state(path=folder / "ingrid")
    hers = (
        tell,
        f"{tell}consent/",
        f"{tell}rights/",
        f"{tell}people/",
        f"{tell}book/",
        f"{tell}book/timeline/",
        f"{tell}check/",
        "/",
        "/nowhere/",
        "/open/",
    )
    theirs = (
        family,
        f"{family}timeline/",
        f"{family}order/",
        editing,
        editing.replace("editing", "sources"),
        f"{family}editions/1/",
        f"{family}check/",
    )
    return Doors(alma=str(folder / "alma"), ingrid=str(folder / "ingrid"), pages={"alma": hers, "ingrid": theirs})
