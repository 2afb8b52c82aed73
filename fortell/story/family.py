"""The family's questions: which of them wait to be put to her, and how each stands for whoever wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from fortell.people.permissions import Actor
from fortell.people.queries import called
from fortell.privacy.vault.opening import Opening
from fortell.story.interviewer import MUCH_LATER, WaitingQuestion
from fortell.story.models import Answer, FamilyQuestion, Memoir, Turn
from fortell.story.queries import asked_in


class Standing(StrEnum):
    """What whoever wrote it is told. Whether she skipped it, refused it or keeps her answer is nobody's but hers."""

    WAITING = "waiting"
    PUT = "put"
    ANSWERED = "answered"  # and shared with the family
    SILENT = "silent"  # there is nothing for the family to read


@dataclass(frozen=True, kw_only=True)
class QuestionRead:
    row: FamilyQuestion
    text: str
    phase: str
    standing: Standing

    @property
    def may_change(self) -> bool:
        return self.standing is Standing.WAITING


def questions_by(memoir: Memoir, actor: Actor, opening: Opening) -> list[QuestionRead]:
    """What this member wrote, newest first."""
    rows = list(own_questions(memoir, actor).prefetch_related("turns__answers").order_by("-written_at", "-id"))
    opening.load_keys([row.id for row in rows])
    return [read_question(row, opening) for row in rows]


def own_questions(memoir: Memoir, actor: Actor) -> QuerySet[FamilyQuestion]:
    return FamilyQuestion.objects.filter(memoir=memoir, asker=actor.member_id, taken_back_at=None)


def read_question(row: FamilyQuestion, opening: Opening) -> QuestionRead:
    words = opening.read(row, "words")
    return QuestionRead(row=row, text=words["text"], phase=words["phase"], standing=_standing(row.turns.all()))


def asked_by_family(memoir: Memoir, answers: Iterable[UUID], opening: Opening) -> list[tuple[str, str]]:
    """Who of the family asked what, where these answers reply to it; of what she keeps to herself, nothing."""
    shared = Answer.objects.filter(memoir=memoir, id__in=list(answers), withheld_at=None)
    turns = Turn.objects.filter(origin=Turn.Origin.FAMILY, answers__in=shared).distinct().order_by("number")
    return [(asked.by, asked.text) for asked in (asked_in(turn, opening) for turn in turns)]


def somebody_waits(memoir: Memoir) -> bool:
    """Whether there is a question that was not put to her yet."""
    return FamilyQuestion.objects.filter(memoir=memoir, taken_back_at=None, turns=None).exists()


def waiting(
    memoir: Memoir, opening: Opening, *, through: int, before: Turn | None = None
) -> tuple[WaitingQuestion, ...]:
    """What waits to be put to her, whoever has been heard least first; what she put off comes back once, much later.

    `through` is the number of her last turn; `before`: as it was before this turn was opened.
    """
    turns = Turn.objects.exclude(id__in=[before.id] if before else []).order_by()
    its = turns.filter(of_family=OuterRef("id"))
    lately = its.exclude(outcome=Turn.Outcome.LATER, number__lte=through - MUCH_LATER)
    by_asker = turns.filter(of_family__asker=OuterRef("asker")).values("of_family__asker")
    heard = Coalesce(Subquery(by_asker.annotate(count=Count("id")).values("count")), 0)
    found = FamilyQuestion.objects.filter(~Exists(lately), memoir=memoir, taken_back_at=None)
    rows = list(found.annotate(returns=Exists(its), heard=heard).order_by("returns", "heard", "written_at", "id"))
    opening.load_keys([row.id for row in rows])
    names = called(memoir.id, opening) if rows else {}
    read = ((row, opening.read(row, "words")) for row in rows)
    return tuple(
        WaitingQuestion(str(row.id), names[row.asker_id], words["text"], words["phase"], row.returns)
        for row, words in read
    )


def _standing(turns: Iterable[Turn]) -> Standing:
    newest = max(turns, key=lambda turn: turn.number, default=None)
    if newest is None:
        return Standing.WAITING
    if newest.outcome in {Turn.Outcome.OPEN, Turn.Outcome.LATER}:
        return Standing.PUT
    shared = any(answer.withheld_at is None for answer in newest.answers.all())
    return Standing.ANSWERED if newest.outcome == Turn.Outcome.ANSWERED and shared else Standing.SILENT
