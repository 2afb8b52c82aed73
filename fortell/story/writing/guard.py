"""The first, simple guard: which words of a sentence did nobody say?"""

import unicodedata
from collections.abc import Iterable, Sequence

from fortell.story.language import fold, words


def _said(texts: Iterable[str]) -> set[str]:
    return {fold(word.text) for text in texts for word in words(unicodedata.normalize("NFC", text))}


def words_not_said(*, sentence: str, sources: Sequence[str]) -> tuple[str, ...]:
    """The words of `sentence`, as written and each once, that stand in none of the sources; case does not count."""
    said = _said(sources)
    written = (word.text for word in words(unicodedata.normalize("NFC", sentence)))
    return tuple(dict.fromkeys(word for word in written if fold(word) not in said))
