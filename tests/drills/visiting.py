"""A person with a browser without scripts: follows links, fills in the forms that stand on the pages, keeps cookies."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx


@dataclass(kw_only=True)
class Visitor:
    """One device of one person, signed in by their link."""

    link: str
    http: httpx.Client = field(default_factory=lambda: httpx.Client(follow_redirects=True, timeout=60))
    page: httpx.Response = field(init=False)

    def __post_init__(self) -> None:
        address, _hash, token = self.link.partition("#")
        self.page = self.http.get(address)
        self._post({"token": token}, to=address)  # before her yes the family finds their page closed
        assert self.page.status_code in {200, 403}
        self.home = str(self.page.url)

    def go(self, address: str = "") -> str:
        self.page = self.http.get(urljoin(self.home, address) if hasattr(self, "home") else address)
        return self.page.text

    def send(self, values: dict[str, str], *, to: str, files: dict[str, tuple[str, bytes]] | None = None) -> str:
        """Post to an address and stand on the page that follows."""
        self._post(values, to=to, files=files)
        assert self.page.status_code < 400, f"{to}: {self.page.status_code}\n{self.page.text[:2000]}"
        return self.page.text

    def _post(self, values: dict[str, str], *, to: str, files: dict[str, tuple[str, bytes]] | None = None) -> None:
        """With the secret against forgery that the page before gave."""
        address = urljoin(str(self.page.url), to)
        parts = urlsplit(address)
        headers = {"Origin": f"{parts.scheme}://{parts.netloc}", "Referer": str(self.page.url)}
        secret = {"csrfmiddlewaretoken": self.hidden("csrfmiddlewaretoken")}
        self.page = self.http.post(address, data=values | secret, files=files, headers=headers)

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page.text)
        return unescape(found[1]) if found else ""
