from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fortell.kit.jobs.running import Running


_handlers: dict[str, Callable[..., None]] = {}
_carried_out: ContextVar[str] = ContextVar("the job that is being carried out", default="")


class PermanentFailure(Exception):
    """Trying again would not help; the message is a short key without content, e.g. `no-answers`."""


def handler(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function the one that carries out jobs called `name`; it gets the Running job and its arguments."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if name in _handlers:
            raise ValueError(f"two handlers for the job {name}")
        _handlers[name] = function
        return function

    return register


def carry_out(name: str, running: "Running", arguments: dict[str, str]) -> None:
    """Call the handler. A job nobody knows fails for good: the code that knew it is gone."""
    if name not in _handlers:
        raise PermanentFailure("unknown-job")
    token = _carried_out.set(name)
    try:
        _handlers[name](running, **arguments)
    finally:
        _carried_out.reset(token)


def current_job() -> str:
    """The name of the job that this code is carrying out; empty outside of jobs."""
    return _carried_out.get()
