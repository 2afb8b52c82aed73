"""The day that a photo's file says: taken from a camera, doubted where a scanner or nobody may have written it."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fortell.story.photo_dates import FileDate, date_in
from fortell.story.photo_likeness import look_alike
from fortell.story.photos import PhotoRefused, clean

TODAY = date(2026, 11, 25)
LIMIT = 120
MAKE, MODEL, SOFTWARE, CHANGED, TAKEN, DIGITISED, SOURCE = 0x010F, 0x0110, 0x0131, 0x0132, 0x9003, 0x9004, 0xA300


def exif(*, inside: dict[int, object], **outside: str) -> Image.Exif:
    made = Image.Exif()
    for name, value in outside.items():
        made[{"make": MAKE, "model": MODEL, "software": SOFTWARE, "changed": CHANGED}[name]] = value
    made.get_ifd(0x8769).update(inside)
    return made


@pytest.mark.parametrize(
    ("outside", "inside", "expected"),
    [
        ({"make": "Kamera AS"}, {TAKEN: "2008:10:22 16:28:39"}, "2008-10-22 sure"),
        ({"make": "Kamera AS"}, {TAKEN: "2008:10:22 16:28:39", SOURCE: b"\3"}, "2008-10-22 sure"),
        ({}, {TAKEN: "2008:10:22 16:28:39"}, "2008-10-22 unsure"),  # nobody knows who wrote that
        ({}, {TAKEN: "1974:06:12 14:03:00"}, "1974-06-12 sure"),  # before there were such cameras: somebody wrote it in
        ({"make": "EPSON", "model": "Perfection V600"}, {TAKEN: "2014:03:14 09:00:00"}, "2014-03-14 unsure"),
        ({"make": "Kamera AS", "software": "VueScan 9"}, {TAKEN: "2014:03:14 09:00:00"}, "2014-03-14 unsure"),
        ({"make": "Kamera AS"}, {TAKEN: "2014:03:14 09:00:00", SOURCE: b"\1"}, "2014-03-14 unsure"),
        ({"make": "Kamera AS"}, {TAKEN: "2002:01:01 00:00:12"}, "2002-01-01 unsure"),  # its clock was never set
        ({"make": "Kamera AS"}, {TAKEN: "2002:01:01 18:30:00"}, "2002-01-01 sure"),
        ({"make": "Kamera AS"}, {TAKEN: "0000:00:00 00:00:00"}, "none"),
        ({"make": "Kamera AS"}, {TAKEN: "2031:05:01 10:00:00"}, "none"),  # has not been yet
        ({"make": "Kamera AS"}, {TAKEN: "1801:05:01 10:00:00"}, "none"),  # before photos were
        ({"make": "Kamera AS"}, {TAKEN: "2008:02:31 10:00:00"}, "none"),
        ({"make": "Kamera AS"}, {DIGITISED: "2008:10:22 16:28:39"}, "2008-10-22 sure"),
        ({"make": "Kamera AS", "changed": "2008:10:22 16:28:39"}, {}, "none"),  # when somebody last changed the file
    ],
)
def test_day_in_the_file_is_taken_or_doubted(outside: dict[str, str], inside: dict[int, object], expected: str) -> None:
    found = date_in(exif(inside=inside, **outside).tobytes(), today=TODAY)
    assert (f"{found.day} {'sure' if found.sure else 'unsure'}" if found else "none") == expected


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_day_is_found_in_every_kind_of_photo(kind: str) -> None:
    out = BytesIO()
    made = exif(inside={TAKEN: "1974:06:12 14:03:00"}, make="Kamera AS")
    if kind == "TIFF":  # Pillow writes no table inside the first one there
        made[TAKEN] = "1974:06:12 14:03:00"
    Image.linear_gradient("L").save(out, kind, exif=made)
    assert clean(out.getvalue(), megapixels=LIMIT).date == FileDate(day=date(1974, 6, 12), sure=True)


@given(st.binary(max_size=400), st.sampled_from([b"II*\0", b"MM\0*", b"Exif\0\0II*\0\x08\0\0\0", b""]))
def test_no_file_breaks_the_reading_of_its_day(junk: bytes, start: bytes) -> None:
    found = date_in(start + junk, today=TODAY)
    assert found is None or found.day <= TODAY


def test_a_table_that_points_to_itself_and_claims_much_is_read_in_no_time() -> None:
    entry = TAKEN.to_bytes(2, "little") + (2).to_bytes(2, "little") + (2**32 - 1).to_bytes(4, "little") + bytes(4)
    table = b"II*\0\x08\0\0\0" + (65_535).to_bytes(2, "little") + entry * 65_535
    assert date_in(table, today=TODAY) is None


# --- how it looks ----------------------------------------------------------------------------------------------------


def noise(seed: int) -> Image.Image:
    """Sixteen patches of grey: a picture that no other seed makes."""
    grey = [(seed * 7919 + number * number * 104_729) % 251 for number in range(256)]
    image = Image.new("L", (16, 16))
    image.putdata(grey)
    return image.resize((320, 320), Image.Resampling.BICUBIC).convert("RGB")


def look(image: Image.Image, **options: int) -> str:
    out = BytesIO()
    image.save(out, "JPEG", **options)
    return clean(out.getvalue(), megapixels=LIMIT).likeness


def test_copies_of_one_picture_look_alike_and_others_do_not() -> None:
    whole = look(noise(1), quality=95)
    assert look_alike(whole, look(noise(1), quality=30))
    assert look_alike(whole, look(noise(1).resize((150, 150))))
    assert not look_alike(whole, look(noise(2)))
    assert not look_alike(whole, look(noise(1).transpose(Image.Transpose.FLIP_LEFT_RIGHT)))


@pytest.mark.corpus
def test_real_photos_are_told_apart_and_known_again(corpus: Path) -> None:
    looks: dict[str, list[str]] = {}
    for path in sorted((corpus / "photos").iterdir()):
        try:
            found = clean(path.read_bytes(), megapixels=LIMIT)
        except PhotoRefused:
            continue
        looks.setdefault(path.stem.rstrip("12345678") if "orientation" in path.stem else path.stem, []).append(
            found.likeness
        )
    assert len(looks) >= 8
    for name, own in looks.items():
        assert all(look_alike(own[0], other) for other in own), name
        others = [one for other, ones in looks.items() if other != name for one in ones]
        assert not any(look_alike(own[0], other) for other in others), name


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("heic_mobile_iphone_13_pro_max.HEIC", date(2022, 2, 16)),
        ("jpg_gps_DSCN0010.jpg", date(2008, 10, 22)),
        ("jpg_mobile_jolla.jpg", date(2014, 9, 21)),
    ],
)
def test_real_cameras_days_are_found(corpus: Path, name: str, day: date) -> None:
    assert clean((corpus / "photos" / name).read_bytes(), megapixels=LIMIT).date == FileDate(day=day, sure=True)
