import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from fortell.book.press import BadPhoto, Paragraph, Photo, typeset
from fortell.book.press.catalogue import theme_named, trim_named
from fortell.book.press.interior import plate_for
from fortell.book.press.jpeg import Jpeg, read_jpeg
from tests.book.press.conftest import LONG_TIME_AGO, book_of, jpeg, photo

Opened = Callable[[bytes], pikepdf.Pdf]


def plate(width: int, height: int) -> tuple[float, float, int]:
    shape = Jpeg(width=width, height=height, colour="DeviceRGB", data=b"")
    made = plate_for(name="x", jpeg=shape, trim=trim_named(name="a5"), theme=theme_named(name="classic"))
    return made.width_mm, made.height_mm, made.ppi


@pytest.mark.parametrize(
    ("pixels", "printed"),
    [
        ((3000, 2000), (112.5, 75.0, 677)),  # the whole column
        ((700, 500), (88.9, 63.5, 200)),  # as far as 200 pixels an inch go
        ((90, 60), (45.0, 30.0, 51)),  # a thumbnail is not made smaller than it can be seen
        ((2000, 4000), (62.34, 124.69, 815)),  # never taller than the page
    ],
)
def test_photo_size_follows_its_pixels(pixels: tuple[int, int], printed: tuple[float, float, int]) -> None:
    assert plate(*pixels) == printed


def images_in(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"]


def test_photos_reach_the_pdf_untouched(opened: Opened) -> None:
    shown = [photo(width=400 + n, height=300) for n in range(12)]
    pdf = opened(typeset(book=book_of(*shown)).interior.data)
    assert {bytes(image.read_raw_bytes()) for image in images_in(pdf)} == {one.data for one in shown}
    assert pdf.check_pdf_syntax() == []


def test_each_photo_stands_above_its_own_caption(opened: Opened) -> None:
    tones = [20, 120, 220]
    shown = []
    for tone in tones:
        buffer = io.BytesIO()
        Image.new("RGB", (600, 500), (tone, tone, tone)).save(buffer, "JPEG")
        shown.append(Photo(name="tone", data=buffer.getvalue(), caption=f"Tone {tone}", alt="Grått"))
    with pypdfium2.PdfDocument(typeset(book=book_of(*shown)).interior.data) as document:
        found = []
        for page in document:
            pictures = sorted(page.get_objects(filter=[3]), key=lambda thing: -thing.get_bounds()[1])
            captions = [line for line in page.get_textpage().get_text_range().split("\r\n") if line.startswith("Tone")]
            found += [
                (thing.get_bitmap().to_pil().getpixel((9, 9))[0], text)
                for thing, text in zip(pictures, captions, strict=True)
            ]
    assert found == [(pytest.approx(tone, abs=2), f"Tone {tone}") for tone in tones]


def test_grey_photos_print_grey(opened: Opened) -> None:
    old = Photo(name="old.jpg", data=jpeg(mode="L"), caption="", alt="Et gammelt bilde")
    pdf = opened(typeset(book=book_of(old)).interior.data)
    (image,) = images_in(pdf)
    assert image.ColorSpace == "/DeviceGray"


def test_place_and_camera_are_left_out(opened: Opened) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Hemmelig kamera"
    secret = Photo(name="x", data=jpeg(exif=exif.tobytes(), comment=b"Hemmelig sted"), caption="", alt="")
    printed = typeset(book=book_of(secret))
    assert b"Hemmelig" in secret.data
    assert b"Hemmelig" not in printed.interior.data
    assert b"Hemmelig" not in printed.epub.data


def test_alt_texts_are_in_the_tags(opened: Opened) -> None:
    first, second = photo(alt="Naustet #1 *rødt*"), photo(alt="", caption="Mor", width=500)
    pdf = opened(typeset(book=book_of(first, second)).interior.data)
    alts = {str(thing.Alt) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing}
    assert {"Naustet #1 *rødt*", "Mor"} <= alts


def test_no_photo_leaves_the_page() -> None:
    shapes = [(3000, 500), (500, 3000), (900, 900), (40, 4000)]
    blocks = [photo(width=w, height=h, caption="En ganske lang tekst. " * 12) for w, h in shapes]
    with pypdfium2.PdfDocument(
        typeset(book=book_of(*blocks, Paragraph(LONG_TIME_AGO)), theme="large-print").interior.data
    ) as pdf:
        pictures = [(page.get_size(), thing.get_bounds()) for page in pdf for thing in page.get_objects(filter=[3])]
    assert len(pictures) == len(shapes)
    for (width, height), (left, bottom, right, top) in pictures:
        assert min(left, bottom, width - right, height - top) > 40


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\n", jpeg()[:300], jpeg()[:-1200], jpeg(mode="CMYK")],
    ids=["nothing", "png", "no frame", "cut short", "cmyk"],
)
def test_what_cannot_be_printed_is_refused_by_number(data: bytes) -> None:
    with pytest.raises(BadPhoto, match=r"^photo 2:"):
        typeset(book=book_of(photo(), Photo(name="hemmelig navn", data=data, caption="", alt="")))


def test_a_photo_on_its_side_is_refused() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Photo(name="x", data=jpeg(exif=exif.tobytes()), caption="", alt="")
    with pytest.raises(BadPhoto, match="lies on its side"):
        read_jpeg(photo=lying, number=1)


def test_a_text_that_poses_as_a_photo_is_left_alone(opened: Opened) -> None:
    posing = "1 0 obj\n<</Length 9/Type/XObject/Subtype/Image/Filter/FlateDecode/Width 1/Height 1/"
    pdf = opened(typeset(book=book_of(photo(alt=posing), Paragraph(posing))).interior.data)
    assert len(images_in(pdf)) == 1
    assert pdf.check_pdf_syntax() == []
