"""What the templates of this room say of a value."""

from django import template
from django.utils.translation import get_language

from fortell.story.guarding import Reason
from fortell.story.language import LANGUAGES

register = template.Library()


@register.filter
def in_plain_words(doubt: Reason) -> str:
    """The guard's line, in the language of the page."""
    language = get_language()
    return doubt.told(language if language in LANGUAGES else "en")
