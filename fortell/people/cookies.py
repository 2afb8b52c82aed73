from django.conf import settings
from django.http import HttpResponse

DAY = 24 * 3600  # seconds
YEAR = 365 * DAY


def keep_cookie(response: HttpResponse, name: str, value: str, *, seconds: int, path: str = "/") -> HttpResponse:
    """Out of reach of scripts and of other sites' forms, and over TLS only where the house has it."""
    response.set_cookie(
        name,
        value,
        path=path,
        max_age=seconds,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
