"""What every page knows: who answers for the data, and whether its member has news of the notice to see."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from fortell.people.notice.news import news_for
from fortell.privacy.profile import profile


def notice(request: HttpRequest) -> dict[str, Any]:
    """`controller`, and `news` where the page is a member's own; looked up only where a template shows it."""
    news = SimpleLazyObject(lambda: news_for(getattr(request, "actor", None), get_language() or "en"))
    return {"controller": profile().controller, "news": news}
