"""A place kept with an e-mail address, in a real browser and with a real letter: a link lost is no place lost."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from fortell.kit.clock import now
from fortell.people.accounts.letters import FIELDS
from tests.browser.visiting import visit
from tests.egress import Postbox
from tests.mailing import code_in
from tests.serving import House, until

pytestmark = [pytest.mark.browser, pytest.mark.heavy]
INGRID = "ingrid@solvang.example"


@pytest.fixture
def house(postbox: Postbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running Fortell with the sample family, which sends mail."""
    house = House(folder=tmp_path_factory.mktemp("mailing"))
    house.data.mkdir(mode=0o700)
    today, fields = now().date(), ", ".join(f'"{field}"' for field in sorted(FIELDS))
    (house.data / "fortell.toml").write_text(
        f"""
        [mail]
        host = "127.0.0.1"
        port = {postbox.port}
        security = "none"
        sender = "Fortell <post@fortell.example>"
        [processors.post]
        name = "Brevdue AS"
        description = "Letters"
        region = "NO"
        hosts = ["127.0.0.1"]
        purposes = ["service"]
        fields = [{fields}]
        agreement = "B-1"
        agreement_date = {today - timedelta(days=9)}
        agreement_sha256 = "{"ab" * 32}"
        active_since = {today - timedelta(days=9)}
        reviewed = {today}
        """
    )
    house.start("--sample")
    try:
        yield house
    finally:
        house.stop()


def type_code(page: Page, box: Postbox) -> None:
    until(lambda: box.letters)
    (_sender, receivers, message) = box.letters.pop()
    assert receivers == [INGRID]
    page.get_by_label("The code").fill(code_in(message.get_content().replace("\r\n", "\n")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/home/")


@pytest.mark.timeout(300)
def test_place_is_kept_and_found_again_without_its_link(chromium: Browser, house: House, postbox: Postbox) -> None:
    with visit(chromium, house.address) as ingrid:
        ingrid.enter(house.links[1])
        book = ingrid.page.url
        ingrid.page.get_by_role("link", name="Keep your place").click()
        ingrid.look("keep")
        ingrid.page.get_by_label("Your e-mail address").fill(INGRID)
        ingrid.page.get_by_role("button", name="Send me a code").click()
        ingrid.look("code")
        type_code(ingrid.page, postbox)
        ingrid.page.goto(f"{book}keep/")
        ingrid.look("kept")
        assert (ingrid.faults, ingrid.complaints, ingrid.foreign) == ({}, [], [])
    with visit(chromium, house.address, width=320) as elsewhere:
        elsewhere.go("/")
        elsewhere.page.get_by_role("link", name="Come in with your e-mail address").click()
        elsewhere.look("login")
        elsewhere.page.get_by_label("Your e-mail address").fill(INGRID)
        elsewhere.page.get_by_role("button", name="Send me a code").click()
        type_code(elsewhere.page, postbox)
        elsewhere.look("home")
        elsewhere.go("/home/erasure/")
        elsewhere.look("erasure")
        elsewhere.go("/home/")
        elsewhere.page.get_by_role("button", name=re.compile("^Open")).click()
        elsewhere.page.wait_for_url(book)
        assert elsewhere.page.locator("h1").count() == 1
        elsewhere.go("/home/")
        elsewhere.page.get_by_role("button", name="Sign out everywhere").click()
        elsewhere.page.goto(book)
        assert elsewhere.page.get_by_role("link", name="Keep your place").count() == 0
        assert (elsewhere.faults, elsewhere.foreign) == ({}, [])
