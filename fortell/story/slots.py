"""Places in her page that higher rooms fill, without this room knowing them."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from fortell.privacy.vault.opening import Opening
from fortell.story.models import Answer, Memoir
from fortell.story.naming import Place

Part = Callable[[HttpRequest, Memoir], SafeString]
Consequence = Callable[[Answer], list[str]]
Meaning = Callable[[Memoir], list[str]]
Making = Callable[[Memoir, Opening], list[tuple[str, Place]]]
_parts: list[Part] = []
_rights: list[Part] = []
_meanings: list[Meaning] = []
_makings: list[Making] = []
_consequences: list[Consequence] = []


def beside_the_chat(part: Part) -> Part:
    """Register a part of the storyteller's page; it returns its HTML, empty where it has nothing to show."""
    _parts.append(part)
    return part


def said_before_taking_back(consequence: Consequence) -> Consequence:
    """Register what else goes when she keeps an answer to herself: plain sentences, none where nothing does."""
    _consequences.append(consequence)
    return consequence


def among_her_rights(part: Part) -> Part:
    """Register a part of the page of her rights; it returns its HTML, empty where it has nothing to offer."""
    _rights.append(part)
    return part


def said_before_withdrawal(meaning: Meaning) -> Meaning:
    """Register what a withdrawal means for what is under way: plain sentences, none where nothing is."""
    _meanings.append(meaning)
    return meaning


def made_and_waiting(making: Making) -> Making:
    """Register sentences made from her answers that wait for her, each with a place that it comes from."""
    _makings.append(making)
    return making


def waiting_in_made(memoir: Memoir, opening: Opening) -> list[tuple[str, Place]]:
    return [found for making in _makings for found in making(memoir, opening)]


def meaning_of_withdrawal(memoir: Memoir) -> list[str]:
    return [sentence for meaning in _meanings for sentence in meaning(memoir)]


def rights_parts_for(request: HttpRequest, memoir: Memoir) -> list[SafeString]:
    return [html for part in _rights if (html := part(request, memoir))]


def consequences_of(answer: Answer) -> list[str]:
    return [sentence for consequence in _consequences for sentence in consequence(answer)]


def parts_for(request: HttpRequest, memoir: Memoir) -> list[SafeString]:
    return [html for part in _parts if (html := part(request, memoir))]
