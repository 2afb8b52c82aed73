"""What this room does when something happens below it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.utils.translation import gettext

from fortell.book.actions import (
    editions_with,
    forget_headings,
    forget_in_history,
    let_go,
    let_go_named,
    let_go_places,
    refresh_draft,
    take_back,
)
from fortell.book.models import Edition, Passage
from fortell.book.naming import places_of
from fortell.book.page import being_made
from fortell.book.queries import stored_body
from fortell.privacy.erasure import when_items_go
from fortell.privacy.vault.opening import Opening
from fortell.story.models import Answer, Memoir
from fortell.story.naming import Naming, Place
from fortell.story.queries import naming_of
from fortell.story.signals import answer_taken_back, answers_changed, names_chosen, place_left_out
from fortell.story.slots import made_and_waiting, said_before_taking_back, said_before_withdrawal


@receiver(answers_changed, dispatch_uid="book.draft-follows-answers")
def draft_follows_answers(*, memoir: Memoir, **_named: Any) -> None:
    refresh_draft(memoir)


@receiver(answer_taken_back, dispatch_uid="book.nothing-holds-what-was-taken-back")
def nothing_holds_what_was_taken_back(*, answer: Answer, **_named: Any) -> None:
    take_back(answer=answer)


@receiver(names_chosen, dispatch_uid="book.no-edition-names-otherwise")
def no_edition_names_otherwise(*, memoir: Memoir, naming: Naming, **_named: Any) -> None:
    let_go_named(memoir=memoir, naming=naming)


@receiver(place_left_out, dispatch_uid="book.no-edition-holds-what-is-left-out")
def no_edition_holds_what_is_left_out(*, memoir: Memoir, places: Collection[Place], **_named: Any) -> None:
    let_go_places(memoir=memoir, places=places)


@made_and_waiting
def sentences_that_wait(memoir: Memoir, opening: Opening) -> list[tuple[str, Place]]:
    naming = naming_of(memoir, opening)
    bodies = [stored_body(row, opening) for row in Passage.objects.filter(memoir=memoir)]
    said = [(one, places_of(one)) for body in bodies for one in body.sentences if not one.by]
    return [(one.text, place) for one, places in said if naming.waits(one.text, *places) for place in places]


@when_items_go
def nothing_holds_what_was_erased(items: Collection[UUID]) -> None:
    """A restore brought back what had been made from erased answers; the draft is made anew without them."""
    memoirs = list(Memoir.objects.filter(answer__in=items).distinct())
    let_go(items)
    for memoir in memoirs:
        forget_headings(memoir=memoir, answers=items)
        forget_in_history(memoir=memoir, answers=items)
        refresh_draft(memoir)


@said_before_withdrawal
def books_under_way(memoir: Memoir) -> list[str]:
    """Whether a book is being made, and which editions are approved for print."""
    approved = Edition.objects.filter(memoir=memoir, proofs__approvals__isnull=False).order_by("number").distinct()
    going = gettext("Edition %(number)d is approved for print. It is stopped here, and may then not be delivered.")
    making = gettext("The book is being worked on just now. That work stops.")
    return [*([making] if being_made(memoir) else []), *(going % {"number": row.number} for row in approved)]


@said_before_taking_back
def editions_that_go(answer: Answer) -> list[str]:
    goes = gettext("Edition %(number)d of the book holds it. That edition is destroyed, and its approval with it.")
    return [goes % {"number": edition.number} for edition in editions_with(answer)]
