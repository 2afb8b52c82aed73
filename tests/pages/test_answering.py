"""Her page takes an answer, or says what is wrong with it and leaves her words where they are."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from fortell.book.models import Edition
from fortell.kit.ids import new_id
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import ask_next
from fortell.story.models import Answer, AnswerVersion, Photo, Turn
from tests.cast import BOTH, Family, make_family
from tests.pages.telling import PICTURE, Response, Told

pytestmark = pytest.mark.django_db(databases=BOTH)

WORDS = "My father Olav built the boathouse in 1947, down by the old pier."
HTMX = {"hx-request": "true"}


def open_turn(family: Family) -> Turn:
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    return ask_next(memoir=family.memoir, opening=opening, by=family.alma.actor)


def answer(family: Family, *, headers: dict[str, str] | None = None, **form: object) -> Response:
    """Send her form as her browser does; what is not given is as the page fills it in."""
    whole = {"turn": open_turn(family).id, "delivery": new_id(), "text": "", "caption": "", **form}
    address = reverse("story:answers", args=[family.memoir.code])
    return family.alma.browser().post(address, whole, headers=headers or {})


def file(content: bytes, name: str = "boat.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def kept() -> tuple[int, int]:
    return Answer.objects.count(), Photo.objects.count()


# --- taken -----------------------------------------------------------------------------------------------------------


def test_answer_without_scripts_leads_back_to_her_page(family: Family) -> None:
    response = answer(family, text=WORDS)
    assert (response.status_code, response.headers["Location"]) == (302, f"/tell/{family.memoir.code}/")
    assert kept() == (1, 0)


def test_answer_with_scripts_gets_the_next_question_alone(family: Family) -> None:
    asked = open_turn(family).id
    response = answer(family, text=WORDS, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert f'value="{open_turn(family).id}"' in text
    assert str(asked) not in text
    assert WORDS in text  # among what she has told


def test_same_delivery_twice_is_one_answer(family: Family) -> None:
    turn, delivery = open_turn(family), new_id()
    answers = [answer(family, turn=turn.id, delivery=delivery, text=WORDS) for _again in range(2)]
    assert [response.status_code for response in answers] == [302, 302]
    assert kept() == (1, 0)


def test_two_tabs_with_the_same_question_are_both_kept(family: Family) -> None:
    turn = open_turn(family)
    for words in (WORDS, "He smelled of tar all that summer."):
        answer(family, turn=turn.id, text=words)
    assert Answer.objects.filter(turn=turn).count() == 2
    assert Turn.objects.filter(outcome=Turn.Outcome.OPEN).count() == 1


def test_each_opening_of_the_page_brings_a_delivery_of_its_own(family: Family) -> None:
    page, browser = reverse("story:tell", args=[family.memoir.code]), family.alma.browser()
    deliveries = {browser.get(page).context["page"].delivery for _again in range(3)}
    assert len({UUID(delivery) for delivery in deliveries}) == 3


def test_script_in_an_answer_is_shown_as_words(family: Family) -> None:
    text = answer(family, text="<script>alert(1)</script> said the parrot", headers=HTMX).content.decode()
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; said the parrot" in text


# --- refused ---------------------------------------------------------------------------------------------------------

EMPTY = "There is nothing in the answer yet. Say or write a few words, or add a photo."
LONG = "That is a long story, longer than fits in one answer. Please send it in two parts."
NO_PHOTO = "This file is not a photo that we can read."
DAMAGED = "This photo seems to be damaged, so we could not open it."
HUGE = "This photo is larger than we can take in."


def refusals() -> dict[str, tuple[dict[str, Any], str]]:
    cut = PICTURE[: len(PICTURE) // 2]
    return {
        "nothing": ({}, EMPTY),
        "spaces": ({"text": " \n "}, EMPTY),
        "too long": ({"text": "word " * 10_001}, LONG),
        "no photo": ({"text": WORDS, "photo": file(b"%PDF-1.7 not a photo")}, NO_PHOTO),
        "cut photo": ({"text": WORDS, "photo": file(cut)}, DAMAGED),
    }


@pytest.mark.promise("MIM-2.3")
@pytest.mark.parametrize("case", refusals())
def test_answer_that_cannot_be_kept_is_refused_with_its_reason(family: Family, case: str) -> None:
    form, reason = refusals()[case]
    response = answer(family, headers=HTMX, **form)
    assert response.status_code == 422
    assert "<html" not in response.content.decode()
    assert reason in response.content.decode()
    assert kept() == (0, 0)


@pytest.mark.parametrize("case", refusals())
def test_without_scripts_the_refused_words_come_back_in_the_page(family: Family, case: str) -> None:
    form, reason = refusals()[case]
    response = answer(family, **form)
    assert response.status_code == 422
    assert reason in response.content.decode()
    written = str(form.get("text", ""))
    assert f">{written}</textarea>" in response.content.decode()


def test_photo_over_the_limit_is_refused_and_its_words_come_back(family: Family, settings: Settings) -> None:
    settings.UPLOAD_BYTES = 1000
    response = answer(family, text=WORDS, caption="The bay", photo=file(PICTURE))
    text = response.content.decode()
    assert response.status_code == 422
    assert HUGE in text
    assert WORDS in text
    assert 'value="The bay"' in text
    assert kept() == (0, 0)


def test_text_beyond_all_measure_is_refused_as_too_large(family: Family) -> None:
    response = answer(family, text="word " * 140_000, headers=HTMX)
    assert response.status_code == 413
    assert kept() == (0, 0)


@pytest.mark.parametrize("turn", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_answer_to_no_question_is_not_found(family: Family, turn: str) -> None:
    assert answer(family, turn=turn, text=WORDS).status_code == 404


def test_delivery_that_is_none_is_refused(family: Family) -> None:
    assert answer(family, delivery="nonsense", text=WORDS).status_code == 422
    assert kept() == (0, 0)


# --- photos ----------------------------------------------------------------------------------------------------------


@pytest.mark.promise("MIM-2.3")
def test_photo_is_shown_again_without_what_the_camera_hid_in_it(family: Family) -> None:
    response = answer(family, photo=file(with_position()), caption="The bay", headers=HTMX)
    photo = Photo.objects.get()
    shown = family.alma.browser().get(reverse("story:photo", args=[family.memoir.code, photo.id]))
    picture = Image.open(BytesIO(shown.getvalue()))
    assert 'alt="The bay"' in response.content.decode()
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (640, 480), {})
    assert b"QUICKLIME" not in shown.getvalue()


def with_position() -> bytes:
    """A photo that says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x0110] = "QUICKLIME camera"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG", exif=exif)
    assert b"QUICKLIME" in out.getvalue()
    return out.getvalue()


