"""The one place the product reads the time; tests move it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(tz=UTC)
