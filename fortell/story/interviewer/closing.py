"""What she would rather not speak of: the matter of a question she refused is closed for good, with all that is near.

A closed matter is a topic of the language's lists ("topic:war"), a theme within a phase ("at:youth/love"), or a name
("who:", with the name's mark).
"""

from collections.abc import Iterable, Mapping
from functools import cache

from fortell.story.interviewer.bank import BankQuestion, bank
from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.exchange import Exchange
from fortell.story.interviewer.mood import is_reluctant
from fortell.story.interviewer.names import names
from fortell.story.interviewer.picture import mark
from fortell.story.language import Language, fold, lexicon, sentence_spans, words


def topics_of(text: str, language: Language) -> frozenset[str]:
    """The topics that a text speaks of."""
    said = {fold(word.text) for word in words(text)}
    return frozenset(
        f"topic:{name}" for name, listed in lexicon(language).topics.items() if any(word in listed for word in said)
    )


def _names_in(text: str, language: Language) -> frozenset[str]:
    return frozenset(f"who:{mark(cue.words)}" for cue in names(text=text, language=language))


def _reluctant_part(answer: str, language: Language) -> str:
    """The sentences in which she says so, each with the one before."""
    spans = sentence_spans(answer, language=language)
    said = [answer[start:end] for start, end in spans]
    parts = [
        " ".join(said[max(0, at - 1) : at + 1])
        for at, one in enumerate(said)
        if is_reluctant(answer=one, language=language)
    ]
    return " ".join(parts)


def closed_by(exchange: Exchange, question: BankQuestion | None, language: Language) -> frozenset[str]:
    """What an exchange closes: the matter of a refused question, or of words that she did not want to go on with."""
    if exchange.outcome == "refused":
        here = {f"at:{question.phase}/{question.theme}"} if question else set()
        needed = {f"topic:{fact}" for fact in question.needs} if question else set()
        return frozenset(
            here | needed | topics_of(exchange.question, language) | _names_in(exchange.question, language)
        )
    if exchange.outcome == "answered" and is_reluctant(answer=exchange.answer, language=language):
        part = _reluctant_part(exchange.answer, language)
        return topics_of(f"{exchange.question} {part}", language) | _names_in(part, language)
    return frozenset()


@cache
def _near(language: Language) -> Mapping[str, frozenset[str]]:
    """What each question of the bank is near to, by its id: the bank is read for it once, not at every turn."""
    return {
        question.id: topics_of(question.text, language).union(
            {f"at:{question.phase}/{question.theme}"}, (f"topic:{fact}" for fact in question.needs)
        )
        for question in bank(language)
    }


def is_closed(question: BankQuestion, closed: Iterable[str], language: Language) -> bool:
    """Whether a question of the bank is near to what she would rather not speak of."""
    return bool(closed) and not _near(language)[question.id].isdisjoint(closed)


def cue_is_closed(cue: Cue, closed: Iterable[str], language: Language) -> bool:
    """Whether words of hers lead to it."""
    if not closed:
        return False
    found = topics_of(cue.words, language) | _names_in(f"so {cue.words}", language) | {f"who:{mark(cue.words)}"}
    return not found.isdisjoint(closed)
