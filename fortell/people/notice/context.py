"""What every page knows: who answers for the data, whether there are accounts, and what is new in the notice."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from fortell.people.accounts.letters import offered
from fortell.people.notice.news import news_for
from fortell.privacy.profile import profile


def notice(request: HttpRequest) -> dict[str, Any]:
    """`controller`; `accounts`: they are offered; `news` where the page is a member's own, looked up when shown."""
    news = SimpleLazyObject(lambda: news_for(getattr(request, "actor", None), get_language() or "en"))
    return {"controller": profile().controller, "accounts": SimpleLazyObject(offered), "news": news}
