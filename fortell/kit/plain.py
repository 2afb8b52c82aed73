"""The words of a page or letter written in HTML: without its looks, and without what it quotes from another."""

from html.parser import HTMLParser
from typing import Final

BREAKS: Final = {
    "address",
    "article",
    "blockquote",
    "br",
    "dd",
    "div",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "p",
    "tr",
}
UNSEEN: Final = {"head", "script", "style", "template", "title"}
EMPTY: Final = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What mail programs put around the letter that is answered: Gmail, Yahoo, Outlook, Proton, Thunderbird.
QUOTES: Final = ("gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix", "divrplyfwdmsg", "appendonsend")
REST: Final = ("divrplyfwdmsg", "appendonsend")  # these stand empty before the quotation: all that follows is it


def plain_text(html: str) -> str:
    """Its words, a line for each paragraph. A quoted letter is left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(lines).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []  # each open element, and whether it is left out
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = " ".join(value or "" for name, value in attrs if name in {"class", "id"}).lower()
        self._over = self._over or any(mark in names for mark in REST)
        left_out = tag in UNSEEN or tag == "blockquote" or any(mark in names for mark in QUOTES)
        if tag in BREAKS and not self._hidden():
            self.pieces.append("\n")
        if tag not in EMPTY:
            self._open.append((tag, left_out))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _out in self._open):
            while self._open.pop()[0] != tag:  # what was never closed ends with what is around it
                pass
        if tag in BREAKS and not self._hidden():
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden():
            self.pieces.append(data.replace("\n", " "))

    def _hidden(self) -> bool:
        return self._over or any(out for _tag, out in self._open)
