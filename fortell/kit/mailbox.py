"""The only place that fetches mail: with a permit, encrypted on the way, and nothing is left at the provider.

A letter is read from the mailbox into memory, handed on, and then deleted there. Nothing of it is kept here.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import structlog

from fortell.kit.gate import Outcome, Report, SendingFailed, passing
from fortell.kit.installation import Mailbox, SettingsError, installation
from fortell.kit.mail import HERE, SECURITY

log = structlog.get_logger()

SECONDS: Final = 30.0  # for each step of the conversation with the server
AT_ONCE: Final = 100  # letters in one go; what is left waits for the next
MEGABYTE: Final = 1024 * 1024
SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")

Take = Callable[[bytes, bool], None]


class MailboxOff(Exception):
    """This installation takes no replies: [mailbox] host is empty."""


def refuse_bad_settings() -> None:
    """Replies come encrypted, to an address of ours, from a server that says whom it believes. Raises SettingsError."""
    chosen = installation().mailbox
    if not chosen.host:
        return
    if chosen.security not in SECURITY:
        raise SettingsError(f"[mailbox] security is one of {', '.join(SECURITY)}, not {chosen.security!r}")
    if chosen.security == "none" and chosen.host not in HERE:
        raise SettingsError("[mailbox] security may be none only for a mail server on this machine")
    if not re.fullmatch(r"[^@\s+]{1,30}@[^@\s]+", chosen.address):
        raise SettingsError("[mailbox] address is a plain address, such as reply@fortell.example.org")
    if not (chosen.user + chosen.password).isascii():
        raise SettingsError("[mailbox] user and password are of plain letters: IMAP knows no others")
    if not chosen.checked_by:
        raise SettingsError("[mailbox] checked_by is missing: without it nobody's letter could be believed")


def collect(*, permit: object, take: Take) -> int:
    """Hand on each letter that lies there, and delete it; how many that were.

    `take` gets a letter's bytes and whether it is whole: of one larger than [mailbox] megabytes it gets the head alone.
    Where `take` fails, the letter stays for the next time, and the others are looked at all the same.
    Raises MailboxOff, SendingFailed, GateShut, and what the gate refuses with.
    """
    chosen = installation().mailbox
    if not chosen.host:
        raise MailboxOff("This installation takes no replies.")
    with passing(permit, host=chosen.host, fields=()) as report:
        try:
            with _signed_in(chosen, report) as box:
                return _each(box, chosen, take)
        except (OSError, imaplib.IMAP4.error) as error:
            raise SendingFailed(f"the line to {chosen.host} broke ({type(error).__name__})") from error


@contextmanager
def _signed_in(chosen: Mailbox, report: Report) -> Iterator[imaplib.IMAP4]:
    try:
        box = _connected(chosen)
    except OSError as error:
        report(Outcome.UNREACHABLE)
        raise SendingFailed(f"{chosen.host} can't be reached") from error
    try:
        if chosen.security == "starttls":
            box.starttls(ssl.create_default_context())
        box.login(chosen.user, chosen.password)
        _said(box.select(f'"{chosen.folder}"'))
        report(Outcome.ANSWERED)
        yield box
    finally:
        try:
            box.logout()
        except (OSError, imaplib.IMAP4.error):
            box.shutdown()


def _connected(chosen: Mailbox) -> imaplib.IMAP4:
    if chosen.security == "tls":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(chosen.host, chosen.port, ssl_context=context, timeout=SECONDS)
    return imaplib.IMAP4(chosen.host, chosen.port, timeout=SECONDS)


def _each(box: imaplib.IMAP4, chosen: Mailbox, take: Take) -> int:
    found = b" ".join(_flat(_said(box.uid("SEARCH", "UNDELETED"))))
    return sum(_one(box, name, chosen, take) for name in found.decode().split()[:AT_ONCE])


def _one(box: imaplib.IMAP4, name: str, chosen: Mailbox, take: Take) -> bool:
    whole = _size(box, name) <= chosen.megabytes * MEGABYTE
    content = _content(box, name, "BODY.PEEK[]" if whole else "BODY.PEEK[HEADER]")
    try:
        take(content, whole)
    except Exception as error:  # noqa: BLE001 - one letter, whatever it is, must not keep the others out
        log.warning("mailbox.not_taken", error=type(error).__name__)
        return False
    # One by one, so that a line that breaks now leaves only this one to be looked at again.
    _said(box.uid("STORE", name, "+FLAGS.SILENT", r"(\Deleted)"))
    _said(box.expunge())
    return True


def _size(box: imaplib.IMAP4, name: str) -> int:
    said = b" ".join(_flat(_said(box.uid("FETCH", name, "(RFC822.SIZE)"))))
    found = SIZE.search(said)
    if found is None:
        raise imaplib.IMAP4.error("no size was said")
    return int(found[1])


def _content(box: imaplib.IMAP4, name: str, what: str) -> bytes:
    for part in _said(box.uid("FETCH", name, f"({what})")):
        if isinstance(part, tuple):
            return bytes(part[1])
    raise imaplib.IMAP4.error("no letter was sent")


def _flat(parts: Sequence[object]) -> Iterator[bytes]:
    for part in parts:
        yield from (one for one in (part if isinstance(part, tuple) else (part,)) if isinstance(one, bytes))


def _said(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    kind, parts = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(kind)
    return parts
