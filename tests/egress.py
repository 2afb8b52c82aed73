"""The other side, on this machine: a server for HTTP and one for mail that write down everything that reaches them."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from fortell.kit.clock import now
from fortell.privacy.egress import registry
from fortell.privacy.egress.sockets import lock
from fortell.privacy.profile import profile
from tests.serving import free_port

Register = Callable[..., None]
TEXT = "story.AnswerVersion.text"


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """One request as it came in."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(kw_only=True)
class Recorder:
    """`answers` says for each path what comes back: status, headers, pieces of the body; else 200 and nothing."""

    port: int
    scheme: str = "http"
    arrived: list[Arrived] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str], list[bytes]]] = field(default_factory=dict)

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """A made-up processor on this machine."""
    with recording() as kept:
        yield kept


@contextmanager
def recording(tls: ssl.SSLContext | None = None) -> Iterator[Recorder]:
    kept = Recorder(port=0, scheme="https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = b"".join(self._pieces())
            kept.arrived.append(
                Arrived(method=self.command, path=self.path, headers=list(self.headers.items()), body=body)
            )
            status, headers, pieces = kept.answers.get(self.path, (200, {}, []))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(sum(map(len, pieces)))}.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in pieces:
                self.wfile.write(piece)

        do_GET = do_POST

        def _pieces(self) -> Iterator[bytes]:
            if self.headers.get("Transfer-Encoding") == "chunked":
                while size := int(self.rfile.readline(), 16):
                    yield self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
            else:
                yield self.rfile.read(int(self.headers.get("Content-Length", 0)))

        def log_message(self, format: str, *args: Any) -> None:
            """The recorder keeps what it must know itself."""

    server = QuietServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    kept.port = server.server_port
    with server.serving():
        yield kept


class QuietServer(ThreadingHTTPServer):
    @contextmanager
    def serving(self) -> Iterator[None]:
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield
        finally:
            self.shutdown()
            thread.join()
            self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who hangs up is the caller's affair."""


@dataclass(kw_only=True)
class Postbox:
    """What a mail server was told. `refuse`: the reply to the next recipients, such as `550 no such box`."""

    port: int = 0
    greeted_by: list[str] = field(default_factory=list)
    letters: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    refuse: str = ""


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A made-up mail server on this machine."""
    with listening() as kept:
        yield kept


@contextmanager
def listening(tls: ssl.SSLContext | None = None) -> Iterator[Postbox]:
    kept = Postbox()

    class Handler:
        async def handle_EHLO(
            self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
        ) -> list[str]:
            session.host_name = hostname
            kept.greeted_by.append(hostname)
            return responses

        async def handle_RCPT(
            self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
        ) -> str:
            if kept.refuse:
                return kept.refuse
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=policy.default)
            kept.letters.append((str(envelope.mail_from), list(envelope.rcpt_tos), message))
            return "250 OK"

    port = free_port()
    controller = Controller(Handler(), hostname="127.0.0.1", port=port, tls_context=tls, require_starttls=bool(tls))
    controller.start()
    kept.port = port
    try:
        yield kept
    finally:
        controller.stop()


def in_order(**changes: Any) -> dict[str, Any]:
    """A processor with which everything is in order, on this machine; `None` takes a value away."""
    today = now().date()
    table: dict[str, Any] = {
        "name": "Nordlys Tekst AS",
        "description": "Sets commas.",
        "region": "NO",
        "hosts": ["127.0.0.1"],
        "purposes": ["book"],
        "fields": [TEXT, "story.Memoir.language"],
        "agreement": "DPA 7",
        "agreement_date": today - timedelta(days=40),
        "agreement_sha256": "ab" * 32,
        "active_since": today - timedelta(days=30),
        "reviewed": today - timedelta(days=30),
        "may_hold_content": True,
    }
    return {key: value for key, value in {**table, **changes}.items() if value is not None}


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """Let the installation have these processors, and these settings of [privacy]."""
    before = registry.profile(), registry.installation()

    def chosen(tables: Mapping[str, Mapping[str, Any]], **privacy: Any) -> None:
        mine = replace(before[0], processors=tables)
        house = replace(before[1], privacy=replace(before[1].privacy, **privacy))
        monkeypatch.setattr(registry, "profile", lambda: mine)
        monkeypatch.setattr(registry, "installation", lambda: house)
        registry.processors.cache_clear()
        lock(registry.open_hosts())

    yield chosen
    monkeypatch.undo()
    registry.processors.cache_clear()
    lock(registry.open_hosts())
    assert registry.profile() == profile()
