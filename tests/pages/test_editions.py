"""An edition's page while it waits, when it fails and when it is there; its files; and who approved what."""

import hashlib
import json
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from fortell.book.actions import make_edition
from fortell.book.models import Approval, Edition, Proof, ProofFile
from fortell.kit.jobs import run_due
from fortell.kit.models import Job
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from tests.cast import BOTH, WORD, Family, make_family, tell
from tests.pages.telling import KITCHEN, Told
from tests.pages.test_access import address

pytestmark = pytest.mark.django_db(databases=BOTH)

HTMX = {"hx-request": "true"}


@pytest.fixture
def waiting(family: Family) -> Edition:
    """An edition that is made and not set yet."""
    tell(family, KITCHEN)
    run_due()
    return make_edition(memoir=family.memoir, by=family.ingrid.actor)


def shown(family: Family, edition: Edition) -> str:
    page = reverse("book:edition", args=[family.memoir.code, edition.number])
    return family.ingrid.browser().get(page, headers=HTMX).content.decode()


def job(edition: Edition, **changes: object) -> None:
    assert Job.objects.filter(name="book.typeset", arguments={"edition": str(edition.id)}).update(**changes) == 1


# --- on its way ------------------------------------------------------------------------------------------------------


def test_edition_waits_its_turn_and_asks_again(family: Family, waiting: Edition) -> None:
    text = shown(family, waiting)
    assert "Waiting its turn" in text
    assert 'hx-trigger="load delay:1s"' in text
    assert "Approve" not in text


def test_edition_shows_how_far_its_setting_is(family: Family, waiting: Edition) -> None:
    job(waiting, state=Job.State.RUNNING, progress_done=2, progress_total=5)
    assert "Step 2 of 5" in shown(family, waiting)
    assert '<progress max="5" value="2"' in shown(family, waiting)


@pytest.mark.parametrize("state", [Job.State.FAILED, Job.State.STOPPED])
def test_edition_that_could_not_be_set_says_so_and_can_be_tried_again(
    family: Family, waiting: Edition, state: Job.State
) -> None:
    job(waiting, state=state, error="PressError")
    text = shown(family, waiting)
    assert 'class="notice notice-warn" role="alert"' in text
    assert "PressError" not in text
    assert "hx-trigger" not in text
    again = family.ingrid.browser().post(reverse("book:editions", args=[family.memoir.code]))
    assert again.headers["Location"] == f"/family/{family.memoir.code}/editions/1/"
    assert "Waiting its turn" in shown(family, waiting)
    run_due()
    assert "This is edition 1" in shown(family, waiting)


def test_unchanged_draft_makes_no_second_edition(told: Told) -> None:
    again = told.family.ingrid.browser().post(address("book:editions", told))
    assert again.headers["Location"] == f"/family/{told.code}/editions/1/"
    assert Edition.objects.count() == 1


def test_draft_without_passages_makes_none() -> None:
    family = make_family()
    response = family.ingrid.browser().post(reverse("book:editions", args=[family.memoir.code]))
    assert response.headers["Location"] == f"/family/{family.memoir.code}/"
    assert Edition.objects.count() == 0


# --- ready -----------------------------------------------------------------------------------------------------------


def downloads(told: Told, browser: Client) -> Iterator[tuple[ProofFile, bytes, str, str]]:
    for file in ProofFile.objects.all():
        response = browser.get(reverse("book:edition-file", args=[told.code, 1, file.name]))
        yield file, response.getvalue(), response.headers["Content-Type"], response.headers["Content-Disposition"]


def test_downloads_are_the_very_bytes_whose_hashes_are_kept(told: Told) -> None:
    found = {}
    for file, content, media_type, disposition in downloads(told, told.family.jonas.browser()):
        found[file.name] = (content[:5], media_type, disposition.split(";")[0])
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.size)
    assert found == {
        "interior.pdf": (b"%PDF-", "application/pdf", "attachment"),
        "cover.pdf": (b"%PDF-", "application/pdf", "attachment"),
        "book.epub": (b"PK\x03\x04\x14", "application/epub+zip", "attachment"),
    }


def test_measures_of_the_book_name_the_same_files(told: Told) -> None:
    page = reverse("book:edition-file", args=[told.code, 1, "book.json"])
    facts = json.loads(told.family.jonas.browser().get(page).content)
    opening = opened(scope=told.family.memoir.id, use=Use.BOOK)
    assert facts == opening.read(Proof.objects.get(), "facts")


