"""Other wording for a passage, proposed by a language model: judged by the guard, stored nowhere, used by a person."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.db.models import F

from fortell.book.bodies import BodySentence, rewritten
from fortell.book.models import ModelUse, Passage
from fortell.book.queries import read_passage, said_in
from fortell.gateways.model import ModelFailed, Wish, Writer, most_tokens, tokens_a_month
from fortell.kit.clock import now
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.models import Memoir
from fortell.story.queries import language_of, naming_of

# A sentence of a book has none of these; a model's way of setting headings and lists has.
MARKS_OF_MODELS: Final = frozenset("*#`<>|")


class Failed(StrEnum):
    """Why there is no other wording; the passage stands as it was."""

    SPENT = "spent"  # this month's tokens for this memoir are used up
    NOTHING = "nothing"  # the model failed, refused, or said what is no sentence


@dataclass(frozen=True)
class Suggested:
    """One proposed sentence; with doubts, the guard does not let it pass."""

    sentence: BodySentence

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def passes(self) -> bool:
        return not (self.sentence.doubts or self.sentence.not_said)


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    sentences: tuple[Suggested, ...]

    @property
    def text(self) -> str:
        return " ".join(one.text for one in self.sentences)

    @property
    def passes(self) -> bool:
        return all(one.passes for one in self.sentences)


def suggest_wording(*, passage: Passage, text: str, wish: Wish, engine: Writer, by: Actor) -> Suggestion | Failed:
    """Ask for `text`, which stands in the passage's place, in other words, and judge each sentence of the answer.

    The model gets this text, with people named as the storyteller chose, and its language; nothing that names somebody
    who is left out. What it costs at most is set aside before it is asked, so that a memoir never uses more than its
    month's share. Raises ConsentMissing and Restricted.
    """
    allow(by, Action.DRAFT_EDIT, passage)
    memoir = passage.memoir
    opening = opened(scope=memoir.id, use=Use.BOOK)
    naming = naming_of(memoir, opening)
    if naming.leaves_out(text):
        return Failed.NOTHING
    text = naming.renamed(text)
    most = most_tokens(text)
    use = _set_aside(passage, most, by)
    if use is None:
        return Failed.SPENT
    try:
        written = engine.write(text, wish=wish, language=memoir.language, scope=memoir.id)
    except ModelFailed:
        return Failed.NOTHING
    _count(use, written.tokens - most)
    if MARKS_OF_MODELS.intersection(written.text) - set(text):
        return Failed.NOTHING
    return _judged(passage, " ".join(written.text.split()), opening)


def _judged(passage: Passage, text: str, opening: Opening) -> Suggestion:
    body = read_passage(passage, opening).body
    said = said_in(passage, opening)
    after = rewritten(body, text=text, by="", said=said, language=language_of(passage.memoir))
    return Suggestion(sentences=tuple(map(Suggested, after.sentences)))


@transaction.atomic
def _set_aside(passage: Passage, tokens: int, by: Actor) -> ModelUse | None:
    """The month in which they are counted; None where it has not so many left for the memoir."""
    memoir = Memoir.objects.select_for_update().get(id=passage.memoir_id)
    use, _new = ModelUse.objects.get_or_create(memoir=memoir, month=now().date().replace(day=1))
    if use.tokens + tokens > tokens_a_month():
        return None
    _count(use, tokens)
    audit.record(by, "passage.suggested", passage, scope=memoir.id, fields=("body",))
    return use


def _count(use: ModelUse, more: int) -> None:
    ModelUse.objects.filter(id=use.id).update(tokens=F("tokens") + more)
