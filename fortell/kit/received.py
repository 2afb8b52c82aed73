"""A letter that came in, read: who wrote it, whether that is so, and what it holds. Nothing of it is trusted.

What the receiving server found out about the sender stands in Authentication-Results (RFC 8601). Only the topmost one
counts, and only under the server's own name: it is the last hand that a letter goes through, and a sender can't write
above it. The sender is believed where DMARC passed (RFC 7489), or, where the domain has no such policy, where a DKIM
signature of the domain or an SPF pass for it stands.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from typing import Final

from fortell.kit.plain import plain_text

COMMENT: Final = re.compile(r"\([^()]*\)")
METHOD: Final = re.compile(r"\s*([a-z][a-z0-9-]*)\s*(?:/\s*\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
PROPERTY: Final = re.compile(r"([a-z]+\.[a-z-]+)\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)
BY_MACHINES: Final = {"bulk", "junk", "list", "auto_reply"}  # of Precedence, an older header
MACHINES: Final = {"mailer-daemon", "postmaster", "noreply", "no-reply"}
CHARSETS: Final = ("utf-8", "cp1252", "latin-1")  # tried in this order where a letter names none, or a wrong one

Verdicts = Mapping[str, tuple[str, dict[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that came with a letter; `media_type` as the sender's program names it."""

    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Received:
    """`sender`: the one address it says to be from, in lower case, or empty; `believed`: whether that is so.

    `automatic`: a machine wrote it (RFC 3834), such as an away notice or a bounce. `text`: as written, with quotations.
    """

    message_id: str
    sender: str
    believed: bool
    automatic: bool
    to: tuple[str, ...]
    text: str
    attached: tuple[Attached, ...]


def read_letter(raw: bytes, *, checked_by: str) -> Received:
    """`checked_by`: the name of the receiving server in its Authentication-Results."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    sender = _sender(message)
    return Received(
        message_id=_said(message, "Message-ID"),
        sender=sender,
        believed=bool(sender) and _believed(message, sender.rpartition("@")[2], checked_by),
        automatic=_automatic(message, sender),
        to=tuple(_addresses(message, "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")),
        text=_text(message),
        attached=tuple(_attached(message)),
    )


def _said(message: EmailMessage, name: str) -> str:
    """A header as text; empty where there is none, or where it can't be read at all."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):  # the parser's own trouble with what is no header
        return ""


def _addresses(message: EmailMessage, *names: str) -> Iterator[str]:
    values = [value for name in names for value in _raw(message, name)]
    yield from (address.lower() for _name, address in getaddresses(values) if "@" in address)


def _raw(message: EmailMessage, name: str) -> list[str]:
    """Headers as they came: a forged one that the parser stumbles over is one that names nobody."""
    return [
        str(value).replace("\n", " ").replace("\r", " ")
        for key, value in message.raw_items()
        if key.lower() == name.lower()
    ]


def _sender(message: EmailMessage) -> str:
    if len(_raw(message, "From")) != 1:
        return ""
    found = list(_addresses(message, "From"))
    return found[0] if len(found) == 1 else ""


def _automatic(message: EmailMessage, sender: str) -> bool:
    return (
        _said(message, "Auto-Submitted").partition(";")[0].strip().lower() not in {"", "no"}
        or _said(message, "Precedence").lower() in BY_MACHINES
        or any(_raw(message, name) for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
        or _said(message, "Return-Path").replace(" ", "") == "<>"
        or message.get_content_type() in {"multipart/report", "message/delivery-status"}
        or sender.partition("@")[0] in MACHINES
    )


def _believed(message: EmailMessage, domain: str, checked_by: str) -> bool:
    results = _raw(message, "Authentication-Results")
    verdicts = _verdicts(results[0], checked_by) if results else {}
    dmarc, said = verdicts.get("dmarc", ("none", {}))
    if dmarc == "pass":
        return said.get("header.from", domain).lower() == domain
    if dmarc != "none":
        return False
    return _signed(verdicts, domain) or _sent(verdicts, domain)


def _signed(verdicts: Verdicts, domain: str) -> bool:
    result, said = verdicts.get("dkim", ("none", {}))
    by = said.get("header.d", said.get("header.i", "").rpartition("@")[2])
    return result == "pass" and _same(by, domain)


def _sent(verdicts: Verdicts, domain: str) -> bool:
    result, said = verdicts.get("spf", ("none", {}))
    return result == "pass" and _same(said.get("smtp.mailfrom", "").rpartition("@")[2], domain)


def _same(one: str, other: str) -> bool:
    return bool(one) and one.lower() == other


def _verdicts(header: str, checked_by: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Each method's result with its properties; none where the header is another server's."""
    while (plain := COMMENT.sub(" ", header)) != header:  # comments may hold comments
        header = plain
    server, *parts = header.split(";")
    if not server.split() or server.split()[0].lower() != checked_by.lower():
        return {}
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for part in parts:
        if method := METHOD.match(part):
            said = {name.lower(): value for name, value in PROPERTY.findall(part)}
            # Several signatures are several results; one that passed is enough.
            if method[1].lower() not in found or method[2].lower() == "pass":
                found[method[1].lower()] = (method[2].lower(), said)
    return found


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    text = _decoded(body)
    if body.get_content_type() == "text/html":
        return plain_text(text)
    return _reflowed(text) if str(body.get_param("format", "")).lower() == "flowed" else text


def _decoded(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)  # a text part holds no parts of its own
    for charset in (part.get_content_charset(), *CHARSETS):
        try:
            return content.decode(charset or "utf-8").replace("\r\n", "\n")
        except (LookupError, UnicodeDecodeError):
            continue
    raise AssertionError  # latin-1 reads any bytes


def _reflowed(text: str) -> str:
    """RFC 3676: a line that ends with a space goes on in the next one of the same depth of quotation."""
    lines: list[str] = []
    flows = False
    for stuffed in text.split("\n"):
        line = stuffed.removeprefix(" ")
        if flows and line.startswith(">") == lines[-1].startswith(">"):
            lines[-1] += line.lstrip("> ") if line.startswith(">") else line
        else:
            lines.append(line)
        flows = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


def _attached(message: EmailMessage) -> Iterator[Attached]:
    """Photos and sound, wherever in the letter they stand: programs put pictures among the words, too."""
    for part in message.walk():
        kind = part.get_content_type()
        if part.get_content_maintype() in {"image", "audio", "video"} or (
            part.is_attachment() and kind == "application/octet-stream"
        ):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                yield Attached(media_type=kind, content=content)
