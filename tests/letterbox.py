"""A mailbox on this machine that speaks IMAP4rev1 strictly (RFC 3501): what it is not asked rightly, it refuses."""

import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from typing import Any

import pytest

from fortell.kit import installation as settings
from fortell.kit import mail, mailbox
from fortell.kit.installation import Installation
from fortell.story import fetching, letters, posting
from fortell.story.actions import letters as letter_actions
from fortell.story.actions import replying
from tests.egress import Postbox, Register, in_order

USER, PASSWORD = "reply@fortell.example", "gull og skog"
CHECKED_BY = "mx.fortell.example"
FIELDS = ["story.MailAddress.address", "people.Member.name", "story.Turn.asked"]
Choose = Callable[..., None]


@dataclass(kw_only=True)
class Box:
    """Letters by UID; `deleted` are marked and go with the next EXPUNGE. `said`: each command that came."""

    port: int = 0
    letters: dict[int, bytes] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    hang_up_at: str = ""  # a word of a command: the line breaks there

    def put(self, letter: EmailMessage | bytes) -> None:
        content = letter if isinstance(letter, bytes) else letter.as_bytes()
        number = max(self.letters, default=0) + 1
        self.letters[number] = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


class Session(socketserver.StreamRequestHandler):
    """One connection: not signed in, then signed in, then with a folder open."""

    box: Box
    state = "new"

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, command = line.decode().rstrip("\r\n").split(" ", 1)
            self.box.said.append(command)
            if self.box.hang_up_at and self.box.hang_up_at in command:
                return
            if not self.answer(tag, command):
                return

    def answer(self, tag: str, command: str) -> bool:
        for state, pattern, reply in COMMANDS:
            if state in (self.state, "any") and (found := re.fullmatch(pattern, command)):
                over = reply(self, *found.groups())
                self.say(f"{tag} {over or 'OK done'}")
                return over != "OK bye"
        self.say(f"{tag} BAD not now, or not so")
        return True

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def capability(self) -> None:
        self.say("* CAPABILITY IMAP4rev1 UIDPLUS")

    def login(self, user: str, password: str) -> str:
        if (user, password) != (USER, PASSWORD):
            return "NO wrong"
        self.state = "in"
        return ""

    def select(self, folder: str) -> str:
        if folder != "INBOX":
            return "NO no such folder"
        self.say(f"* {len(self.box.letters)} EXISTS")
        self.state = "open"
        return ""

    def search(self) -> None:
        names = [str(name) for name in sorted(self.box.letters) if name not in self.box.deleted]
        self.say(" ".join(["* SEARCH", *names]))

    def size(self, name: str) -> None:
        if letter := self.box.letters.get(int(name)):
            self.say(f"* {name} FETCH (UID {name} RFC822.SIZE {len(letter)})")

    def fetch(self, name: str, part: str) -> None:
        letter = self.box.letters[int(name)]
        content = letter.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if part == "HEADER" else letter
        self.wfile.write(f"* {name} FETCH (UID {name} BODY[{part}] {{{len(content)}}}\r\n".encode() + content)
        self.say(")")

    def store(self, name: str) -> None:
        self.box.deleted.add(int(name))

    def expunge(self) -> None:
        for name in sorted(self.box.deleted):
            del self.box.letters[name]
        self.box.deleted.clear()

    def logout(self) -> str:
        self.say("* BYE")
        return "OK bye"


COMMANDS: list[tuple[str, str, Callable[..., str | None]]] = [
    ("any", r"CAPABILITY", Session.capability),
    ("any", r"LOGOUT", Session.logout),
    ("new", r'LOGIN (\S+) "(.+)"', Session.login),
    ("in", r'SELECT "(\w+)"', Session.select),
    ("open", r"UID SEARCH UNDELETED", Session.search),
    ("open", r"UID FETCH (\d+) \(RFC822\.SIZE\)", Session.size),
    ("open", r"UID FETCH (\d+) \(BODY\.PEEK\[(|HEADER)\]\)", Session.fetch),
    ("open", r"UID STORE (\d+) \+FLAGS\.SILENT \(\\Deleted\)", Session.store),
    ("open", r"EXPUNGE", Session.expunge),
]


@pytest.fixture
def box() -> Iterator[Box]:
    """An empty mailbox."""
    kept = Box()
    handler = type("Kept", (Session,), {"box": kept})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def choose_mail(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Settings of [mail], [mailbox] and [letters], wherever they are read."""

    def chosen(**sections: dict[str, Any]) -> Installation:
        house = settings.installation()
        changed = {name: replace(getattr(house, name), **values) for name, values in sections.items()}
        house = replace(house, **changed)
        for module in (settings, mail, mailbox, letters, letter_actions, replying, posting, fetching):
            monkeypatch.setattr(module, "installation", lambda: house)
        return house

    return chosen


@pytest.fixture
def corresponding(choose_mail: Choose, register: Register, postbox: Postbox, box: Box) -> Postbox:
    """Letters go out and replies come in, through two servers on this machine that may hold content."""
    register({"post": in_order(purposes=["service", "letters"], fields=FIELDS)})
    choose_mail(
        mail={
            "host": "127.0.0.1",
            "port": postbox.port,
            "security": "none",
            "sender": "Fortell <post@fortell.example>",
        },
        mailbox={
            "host": "127.0.0.1",
            "port": box.port,
            "security": "none",
            "user": USER,
            "password": PASSWORD,
            "address": "reply@fortell.example",
            "checked_by": CHECKED_BY,
        },
    )
    return postbox


def vouched(letter: EmailMessage, *, dmarc: str = "pass", by: str = CHECKED_BY) -> EmailMessage:
    """As the receiving server hands it on: its own finding on top of whatever the sender wrote."""
    domain = str(letter["From"]).rpartition("@")[2].rstrip(">")
    top = EmailMessage(policy=letter.policy)
    top["Authentication-Results"] = f"{by}; dmarc={dmarc} (p=none) header.from={domain}"
    for name, value in letter.raw_items():
        top[name] = value
    top.set_payload(letter.get_payload())
    return top
