"""What she wants never to be asked about: parts of her life, matters, and words of her own.

Each is one entry of `Picture.off_limits`: "phase:youth", "matter:war", "say:Arvid". What she told of it herself stays
in her story; no question takes it up, leads to it, or follows on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple

from fortell.story.interviewer.bank import BankQuestion, bank
from fortell.story.interviewer.closing import topics_of
from fortell.story.interviewer.exchange import Exchange
from fortell.story.interviewer.names import names
from fortell.story.interviewer.picture import Person, Picture
from fortell.story.language import Language, fold, lexicon, phases, stem, words

WHY: Final = "off limits"
# A shorter word of a name is an initial or a particle, and says nothing of who is meant.
_SHORTEST_NAME: Final = 3


class _Matter(NamedTuple):
    """By the names that the language's lists of topics and of phases, and the bank's themes and facts, have for it."""

    topics: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()


def _matter(topics: str = "", themes: str = "", facts: str = "", phases: str = "") -> _Matter:
    return _Matter(*(frozenset(listed.split()) for listed in (topics, themes, facts, phases)))


MATTERS: Final[Mapping[str, _Matter]] = {
    "mother": _matter("mother", facts="mother"),
    "father": _matter("father", facts="father"),
    "siblings": _matter("siblings", facts="siblings"),
    "love": _matter("partner", "love", "partner wedding partner-dead divorce", "partnership"),
    "children": _matter("children", facts="children", phases="parenthood"),
    "grandchildren": _matter("grandchildren", facts="grandchildren"),
    "school": _matter("school", "school", "schooldays studies", "school"),
    "work": _matter("", "work", "work retired", "first_jobs working_life"),
    "money": _matter("money", "money"),
    "faith": _matter("faith", "faith", "church"),
    "illness": _matter("illness", "body", "illness"),
    "death": _matter("death", "loss", "partner-dead"),
    "war": _matter("war", facts="war military"),
    "violence": _matter("violence slavery"),
    "drink": _matter("drink"),
    "prison": _matter("prison slavery"),
}


class _Said(NamedTuple):
    """One word of a text: as it is written, folded, and its stem."""

    text: str
    folded: str
    stem: str


def _said(text: str, language: Language) -> tuple[_Said, ...]:
    bare = [(word.text, fold(word.text).removesuffix("'s")) for word in words(text)]
    return tuple(_Said(written, folded, stem(folded, language=language)) for written, folded in bare)


@cache
def _bank_said(language: Language) -> Mapping[str, tuple[frozenset[str], tuple[_Said, ...]]]:
    """Topics and words of each question of the bank: read once, since nothing of hers is in them."""
    return {one.id: (topics_of(one.text, language), _said(one.text, language)) for one in bank(language)}


@dataclass(frozen=True, slots=True)
class Bounds:
    """All entries in the form in which questions and answers are held against them. Falsy where there are none."""

    language: Language
    topics: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()  # as written, with a capital
    sayings: tuple[frozenset[str], ...] = ()  # folded words, of which each is to be met

    def __bool__(self) -> bool:
        return bool(self.topics or self.themes or self.phases or self.names or self.sayings)

    def meet(self, text: str) -> bool:
        """Whether a text speaks of something off limits."""
        return bool(self) and self._met(topics_of(text, self.language), _said(text, self.language))

    def meet_question(self, question: BankQuestion) -> bool:
        """Whether a question of the bank asks about it, or needs it told."""
        if not self:
            return False
        about = question.phase in self.phases or question.theme in self.themes
        return about or bool(question.needs & self.facts) or self._met(*_bank_said(self.language)[question.id])

    def meet_exchange(self, last: Exchange, question: BankQuestion | None) -> bool:
        """Whether the question or the answer was about it, so that nothing follows on it."""
        here = (last.phase in self.phases) or (question is not None and self.meet_question(question))
        return bool(self) and (here or self.meet(last.question) or self.meet(last.answer))

    def _met(self, topics: frozenset[str], said: Iterable[_Said]) -> bool:
        if self.topics & topics:
            return True
        found = tuple(said)
        listed = [lexicon(self.language).phases[phase] for phase in self.phases]
        if any(one.folded in words_of for one in found for words_of in listed):
            return True
        return any(_is_named(one, self.names) for one in found) or any(self._says(found, one) for one in self.sayings)

    def _says(self, found: Iterable[_Said], saying: frozenset[str]) -> bool:
        met = {word for one in found for word in (one.folded, one.folded.removesuffix("s"), one.stem)}
        return all(word in met or stem(word, language=self.language) in met for word in saying)


def _is_named(one: _Said, names: frozenset[str]) -> bool:
    return one.text in names or one.text.removesuffix("s") in names or one.text.removesuffix("'s") in names


def names_told(text: str, language: Language) -> tuple[str, ...]:
    """Whom a text names who is no place, also where a sentence begins with the name."""
    found = names(text=f"so {text}", language=language)
    return tuple(dict.fromkeys(cue.words for cue in found if cue.kind != "place"))


def names_in(text: str, language: Language) -> tuple[str, ...]:
    """Whom and what a text of ours names."""
    return tuple(dict.fromkeys(cue.words for cue in names(text=text, language=language)))


def bounds(picture: Picture, language: Language) -> Bounds:
    """What is off limits, with everybody known by a name for a relation that is, and by a relation for a name that is.

    Whoever will not be asked about Arvid is not asked about "your brother" either.
    """
    if not picture.off_limits:
        return Bounds(language)
    own = _own_bounds(picture.off_limits, language)
    people = [person for person in picture.people if own.meet(person.name) or own.meet(person.related)]
    return replace(
        own,
        topics=own.topics.union(*(topics_of(person.related, language) for person in people)),
        names=own.names.union(*(_first_names(person) for person in people)),
    )


def _own_bounds(off_limits: Iterable[str], language: Language) -> Bounds:
    entries = [entry.partition(":") for entry in off_limits]
    matters = [MATTERS[value] for kind, _colon, value in entries if kind == "matter" and value in MATTERS]
    closed = frozenset(value for kind, _colon, value in entries if kind == "phase")
    own = [value for kind, _colon, value in entries if kind == "say"]
    topics = {f"topic:{topic}" for matter in matters for topic in matter.topics}
    return Bounds(
        language=language,
        topics=frozenset(topics).union(*(topics_of(value, language) for value in own)),
        themes=frozenset(theme for matter in matters for theme in matter.themes),
        facts=frozenset(fact for matter in matters for fact in matter.facts),
        phases=(closed & {phase.id for phase in phases()}).union(*(matter.phases for matter in matters)),
        names=frozenset(name for value in own for name in _names(value, language)),
        sayings=tuple(saying for value in own if (saying := _saying(value, language))),
    )


def _saying(own: str, language: Language) -> frozenset[str]:
    """The words of an entry of hers that say something; all of them, if none does."""
    said = frozenset(one.folded for one in _said(own, language))
    return frozenset(word for word in said if not lexicon(language).has("stopwords", word)) or said


def _names(own: str, language: Language) -> list[str]:
    """Words with a capital of which each alone says who or where: "Arvid" of "my brother Arvid Moen"."""
    told = [one for one in _said(own, language) if one.text[0].isupper() and len(one.text) >= _SHORTEST_NAME]
    lists = lexicon(language)
    return [
        one.text
        for one in told
        if not any(lists.has(listed, one.folded) for listed in ("stopwords", "not_names", "general", "openers"))
    ]


def _first_names(person: Person) -> frozenset[str]:
    return frozenset(person.name.split()[:1]) if person.kind != "kin" else frozenset()
