"""What is known of her life, as far as questions need it: whether she spoke of children, a partner, work and so on."""

from collections.abc import Sequence

from fortell.story.interviewer.exchange import Exchange
from fortell.story.language import Language, fold, lexicon


def known(*, history: Sequence[Exchange], language: Language) -> frozenset[str]:
    """The facts that stand in her answers, by their names in the bank's `needs`."""
    said = fold("\n".join(exchange.answer for exchange in history))
    return frozenset(
        fact for fact, listed in lexicon(language).facts.items() if any(phrase in said for phrase in listed)
    )
