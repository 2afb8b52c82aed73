"""What this room does when something happens below it."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from fortell.privacy.rights.restriction import lifted
from fortell.story.actions import news_for
from fortell.story.models import Answer, Memoir
from fortell.story.signals import answers_changed


@receiver(answers_changed, dispatch_uid="story.news")
def something_may_be_new(*, memoir: Memoir, **_named: Any) -> None:
    news_for(memoir)


@receiver(lifted, dispatch_uid="story.work-goes-on")
def work_goes_on(*, scope: UUID, **_named: Any) -> None:
    """What she corrected or deleted while it rested reaches the draft now."""
    for memoir in Memoir.objects.filter(id=scope):
        answers_changed.send(sender=Answer, memoir=memoir)
