"""What people say of scenes that seem to be told twice. Nothing of either answer is lost or changed by it."""

from collections.abc import Callable

from django.db import transaction

from fortell.book.actions.ordering import locked
from fortell.book.actions.refreshing import refresh_draft
from fortell.book.models import Draft
from fortell.book.scenes import Group, Scenes
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir


def put_together(*, memoir: Memoir, pair: Group, by: Actor) -> None:
    """Let two answers stand as one scene from now on. Nothing happens where nobody asked. Raises ConsentMissing."""

    def decided(scenes: Scenes) -> Scenes:
        return scenes.with_together(pair) if pair in scenes.unanswered else scenes

    _decide(memoir, decided, "scene.put_together", by)


def keep_apart(*, memoir: Memoir, pair: Group, by: Actor) -> None:
    """Two answers tell of two things, and it is not asked again. Raises ConsentMissing."""

    def decided(scenes: Scenes) -> Scenes:
        return scenes.with_apart(pair) if pair in scenes.unanswered else scenes

    _decide(memoir, decided, "scene.kept_apart", by)


def forget_scene(*, memoir: Memoir, pair: Group, by: Actor) -> None:
    """Take back what was said of the scene that holds both; its answers stand alone again. Raises ConsentMissing."""
    _decide(memoir, lambda scenes: scenes.without(pair), "scene.forgotten", by)


def _decide(memoir: Memoir, decided: Callable[[Scenes], Scenes], verb: str, by: Actor) -> None:
    allow(by, Action.DRAFT_EDIT, memoir)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    with transaction.atomic():
        if not Draft.objects.filter(memoir=memoir).exists():
            return
        draft = locked(memoir)
        before = Scenes.stored(opening.read(draft, "scenes"))
        after = decided(before)
        if after == before:
            return
        opening.seal(draft, scenes=after.to_json())
        draft.save(update_fields=("scenes",))
        audit.record(by, verb, draft, scope=memoir.id, fields=("scenes",))
        refresh_draft(memoir)
