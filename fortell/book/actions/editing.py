from django.db import transaction

from fortell.book.actions.revising import keep_words
from fortell.book.bodies import Body, rewritten, to_json
from fortell.book.models import Passage
from fortell.book.naming import as_told, as_wished
from fortell.book.queries import said_in, stored_body
from fortell.kit.clock import now
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir
from fortell.story.queries import language_of, naming_of


class PassageChanged(Exception):
    """Somebody else saved this passage since it was opened; nothing was overwritten."""

    def __init__(self, passage: Passage, body: Body) -> None:
        super().__init__()
        self.passage, self.body = passage, body


def edit_passage(*, passage: Passage, text: str, version: int, by: Actor) -> Passage:
    """Put a person's text in a passage's place; how it read before stays as a revision.

    `version`: the one she saw when she began. Raises PassageChanged where it is no longer the newest, ConsentMissing.
    """
    allow(by, Action.DRAFT_EDIT, passage)
    memoir = passage.memoir
    opening = opened(scope=memoir.id, use=Use.BOOK)
    with transaction.atomic():
        Memoir.objects.select_for_update().get(id=memoir.id)  # first, as a refresh does: the two would lock crosswise
        row = Passage.objects.select_for_update().select_related("memoir").get(id=passage.id)
        stored, naming = stored_body(row, opening), naming_of(memoir, opening)
        before = as_wished(stored, naming)
        if row.version != version:
            raise PassageChanged(row, before)
        said = said_in(row, opening)
        after = rewritten(before, text=text, by=str(by.member_id), said=said, language=language_of(memoir))
        if after == before:
            return row
        keep_words(row, opening, by)
        opening.seal(row, body=to_json(as_told(after, stored, naming)))
        row.version, row.edited_by, row.edited_at, row.stale_since = version + 1, by.member_id, now(), None
        row.save()
        audit.record(by, "passage.edited", row, scope=memoir.id, fields=("body",))
    return row
