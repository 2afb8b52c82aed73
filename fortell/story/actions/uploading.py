"""Files that come in pieces, each sealed before the next is asked for: a broken line costs one piece."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum

from fortell.kit.ids import new_id
from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir, Upload, UploadPiece
from fortell.story.wording import require_current

PIECE = 4 * 1024 * 1024  # bytes of one request at most
AT_ONCE = 20  # largest files of one memoir that may lie unfinished together


class UploadRefused(Exception):
    """Larger than the house takes in, or too much of it lies unfinished already."""


class OffsetWrong(Exception):
    """The piece does not begin where the last one ended, or goes beyond the file."""


def begin_upload(*, memoir: Memoir, name: UUID | None, field: str, media_type: str, size: int, by: Actor) -> Upload:
    """Make room for one file of an answer. The same name twice is one upload. Raises ConsentMissing, UploadRefused."""
    allow(by, Action.ANSWER_GIVE, memoir)
    opened(scope=memoir.id, use=Use.BOOK)  # before anything of hers is stored
    require_current(memoir.id)
    lying = Upload.objects.filter(memoir=memoir).aggregate(all=Sum("size"))["all"] or 0
    if size > settings.UPLOAD_BYTES or lying + size > AT_ONCE * settings.UPLOAD_BYTES:
        raise UploadRefused
    upload = Upload(id=name or new_id(), memoir=memoir, field=field, media_type=media_type, size=size)
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
            audit.record(by, "upload.begun", upload, scope=memoir.id)
    except IntegrityError as error:  # begun already, here or (which a browser can't know) elsewhere
        if standing := Upload.objects.filter(memoir=memoir, id=upload.id).first():
            return standing
        raise UploadRefused from error
    return upload


def add_piece(*, upload: Upload, offset: int, content: bytes, by: Actor) -> int:
    """Seal one piece and store it; where the next begins. Raises OffsetWrong, ConsentMissing."""
    allow(by, Action.ANSWER_GIVE, upload)
    opening = opened(scope=upload.memoir_id, use=Use.BOOK)
    end = offset + len(content)
    if offset != upload.offset or end > upload.size:
        raise OffsetWrong
    piece = UploadPiece(upload=upload, start=offset)
    # A sealed field holds JSON, which holds no bytes; in Latin-1 each byte is one letter.
    opening.seal(piece, content=content.decode("latin-1"))
    with transaction.atomic():
        # The condition is in the UPDATE: of two pieces for one place, one is stored.
        if not Upload.objects.filter(id=upload.id, offset=offset).update(offset=end):
            raise OffsetWrong
        piece.save(force_insert=True)
    return end


def forget_uploads(names: Iterable[UUID], *, memoir: Memoir) -> None:
    """The answer that they came with is kept: the pieces go."""
    Upload.objects.filter(memoir=memoir, id__in=list(names)).delete()
