"""From whatever a phone or camera makes to two clean pictures, in memory only.

What is kept is upright, in sRGB, and without position, camera or any other hidden data.
"""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import pillow_heif
import pyvips

from fortell.kit.clock import now
from fortell.story.photo_dates import TIFF, FileDate, date_in
from fortell.story.photo_likeness import likeness

PRINT_EDGE = 3000  # pixels: 25 cm at 300 dpi, more than any page is wide
SCREEN_EDGE = 1200
QUALITY = {PRINT_EDGE: 92, SCREEN_EDGE: 80}
SMALLEST = 32  # pixels; less is a dot, not a photo

# pyvips has loaders for dozens of formats, some of them risky; only these four are ever tried on an upload.
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", *TIFF)
JPEG, START_OF_SCAN, END = b"\xff\xd8\xff", b"\xda", b"\xff\xd9"
HIDING = frozenset(range(0xE1, 0xF0)) | {0xFE}  # segments for applications (but JFIF's own, 0xE0), and comments


class Fault(StrEnum):
    NOT_A_PHOTO = "not-a-photo"
    BROKEN = "broken"
    TOO_LARGE = "too-large"
    TOO_SMALL = "too-small"


class PhotoRefused(Exception):
    """This can't be kept as a photo; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """JPEGs for print and for the screen; the pixel size is the print one's. `date`: what the file said of its day."""

    print_jpeg: bytes
    screen_jpeg: bytes
    width: int
    height: int
    date: FileDate | None
    likeness: str


def clean(content: bytes, *, megapixels: int) -> Pictures:
    """Turn upright, convert to sRGB, strip, and scale. Raises PhotoRefused."""
    try:
        large, exif = _scaled(content, megapixels=megapixels)
        small = large.thumbnail_image(SCREEN_EDGE, height=SCREEN_EDGE, size="down")
        return Pictures(
            print_jpeg=_jpeg(large, PRINT_EDGE),
            screen_jpeg=_jpeg(small, SCREEN_EDGE),
            width=large.width,
            height=large.height,
            date=date_in(exif, today=now().date()),
            likeness=likeness(small),
        )
    except (pyvips.Error, ValueError, EOFError, RuntimeError) as error:
        raise PhotoRefused(Fault.BROKEN) from error


def is_clean(content: bytes, *, megapixels: int) -> bool:
    """Whether this is a JPEG as `clean` makes them: it decodes to its end and holds nothing but the picture.

    Raises PhotoRefused, pyvips.Error where it is no picture at all.
    """
    if not content.startswith(JPEG):
        return False
    _header(content, megapixels=megapixels).avg()  # decodes every pixel
    at = 2
    while content[at + 1 : at + 2] != START_OF_SCAN:
        if content[at : at + 1] != b"\xff" or content[at + 1] in HIDING:
            return False
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    # Inside the scan 0xff is never followed by 0xd9: the first time it is, the picture ends, and so must the file.
    return content.find(END, at) == len(content) - len(END)


def _scaled(content: bytes, *, megapixels: int) -> tuple[pyvips.Image, bytes]:
    """At most PRINT_EDGE long, upright, in sRGB, on white, its pixels in memory; and what the camera wrote beside."""
    if _is_heif(content):
        image, exif = _heif(content, megapixels=megapixels)
    else:
        header = _header(content, megapixels=megapixels)
        image, exif = _at_half(content, header), _exif(content, header)
    scaled = image.thumbnail_image(PRINT_EDGE, height=PRINT_EDGE, size="down", no_rotate=True, export_profile="srgb")
    if scaled.hasalpha():
        scaled = scaled.flatten(background=255)
    return scaled.colourspace("srgb").copy_memory().autorot(), exif


def _at_half(content: bytes, header: pyvips.Image) -> pyvips.Image:
    """A JPEG can be decoded at a half, a quarter or an eighth of its size, which is as good and takes less time."""
    longer = max(header.width, header.height)
    shrink = next((part for part in (8, 4, 2) if longer >= part * PRINT_EDGE), 1)
    return _opened(content, shrink=shrink) if content.startswith(JPEG) else header


def _opened(content: bytes, **options: int) -> pyvips.Image:
    # fail_on: a photo cut off half-way is refused rather than kept half grey. access: read from top to bottom, for any
    # other way libvips would put the pixels of a large photo into a file of its own.
    return pyvips.Image.new_from_buffer(content, "", access="sequential", fail_on="error", **options)


def _header(content: bytes, *, megapixels: int) -> pyvips.Image:
    if not (content.startswith(SIGNATURES) or _is_webp(content)):
        raise PhotoRefused(Fault.NOT_A_PHOTO)
    image = _opened(content)
    _check_size(image.width, image.height, megapixels)
    return image


def _exif(content: bytes, header: pyvips.Image) -> bytes:
    """A TIFF is itself what other formats carry inside."""
    if content.startswith(TIFF):
        return content
    return header.get("exif-data") if header.get_typeof("exif-data") else b""


def _heif(content: bytes, *, megapixels: int) -> tuple[pyvips.Image, bytes]:
    heif = pillow_heif.open_heif(BytesIO(content), convert_hdr_to_8bit=True)
    width, height = heif.size
    _check_size(width, height, megapixels)
    # to_pillow applies the rotation that the file's own boxes ask for and drops nothing we need.
    picture = heif.to_pillow().convert("RGB")
    image = pyvips.Image.new_from_memory(picture.tobytes(), picture.width, picture.height, 3, "uchar")
    return image.copy(interpretation="srgb"), heif.info.get("exif") or b""


def _check_size(width: int, height: int, megapixels: int) -> None:
    # Checked on the header, before a single pixel is decoded: a small file can claim to be enormous.
    if width * height > megapixels * 1_000_000:
        raise PhotoRefused(Fault.TOO_LARGE)
    if min(width, height) < SMALLEST:
        raise PhotoRefused(Fault.TOO_SMALL)


def _jpeg(image: pyvips.Image, edge: int) -> bytes:
    data: bytes = image.jpegsave_buffer(Q=QUALITY[edge], keep="none", optimize_coding=True)
    return data


def _is_heif(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"}


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"
