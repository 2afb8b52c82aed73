"""Structured logs: one JSON object a line, ids only, no addresses of people, no words of theirs."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO, cast

import structlog

from fortell.kit.installation import SettingsError
from fortell.privacy.log_files import DailyLog
from fortell.privacy.logged import log_keys


class WithoutTheRest(logging.Handler):
    """Django's and the libraries' warnings as structured lines; their tracebacks may quote content and stay out."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        structlog.get_logger().log(record.levelno, "library.message", logger=record.name, error=kind)


def only_declared(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Let through what the inventory declares for logs; of anything else only its name, so that it is noticed."""
    known = log_keys()
    strange = sorted(set(line) - set(known))
    kept = {key: value for key, value in line.items() if key in known}
    return kept | {"undeclared": strange} if strange else kept


LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure(level: str, file: DailyLog | None = None) -> bool:
    """Lines go to the file, else to standard error. Raises SettingsError on a level nobody knows."""
    if level not in LEVELS:
        raise SettingsError(f"[logs] level is one of {', '.join(LEVELS)}, not {level!r}")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_declared,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", file or sys.stderr)),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[WithoutTheRest()], level=logging.WARNING, force=True)
    return True
