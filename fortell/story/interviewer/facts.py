"""What is known of her life, as far as questions need it: whether she spoke of children, a partner, work and so on."""

from collections.abc import Iterable, Sequence

from fortell.story.interviewer.exchange import Exchange
from fortell.story.language import Language, fold, lexicon


def known(*, needs: Iterable[str], history: Sequence[Exchange], language: Language) -> bool:
    """Whether all of these facts stand in her answers. Newest answers are read first."""
    listed = lexicon(language).facts
    return all(
        any(phrase in fold(exchange.answer) for exchange in reversed(history) for phrase in listed[need])
        for need in needs
    )
