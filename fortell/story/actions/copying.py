from fortell.people.permissions import Action, Actor, allow
from fortell.people.queries import storyteller
from fortell.privacy.archive.writing import Archive, take_archive
from fortell.privacy.egress.models import Transfer
from fortell.privacy.transfer.offers import Offer
from fortell.privacy.transfer.sending import hand_over
from fortell.story.models import Memoir


def take_copy(*, memoir: Memoir, by: Actor) -> Archive:
    """Everything of a memoir, to be streamed. It needs no consent: after she took hers back, it is still hers."""
    allow(by, Action.ARCHIVE_TAKE, memoir)
    teller = storyteller(memoir.id)
    return take_archive(scope=memoir.id, subject=teller.id, language=teller.language, by=by)


def transfer_memoir(*, memoir: Memoir, offer: Offer, statement: str, by: Actor) -> Transfer:
    """Send what she provided to another Fortell that she named; it needs no consent here. Raises TransferFailed."""
    allow(by, Action.ARCHIVE_TAKE, memoir)
    language = storyteller(memoir.id).language
    return hand_over(scope=memoir.id, language=language, offer=offer, statement=statement, by=by)
