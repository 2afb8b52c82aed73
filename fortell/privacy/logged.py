"""What may stand in a line of the process logs. Free of models: lines are written before any model is loaded."""

from fortell.privacy.terms import Category

_keys: dict[str, Category | str] = {
    "event": "a fixed name",
    "level": "how bad it is",
    "timestamp": Category.TECHNICAL,
    "route": "a page's fixed name, without what its address names",
    "method": "GET or POST",
    "status": "a number of HTTP",
    "ms": "a duration",
    "actor": Category.TECHNICAL,
    "logger": "a library's name",
    "error": "the kind of an error, never its text",
    "reason": "one of a framework's fixed phrases",
    "job": "a job's fixed name",
    "id": Category.TECHNICAL,
    "attempt": "a counter",
    "files": "a counter",
    "rows": "a counter",
    "backup": "a random id of a copy of the whole house",
    "host": "a server of ours or of a processor, which the house wanted to call",
    "proven": "a counter",
    "kind": "which right of the law a request is about",
    "due": "a day",
    "undeclared": "names of keys that were left out",
}


def declare_log(**keys: Category | str) -> None:
    """Let a room's own keys through: what category each is, or why it says nothing about anybody."""
    _keys.update(keys)


def log_keys() -> dict[str, Category | str]:
    return dict(_keys)
