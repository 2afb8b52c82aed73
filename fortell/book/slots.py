"""Places in the family's pages of the book that higher rooms fill, without this room knowing them."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from fortell.book.models import Edition

Part = Callable[[HttpRequest, Edition], SafeString]
_parts: list[Part] = []


def after_approval(part: Part) -> Part:
    """Register what can be done with an approved edition; it returns its HTML, empty where it has nothing to offer."""
    _parts.append(part)
    return part


def parts_after_approval(request: HttpRequest, edition: Edition) -> list[SafeString]:
    return [html for part in _parts if (html := part(request, edition))]
