"""Moving chapters and passages, and going back to the order that the writer proposes."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from fortell.book.actions.refreshing import refresh_draft
from fortell.book.actions.revising import keep_state
from fortell.book.models import Chapter, Draft, Passage, Revision
from fortell.book.ordering import Chosen, Step, moved, units
from fortell.book.scenes import Scenes
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.models import Memoir


def move_chapter(*, chapter: Chapter, step: Step, by: Actor) -> None:
    """Let a chapter change places with its neighbour, for good. At the end of the book nothing happens.

    Raises ConsentMissing, Chapter.DoesNotExist where a refresh has removed it meanwhile.
    """
    allow(by, Action.DRAFT_EDIT, chapter)
    memoir = chapter.memoir
    opening = opened(scope=memoir.id, use=Use.BOOK)
    with transaction.atomic():
        draft = locked(memoir)
        row = Chapter.objects.get(id=chapter.id)
        before = list(Chapter.objects.filter(memoir=memoir).order_by("position"))
        after = moved(before, row, step)
        if after == before:
            return
        _number(after)
        Chapter.objects.bulk_update(after, ("position",))
        chosen = _chosen(draft, opening)
        _keep(memoir, chosen, _key(row, opening), opening, by)
        _remember(draft, replace(chosen, chapters=tuple(_key(one, opening) for one in after)), opening)
        audit.record(by, "chapter.moved", row, scope=memoir.id, fields=("position",))


def move_passage(*, passage: Passage, step: Step, by: Actor) -> None:
    """Let a passage change places with its neighbour in the chapter, for good. What belongs together goes with it.

    Raises ConsentMissing, Passage.DoesNotExist where a refresh has removed it meanwhile.
    """
    allow(by, Action.DRAFT_EDIT, passage)
    memoir = passage.memoir
    opening = opened(scope=memoir.id, use=Use.BOOK)
    with transaction.atomic():
        draft = locked(memoir)
        row = Passage.objects.select_related("chapter").get(id=passage.id)
        together = Scenes.stored(opening.read(draft, "scenes")).together
        before = units(list(Passage.objects.filter(chapter=row.chapter).order_by("position")), together)
        after = moved(before, next(unit for unit in before if row in unit), step)
        if after == before:
            return
        rows = [one for unit in after for one in unit]
        _number(rows)
        Passage.objects.bulk_update(rows, ("position",), batch_size=200)
        chosen = _chosen(draft, opening)
        _keep(memoir, chosen, row.name, opening, by)
        names = tuple(one.name for one in rows)
        passages = {**chosen.passages, _key(row.chapter, opening): names}
        _remember(draft, replace(chosen, passages=passages), opening)
        audit.record(by, "passage.moved", row, scope=memoir.id, fields=("position",))


def forget_order(*, memoir: Memoir, by: Actor) -> None:
    """Back to the order by time. The draft is made anew. Raises ConsentMissing."""
    allow(by, Action.DRAFT_EDIT, memoir)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    with transaction.atomic():
        if not Draft.objects.filter(memoir=memoir).exists():
            return
        draft = locked(memoir)
        chosen = _chosen(draft, opening)
        if not chosen:
            return
        _keep(memoir, chosen, "", opening, by)
        _remember(draft, Chosen(), opening)
        audit.record(by, "draft.order_forgotten", draft, scope=memoir.id, fields=("order",))
        refresh_draft(memoir)


def locked(memoir: Memoir) -> Draft:
    """The memoir's row first, as a refresh takes it: the two would lock crosswise."""
    Memoir.objects.select_for_update().get(id=memoir.id)
    return Draft.objects.get(memoir=memoir)


def _keep(memoir: Memoir, chosen: Chosen, moved: str, opening: Opening, by: Actor) -> None:
    """`moved`: the passage's name or the chapter's key, empty where all moves."""
    keep_state(memoir, Revision.Kind.ORDER, {"order": chosen.to_json(), "moved": moved}, opening, by)


def _number(rows: Sequence[Chapter | Passage]) -> None:
    for position, row in enumerate(rows):
        row.position = position


def _key(chapter: Chapter, opening: Opening) -> str:
    key: str = opening.read(chapter, "heading")["key"]
    return key


def _chosen(draft: Draft, opening: Opening) -> Chosen:
    return Chosen.stored(opening.read(draft, "order"))


def _remember(draft: Draft, chosen: Chosen, opening: Opening) -> None:
    opening.seal(draft, order=chosen.to_json())
    draft.save(update_fields=("order",))
