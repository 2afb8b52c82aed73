"""The last lock: an audit hook in every process (PEP 578) that lets sockets reach registered hosts only.

It sees all of Python's sockets, whoever uses them: a library, an SDK, a line somebody slipped in. It does not see
sockets that a C or Rust library opens by itself (libpq, granian) and other programs; docs/architecture.md says what
holds those. Names are checked before they are looked up, so that not even the DNS learns a name we may not call.
"""

import socket
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final

import structlog

from fortell.kit.clock import now
from fortell.privacy.egress.hosts import address, plain, stays_here

log = structlog.get_logger()

REMEMBERED: Final = timedelta(minutes=10)  # a connection follows its look-up at once, a second attempt soon


class HostNotRegistered(PermissionError):
    """This host is no registered processor's: nothing was sent, and its name was not looked up."""


class Doors:
    """Which hosts are open: those of processors, always; others for as long as a recipient's permit lives."""

    def __init__(self) -> None:
        self.locked = False
        self.registered: frozenset[str] = frozenset()
        self._visitors: dict[str, datetime] = {}
        self._resolved: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def open_for(self, host: str, *, until: datetime) -> None:
        self._visitors[plain(host)] = until

    def close_for(self, host: str) -> None:
        self._visitors.pop(plain(host), None)

    def remember(self, addresses: Iterable[str]) -> None:
        """Addresses that the name service gave for an open host."""
        at = now()
        with self._lock:
            self._resolved = {known: until for known, until in self._resolved.items() if until > at}
            self._resolved |= {str(address(found)): at + REMEMBERED for found in addresses}

    def let_through(self, host: str) -> bool:
        name = str(address(host) or plain(host))
        return stays_here(name) or name in self.registered or self._for_now(name)

    def _for_now(self, name: str) -> bool:
        return any(name in open_now and open_now[name] > now() for open_now in (self._visitors, self._resolved))


DOORS: Final = Doors()


def lock(registered: Iterable[str]) -> None:
    """From now on nothing in this process reaches a host that is not open; there is no way back.

    Called again, it only changes which hosts are registered.
    """
    DOORS.registered = frozenset(plain(host) for host in registered)
    if not DOORS.locked:
        DOORS.locked = True
        socket.getaddrinfo = _remembering(socket.getaddrinfo)
        sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith("socket.") and (check := CHECKS.get(event)):
        check(*arguments)


def _refuse_unless_open(host: object) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host or "")
    if not DOORS.let_through(name):
        log.warning("egress.denied", host=name)
        raise HostNotRegistered(f"{name} is no registered host; nothing was sent (docs/operating.md, Processors)")


def _look_up(host: object, *_rest: object) -> None:
    # An address as such is no look-up; connecting to it is checked of its own.
    if not (isinstance(host, str) and address(host)):
        _refuse_unless_open(host)


def _look_up_address(of: object, *_rest: object) -> None:
    _refuse_unless_open(of[0] if isinstance(of, tuple) else of)


def _send(line: socket.socket, to: object) -> None:
    if line.family in {socket.AF_INET, socket.AF_INET6}:
        if isinstance(to, tuple):  # None: it is connected, and was checked then
            _refuse_unless_open(to[0])
    elif line.family != socket.AF_UNIX:
        raise HostNotRegistered("only the internet's addresses can be checked; nothing was sent")


CHECKS: Final[dict[str, Callable[..., None]]] = {
    "socket.getaddrinfo": _look_up,
    "socket.gethostbyname": _look_up,
    "socket.gethostbyaddr": _look_up_address,
    "socket.getnameinfo": _look_up_address,
    "socket.connect": _send,
    "socket.sendto": _send,
    "socket.sendmsg": _send,
}


def _remembering(resolve: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(resolve)
    def getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:
        found = resolve(host, *rest, **named)
        if isinstance(host, str) and not address(host) and DOORS.let_through(host):
            DOORS.remember(str(entry[4][0]) for entry in found)
        return found

    return getaddrinfo
