"""Somebody at a browser, watched: every request, every complaint of the browser, every page looked at closely."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Playwright, Request

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FAULTS = """async () => {
  const found = await axe.run(document, {preload: false});
  const places = (fault) => fault.nodes.map((node) => node.html.slice(0, 90)).join(' | ');
  return found.violations.map((fault) => `${fault.id}: ${places(fault)}`);
}"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Her page is kept for use without a line a moment after it was opened; then the paths of what is kept.
READY = """async () => {
  await navigator.serviceWorker.ready;
  const shell = await caches.open('fortell-shell');
  for (let tries = 0; tries < 100 && !(await shell.match('/offline/')); tries++) {
    await new Promise((go) => setTimeout(go, 100));
  }
  return (await shell.keys()).map((request) => new URL(request.url).pathname);
}"""
# Refusals, which the page then shows; and networks of the machine that come and go, which are none of the page's.
EXPECTED = re.compile(r"the server responded with a status of (404|409|413|422)|ERR_NETWORK_CHANGED")


def launched(playwright: Playwright, *, letters: int = 16) -> Browser:
    """Debian's chromium. `letters`: the size in pixels that the person at the browser has chosen for text."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    size = [f"--blink-settings=defaultFontSize={letters}"]
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *root, *size])


@dataclass(kw_only=True)
class Visit:
    """One person's browser window, and what went wrong in it."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", Dialog.accept)
        self.page.context.on("request", self._asked)

    @property
    def foreign(self) -> list[str]:
        """Requests that went anywhere but to this house."""
        own = (f"{self.origin}/", "blob:", "data:")
        return [address for _method, address in self.requests if not address.startswith(own)]

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else f"{self.origin}{path}")

    def look(self, name: str) -> None:
        """Look closely, in light and in dark: is it accessible, and does it fit the window?"""
        for look in ("light", "dark"):
            self.page.emulate_media(color_scheme=look, reduced_motion="reduce")
            self.page.evaluate(AXE)
            self._note(f"{name}, {look}", self.page.evaluate(FAULTS))
        self.measure(name)

    def measure(self, name: str) -> None:
        """Does the page fit the window, with nothing to be pushed sideways?"""
        if too_wide := self.page.evaluate(TOO_WIDE):
            self._note(name, [f"{too_wide} px too wide"])

    def enter(self, link: str) -> None:
        """Come in by a personal link, and its one button."""
        self.page.goto("about:blank")  # else only the fragment changes, and the page stays
        self.page.goto(link)
        self.page.locator("form.entrance button").click()
        self.page.wait_for_url(re.compile("/(tell|family)/"))

    def tab_to(self, selector: str) -> None:
        """Reach something with the Tab key alone."""
        for _press in range(80):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    def _note(self, name: str, faults: list[str]) -> None:
        if faults:
            self.faults.setdefault(name, []).extend(faults)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not EXPECTED.search(message.text):
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        self.requests.append((request.method, request.url))


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Where the cookies of the two lie, and the addresses of their pages."""

    alma: str
    ingrid: str
    pages: dict[str, tuple[str, ...]]


@contextmanager
def visit(browser: Browser, origin: str, *, width: int = 1280, state: str | None = None) -> Iterator[Visit]:
    """A window of its own; `state`: the file with the cookies that an earlier visit left."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900}, storage_state=state, accept_downloads=True
    )
    context.set_default_timeout(20_000)
    try:
        yield Visit(page=context.new_page(), origin=origin)
    finally:
        context.close()
