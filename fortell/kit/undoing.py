"""Doing something whole or not at all, where no transaction reaches: files, keys, other people's servers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def undone_unless_whole(undo: Callable[[], object]) -> Iterator[None]:
    """Undo whatever the block has done unless it comes to its end; what broke it off goes on."""
    with ExitStack() as stack:
        stack.callback(undo)
        yield
        stack.pop_all()
