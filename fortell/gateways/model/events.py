"""The pieces of an answer that comes as server-sent events (WHATWG HTML, section 9.2), as OpenAI's form uses them."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from fortell.gateways.model.contract import ModelFailed

_DATA: Final = b"data:"
_OVER: Final = b"[DONE]"


def events(chunks: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Each event's JSON, until the stream says that it is over. Raises ModelFailed where it breaks off or is none."""
    for line in _lines(chunks):
        if not line.startswith(_DATA):
            continue  # comments that keep the line open, and names of events
        content = line.removeprefix(_DATA).strip()
        if content == _OVER:
            return
        yield _event(content)
    raise ModelFailed("broke-off")


def _event(content: bytes) -> dict[str, Any]:
    try:
        event = json.loads(content)
    except ValueError as error:
        raise ModelFailed("answered-otherwise") from error
    if not isinstance(event, dict):
        raise ModelFailed("answered-otherwise")
    return event


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest
