"""How an answer was given: briefly, reluctantly, with something heavy in it. It reads words and guesses no feelings."""

from typing import Final

from fortell.story.language import Language, fold, lexicon, mask, sentence_spans, words

BRIEF: Final = 3
# "I don't know, really, it was so long ago": up to here an answer that does not know is a short one.
BRIEF_UNKNOWN: Final = 12
# "What do you mean by that?": a question of so few words is put to whoever asked.
ASKING_BACK: Final = 9
# One heavy word weighs this many words of the answer, a grave one twice as much.
HEAVY_REACH: Final = 40
# So many words are what she came to last.
LAST: Final = 70
# Enough of an answer to judge it by, from its end: what she came to last is what she is in. In characters.
READ: Final = 6000


def _said(answer: str, language: Language) -> list[str]:
    """Its words, without the questions that are put to whoever listens ("you don't remember when he died, do you?")."""
    lists, kept = lexicon(language), []
    for start, end in sentence_spans(text := mask(recent(answer)), language=language):
        said = [fold(word.text) for word in words(text[start:end])]
        asked = text[start:end].endswith("?") and any(lists.has("second_person", word) for word in said)
        kept += [] if asked else said
    return kept


def recent(answer: str) -> str:
    return answer[-READ:]


def is_brief(*, answer: str, language: Language) -> bool:
    """Whether there is nothing in it to take up: no words, a yes, a "don't know"."""
    text, lists = fold(mask(recent(answer))), lexicon(language)
    said = [word.text for word in words(text)]
    told = [word for word in said if not any(lists.has(listed, word) for listed in ("answering", "hums", "fillers"))]
    return len(told) <= BRIEF or (len(said) <= BRIEF_UNKNOWN and lists.says("unknown", text))


def asks_back(*, answer: str) -> bool:
    """Whether all of it is a question to whoever asked."""
    text = mask(recent(answer)).strip()
    return text.endswith("?") and len(words(text)) <= ASKING_BACK


def is_reluctant(*, answer: str, language: Language) -> bool:
    """Whether she says that she would rather not speak of it."""
    return lexicon(language).says("reluctant", fold(recent(answer)))


def is_heavy(*, answer: str, language: Language) -> bool:
    """Whether death, loss or violence fill the answer, or what she came to last; a mere mention does not count."""
    lists, said = lexicon(language), _said(answer, language)
    weights = [lists.has("heavy", word) + 2 * lists.has("grave", word) for word in said]
    last = weights[-LAST:]
    return any(sum(part) * HEAVY_REACH >= len(part) > 0 for part in (weights, last))


def is_acute(*, answer: str, language: Language) -> bool:
    """Whether she says that she does not want to live, or that she is in danger now."""
    return lexicon(language).says("acute", fold(recent(answer)))


def mood(*, answer: str, language: Language) -> str:
    """One word for how it was given, the most weighty first; "plain" where nothing else is to be said."""
    checks = {
        "acute": is_acute(answer=answer, language=language),
        "reluctant": is_reluctant(answer=answer, language=language),
        "asking": asks_back(answer=answer),
        "heavy": is_heavy(answer=answer, language=language),
        "brief": is_brief(answer=answer, language=language),
    }
    return next((name for name, is_so in checks.items() if is_so), "plain")
