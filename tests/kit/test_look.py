"""The stylesheet keeps its promises of contrast, and the templates keep the content security policy."""

import re
from pathlib import Path

import pytest
from django.template import engines

KIT = Path(__file__).parents[2] / "fortell" / "kit"
STATIC = KIT / "static"
CSS = (STATIC / "kit" / "fortell.css").read_text(encoding="utf-8")
# Neither letters nor what stands in an archive are served as pages: they carry their style in themselves.
PAGES = sorted(path for path in KIT.parent.glob("*/templates/**/*.html") if not {"mail", "archive"} & set(path.parts))
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def theme(*, selector: str) -> dict[str, str]:
    """The colours that one rule of the stylesheet names, as ``{"ground": "#FBF7F0"}``."""
    block = re.search(re.escape(selector) + r" \{(.*?)\n\s*\}", CSS, re.DOTALL)
    assert block
    return dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6})", block.group(1)))


def luminance(*, colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(*, one: str, other: str) -> float:
    dark, light = sorted((luminance(colour=one), luminance(colour=other)))
    return (light + 0.05) / (dark + 0.05)


LIGHT, DARK = theme(selector=":root"), theme(selector=':root[data-look="dark"]')
GROUNDS = ("ground", "sheet", "calm")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "quiet", "act", "act-deep", "warn"])
def test_words_stand_out_from_every_ground(colours: dict[str, str], ink: str) -> None:
    low = {ground: contrast(one=colours[ink], other=colours[ground]) for ground in GROUNDS}
    assert {ground: value for ground, value in low.items() if value < 4.5} == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_her_highlighted_words_and_the_main_button_can_be_read(colours: dict[str, str]) -> None:
    assert contrast(one=colours["text"], other=colours["said"]) >= 7
    assert contrast(one=colours["on-act"], other=colours["act"]) >= 4.5
    assert contrast(one=colours["on-act"], other=colours["act-deep"]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_of_controls_can_be_seen(colours: dict[str, str]) -> None:
    assert min(contrast(one=colours["edge"], other=colours[ground]) for ground in ("ground", "sheet")) >= 3


def test_the_chosen_dark_equals_the_devices_dark() -> None:
    assert theme(selector=':root:not([data-look="light"])') == DARK


def test_every_file_the_look_names_is_here() -> None:
    base = (KIT / "templates" / "kit" / "base.html").read_text(encoding="utf-8")
    named = [STATIC / "kit" / name for name in re.findall(r'url\("([^"]+)"\)', CSS)]
    named += [STATIC / name for name in re.findall(r"{% static '([^']+)' %}", base)]
    assert len(named) >= 12
    assert [path for path in named if not path.is_file()] == []


def test_the_look_asks_no_other_host() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "kit").glob("*.js"))
    assert re.findall(r"(?:https?:)?//[a-z]+\.[a-z]+", CSS + scripts) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(KIT.parent)))
def test_pages_hold_no_inline_style_or_script(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


LETTER = """{{% extends "kit/mail/base.{kind}" %}}{{% block subject_line %}}For {{{{ name }}}}{{% endblock %}}
{{% block button_label %}}Open{{% endblock %}}{{% block button_url %}}{{{{ url }}}}{{% endblock %}}"""


def letter(*, kind: str) -> str:
    template = engines["django"].from_string(LETTER.format(kind=kind))
    return str(template.render({"name": "Alma & Ola", "url": "https://bok.example/?a=1&b=2"}))


def test_text_mail_begins_with_its_subject_and_escapes_nothing() -> None:
    text = letter(kind="txt")
    assert text.splitlines()[:2] == ["For Alma & Ola", ""]
    assert "\nOpen:\nhttps://bok.example/?a=1&b=2\n" in text


def test_html_mail_escapes_and_loads_nothing() -> None:
    page = letter(kind="html")
    assert "<title>For Alma &amp; Ola</title>" in page
    assert 'href="https://bok.example/?a=1&amp;b=2">Open</a>' in page
    assert re.findall(r"<img|<link|<script|url\(", page) == []
