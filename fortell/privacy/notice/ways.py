"""How each right is used today: on her own page where a room has made one, else by asking whoever answers for it."""

from typing import Final

# GDPR art. 15 to 22, and the withdrawal of art. 7(3), in the order the notice lists them.
RIGHTS: Final = (
    "access",
    "rectification",
    "erasure",
    "restriction",
    "notification",
    "portability",
    "objection",
    "decisions",
    "withdrawal",
)
ARTICLES: Final = dict(zip(RIGHTS, ("15", "16", "17", "18", "19", "20", "21", "22", "7(3)"), strict=True))
BY_ITSELF: Final = frozenset({"notification", "decisions"})  # nothing has to be asked for
_on_her_page: set[str] = set()


def on_her_page(*rights: str) -> None:
    """Register rights that people use by themselves on their own page. Raises ValueError on one nobody has."""
    if unknown := set(rights) - set(RIGHTS):
        raise ValueError(f"no such right: {', '.join(sorted(unknown))}")
    _on_her_page.update(rights)


def way(right: str) -> str:
    """`itself`, `page` or `ask`."""
    if right in BY_ITSELF:
        return "itself"
    return "page" if right in _on_her_page else "ask"
