"""A line between two houses that breaks when the answer comes: everything arrives, and nobody hears of it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.serving import free_port


@dataclass(kw_only=True)
class Line:
    """Passes on what comes to `port`. `severed`: each connection is cut at the first byte of the answer."""

    port: int = field(default_factory=free_port)
    severed: bool = False
    lost: int = 0  # answers

    def pass_on(self, caller: socket.socket, to: int) -> None:
        with caller, socket.create_connection(("127.0.0.1", to)) as called:
            back = threading.Thread(target=self._answer, args=(called, caller))
            back.start()
            while piece := _next(caller):
                called.sendall(piece)
            back.join()

    def _answer(self, called: socket.socket, caller: socket.socket) -> None:
        while piece := _next(called):
            if self.severed:
                self.lost += 1
                break
            caller.sendall(piece)
        for end in (caller, called):
            _hang_up(end)


@contextmanager
def line(to: int) -> Iterator[Line]:
    """A line to a port of this machine, while the block lasts."""
    made = Line()
    with socket.create_server(("127.0.0.1", made.port)) as entrance:
        taking = threading.Thread(target=_take_calls, args=(entrance, made, to), daemon=True)
        taking.start()
        yield made
        _hang_up(entrance)
        taking.join()


def _take_calls(entrance: socket.socket, made: Line, to: int) -> None:
    while caller := _call(entrance):
        threading.Thread(target=made.pass_on, args=(caller, to), daemon=True).start()


def _call(entrance: socket.socket) -> socket.socket | None:
    try:
        return entrance.accept()[0]
    except OSError:  # the line is taken down
        return None


def _next(end: socket.socket) -> bytes:
    try:
        return end.recv(65536)
    except OSError:  # the other thread has hung up
        return b""


def _hang_up(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
