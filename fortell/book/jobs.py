from uuid import UUID

from fortell.book.actions import make_draft, make_proof
from fortell.book.models import Edition
from fortell.book.press import PressError
from fortell.kit.jobs import PermanentFailure, Running, handler
from fortell.people.permissions import WORKER
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.purpose import Work, works_on_content
from fortell.story.models import Memoir

works_on_content("book.draft", Work.DRAFTING)
works_on_content("book.typeset", Work.TYPESETTING)


@handler("book.draft")
def draft(_running: Running, *, memoir: str) -> None:
    found = Memoir.objects.filter(id=UUID(memoir)).first()
    if found is None:
        raise PermanentFailure("erased")
    try:
        make_draft(memoir=found, by=WORKER)
    except ConsentMissing as error:
        raise PermanentFailure("no-consent") from error


@handler("book.typeset")
def typeset(running: Running, *, edition: str) -> None:
    found = Edition.objects.filter(id=UUID(edition)).first()
    if found is None:
        raise PermanentFailure("erased")
    try:
        make_proof(edition=found, progress=running.progress, by=WORKER)
    except ConsentMissing as error:
        raise PermanentFailure("no-consent") from error
    except PressError as error:
        raise PermanentFailure(type(error).__name__) from error
