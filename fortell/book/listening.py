"""What this room does when something happens below it."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext

from fortell.book.actions import editions_with, let_go, take_back
from fortell.kit.jobs import later
from fortell.privacy.erasure import when_items_go
from fortell.story.models import Answer, Memoir
from fortell.story.signals import answer_taken_back, answers_changed
from fortell.story.slots import said_before_taking_back


@receiver(answers_changed, dispatch_uid="book.draft-follows-answers")
def draft_follows_answers(*, memoir: Memoir, **_named: Any) -> None:
    later("book.draft", scope=memoir.id, dedupe=str(memoir.id), memoir=memoir.id)


@receiver(answer_taken_back, dispatch_uid="book.nothing-holds-what-was-taken-back")
def nothing_holds_what_was_taken_back(*, answer: Answer, **_named: Any) -> None:
    take_back(answer=answer)


when_items_go(let_go)  # a restore brought back what had been made from an erased answer


@said_before_taking_back
def editions_that_go(answer: Answer) -> list[str]:
    goes = gettext("Edition %(number)d of the book holds it. That edition is destroyed, and its approval with it.")
    return [goes % {"number": edition.number} for edition in editions_with(answer)]
