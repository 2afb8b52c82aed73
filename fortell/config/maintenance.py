"""The house while it is being worked on: every page says so, and the privacy notice is still there, from files.

Nothing here touches a database, a key or Django. It answers with `fortell serve --maintenance`, and in a running house
while a file called `maintenance` lies in the data folder.
"""

from collections.abc import Awaitable, Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, Final

from fortell.kit.installation import installation

FLAG: Final = "maintenance"
SOME_MINUTES: Final = b"600"  # seconds, for Retry-After
LANGUAGES: Final = ("nb", "nn", "sv", "en")
NORWEGIAN: Final = {"no": "nb"}  # a browser that does not say which of the two
COOKIE: Final = "fortell_language"
LAST_RESORT: Final = "<!doctype html><title>Fortell</title><p>Fortell is being worked on. Please try again later.</p>"
POLICY: Final = b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'"

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def folder() -> Path:
    """Where the standing pages lie."""
    return installation().data / "public"


def closable(application: Application) -> Application:
    """The application, and while the flag lies there the maintenance pages in its place."""

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        closed = scope["type"] == "http" and (installation().data / FLAG).exists()
        await (maintained if closed else application)(scope, receive, send)

    return either


async def maintained(scope: Scope, receive: Receive, send: Send) -> None:
    """503 for every page, in the visitor's language; 200 for the notice."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    status, language, page = _answer(scope["path"], _language(dict(scope["headers"])))
    head = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-language", language.encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", POLICY),
        (b"x-content-type-options", b"nosniff"),
    ]
    if status != 200:  # noqa: PLR2004 - HTTP
        head.append((b"retry-after", SOME_MINUTES))
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": page.encode()})


def _answer(path: str, language: str) -> tuple[int, str, str]:
    first, _, named = path.strip("/").partition("/")
    if first == "privacy" and named in ("", *LANGUAGES):
        chosen = named or language
        if page := _standing("privacy", chosen):
            return 200, chosen, page
    return 503, language, _standing("closed", language) or LAST_RESORT


def _standing(kind: str, language: str) -> str:
    path = folder() / kind / f"{language}.html"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _language(headers: dict[bytes, bytes]) -> str:
    """The language that was chosen with the switch, else the first that the browser asks for and we speak."""
    if (chosen := _cookie(headers.get(b"cookie", b"").decode("latin-1"))) in LANGUAGES:
        return chosen
    wanted = headers.get(b"accept-language", b"").decode("latin-1").lower()
    for part in wanted.split(","):
        asked = part.split(";")[0].split("-")[0].strip()
        if NORWEGIAN.get(asked, asked) in LANGUAGES:
            return NORWEGIAN.get(asked, asked)
    default = installation().languages.default
    return default if default in LANGUAGES else LANGUAGES[-1]


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


application = maintained
