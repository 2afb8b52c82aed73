"""What she says of a photo, what its file suggests, and a photo that she adds twice."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from fortell.people.permissions import NotAllowed
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import NewPhoto, NoTwin, delete_photo, describe_photo, remove_twin
from fortell.story.album import PhotoRead, read_photo, shown
from fortell.story.models import Answer, Photo
from fortell.story.queries import open_turn
from tests.cast import BOTH, Family
from tests.pages.telling import PICTURE, Response, answered

pytestmark = pytest.mark.django_db(databases=BOTH)

DAY = "1974:06:12 14:03:00"


def picture(image: Image.Image, *, taken: str = "", software: str = "") -> bytes:
    exif, out = Image.Exif(), BytesIO()
    exif[0x010F], exif[0x0131] = "Kamera AS", software or "1.0"
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


STRIPES = Image.effect_mandelbrot((320, 240), (-2, -1.5, 1, 1.5), 60).convert("RGB")
CIRCLES = Image.radial_gradient("L").resize((320, 240)).convert("RGB")


def added(family: Family, *contents: bytes, caption: str = "") -> list[Photo]:
    """Photos given with one answer, in their order."""
    new = tuple(NewPhoto(content=content, caption=caption) for content in contents)
    answer = answered(family, "We rowed to the island every summer.", photos=new)
    return list(answer.photos.all())


def read(photo: Photo) -> PhotoRead:
    photo.refresh_from_db()
    return read_photo(photo, opened(scope=photo.memoir_id, use=Use.OWN))


def page(family: Family, name: str = "story:tell", photo: Photo | None = None) -> str:
    names = [family.memoir.code, *([photo.id] if photo else [])]
    text: str = family.alma.browser().get(reverse(name, args=names)).content.decode()
    return text


def choose(family: Family, photo: Photo, choice: str) -> Response:
    address = reverse("story:photo-choosing", args=[family.memoir.code, photo.id])
    return family.alma.browser().post(address, {"choice": choice})


def say(family: Family, photo: Photo, **form: str) -> Response:
    return family.alma.browser().post(reverse("story:photo-about", args=[family.memoir.code, photo.id]), form)


# --- its day ---------------------------------------------------------------------------------------------------------


def test_day_of_a_camera_is_suggested_and_is_the_photos_once_she_says_so(family: Family) -> None:
    [photo] = added(family, picture(STRIPES, taken=DAY))
    assert "Taken on 12 June 1974?" in page(family, "story:photo-about", photo)
    assert read(photo).about.day == ""
    choose(family, photo, "day")
    assert (read(photo).about.day, read(photo).found.day) == ("1974-06-12", "")
    assert "12 June 1974" in page(family)


def test_day_she_does_not_want_is_forgotten(family: Family) -> None:
    [photo] = added(family, picture(STRIPES, taken=DAY))
    choose(family, photo, "no-day")
    assert (read(photo).about.day, read(photo).found.day) == ("", "")
    assert "1974" not in page(family, "story:photo-about", photo)


def test_day_of_a_scanner_is_not_taken_for_the_pictures(family: Family) -> None:
    [photo] = added(family, picture(STRIPES, taken="2014:03:14 09:00:00", software="VueScan 9"))
    text = page(family, "story:photo-about", photo)
    assert "Taken on" not in text
    assert "That may be the day it was scanned or copied" in text


@pytest.mark.parametrize(
    ("form", "day"),
    [
        ({"year": "1974"}, "1974"),
        ({"year": "1974", "month": "6"}, "1974-06"),
        ({"year": "1974", "month": "6", "day": "12"}, "1974-06-12"),
        ({}, ""),
    ],
)
def test_she_says_as_much_of_the_day_as_she_knows(family: Family, form: dict[str, str], day: str) -> None:
    [photo] = added(family, picture(STRIPES))
    say(family, photo, caption="The boathouse", place="Vik", **form)
    assert (read(photo).about.day, read(photo).about.place, read(photo).caption) == (day, "Vik", "The boathouse")
    assert shown(day) in page(family)


@pytest.mark.parametrize(
    "form", [{"year": "x"}, {"day": "3", "year": "1974"}, {"month": "2"}, {"year": "1974", "month": "2", "day": "30"}]
)
def test_day_that_is_none_comes_back_with_what_she_wrote(family: Family, form: dict[str, str]) -> None:
    [photo] = added(family, picture(STRIPES))
    response = say(family, photo, caption="The boathouse", **form)
    assert response.status_code == 422
    assert "There is no such day." in response.content.decode()
    assert ">The boathouse</textarea>" in response.content.decode()
    assert read(photo).caption == ""


def test_nobody_else_says_what_her_photo_shows(family: Family) -> None:
    [photo] = added(family, picture(STRIPES))
    with pytest.raises(NotAllowed):
        describe_photo(photo=photo, caption="Mine", day="", place="", by=family.ingrid.actor)


# --- twice -----------------------------------------------------------------------------------------------------------


def test_same_photo_again_is_kept_and_shown_beside_the_first(family: Family) -> None:
    [first], [second] = added(family, PICTURE, caption="The bay"), added(family, PICTURE)
    assert read(second).is_copy
    text = page(family)
    assert "You have already added this photo" in text
    notice = text[text.index('aria-labelledby="twin"') :]
    assert str(first.id) in notice
    assert str(second.id) in notice


@pytest.mark.parametrize("quality", [40, 90])
def test_copy_saved_anew_is_noticed_as_looking_like_it(family: Family, quality: int) -> None:
    out = BytesIO()
    STRIPES.resize((160, 120)).save(out, "JPEG", quality=quality)
    [first], [second] = added(family, picture(STRIPES)), added(family, out.getvalue())
    assert (read(second).found.twin, read(second).is_copy) == (str(first.id), False)
    assert "a photo that looks like this one" in page(family)


def test_other_photo_is_no_twin(family: Family) -> None:
    added(family, picture(STRIPES))
    [other] = added(family, picture(CIRCLES))
    assert read(other).found.twin == ""


def test_two_of_one_answer_are_noticed(family: Family) -> None:
    first, second = added(family, PICTURE, PICTURE)
    assert {read(first).found.twin, read(second).found.twin} <= {"", str(first.id), str(second.id)}
    assert "You have already added this photo" in page(family)


def test_keeping_both_asks_no_more(family: Family) -> None:
    [_first], [second] = added(family, PICTURE), added(family, PICTURE)
    choose(family, second, "both")
    assert Photo.objects.count() == 2
    assert "You have already added" not in page(family)


def test_removing_the_new_one_leaves_the_first_and_the_answer(family: Family) -> None:
    [first], [second] = added(family, PICTURE), added(family, PICTURE)
    choose(family, second, "once")
    assert list(Photo.objects.all()) == [first]
    assert Answer.objects.count() == 2
    choose(family, first, "once")  # the last one is nobody's twin
    assert Photo.objects.count() == 1
    with pytest.raises(NoTwin):
        remove_twin(photo=first, by=family.alma.actor)


# --- asked about -----------------------------------------------------------------------------------------------------


def test_photo_is_asked_about_with_the_picture_beside_the_question(family: Family) -> None:
    [photo] = added(family, picture(STRIPES))
    turn = open_turn(family.memoir)
    assert turn
    assert turn.of_photo_id == photo.id
    question = page(family).split('id="answer"')[0]
    assert "Who, or what, do we see in this picture?" in question
    assert reverse("story:photo", args=[family.memoir.code, photo.id]) in question


def test_asked_for_the_day_she_is_offered_the_cameras_and_one_tap_goes_on(family: Family) -> None:
    [photo] = added(family, picture(STRIPES, taken=DAY))
    assert "Taken on" not in page(family)  # one thing at a time
    answered(family, "That is how it was on the farm, every single summer.")
    answered(family, "I would say it is down by the water, below the house.")
    assert "Taken on 12 June 1974?" in page(family)
    choose(family, photo, "day")
    text = page(family)
    assert "What happened just after this picture was taken?" in text
    assert "The day is kept with the photo." in text


def test_question_about_a_photo_goes_with_it(family: Family) -> None:
    [photo] = added(family, picture(STRIPES))
    delete_photo(photo=photo, by=family.alma.checked())
    assert open_turn(family.memoir) is None
    assert "Who, or what, do we see" not in page(family)
