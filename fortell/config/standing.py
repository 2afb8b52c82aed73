"""Pages that stand as files, so that they are there when nothing else is: the notice in force, and `closed for now`."""

from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import translation

from fortell.config.maintenance import folder
from fortell.people.notice.page import page_of
from fortell.privacy.notice.publishing import in_force
from fortell.privacy.profile import profile


def write_standing_pages() -> None:
    """Write them anew from the version in force; each appears whole or not at all."""
    call_command("collectstatic", interactive=False, verbosity=0)
    notice = in_force()
    for language in profile().languages:
        with translation.override(language):
            _write(f"closed/{language}.html", render_to_string("config/closed.html", _common()))
            if notice:
                page = page_of(notice, language) | _common() | {"standing": True}
                _write(f"privacy/{language}.html", render_to_string("people/notice/current.html", page))


def _common() -> dict[str, object]:
    return {"controller": profile().controller, "LANGUAGE_CODE": translation.get_language()}


def _write(name: str, content: str) -> None:
    path = folder() / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".half")
    half.write_text(content, encoding="utf-8")
    half.replace(path)
