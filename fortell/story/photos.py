"""From whatever a phone or camera makes to two clean pictures, in memory only.

What is kept is upright, in sRGB, and without position, camera or any other hidden data.
"""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import pillow_heif
import pyvips

PRINT_EDGE = 3000  # pixels: 25 cm at 300 dpi, more than any page is wide
SCREEN_EDGE = 1200
QUALITY = {PRINT_EDGE: 92, SCREEN_EDGE: 80}
SMALLEST = 32  # pixels; less is a dot, not a photo

# pyvips has loaders for dozens of formats, some of them risky; only these four are ever tried on an upload.
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
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
    """JPEGs for print and for the screen; the pixel size is the print one's."""

    print_jpeg: bytes
    screen_jpeg: bytes
    width: int
    height: int


def clean(content: bytes, *, megapixels: int) -> Pictures:
    """Turn upright, convert to sRGB, strip, and scale. Raises PhotoRefused."""
    try:
        image = _load(content, megapixels=megapixels)
        large = _jpeg(image, PRINT_EDGE)
        small = _jpeg(image, SCREEN_EDGE)
    except (pyvips.Error, ValueError, EOFError, RuntimeError) as error:
        raise PhotoRefused(Fault.BROKEN) from error
    return Pictures(print_jpeg=large[0], screen_jpeg=small[0], width=large[1], height=large[2])


def is_clean(content: bytes, *, megapixels: int) -> bool:
    """Whether this is a JPEG as `clean` makes them: it decodes to its end and holds nothing but the picture.

    Raises PhotoRefused, pyvips.Error where it is no picture at all.
    """
    if not content.startswith(JPEG):
        return False
    _load(content, megapixels=megapixels).avg()  # decodes every pixel
    at = 2
    while content[at + 1 : at + 2] != START_OF_SCAN:
        if content[at : at + 1] != b"\xff" or content[at + 1] in HIDING:
            return False
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    # Inside the scan 0xff is never followed by 0xd9: the first time it is, the picture ends, and so must the file.
    return content.find(END, at) == len(content) - len(END)


def _load(content: bytes, *, megapixels: int) -> pyvips.Image:
    if _is_heif(content):
        return _heif(content, megapixels=megapixels)
    if not (content.startswith(SIGNATURES) or _is_webp(content)):
        raise PhotoRefused(Fault.NOT_A_PHOTO)
    # fail_on="error": a photo cut off half-way is refused rather than kept half grey.
    image = pyvips.Image.new_from_buffer(content, "", access="random", fail_on="error")
    _check_size(image.width, image.height, megapixels)
    return image.autorot()


def _heif(content: bytes, *, megapixels: int) -> pyvips.Image:
    heif = pillow_heif.open_heif(BytesIO(content), convert_hdr_to_8bit=True)
    width, height = heif.size
    _check_size(width, height, megapixels)
    # to_pillow applies the rotation that the file's own boxes ask for and drops nothing we need.
    picture = heif.to_pillow().convert("RGB")
    return pyvips.Image.new_from_memory(picture.tobytes(), picture.width, picture.height, 3, "uchar").copy(
        interpretation="srgb"
    )


def _check_size(width: int, height: int, megapixels: int) -> None:
    # Checked on the header, before a single pixel is decoded: a small file can claim to be enormous.
    if width * height > megapixels * 1_000_000:
        raise PhotoRefused(Fault.TOO_LARGE)
    if min(width, height) < SMALLEST:
        raise PhotoRefused(Fault.TOO_SMALL)


def _jpeg(image: pyvips.Image, edge: int) -> tuple[bytes, int, int]:
    scaled = image.thumbnail_image(edge, height=edge, size="down", no_rotate=True, export_profile="srgb")
    if scaled.hasalpha():
        scaled = scaled.flatten(background=255)
    data: bytes = scaled.colourspace("srgb").jpegsave_buffer(Q=QUALITY[edge], keep="none", optimize_coding=True)
    return data, scaled.width, scaled.height


def _is_heif(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"}


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"
