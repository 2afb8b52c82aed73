"""How much the clean-up takes from a memoir's book, and what a person takes back of it."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, replace

from django.db import transaction

from fortell.book.actions.refreshing import refresh_draft
from fortell.book.actions.revising import keep_state
from fortell.book.bodies import Body, Source, proposed_sentence, to_json
from fortell.book.models import Draft, Passage, Revision
from fortell.book.naming import places_kept
from fortell.book.queries import PutBack, put_back_in, stored_body
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.models import Memoir
from fortell.story.queries import dial_of, language_of, naming_of, told
from fortell.story.writing import Edit, Kept, Sentence, Told, sentences


class NothingToPutBack(Exception):
    """The change is not there any more, or stands in a passage that a person has made her own."""


@transaction.atomic
def choose_dial(*, memoir: Memoir, dial: Memoir.Dial, by: Actor) -> None:
    """How much is cleaned up from now on. The draft is made anew; what people edited stays. Raises ConsentMissing."""
    allow(by, Action.DRAFT_EDIT, memoir)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    row = Memoir.objects.select_for_update().get(id=memoir.id)
    if row.dial == dial:
        return
    keep_state(row, Revision.Kind.DIAL, {"dial": row.dial}, opening, by)
    row.dial = dial
    row.save(update_fields=("dial",))
    audit.record(by, "memoir.dial_chosen", row, scope=row.id, fields=("dial",))
    refresh_draft(row)


def put_back(*, passage: Passage, sentence: int, change: int, version: int, by: Actor) -> Passage:
    """Undo one change of the clean-up, by its place in the passage as it is read, for good.

    `version`: the passage's, as she saw it. Raises NothingToPutBack, ConsentMissing.
    """
    allow(by, Action.DRAFT_EDIT, passage)
    memoir = passage.memoir
    opening = opened(scope=memoir.id, use=Use.BOOK)
    said = told_with_put_back(memoir, opening)
    with transaction.atomic():
        Memoir.objects.select_for_update().get(id=memoir.id)  # first, as a refresh does: the two would lock crosswise
        row = Passage.objects.select_for_update().get(id=passage.id)
        body = stored_body(row, opening)
        if row.version != version or row.edited_at:
            raise NothingToPutBack
        kept = places_kept(body, naming_of(memoir, opening))
        if not 0 <= sentence < len(kept):
            raise NothingToPutBack
        sentence = kept[sentence]
        one, edit = _written(memoir, said, body, sentence, change)
        _remember(memoir, edit, opening, by)
        opening.seal(row, body=to_json(_without(memoir, one, edit, body, sentence)))
        row.version += 1
        row.save(update_fields=("body", "version"))
        audit.record(by, "passage.put_back", row, scope=memoir.id, fields=("body",))
        # Where a sentence now ends elsewhere, its neighbours change too.
        refresh_draft(memoir)
    return row


def told_with_put_back(memoir: Memoir, opening: Opening) -> list[Told]:
    """What she shares, with what must be left alone in it."""
    kept: dict[tuple[str, int], list[Kept]] = {}
    for one in put_back_in(Draft.objects.filter(memoir=memoir).first(), opening):
        kept.setdefault((one.answer, one.version), []).append(Kept(one.kind, one.start, one.end))
    return [replace(one, kept=tuple(kept.get((one.answer, one.version), ()))) for one in told(memoir, opening)]


def forget_put_back(draft: Draft, opening: Opening, *, but: Collection[str]) -> None:
    """Of answers that are gone nothing is remembered. The draft is not saved."""
    opening.seal(draft, put_back=[astuple(one) for one in put_back_in(draft, opening) if one.answer in but])


def _written(memoir: Memoir, said: Sequence[Told], body: Body, sentence: int, change: int) -> tuple[Told, Edit]:
    """The answer that a change was made to, and the change as the writer makes it. Raises NothingToPutBack."""
    shown = body.sentences[sentence]
    one = next((one for one in said if [one.answer] == [source.answer for source in shown.sources]), None)
    again = next((found for found in _sentences(memoir, one) if proposed_sentence(found) == shown), None)
    if one is None or again is None or not 0 <= change < len(again.edits):
        raise NothingToPutBack
    return one, again.edits[change]


def _sentences(memoir: Memoir, one: Told | None) -> tuple[Sentence, ...]:
    return sentences(told=one, language=language_of(memoir), dial=dial_of(memoir)) if one else ()


def _remember(memoir: Memoir, edit: Edit, opening: Opening, by: Actor) -> None:
    draft = Draft.objects.select_for_update().get(memoir=memoir)
    keep_state(memoir, Revision.Kind.PUT_BACK, {"put_back": opening.read(draft, "put_back") or []}, opening, by)
    span = edit.span
    put = PutBack(answer=span.answer, version=span.version, kind=edit.kind, start=span.start, end=span.end)
    opening.seal(draft, put_back=[astuple(one) for one in [*put_back_in(draft, opening), put]])
    draft.save(update_fields=("put_back",))


def _without(memoir: Memoir, one: Told, edit: Edit, body: Body, sentence: int) -> Body:
    """The body with the sentence as it reads without the change."""
    kept = replace(one, kept=(*one.kept, Kept(edit.kind, edit.span.start, edit.span.end)))
    (source,) = body.sentences[sentence].sources
    anew = [found for found in _sentences(memoir, kept) if _meets(found, source)]
    if not all(source.start <= span.start and span.end <= source.end for found in anew for span in found.sources):
        return body  # it has grown into its neighbours: the refresh sets them all
    fresh = [proposed_sentence(found) for found in anew]
    return replace(body, sentences=(*body.sentences[:sentence], *fresh, *body.sentences[sentence + 1 :]))


def _meets(found: Sentence, source: Source) -> bool:
    return any(source.start < span.end and span.start < source.end for span in found.sources)
