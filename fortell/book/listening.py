"""What this room does when something happens below it."""

from typing import Any

from django.dispatch import receiver

from fortell.kit.jobs import later
from fortell.story.models import Memoir
from fortell.story.signals import answers_changed


@receiver(answers_changed, dispatch_uid="book.draft-follows-answers")
def draft_follows_answers(*, memoir: Memoir, **_named: Any) -> None:
    later("book.draft", scope=memoir.id, dedupe=str(memoir.id), memoir=memoir.id)
