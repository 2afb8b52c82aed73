"""Places in her page that higher rooms fill, without this room knowing them."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from fortell.story.models import Memoir

Part = Callable[[HttpRequest, Memoir], SafeString]
_parts: list[Part] = []


def beside_the_chat(part: Part) -> Part:
    """Register a part of the storyteller's page; it returns its HTML, empty where it has nothing to show."""
    _parts.append(part)
    return part


def parts_for(request: HttpRequest, memoir: Memoir) -> list[SafeString]:
    return [html for part in _parts if (html := part(request, memoir))]
