from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from fortell.kit.jobs.running import Running


Refuses = Callable[[str, UUID], bool]
_handlers: dict[str, Callable[..., None]] = {}
_refuses: list[Refuses] = []
_without_trace: list[Callable[[UUID], bool]] = []
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


def refuse_jobs(refuses: Refuses) -> Refuses:
    """Register who may forbid a job by its name and scope: it then fails for good, and its handler is not called."""
    _refuses.append(refuses)
    return refuses


def leave_no_trace_of(asked: Callable[[UUID], bool]) -> Callable[[UUID], bool]:
    """Register who may ask that of a scope's ended jobs nothing is kept that serves only the finding of faults."""
    _without_trace.append(asked)
    return asked


def leaves_no_trace(scope: UUID | None) -> bool:
    return scope is not None and any(asked(scope) for asked in _without_trace)


def carry_out(name: str, running: "Running", arguments: dict[str, str]) -> None:
    """Call the handler. A job nobody knows, or that somebody forbids, fails for good."""
    if name not in _handlers:
        raise PermanentFailure("unknown-job")
    if running.scope and any(refuses(name, running.scope) for refuses in _refuses):
        raise PermanentFailure("refused")
    token = _carried_out.set(name)
    try:
        _handlers[name](running, **arguments)
    finally:
        _carried_out.reset(token)


def current_job() -> str:
    """The name of the job that this code is carrying out; empty outside of jobs."""
    return _carried_out.get()
