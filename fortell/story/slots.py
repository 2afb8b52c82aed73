"""Places in her page that higher rooms fill, without this room knowing them."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from fortell.story.models import Answer, Memoir

Part = Callable[[HttpRequest, Memoir], SafeString]
Consequence = Callable[[Answer], list[str]]
_parts: list[Part] = []
_consequences: list[Consequence] = []


def beside_the_chat(part: Part) -> Part:
    """Register a part of the storyteller's page; it returns its HTML, empty where it has nothing to show."""
    _parts.append(part)
    return part


def said_before_taking_back(consequence: Consequence) -> Consequence:
    """Register what else goes when she keeps an answer to herself: plain sentences, none where nothing does."""
    _consequences.append(consequence)
    return consequence


def consequences_of(answer: Answer) -> list[str]:
    return [sentence for consequence in _consequences for sentence in consequence(answer)]


def parts_for(request: HttpRequest, memoir: Memoir) -> list[SafeString]:
    return [html for part in _parts if (html := part(request, memoir))]
