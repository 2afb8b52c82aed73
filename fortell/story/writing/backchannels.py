"""Which turns of an interview ask or tell something, and which only say "I am listening"."""

from fortell.story.language import Language, fold, lexicon, mask, words


def _said(text: str) -> list[str]:
    return [fold(word.text) for word in words(mask(text))]


def only_hums(*, text: str, language: Language) -> bool:
    """Whether the turn holds words, but none that says anything ("Hmmm?"). A yes or a no says something."""
    said = _said(text)
    return bool(said) and lexicon(language).all_in(("hums",), said)


def only_listens(*, text: str, language: Language) -> bool:
    """Whether the interviewer only shows that she listens ("Oh, I see."), or says nothing."""
    return lexicon(language).all_in(("hums", "replies"), _said(text))


def asks(*, text: str, language: Language) -> bool:
    if only_listens(text=text, language=language):
        return False
    said, lists = _said(text), lexicon(language)
    opening = [word for word in said if not lists.has("openers", word)][:2]
    return "?" in mask(text) or any(
        lists.has("question_words", word) or lists.has("invitations", word) for word in opening
    )


def answers_back(*, text: str, language: Language) -> bool:
    """Whether a turn opens by answering ("Yes", "That's it"), so that it cannot stand without what it answers."""
    said = _said(text)[:1]
    return bool(said) and lexicon(language).has("answering", said[0])
