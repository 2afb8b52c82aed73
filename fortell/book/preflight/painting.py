"""What a page paints: pictures with the resolution they come out at, colour spaces, inks, transparency."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
import pyvips
from pikepdf import Array, Dictionary, Matrix, Name, Object, Page, Stream

# Only what these operators say is looked at; text and paths alone are most of a page.
_OPERATORS: Final = "q Q cm Do rg RG k K g G cs CS gs sh"
_SPACES: Final = {"rg": "DeviceRGB", "RG": "DeviceRGB", "k": "DeviceCMYK", "K": "DeviceCMYK"}
_GREYS: Final = {"g": "DeviceGray", "G": "DeviceGray"}
_MOST: Final = 99.9  # per cent of a picture's dots: a single one with more ink does no harm
_DEEPEST: Final = 8  # forms within forms


@dataclass(frozen=True, kw_only=True)
class Picture:
    """``ppi``: the pixels on an inch, in the direction that has fewer; ``ink`` in per cent, 0 where it is not known."""

    width: int
    height: int
    ppi: int
    ink: float


@dataclass(frozen=True, kw_only=True)
class Painted:
    """One page; ``ink``: the most of all inks together in one place, in per cent, of what is not a picture."""

    number: int
    pictures: tuple[Picture, ...]
    spaces: frozenset[str]
    ink: float
    transparent: bool


class _Page:
    """What was seen so far while reading one page."""

    def __init__(self) -> None:
        self.pictures: list[Picture] = []
        self.spaces: set[str] = set()
        self.ink = 0.0
        self.transparent = False


def painted(page: Page, number: int) -> Painted:
    seen = _Page()
    _read(page.obj, page.resources, Matrix(), seen, 0)
    return Painted(
        number=number,
        pictures=tuple(seen.pictures),
        spaces=frozenset(seen.spaces),
        ink=round(seen.ink, 1),
        transparent=seen.transparent or "/SMask" in str(page.get("/Group", "")),
    )


def _read(stream: Object, resources: Object, at: Matrix, seen: _Page, depth: int) -> None:
    kept: list[Matrix] = []
    for instruction in pikepdf.parse_content_stream(stream, _OPERATORS):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "q":
            kept.append(at)
        elif name == "Q" and kept:
            at = kept.pop()
        elif name == "cm":
            at = Matrix(*(float(number) for number in operands)) @ at
        elif name == "Do":
            _draw(_named(resources, "/XObject", operands[0]), resources, at, seen, depth)
        else:
            _paint(name, list(operands), resources, seen)


def _named(resources: Object, kind: str, name: Any) -> Any:
    return resources.get(kind, Dictionary()).get(str(name))


def _paint(name: str, operands: list[Any], resources: Object, seen: _Page) -> None:
    if space := _SPACES.get(name) or _GREYS.get(name):
        seen.spaces.add(space)
        inks = [float(number) for number in operands]
        if space == "DeviceCMYK":
            seen.ink = max(seen.ink, 100 * sum(inks))
    elif name in ("cs", "CS"):
        seen.spaces.add(_space(_named(resources, "/ColorSpace", operands[0]) or operands[0]))
    elif name == "sh":
        seen.spaces.add(_space(_named(resources, "/Shading", operands[0]).get("/ColorSpace")))
    elif name == "gs":
        state = _named(resources, "/ExtGState", operands[0]) or Dictionary()
        seen.transparent |= any(float(state.get(key, 1)) < 1 for key in ("/ca", "/CA"))
        seen.transparent |= state.get("/SMask", Name.None_) not in (Name("/None"), None)


def _space(space: Any) -> str:
    """The name of a colour space; of one by profile, the device space with as many channels."""
    if isinstance(space, Array):
        if str(space[0]) == "/ICCBased":
            return {1: "CalGray", 3: "CalRGB", 4: "CalCMYK"}.get(int(space[1].get("/N", 0)), "ICCBased")
        if str(space[0]) == "/Indexed":
            return _space(space[1])
        return str(space[0]).lstrip("/")
    return str(space).lstrip("/")


def _draw(thing: Any, resources: Object, at: Matrix, seen: _Page, depth: int) -> None:
    if not isinstance(thing, Stream):
        return
    if thing.get("/Subtype") == Name.Image:
        seen.spaces.update(_spaces_of(thing))
        seen.transparent |= "/SMask" in thing
        seen.pictures.append(_picture(thing, at))
    elif thing.get("/Subtype") == Name.Form and depth < _DEEPEST:
        matrix = Matrix(*(float(number) for number in thing.get("/Matrix", [1, 0, 0, 1, 0, 0])))
        seen.transparent |= "/Group" in thing and str(thing.Group.get("/S")) == "/Transparency"
        _read(thing, thing.get("/Resources", resources), matrix @ at, seen, depth + 1)


def _spaces_of(image: Stream) -> Iterator[str]:
    if "/ColorSpace" in image and not image.get("/ImageMask", False):
        yield _space(image.ColorSpace)


def _picture(image: Stream, at: Matrix) -> Picture:
    width, height = int(image.Width), int(image.Height)
    across, down = math.hypot(at.a, at.b) / 72, math.hypot(at.c, at.d) / 72  # inches
    least = min(width / across if across else 0, height / down if down else 0)
    return Picture(width=width, height=height, ppi=round(least), ink=_ink(image))


def _ink(image: Stream) -> float:
    if image.get("/ColorSpace") != Name.DeviceCMYK or image.get("/Filter") != Name.DCTDecode:
        return 0.0
    inks = pyvips.Image.new_from_buffer(image.read_raw_bytes(), "", access="sequential")
    total = inks.bandsplit()
    together = (total[0] + total[1] + total[2] + total[3]).cast("ushort").copy_memory()
    return round(int(together.percent(_MOST)) / 2.55, 1)
