"""The headings that people give to chapters."""

from django.db import transaction

from fortell.book.actions.revising import keep_state
from fortell.book.models import Chapter, Passage, Revision
from fortell.book.queries import stored_body
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.models import Memoir


def choose_heading(*, chapter: Chapter, title: str, by: Actor) -> None:
    """Give a chapter a heading; an empty one leaves it to the draft again. What was chosen holds through refreshes.

    Raises ConsentMissing, Chapter.DoesNotExist where a refresh has removed it meanwhile.
    """
    allow(by, Action.DRAFT_EDIT, chapter)
    memoir, title = chapter.memoir, " ".join(title.split())
    opening = opened(scope=memoir.id, use=Use.BOOK)
    with transaction.atomic():
        Memoir.objects.select_for_update().get(id=memoir.id)
        row = Chapter.objects.get(id=chapter.id)
        heading = opening.read(row, "heading")
        before = heading.get("chosen")
        if title == (before["title"] if before else ""):
            return
        chosen = {"title": title, "by": str(by.member_id), "answers": _holding(row, title, opening)} if title else None
        keep_state(memoir, Revision.Kind.HEADING, {"key": heading["key"], "chosen": before}, opening, by)
        opening.seal(row, heading={**heading, "chosen": chosen})
        row.save(update_fields=("heading",))
        audit.record(by, "chapter.headed", row, scope=memoir.id, fields=("heading",))


def _holding(chapter: Chapter, title: str, opening: Opening) -> list[str]:
    """The answers whose words the heading is, so that it goes when one of them is taken back."""
    words = title.rstrip(".!?…").casefold()
    bodies = [stored_body(row, opening) for row in Passage.objects.filter(chapter=chapter)]
    sentences = [one for body in bodies for one in body.sentences if words in one.text.casefold()]
    return sorted({source.answer for one in sentences for source in one.sources})
