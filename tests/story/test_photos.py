"""Whatever a camera makes comes out upright, clean and small enough; what is no photo is refused with a reason."""

import os
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from fortell.story.photos import PRINT_EDGE, SCREEN_EDGE, Fault, PhotoRefused, clean

LIMIT = 120  # megapixels
BROKEN = {"jpg_invalid_image00971.jpg", "jpg_invalid_image02206.jpg"}
POSITION = b"60.39299"


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def gradient(width: int = 90, height: int = 60) -> Image.Image:
    """A picture whose four corners differ, so that every turn and mirroring shows."""
    image = Image.new("RGB", (width, height), (128, 128, 128))
    for corner, colour in (((0, 0), (255, 0, 0)), ((width // 2, 0), (0, 255, 0)), ((0, height // 2), (0, 0, 255))):
        image.paste(colour, (*corner, corner[0] + width // 2, corner[1] + height // 2))
    return image


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg))
    image.load()
    return image


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 255, seen from afar."""
    small = [image.convert("RGB").resize((32, 32), Image.Resampling.BOX) for image in (one, other)]
    return max(ImageStat.Stat(ImageChops.difference(*small)).mean)


def check_clean(jpeg: bytes) -> Image.Image:
    """It is an upright RGB JPEG without any hidden data."""
    image = opened(jpeg)
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert not any(marker in jpeg for marker in (b"Exif", b"http://ns.adobe.com", b"Photoshop", b"ICC_PROFILE"))
    return image


# --- made here -------------------------------------------------------------------------------------------------------


@pytest.mark.promise("MIM-2.3")
def test_position_camera_and_comments_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x010E] = "Kamera AS", "Alma at home"
    exif.get_ifd(0x8825)[0x001B] = POSITION
    content = saved(gradient(), "JPEG", exif=exif, comment=b"Alma at home", dpi=(300, 300))
    assert POSITION in content
    pictures = clean(content, megapixels=LIMIT)
    for jpeg in (pictures.print_jpeg, pictures.screen_jpeg):
        check_clean(jpeg)
        assert b"Alma" not in jpeg
        assert b"Kamera" not in jpeg
        assert POSITION not in jpeg


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_every_kind_of_photo_becomes_an_rgb_jpeg(kind: str, mode: str) -> None:
    pictures = clean(saved(gradient().convert(mode), kind), megapixels=LIMIT)
    image = check_clean(pictures.print_jpeg)
    assert image.size == (pictures.width, pictures.height) == (90, 60)
    assert difference(image, gradient().convert(mode)) < 12


def test_what_is_transparent_becomes_white() -> None:
    image = check_clean(clean(saved(Image.new("RGBA", (64, 64), (255, 0, 0, 0)), "PNG"), megapixels=LIMIT).print_jpeg)
    assert ImageStat.Stat(image).mean == [255, 255, 255]


def test_a_printers_colours_become_a_screens() -> None:
    cmyk = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    red, green, blue = ImageStat.Stat(check_clean(clean(saved(cmyk, "JPEG"), megapixels=LIMIT).print_jpeg)).mean
    assert red > 150
    assert max(green, blue) < 110


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(orientation: int) -> None:
    turns = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    turn, exif = turns[orientation], Image.Exif()
    exif[0x0112] = orientation
    held = gradient() if turn is None else gradient().transpose(turn)
    image = check_clean(clean(saved(held, "JPEG", exif=exif, quality=95), megapixels=LIMIT).print_jpeg)
    assert image.size == (90, 60)
    assert difference(image, gradient()) < 6


@pytest.mark.parametrize(("width", "height"), [(4000, 2000), (2000, 4000), (3000, 100)])
def test_large_photos_are_scaled_and_keep_their_shape(width: int, height: int) -> None:
    pictures = clean(saved(Image.new("RGB", (width, height), "teal"), "JPEG"), megapixels=LIMIT)
    assert max(pictures.width, pictures.height) == PRINT_EDGE
    assert max(opened(pictures.screen_jpeg).size) == SCREEN_EDGE
    assert pictures.width / pictures.height == pytest.approx(width / height, rel=0.02)
    assert opened(pictures.print_jpeg).size == (pictures.width, pictures.height)


def test_small_photos_are_not_blown_up() -> None:
    pictures = clean(saved(gradient(), "JPEG"), megapixels=LIMIT)
    assert opened(pictures.screen_jpeg).size == opened(pictures.print_jpeg).size == (90, 60)


# --- refused ---------------------------------------------------------------------------------------------------------


def fault_of(content: bytes, *, megapixels: int = LIMIT) -> Fault | None:
    try:
        clean(content, megapixels=megapixels)
    except PhotoRefused as refused:
        return refused.fault
    return None


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"We rowed to school.",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 99,
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    assert fault_of(content) is Fault.NOT_A_PHOTO


@given(st.binary(max_size=300))
def test_junk_is_refused_whatever_it_is(junk: bytes) -> None:
    assert fault_of(junk) in {Fault.NOT_A_PHOTO, Fault.BROKEN}


@pytest.mark.parametrize(
    "start", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic"]
)
@given(rest=st.binary(max_size=200))
def test_junk_that_begins_like_a_photo_is_refused(start: bytes, rest: bytes) -> None:
    assert fault_of(start + rest) in set(Fault)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_cut_off_half_way_is_refused(kind: str) -> None:
    content = saved(Image.effect_noise((400, 300), 80).convert("RGB"), kind)
    assert fault_of(content[: len(content) // 2]) is Fault.BROKEN


def test_a_small_file_that_claims_to_be_enormous_is_refused_unread() -> None:
    assert fault_of(claiming(100_000, 100_000)) is Fault.TOO_LARGE


def test_more_pixels_than_the_installation_takes_are_refused() -> None:
    content = saved(Image.new("RGB", (1100, 1000)), "PNG")
    assert fault_of(content, megapixels=1) is Fault.TOO_LARGE
    assert fault_of(content, megapixels=2) is None


@pytest.mark.parametrize(("size", "fault"), [((31, 400), Fault.TOO_SMALL), ((1, 1), Fault.TOO_SMALL), ((32, 32), None)])
def test_a_dot_is_no_photo(size: tuple[int, int], fault: Fault | None) -> None:
    assert fault_of(saved(Image.new("RGB", size), "PNG")) is fault


def test_pixels_of_a_large_photo_are_never_put_into_a_file(tmp_path: Path) -> None:
    """With a limit of nearly nothing for what libvips holds in memory, and no folder that it could write into."""
    (tmp_path / "photo.png").write_bytes(saved(gradient(900, 600), "PNG"))
    program = (
        "import sys; from pathlib import Path; from fortell.story.photos import clean;"
        "print(clean(Path(sys.argv[1]).read_bytes(), megapixels=1).width)"
    )
    nowhere = {**os.environ, "VIPS_DISC_THRESHOLD": "1k", "TMPDIR": str(tmp_path / "nowhere")}
    command = [sys.executable, "-c", program, str(tmp_path / "photo.png")]
    ran = subprocess.run(command, env=nowhere, capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.returncode) == ("900", 0), ran.stderr


@pytest.mark.parametrize("tail", [b"PK\3\4 <script>alert(1)</script>", b"%PDF-1.7 QUICKLIME"])
def test_what_hangs_on_a_photos_end_is_not_kept(tail: bytes) -> None:
    pictures = clean(saved(gradient(), "JPEG") + tail, megapixels=LIMIT)
    assert tail not in pictures.print_jpeg
    check_clean(pictures.print_jpeg)


def test_of_moving_pictures_the_first_is_kept() -> None:
    still = Image.new("RGB", (64, 64), (200, 30, 30))
    content = saved(still, "WEBP", save_all=True, append_images=[Image.new("RGB", (64, 64), (0, 0, 255))])
    assert difference(check_clean(clean(content, megapixels=LIMIT).print_jpeg), still) < 12


def test_sixteen_bits_a_channel_become_eight() -> None:
    grey = Image.linear_gradient("L")
    deep = Image.frombytes("I;16", grey.size, b"".join(bytes((0, shade)) for shade in grey.tobytes()))
    image = check_clean(clean(saved(deep, "PNG"), megapixels=LIMIT).print_jpeg)
    assert difference(image, Image.linear_gradient("L")) < 12


# --- from real cameras -----------------------------------------------------------------------------------------------


@pytest.mark.corpus
@pytest.mark.promise("MIM-2.3")
def test_real_photos_come_out_upright_and_clean(corpus: Path) -> None:
    paths = [path for path in sorted((corpus / "photos").iterdir()) if path.name not in BROKEN]
    assert len(paths) >= 22
    for path in paths:
        pictures = clean(path.read_bytes(), megapixels=LIMIT)
        for jpeg, edge in ((pictures.print_jpeg, PRINT_EDGE), (pictures.screen_jpeg, SCREEN_EDGE)):
            image = check_clean(jpeg)
            assert max(image.size) <= edge, path.name
            assert max(ImageStat.Stat(image.convert("L")).stddev) > 5, path.name


@pytest.mark.corpus
@pytest.mark.parametrize("shape", ["landscape", "portrait"])
def test_real_photos_in_all_orientations_show_the_same_picture(corpus: Path, shape: str) -> None:
    images = [
        opened(
            clean(
                (corpus / "photos" / f"jpg_orientation_{shape}_{number}.jpg").read_bytes(), megapixels=LIMIT
            ).print_jpeg
        )
        for number in range(1, 9)
    ]
    assert {image.size for image in images} == {images[0].size}
    assert (images[0].width > images[0].height) == (shape == "landscape")
    assert max(difference(images[0], image) for image in images) < 4
    assert difference(images[0], images[0].transpose(Image.Transpose.ROTATE_180)) > 8


@pytest.mark.corpus
@pytest.mark.parametrize("name", sorted(BROKEN))
def test_real_broken_files_are_refused_or_come_out_clean(corpus: Path, name: str) -> None:
    content = (corpus / "photos" / name).read_bytes()
    if fault_of(content) is None:
        check_clean(clean(content, megapixels=LIMIT).print_jpeg)
    else:
        assert fault_of(content) is Fault.BROKEN
