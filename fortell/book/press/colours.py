"""Colours as a printer wants them: photos and the cover's paints turned from sRGB into grey or CMYK."""

from dataclasses import replace
from functools import cache
from typing import Final

import pyvips

from fortell.book.press.catalogue import CoverColours
from fortell.book.press.jpeg import Jpeg
from fortell.book.press.specifications import Colour

# libvips brings it along: made with Argyll from a proof's characterisation, given to the public domain.
BUILT_IN: Final = "cmyk"
BUILT_IN_NAME: Final = "Chemical proof"
_QUALITY: Final = 92
_PER_CENT: Final = 2.55  # a channel's 255 steps
_RELATIVE: Final = "relative"
_BLACK: Final = [0.0, 0.0, 0.0, 100.0]
Paint = str | list[float]


@cache
def output_profile() -> bytes:
    """The ICC profile of the printing condition that CMYK files are made for."""
    return bytes(pyvips.Operation.call("profile_load", BUILT_IN))


def printed_in(jpeg: Jpeg, colour: Colour) -> Jpeg:
    """The photo in the printer's colours, the same size; as it is where it is in them already."""
    if colour == "rgb" or (colour, jpeg.colour) == ("grey", "DeviceGray"):
        return jpeg
    picture = pyvips.Image.new_from_buffer(jpeg.data, "", access="sequential")
    if colour == "grey":
        data = picture.colourspace("b-w").jpegsave_buffer(Q=_QUALITY, keep="none")
        return replace(jpeg, colour="DeviceGray", data=bytes(data))
    coloured = picture.colourspace("srgb") if picture.bands == 1 else picture
    inks = coloured.icc_transform(BUILT_IN, input_profile="srgb", intent=_RELATIVE, black_point_compensation=True)
    data = inks.jpegsave_buffer(Q=_QUALITY, keep="none")
    return replace(jpeg, colour="DeviceCMYK", data=bytes(data), inverted=True)  # as Adobe's JPEGs are


def paints(cover: CoverColours, colour: Colour) -> dict[str, Paint]:
    """A cover's colours by name: hex, or for CMYK the per cents of its inks.

    What is read is black ink alone: letters of several inks are never sharp, since these do not meet to a hair.
    """
    names = {"ground": cover.ground, "ink": cover.ink, "cloth": cover.cloth, "cloth_ink": cover.cloth_ink}
    if colour != "cmyk":
        return dict(names)
    return {name: _BLACK if name == "ink" else _inks(value) for name, value in names.items()}


def _pixel(value: str) -> pyvips.Image:
    channels = [int(value[at : at + 2], 16) for at in (1, 3, 5)]
    return (pyvips.Image.black(1, 1, bands=3) + channels).cast("uchar").copy(interpretation="srgb")


def _inks(value: str) -> list[float]:
    inks = _pixel(value).icc_transform(BUILT_IN, input_profile="srgb", intent=_RELATIVE)
    return [round(ink / _PER_CENT, 1) for ink in inks(0, 0)]