@pytest.mark.parametrize("name", ["other.pdf", "..", "interior.pdf%00", "keys.sqlite3"])
def test_file_that_the_proof_does_not_name_is_not_there(told: Told, name: str) -> None:
    page = f"/family/{told.code}/editions/1/files/{name}/"
    assert told.family.ingrid.browser().get(page).status_code == 404


def test_page_says_what_a_print_house_would_remark_on(told: Told) -> None:
    text = shown(told.family, told.edition)
    assert "As a print house would look at it" in text
    assert "Pictures on these pages may look soft:" in text  # the photo of the cast has few pixels
    proof = Proof.objects.get(edition=told.edition)
    opening = opened(scope=told.family.memoir.id, use=Use.BOOK)
    facts = opening.read(proof, "facts")
    for finding in (one for found in facts["preflight"].values() for one in found):
        finding["verdict"] = "passed"
    opening.seal(proof, facts=facts)
    proof.save()
    assert "checks of size, bleed, letters, pictures and colour, and nothing to remark." in shown(
        told.family, told.edition
    )


def test_every_page_can_be_looked_at_and_no_other(told: Told) -> None:
    browser, pages = told.family.jonas.browser(), Proof.objects.get().pages
    pictures = [browser.get(reverse("book:edition-page", args=[told.code, 1, page])) for page in range(pages + 2)]
    assert [picture.status_code for picture in pictures] == [404, *[200] * pages, 404]
    first = Image.open(BytesIO(pictures[1].content))
    assert (first.format, first.width, round(first.height / first.width, 1)) == ("JPEG", 900, 1.4)


def test_pages_lie_open_by_twos(told: Told) -> None:
    page = told.family.ingrid.browser().get(address("book:edition", told)).context["page"]
    pages = page.proof.pages
    assert page.spreads[0] == [1]
    assert [number for spread in page.spreads for number in spread] == list(range(1, pages + 1))
    assert {len(spread) for spread in page.spreads[1:-1]} <= {2}


# --- approval --------------------------------------------------------------------------------------------------------


def test_approval_asks_for_the_word_first_and_names_both_hashes(told: Told) -> None:
    browser, edition = told.family.ingrid.browser(), address("book:edition", told)
    here = {"referer": f"http://testserver{edition}"}
    to_check = browser.post(address("book:approval", told), headers=here).headers["Location"]
    assert Approval.objects.count() == 0
    back = browser.post(to_check, {"word": WORD}).headers["Location"]
    assert back == f"http://testserver{edition}"
    assert browser.post(address("book:approval", told)).headers["Location"] == edition
    approval, hashes = Approval.objects.get(), dict(ProofFile.objects.values_list("name", "sha256"))
    assert (approval.interior_sha256, approval.cover_sha256) == (hashes["interior.pdf"], hashes["cover.pdf"])
    text = browser.get(edition).content.decode()
    assert "Approved by Ingrid Solvang" in text
    assert approval.interior_sha256[:16] in text


def test_approval_by_htmx_goes_to_the_check_as_a_page(told: Told) -> None:
    response = told.family.ingrid.browser().post(address("book:approval", told), headers=HTMX)
    assert response.status_code == 204
    assert response.headers["HX-Redirect"].startswith(f"/family/{told.code}/check/?next=")


def test_word_that_is_wrong_or_too_short_opens_nothing(told: Told) -> None:
    browser, check = told.family.ingrid.browser(), reverse("people:family-check", args=[told.code])
    assert "at least four letters" in browser.post(check, {"word": "cow"}).content.decode()
    told.family.ingrid.checked()
    told.family.ingrid.member.devices.update(checked_until=None)
    wrong = [browser.post(check, {"word": "another"}) for _try in range(6)]
    assert [response.status_code for response in wrong] == [422] * 6
    assert "Please wait five minutes" in wrong[5].content.decode()
    assert browser.post(check, {"word": WORD}).status_code == 422
    assert browser.post(address("book:approval", told)).headers["Location"].startswith(check)


def test_change_after_approval_needs_an_edition_and_an_approval_of_its_own(told: Told) -> None:
    told.family.ingrid.checked()
    browser = told.family.ingrid.browser()
    browser.post(address("book:approval", told))
    form = {"text": "My father Olav built the boathouse.", "version": "1"}
    browser.post(address("book:editing", told), form)
    second = browser.post(address("book:editions", told)).headers["Location"]
    run_due()
    assert second == f"/family/{told.code}/editions/2/"
    assert "Approved by" not in browser.get(second).content.decode()
    assert "Approved by" in browser.get(address("book:edition", told)).content.decode()
