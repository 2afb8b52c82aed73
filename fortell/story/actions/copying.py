from fortell.people.permissions import Action, Actor, allow
from fortell.people.queries import storyteller
from fortell.privacy.archive.writing import Archive, take_archive
from fortell.story.models import Memoir


def take_copy(*, memoir: Memoir, by: Actor) -> Archive:
    """Everything of a memoir, to be streamed. It needs no consent: after she took hers back, it is still hers."""
    allow(by, Action.ARCHIVE_TAKE, memoir)
    teller = storyteller(memoir.id)
    return take_archive(scope=memoir.id, subject=teller.id, language=teller.language, by=by)
