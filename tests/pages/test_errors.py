"""When something is not as it should be: a page in her language, and nothing of the house's inside."""

from collections.abc import Callable

import httpx
import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from pytest_django import Settings
from structlog.testing import capture_logs

from fortell.config.asgi import application
from tests.pages.planted import CANARY
from tests.pages.telling import Response

pytestmark = [pytest.mark.urls("tests.pages.planted"), pytest.mark.django_db]

INSIDES = ("Traceback", "RuntimeError", "BadRequest", "Django", "/fortell/", "planted", CANARY)


def asked(path: str) -> Callable[[str], Response]:
    return lambda language: Client(raise_request_exception=False).get(path, headers={"accept-language": language})


def forged(language: str) -> Response:
    return Client(enforce_csrf_checks=True).post("/open/", headers={"accept-language": language})


PAGES = {
    400: (asked("/planted/misunderstood/"), "That could not be understood"),
    403: (forged, "Please try once more"),
    404: (asked("/nowhere/"), "This page is not here"),
    500: (asked("/planted/breaks/"), "Something went wrong with us"),
}


def in_language(text: str, language: str) -> str:
    with translation.override(language):
        return gettext(text)


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
@pytest.mark.parametrize("status", PAGES)
def test_error_page_speaks_the_visitors_language(status: int, language: str) -> None:
    ask, heading = PAGES[status]
    response = ask(language)
    assert response.status_code == status
    assert f"<h1>{in_language(heading, language)}</h1>" in response.content.decode()
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("heading", [heading for _ask, heading in PAGES.values()])
def test_four_languages_are_four_texts(heading: str) -> None:
    assert len({in_language(heading, language) for language in ("nb", "nn", "sv", "en")}) >= 3


@pytest.mark.parametrize("status", PAGES)
def test_error_page_and_log_tell_nothing_of_the_inside(status: int) -> None:
    with capture_logs() as logs:
        text = PAGES[status][0]("en").content.decode()
    assert [inside for inside in INSIDES if inside in text and inside != "planted"] == []
    assert CANARY not in repr(logs)


def test_broken_view_is_logged_by_its_kind_alone() -> None:
    with capture_logs() as logs:
        PAGES[500][0]("en")
    assert {
        "event": "library.message",
        "logger": "django.request",
        "error": "RuntimeError",
        "log_level": "error",
    } in logs


# --- too large -------------------------------------------------------------------------------------------------------


def arrive(content: bytes, **headers: str) -> httpx.Response:
    """A body as the server hands it on, through the ASGI application."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=application)  # type: ignore[arg-type]  # Django names a narrower scope
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as browser:
            return await browser.post("/open/", content=content, headers=headers)

    return async_to_sync(send)()


@pytest.fixture
def most(settings: Settings) -> int:
    """The number of bytes that is just not too many."""
    settings.UPLOAD_BYTES = 1000
    return 1000 + int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_body_over_the_limit_is_refused_in_the_visitors_language(most: int, language: str) -> None:
    response = arrive(b"x" * (most + 1), **{"accept-language": language})
    assert response.status_code == 413
    assert f"<h1>{in_language('That was too large to receive', language)}</h1>" in response.text


def test_body_at_the_limit_is_read(most: int) -> None:
    assert arrive(b"x" * most).status_code == 403  # read, and refused for its missing secret alone


def test_part_of_a_page_gets_a_part_in_answer(most: int) -> None:
    response = arrive(b"x" * (most + 1), **{"hx-request": "true"})
    assert response.status_code == 413
    assert "<html" not in response.text
    assert "That was too large to receive" in response.text
