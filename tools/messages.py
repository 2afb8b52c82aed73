"""Collect the texts for people into the message catalogues: `python -m tools.messages`.

The sources are English; nb, nn and sv are translated in fortell/locale/<language>/LC_MESSAGES/django.po. Babel does
it all, so that nobody needs the gettext tools. A catalogue holds no dates and no line numbers: its diff shows
changed texts only.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_messages
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGE: Final = "fortell"
LANGUAGES: Final = ("nb", "nn", "sv")
TEMPLATES: Final = frozenset({".html", ".txt", ".xml"})
KEYWORDS: Final = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER: Final = re.compile(r"(?<!%)(?:%%)*(%(?:\(\w+\))?[sdf]|\{\w*)")


@dataclass(frozen=True)
class Source:
    """A file with texts: its path below the root, and Python code that Babel can read the messages from."""

    path: str
    code: str


def extract(*, root: Path = ROOT) -> Catalog:
    """Every message of the package, untranslated, with the files it stands in."""
    found = Catalog()
    for source in sources(root=root):
        lines = io.BytesIO(source.code.encode())
        for line, message, comments, context in extract_messages("python", lines, KEYWORDS, ("Translators",)):
            found.add(message, locations=[(source.path, line)], auto_comments=comments, context=context)
    return found


def sources(*, root: Path) -> Iterator[Source]:
    for path in sorted((root / PACKAGE).rglob("*.py")):
        if "migrations" not in path.parts:
            yield Source(path=path.relative_to(root).as_posix(), code=path.read_text(encoding="utf-8"))
    for path in templates(root=root):
        name = path.relative_to(root).as_posix()
        code = templatize(path.read_text(encoding="utf-8"), origin=name)
        # Python's tokenizer would stumble over the template's indentation.
        yield Source(path=name, code="\n".join(line.strip() for line in code.splitlines()))


def templates(*, root: Path) -> list[Path]:
    files = sorted((root / PACKAGE).rglob("templates/**/*"))
    return [path for path in files if path.suffix in TEMPLATES]


def catalogue_path(*, language: str, root: Path) -> Path:
    return root / PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def catalogue(*, language: str, root: Path = ROOT) -> Catalog:
    """The language's catalogue as it is stored; an empty one when there is none yet."""
    path = catalogue_path(language=language, root=root)
    return read_po(io.BytesIO(path.read_bytes() if path.exists() else b""), locale=language, charset="utf-8")


def update(*, root: Path = ROOT) -> None:
    """Bring every catalogue up to the sources: translations stay, new messages come in empty, unused ones go."""
    wanted = extract(root=root)
    for language in LANGUAGES:
        stored = catalogue(language=language, root=root)
        # Never fuzzy: a guess that looks finished is worse than a gap.
        stored.update(wanted, no_fuzzy_matching=True)
        path = catalogue_path(language=language, root=root)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(header(language=language, plural_forms=stored.plural_forms).encode() + body(stored))


def header(*, language: str, plural_forms: str) -> str:
    fields = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {plural_forms}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields) + "\n"


def body(messages: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(
        written, messages, width=110, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False
    )
    return written.getvalue()


def missing(*, root: Path = ROOT) -> list[tuple[str, str]]:
    """(language, message) for each message whose translation is absent, empty or only a guess."""
    wanted = list(messages(extract(root=root)))
    return [
        (language, singular(message))
        for language in LANGUAGES
        for stored in [catalogue(language=language, root=root)]
        for message in wanted
        if not is_translated(stored.get(message.id, message.context), source=message)
    ]


def is_translated(message: Message | None, *, source: Message) -> bool:
    """Whether the stored message translates this source, whose plural may have changed since, in all its forms."""
    if message is None or message.fuzzy or message.id != source.id:
        return False
    return all(text.strip() for text in forms(message))


def obsolete(*, root: Path = ROOT) -> list[tuple[str, str]]:
    """(language, message) for each message in a catalogue that no source holds any longer."""
    wanted = extract(root=root)
    return [
        (language, singular(message))
        for language in LANGUAGES
        for message in messages(catalogue(language=language, root=root))
        if wanted.get(message.id, message.context) is None
    ]


def mismatched(*, root: Path = ROOT) -> list[tuple[str, str]]:
    """(language, message) for each translation whose placeholders, %(name)s or {name}, are not those of its source."""
    return [
        (language, singular(message))
        for language in LANGUAGES
        for message in messages(catalogue(language=language, root=root))
        if any(forms(message)) and not placeholders_agree(message)
    ]


def placeholders_agree(message: Message) -> bool:
    """The first form follows the source's singular ("One oar") or its plural; the others follow the plural."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    first, *others = forms(message)
    return placeholders(first) in map(placeholders, ids) and all(
        placeholders(text) == placeholders(ids[-1]) for text in others
    )


def placeholders(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text))


def untrimmed(*, root: Path = ROOT) -> list[tuple[str, int]]:
    """(template, line) of each blocktranslate without `trimmed`: its line breaks would become part of the message."""
    return [
        (path.relative_to(root).as_posix(), token.lineno or 0)
        for path in templates(root=root)
        for token in Lexer(path.read_text(encoding="utf-8")).tokenize()
        if token.token_type is TokenType.BLOCK
        and token.contents.split()[:1] in (["blocktranslate"], ["blocktrans"])
        and "trimmed" not in token.split_contents()
    ]


def messages(stored: Catalog) -> Iterator[Message]:
    """The catalogue's messages without its header."""
    return (message for message in stored if message.id)


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """The translation's forms: one, or one for each plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def main() -> None:
    update()
    gaps = missing()
    for language, message in gaps:
        print(f"{language}: {message}")
    print(f"{len(list(messages(catalogue(language='nb'))))} messages, {len(gaps)} translations missing")


if __name__ == "__main__":
    main()
