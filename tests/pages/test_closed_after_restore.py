"""After a restore that nobody could prove, no page opens; the process still says that it lives."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from fortell.config.cli.house import open_house
from fortell.config.cli.refusal import Refused
from fortell.privacy.backup import closing
from fortell.privacy.backup.closing import Unproven
from tests.cast import BOTH, Family

pytestmark = pytest.mark.django_db(databases=BOTH)
DAYS = Unproven(since=datetime(2026, 3, 1, tzinfo=UTC), until=datetime(2026, 3, 4, tzinfo=UTC), reason="a fire")


@pytest.fixture
def _closed() -> Iterator[None]:
    closing.begin_restoring()
    closing.end_restoring(DAYS)
    yield
    for name in (closing.UNPROVEN, closing.ACCEPTED):
        closing._place(name).unlink(missing_ok=True)


@pytest.mark.usefixtures("_closed")
def test_no_page_opens_to_anybody(family: Family) -> None:
    page = family.alma.browser().get(f"/tell/{family.memoir.code}/")
    front = Client().get("/", headers={"accept-language": "nb"})
    assert (page.status_code, front.status_code) == (503, 503)
    assert "Vi holder stengt en liten stund" in front.content.decode()
    assert Client().get("/health/live").status_code == 200


@pytest.mark.usefixtures("_closed")
def test_commands_refuse_and_say_which_days() -> None:
    with pytest.raises(Refused, match="what was erased from 2026-03-01 to 2026-03-04 may be here again"):
        open_house()


@pytest.mark.usefixtures("_closed")
def test_it_opens_when_somebody_answers_for_it() -> None:
    closing.open_again("erased by hand")
    assert closing.why_closed() == ""
    assert Client().get("/").status_code == 200
