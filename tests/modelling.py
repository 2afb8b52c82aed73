"""A language model's endpoint on this machine that speaks OpenAI's form, and is strict about what it is asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from time import sleep
from typing import Any

import pytest

from fortell.gateways.model import choosing
from fortell.gateways.model.contract import LANGUAGE, PASSAGE
from fortell.kit.installation import Model
from tests.egress import QuietServer, Register, in_order

KEY = "sesame"
MODEL = "fjord-2603"
PATH = "/v1/chat/completions"
TAKEN = {"model", "messages", "temperature", "stream"}  # what every server of this form takes; another field is a 422


@dataclass(kw_only=True)
class Double:
    """What it answers: a text in pieces, or one of the ways in which such endpoints fail."""

    port: int = 0
    says: str = ""
    fails: str = ""
    counts: bool = True
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


@contextmanager
def modelling() -> Iterator[Double]:
    kept = Double()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kept.asked.append(body)
            kept.headers.append({name.lower(): value for name, value in self.headers.items()})
            if status := _refusal(kept, self.path, dict(self.headers), body):
                return self._whole(status, {"error": {"message": "no", "type": "invalid_request_error"}})
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in _pieces(kept):
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()
            if kept.fails == "hangs-up":
                self.close_connection = True
                return None
            self.wfile.write(b"0\r\n\r\n")
            return None

        def _whole(self, status: int, answer: object) -> None:
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if status == 429:
                self.send_header("Retry-After", "20")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """The double keeps what it must know itself."""

    server = QuietServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_port
    with server.serving():
        yield kept


def _refusal(kept: Double, path: str, headers: dict[str, str], body: dict[str, Any]) -> int:
    if path != PATH or body.get("model") != MODEL:
        return 404
    if headers.get("Authorization") != f"Bearer {KEY}":
        return 401
    roles = [message.get("role") for message in body.get("messages", ())]
    if set(body) - TAKEN or roles != ["system", "user"] or body.get("stream") is not True:
        return 422
    return int(kept.fails) if kept.fails.isdigit() else 0


def _event(content: object) -> bytes:
    return b"data: " + json.dumps(content, ensure_ascii=False).encode() + b"\n\n"


def _delta(**choice: Any) -> bytes:
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": MODEL}
    return _event({**chunk, "choices": [{"index": 0, "finish_reason": None, "delta": {}, **choice}]})


def _pieces(kept: Double) -> Iterator[bytes]:
    yield b": keep the line open\n\n"
    yield _delta(delta={"role": "assistant", "content": ""})
    if kept.fails == "nonsense":
        yield b"data: <html>Bad gateway</html>\n\n"
    if kept.fails == "slow":
        sleep(1.5)
    if kept.fails == "refusal":
        yield _delta(delta={"refusal": "I can't help with that."})
    text = kept.says * 50 if kept.fails == "loop" else kept.says
    for start in range(0, len(text), 7):
        yield _delta(delta={"content": text[start : start + 7]})
    if kept.fails == "hangs-up":
        return
    ends = {"filter": "content_filter", "cut": "length"}
    # A piece may end in the middle of an event, and of a letter.
    last = _delta(finish_reason=ends.get(kept.fails, "stop"))
    yield last[:9]
    yield last[9:]
    if kept.counts:
        yield _event({"choices": [], "usage": {"prompt_tokens": 180, "completion_tokens": 40, "total_tokens": 220}})
    yield b"data: [DONE]\n\n"


@pytest.fixture
def model(register: Register, monkeypatch: pytest.MonkeyPatch) -> Iterator[Double]:
    """A house whose family may ask the double for other wording."""
    with modelling() as kept:
        register({"writer": in_order(name="Nordlys Tekst AS", fields=[PASSAGE, LANGUAGE])})
        chosen = Model(processor="writer", address=kept.address, name=MODEL, key=KEY)
        house = replace(choosing.installation(), model=chosen)
        monkeypatch.setattr(choosing, "installation", lambda: house)
        yield kept
        monkeypatch.undo()