def test_photo_alone_is_an_answer(family: Family) -> None:
    assert answer(family, photo=file(PICTURE)).status_code == 302
    assert kept() == (1, 1)


# --- what she does with a question, and with an answer that is given -------------------------------------------------


@pytest.mark.parametrize("outcome", ["skipped", "later", "refused"])
def test_question_is_left_and_another_comes(family: Family, outcome: str) -> None:
    turn = open_turn(family)
    address = reverse("story:leave", args=[family.memoir.code, turn.id])
    part = family.alma.browser().post(address, {"outcome": outcome}, headers=HTMX)
    turn.refresh_from_db()
    assert turn.outcome == outcome
    assert f'value="{open_turn(family).id}"' in part.content.decode()
    assert open_turn(family).id != turn.id


def test_leaving_in_a_way_nobody_knows_leaves_the_question_open(family: Family) -> None:
    turn = open_turn(family)
    family.alma.browser().post(reverse("story:leave", args=[family.memoir.code, turn.id]), {"outcome": "answered"})
    assert open_turn(family).id == turn.id


def test_correction_is_saved_beside_what_was_first_said(told: Told) -> None:
    browser, page = told.family.alma.browser(), reverse("story:answer", args=[told.code, told.answer.id])
    assert browser.post(page, {"text": "He built it in 1948."}).status_code == 302
    assert AnswerVersion.objects.filter(answer=told.answer).count() == 2
    assert "He built it in 1948.</textarea>" in browser.get(page).content.decode()


def test_empty_correction_is_refused(told: Told) -> None:
    page = reverse("story:answer", args=[told.code, told.answer.id])
    response = told.family.alma.browser().post(page, {"text": " "})
    assert response.status_code == 422
    assert "You can keep it to yourself instead" in response.content.decode()
    assert AnswerVersion.objects.filter(answer=told.answer).count() == 1


def test_correction_is_not_limited_by_how_browsers_spell_its_letters(told: Told) -> None:
    """An answer as long as allowed, in letters that a form sends as six characters each."""
    page = reverse("story:answer", args=[told.code, told.answer.id])
    body = urlencode({"text": "я" * 49_999})
    response = told.family.alma.browser().post(page, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302


@pytest.mark.django_db(transaction=True, databases=BOTH)  # destroying keys empties the write-ahead log
def test_answer_kept_to_herself_shows_its_photo_to_nobody_else(told: Told) -> None:
    hers = told.family.alma.browser()
    names = {"code": told.code, "photo": told.photo.id}
    keep = reverse("story:withholding", args=[told.code, told.answer.id])
    assert hers.post(keep, {"withheld": "1", "knowing": "1"}).status_code == 302
    assert told.family.ingrid.browser().get(reverse("book:photo", kwargs=names)).status_code == 404
    assert hers.get(reverse("story:photo", kwargs=names)).status_code == 200
    assert "Only you can read this." in hers.get(reverse("story:tell", args=[told.code])).content.decode()
    hers.post(keep)
    assert told.family.ingrid.browser().get(reverse("book:photo", kwargs=names)).status_code == 200


def test_keeping_back_what_stands_in_a_book_says_first_what_goes_with_it(told: Told) -> None:
    keep = reverse("story:withholding", args=[told.code, told.answer.id])
    page = told.family.alma.browser().post(keep, {"withheld": "1"}).content.decode()
    assert 'class="notice notice-warn"' in page
    assert 'name="knowing" value="1"' in page
    told.answer.refresh_from_db()
    assert told.answer.withheld_at is None
    assert Edition.objects.count() == 1


def test_only_the_newest_answers_are_shown_until_she_asks_for_all(family: Family) -> None:
    for number in range(10):
        answer(family, text=f"Story number {number} of the pier.")
    page, browser = reverse("story:tell", args=[family.memoir.code]), family.alma.browser()
    assert shown(browser, page) == 8
    assert "Show 2 earlier answers" in browser.get(page).content.decode()
    assert shown(browser, f"{page}?all=1") == 10


def shown(browser: Client, page: str) -> int:
    return browser.get(page).content.decode().count('<p class="said">')


def test_nothing_is_kept_before_her_yes() -> None:
    family = make_family(consent=False)
    page = family.alma.browser().get(reverse("story:tell", args=[family.memoir.code]))
    assert 'name="decision" value="give"' in page.content.decode()
    assert Turn.objects.count() == 0
