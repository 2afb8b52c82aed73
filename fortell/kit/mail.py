"""The only place that sends mail: with a permit, encrypted on the way, and written only when it leaves.

A letter waits as a job that holds a name and ids. Its words exist from the moment it is sent, and nowhere before.
"""

import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from uuid import UUID

from fortell.kit.clock import now
from fortell.kit.gate import Outcome, Report, SendingFailed, passing
from fortell.kit.ids import new_id
from fortell.kit.installation import Mail, SettingsError, installation
from fortell.kit.jobs import PermanentFailure, Running, handler, later

PERMANENT = 500  # RFC 5321, 4.2.1: codes from here on mean that trying again would not help
SECONDS = 30.0  # for each step of the conversation with the mail server

SECURITY = ("starttls", "tls", "none")
HERE = ("", "localhost", "127.0.0.1", "::1")

Payload = Mapping[str, Any]


class MailOff(Exception):
    """This installation sends no mail: [mail] host is empty."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What stands in a letter. `reply_to`: where answers go; `stop_at`: the address that ends letters with one POST."""

    to: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    stop_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter ready to leave: `write` makes its words of the payload (model field → value) and of nothing else."""

    permit: object
    payload: Payload
    write: Callable[[Payload], Words]


def refuse_bad_settings() -> None:
    """Mail is encrypted on its way from this machine, and has a sender. Raises SettingsError."""
    chosen = installation().mail
    if chosen.security not in SECURITY:
        raise SettingsError(f"[mail] security is one of {', '.join(SECURITY)}, not {chosen.security!r}")
    if chosen.host and not _domain(chosen.sender):
        raise SettingsError("[mail] sender is an address, such as Fortell <post@fortell.example.org>")
    if chosen.security == "none" and chosen.host not in HERE:
        raise SettingsError("[mail] security may be none only for a mail server on this machine")


def server() -> str:
    """The mail server that takes our letters; empty: this installation sends none."""
    return installation().mail.host


def letter(name: str) -> Callable[[Callable[..., Letter | None]], Callable[..., Letter | None]]:
    """Register how the letter of that name is prepared from its ids; None: it is no longer wanted."""

    def register(prepare: Callable[..., Letter | None]) -> Callable[..., Letter | None]:
        @handler(f"mail.{name}")
        def carry_out(_running: Running, **ids: str) -> None:
            if ready := prepare(**{key: UUID(value) for key, value in ids.items()}):
                _send_as_job(ready)

        return prepare

    return register


def post(name: str, *, scope: UUID | None, dedupe: str = "", **ids: UUID) -> None:
    """Queue a letter in the caller's transaction."""
    later(f"mail.{name}", scope=scope, dedupe=dedupe, wait=timedelta(0), **ids)


def send(ready: Letter) -> None:
    """Send a letter now. Raises MailOff, SendingFailed, GateShut, and what the gate refuses with."""
    chosen = installation().mail
    if not chosen.host:
        raise MailOff("This installation sends no mail.")
    with passing(ready.permit, host=chosen.host, fields=ready.payload.keys()) as report:
        message = _message(ready.write(ready.payload), chosen.sender)
        try:
            _hand_over(message, chosen, report)
        except smtplib.SMTPResponseException as error:
            raise SendingFailed(
                f"{chosen.host} refused: {error.smtp_code}", permanent=error.smtp_code >= PERMANENT
            ) from error
        except smtplib.SMTPRecipientsRefused as error:
            permanent = all(code >= PERMANENT for code, _why in error.recipients.values())
            raise SendingFailed(f"{chosen.host} refused the recipient", permanent=permanent) from error
        except (OSError, smtplib.SMTPException) as error:
            raise SendingFailed(f"the line to {chosen.host} broke ({type(error).__name__})") from error


def _send_as_job(ready: Letter) -> None:
    try:
        send(ready)
    except MailOff as error:
        raise PermanentFailure("mail-off") from error
    except SendingFailed as error:
        if error.permanent:
            raise PermanentFailure("mail-refused") from error
        raise


def _hand_over(message: EmailMessage, chosen: Mail, report: Report) -> None:
    try:
        line = _connected(chosen)
    except OSError as error:
        report(Outcome.UNREACHABLE)
        raise SendingFailed(f"{chosen.host} can't be reached") from error
    with line:
        if chosen.security == "starttls":
            line.starttls(context=ssl.create_default_context())
        if chosen.user:
            line.login(chosen.user, chosen.password)
        line.send_message(message)
        report(Outcome.ANSWERED)


def _connected(chosen: Mail) -> smtplib.SMTP:
    # Without a name of our own choosing smtplib would look up this machine's and tell it to the other side.
    ours = _domain(chosen.sender)
    if chosen.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(chosen.host, chosen.port, local_hostname=ours, timeout=SECONDS, context=context)
    return smtplib.SMTP(chosen.host, chosen.port, local_hostname=ours, timeout=SECONDS)


def _message(words: Words, sender: str) -> EmailMessage:
    name, address = parseaddr(sender)
    message = EmailMessage()
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = Address(addr_spec=words.to)
    message["Subject"] = words.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{new_id().hex}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: away notices do not answer it
    if words.reply_to:
        message["Reply-To"] = Address(addr_spec=words.reply_to)
    if words.stop_at:  # RFC 8058: the button that mail programs show beside the sender
        message["List-Unsubscribe"] = f"<{words.stop_at}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(words.text)
    if words.html:
        message.add_alternative(words.html, subtype="html")
    return message


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2]
