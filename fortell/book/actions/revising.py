"""How things stood before people changed them, and going back to it. Going back is a change like any other."""

from collections.abc import Callable, Collection
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from fortell.book.actions.refreshing import refresh_draft
from fortell.book.bodies import to_json
from fortell.book.models import Chapter, Draft, Passage, Revision
from fortell.book.ordering import Chosen
from fortell.book.queries import stored_body
from fortell.kit.ids import new_id
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.models import Memoir

Kind = Revision.Kind


def keep_words(row: Passage, opening: Opening, by: Actor, *, undoes: int | None = None) -> None:
    """Remember how a passage reads before it is changed. The memoir's row is locked."""
    revision = _revision(row.memoir, Kind.WORDS, by, undoes)
    revision.passage, revision.version = row, row.version
    revision.before_by, revision.before_at = row.edited_by, row.edited_at
    opening.seal(revision, body=to_json(stored_body(row, opening)))
    revision.save(force_insert=True)


def keep_state(
    memoir: Memoir, kind: Kind, state: dict[str, Any], opening: Opening, by: Actor, *, undoes: int | None = None
) -> None:
    """Remember what else stood so: the order, the changes put back, the dial. The memoir's row is locked."""
    revision = _revision(memoir, kind, by, undoes)
    opening.seal(revision, state=state)
    revision.save(force_insert=True)


def go_back(*, revision: Revision, by: Actor) -> None:
    """Let what one change touched stand again as it stood before it. Raises ConsentMissing, Revision.DoesNotExist."""
    allow(by, Action.DRAFT_EDIT, revision)
    opening = opened(scope=revision.memoir_id, use=Use.BOOK)
    with transaction.atomic():
        memoir = Memoir.objects.select_for_update().get(id=revision.memoir_id)
        row = Revision.objects.select_related("memoir").get(id=revision.id)
        if _RESTORE[Kind(row.kind)](memoir, row, opening, by, row.number):
            audit.record(by, "draft.gone_back", row, scope=memoir.id, fields=("body",))
            refresh_draft(memoir)


def go_back_to(*, revision: Revision, by: Actor) -> None:
    """Let the whole book stand again as it stood before a change: that one and all later ones are undone.

    Raises ConsentMissing, Revision.DoesNotExist.
    """
    allow(by, Action.DRAFT_EDIT, revision)
    opening = opened(scope=revision.memoir_id, use=Use.BOOK)
    with transaction.atomic():
        memoir = Memoir.objects.select_for_update().get(id=revision.memoir_id)
        row = Revision.objects.get(id=revision.id)
        # Of each thing the oldest revision since then says how it stood at that point.
        first: dict[tuple[str, str], Revision] = {}
        for one in Revision.objects.filter(memoir=memoir, number__gte=row.number).order_by("number"):
            first.setdefault((one.kind, _thing(one, opening)), one)
        undone = [_RESTORE[Kind(one.kind)](memoir, one, opening, by, row.number) for one in first.values()]
        if any(undone):
            audit.record(by, "draft.gone_back", row, scope=memoir.id, fields=("body",))
            refresh_draft(memoir)


def forget_in_history(*, memoir: Memoir, answers: Collection[UUID]) -> None:
    """Of answers that are gone no order and no change put back is remembered; their words go with their passages."""
    opening, gone = opened(scope=memoir.id, use=Use.OWN), {str(answer) for answer in answers}
    for row in Revision.objects.filter(memoir=memoir, kind__in=(Kind.ORDER, Kind.PUT_BACK, Kind.HEADING)):
        state = opening.read(row, "state")
        left = _without(state, gone)
        if left != state:
            opening.seal(row, state=left)
            row.save(update_fields=("state",))


