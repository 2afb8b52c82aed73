"""What goes when she keeps an answer to herself: the passages that draw on it and the editions that hold it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from fortell.book.actions.revising import forget_in_history
from fortell.book.models import Chapter, Edition, Passage
from fortell.book.naming import as_wished, places_of
from fortell.book.queries import stored_body
from fortell.privacy import holds
from fortell.privacy.models import SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault import arriving, keys
from fortell.privacy.vault.opening import opened
from fortell.story.models import Answer, Memoir, Photo
from fortell.story.naming import Naming, Place
from fortell.story.queries import naming_of


def editions_with(answer: Answer) -> list[Edition]:
    return list(Edition.objects.filter(memoir_id=answer.memoir_id, sources__answer=answer.id).order_by("number"))


def take_back(*, answer: Answer) -> None:
    """Remove it from the draft and destroy the editions that hold it. Raises OnHold if a legal hold keeps these."""
    if editions_with(answer):
        holds.refuse(answer.memoir_id)
    let_go({answer.id})
    forget_headings(memoir=answer.memoir, answers={answer.id})
    forget_in_history(memoir=answer.memoir, answers={answer.id})


def let_go(answers: Collection[UUID]) -> None:
    """Remove answers from drafts and destroy the editions that hold them: keys first, then rows, then files.

    Each step can be taken again. Once its key is gone, an edition can't be read, whatever a crash left of it.
    """
    Passage.objects.filter(sources__answer__in=answers).delete()
    for edition in Edition.objects.filter(sources__answer__in=answers).distinct():
        _destroy(edition)


def let_go_named(*, memoir: Memoir, naming: Naming) -> None:
    """Destroy the editions in which somebody is named otherwise than she chose. Raises OnHold as `take_back`."""
    _let_go_editions(memoir, naming.touches)


def let_go_places(*, memoir: Memoir, places: Collection[Place]) -> None:
    """Destroy the editions that hold what she leaves out, as the draft has it. Raises OnHold as `take_back`."""
    opening = opened(scope=memoir.id, use=Use.OWN)
    naming = replace(naming_of(memoir, opening), holding=False, decided=())
    bodies = [as_wished(stored_body(row, opening), naming) for row in Passage.objects.filter(memoir=memoir)]
    said = [one for body in bodies for one in body.sentences]
    words = {one.text for one in said if any(mine.overlaps(its) for mine in places_of(one) for its in places)}
    captions = Photo.objects.filter(memoir=memoir, id__in=[one.item for one in places])
    words |= {naming.renamed(opening.text(photo, "caption")) for photo in captions}
    _let_go_editions(memoir, lambda text: any(one in text for one in words if one))


def _let_go_editions(memoir: Memoir, holds_it: Callable[[str], bool]) -> None:
    """Those of which some text does."""
    opening = opened(scope=memoir.id, use=Use.OWN)
    editions = list(Edition.objects.filter(memoir=memoir))
    opening.load_keys([edition.id for edition in editions])
    doomed = [one for one in editions if any(map(holds_it, _strings(opening.read(one, "content"))))]
    if doomed:
        holds.refuse(memoir.id)
    for edition in doomed:
        _destroy(edition)


def _strings(content: Any) -> Iterator[str]:
    """Every text in a piece of JSON."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from _strings(part)


def _destroy(edition: Edition) -> None:
    keys.destroy([edition.id], scope=edition.memoir_id)
    stored = list(SealedFile.objects.filter(scope=edition.memoir_id, item=edition.id))
    edition.delete()
    arriving.remove(stored)


def clear_editions(editions: Collection[UUID]) -> None:
    """Before the rows of expired editions go: their keys, then their files, each with its row. Safe to repeat."""
    keys.destroy(editions)
    arriving.remove(SealedFile.objects.filter(item__in=editions))


def forget_headings(*, memoir: Memoir, answers: Collection[UUID]) -> None:
    """Empty the chapter titles that are words of these answers; the next draft finds others."""
    opening, gone = opened(scope=memoir.id, use=Use.OWN), {str(answer) for answer in answers}
    for chapter in Chapter.objects.filter(memoir=memoir):
        heading = opening.read(chapter, "heading")
        left = dict(heading)
        if heading["source"] and heading["source"]["answer"] in gone:
            left |= {"title": "", "source": None}
        if heading.get("chosen") and gone.intersection(heading["chosen"]["answers"]):
            left |= {"chosen": None}
        if left != heading:
            opening.seal(chapter, heading=left)
            chapter.save(update_fields=["heading"])
