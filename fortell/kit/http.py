"""The only place that speaks HTTP to others: with a permit, within limits, and saying nothing about anybody.

No cookies, no proxies from the environment, no redirects, one User-Agent without a version for everybody.
"""

import ipaddress
import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

import httpx

from fortell.kit.clock import now
from fortell.kit.gate import Outcome, Report, SendingFailed, passing

USER_AGENT: Final = "Fortell"
# What would tell the receiver who stands behind a call, or pretend that the call is somebody else's.
POINTERS: Final = frozenset({"cookie", "forwarded", "from", "host", "referer", "user-agent", "via", "x-real-ip"})

Payload = Mapping[str, Any]
Body = bytes | Iterator[bytes] | dict[str, Any] | list[Any]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long and how much: seconds to connect, between two pieces, and for the whole answer; its bytes."""

    connect: float = 5.0
    silence: float = 30.0
    whole: float = 120.0
    reply_bytes: int = 16 * 1024 * 1024


class Reply:
    """The answer, while its block lasts. Its body is read once, piece by piece or whole."""

    def __init__(self, response: httpx.Response, *, limits: Limits, until: datetime) -> None:
        self.status, self.headers = response.status_code, dict(response.headers)
        self._response, self._limits, self._until = response, limits, until

    def chunks(self) -> Iterator[bytes]:
        """Raises SendingFailed where the line breaks, the time is over or the answer is too large."""
        size = 0
        for chunk in _unbroken(self._response.iter_raw()):
            size += len(chunk)
            if size > self._limits.reply_bytes:
                raise SendingFailed("the answer is larger than expected", permanent=True)
            if now() > self._until:
                raise SendingFailed("the answer took too long")
            yield chunk

    def read(self) -> bytes:
        return b"".join(self.chunks())

    def json(self) -> Any:
        """Raises SendingFailed where the answer is no JSON."""
        try:
            return json.loads(self.read())
        except ValueError as error:
            raise SendingFailed("the answer is no JSON", permanent=True) from error


@contextmanager
def exchange(
    *,
    permit: object,
    url: str,
    payload: Payload,
    shape: Callable[[Payload], Body] | None = None,
    method: str = "POST",
    headers: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Iterator[Reply]:
    """Send a payload (model field → value) and give the answer; `shape` makes the body of it and of nothing else.

    A dict or list goes out as JSON, bytes and pieces of bytes as they are. A redirect comes back as the answer.
    Raises SendingFailed, GateShut, what the gate refuses with, and ValueError on an address that is not https.
    """
    limits, address = limits or Limits(), _address(url)
    with passing(permit, host=address.host, fields=payload.keys()) as report:
        request = _request(method, address, shape(payload) if shape else b"", headers or {}, limits)
        response = _answered(request, report)
        try:
            yield Reply(response, limits=limits, until=now() + timedelta(seconds=limits.whole))
        finally:
            response.close()


def _address(url: str) -> httpx.URL:
    address = httpx.URL(url)
    if not address.host or (address.scheme != "https" and not (address.scheme == "http" and _here(address.host))):
        raise ValueError("only https leaves this machine")
    if address.userinfo:
        raise ValueError("an address holds no password")
    return address


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _request(method: str, address: httpx.URL, body: Body, headers: Mapping[str, str], limits: Limits) -> httpx.Request:
    if pointing := sorted(name for name in headers if _points(name.lower())):
        raise ValueError(f"these headers are not sent: {', '.join(pointing)}")
    ours = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    if isinstance(body, dict | list):
        ours["Content-Type"], body = "application/json", json.dumps(body, ensure_ascii=False).encode()
    timeout = httpx.Timeout(limits.silence, connect=limits.connect).as_dict()
    return httpx.Request(method, address, headers={**ours, **headers}, content=body, extensions={"timeout": timeout})


def _points(header: str) -> bool:
    return header in POINTERS or header.startswith("x-forwarded-")


def _answered(request: httpx.Request, report: Report) -> httpx.Response:
    try:
        response = _transport().handle_request(request)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        report(Outcome.UNREACHABLE)
        raise SendingFailed(f"{request.url.host} can't be reached") from error
    except httpx.TransportError as error:
        raise SendingFailed(f"the line to {request.url.host} broke ({type(error).__name__})") from error
    report(Outcome.ANSWERED)
    return response


def _unbroken(chunks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    except httpx.TransportError as error:
        raise SendingFailed(f"the line broke ({type(error).__name__})") from error


@cache
def _transport() -> httpx.HTTPTransport:
    """One for the process, so that connections are used again. The system's own certificates decide whom to trust."""
    return httpx.HTTPTransport(verify=ssl.create_default_context(), trust_env=False, retries=0)