def _without(state: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    if "put_back" in state:
        return {"put_back": [one for one in state["put_back"] if one[0] not in gone]}

    if "key" in state:
        hers = state["chosen"] and gone.intersection(state["chosen"]["answers"])
        return {**state, "chosen": None} if hers else state

    def stays(name: str) -> bool:
        return not gone.intersection(name.split(":"))

    passages = {key: [name for name in names if stays(name)] for key, names in state["order"]["passages"].items()}
    moved = state["moved"] if stays(state["moved"]) else ""
    return {"order": {**state["order"], "passages": passages}, "moved": moved}


def _thing(revision: Revision, opening: Opening) -> str:
    """Which passage or chapter it is about; empty where there is only one of its kind."""
    if revision.kind == Kind.HEADING:
        key: str = opening.read(revision, "state")["key"]
        return key
    return str(revision.passage_id or "")


def _revision(memoir: Memoir, kind: Kind, by: Actor, undoes: int | None) -> Revision:
    newest = Revision.objects.filter(memoir=memoir).aggregate(newest=Max("number"))["newest"]
    return Revision(
        id=new_id(), memoir=memoir, number=(newest or 0) + 1, kind=kind, replaced_by=by.pseudonym, undoes=undoes
    )


def _restore_words(_memoir: Memoir, revision: Revision, opening: Opening, by: Actor, undoes: int) -> bool:
    """What was the machine's follows her answers again: the refresh brings it up to date."""
    assert revision.passage_id
    row = Passage.objects.select_for_update().select_related("memoir").get(id=revision.passage_id)
    body = opening.read(revision, "body")
    if row.edited_at == revision.before_at and (row.edited_at is None or to_json(stored_body(row, opening)) == body):
        return False
    keep_words(row, opening, by, undoes=undoes)
    opening.seal(row, body=body)
    row.version += 1
    # Staleness is found again by the refresh, from the day on which this was written.
    row.edited_by, row.edited_at, row.stale_since = revision.before_by, revision.before_at, None
    row.save()
    return True


def _restore_order(memoir: Memoir, revision: Revision, opening: Opening, by: Actor, undoes: int) -> bool:
    draft = Draft.objects.select_for_update().get(memoir=memoir)
    standing = Chosen.stored(opening.read(draft, "order")).to_json()
    order = opening.read(revision, "state")["order"]
    if standing == order:
        return False
    keep_state(memoir, Kind.ORDER, {"order": standing, "moved": ""}, opening, by, undoes=undoes)
    opening.seal(draft, order=order)
    draft.save(update_fields=("order",))
    return True


def _restore_put_back(memoir: Memoir, revision: Revision, opening: Opening, by: Actor, undoes: int) -> bool:
    draft = Draft.objects.select_for_update().get(memoir=memoir)
    standing, state = {"put_back": opening.read(draft, "put_back") or []}, opening.read(revision, "state")
    if standing == state:
        return False
    keep_state(memoir, Kind.PUT_BACK, standing, opening, by, undoes=undoes)
    opening.seal(draft, **state)
    draft.save(update_fields=("put_back",))
    return True


def _restore_dial(memoir: Memoir, revision: Revision, opening: Opening, by: Actor, undoes: int) -> bool:
    dial = opening.read(revision, "state")["dial"]
    if memoir.dial == dial:
        return False
    keep_state(memoir, Kind.DIAL, {"dial": memoir.dial}, opening, by, undoes=undoes)
    memoir.dial = dial
    memoir.save(update_fields=("dial",))
    return True


def _restore_heading(memoir: Memoir, revision: Revision, opening: Opening, by: Actor, undoes: int) -> bool:
    """A chapter that is there no more has no heading to be restored."""
    state = opening.read(revision, "state")
    for row in Chapter.objects.filter(memoir=memoir):
        heading = opening.read(row, "heading")
        if heading["key"] == state["key"] and heading.get("chosen") != state["chosen"]:
            before = {"key": state["key"], "chosen": heading.get("chosen")}
            keep_state(memoir, Kind.HEADING, before, opening, by, undoes=undoes)
            opening.seal(row, heading={**heading, "chosen": state["chosen"]})
            row.save(update_fields=("heading",))
            return True
    return False


_RESTORE: Final[dict[Kind, Callable[[Memoir, Revision, Opening, Actor, int], bool]]] = {
    Kind.WORDS: _restore_words,
    Kind.ORDER: _restore_order,
    Kind.PUT_BACK: _restore_put_back,
    Kind.DIAL: _restore_dial,
    Kind.HEADING: _restore_heading,
}
