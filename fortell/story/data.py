"""What this room holds: the memoir and everything told in it, all of it sealed."""

from pathlib import Path

from fortell.privacy.activities import activity
from fortell.privacy.browser import Place, declare_in_browser
from fortell.privacy.inventory import Expiry, declare
from fortell.privacy.notice.ways import on_her_page
from fortell.privacy.terms import Basis, Category, Export, Purpose, Source
from fortell.story.models import (
    Answer,
    AnswerVersion,
    FamilyQuestion,
    MailAddress,
    MailedQuestion,
    Memoir,
    Memory,
    NamedPerson,
    Photo,
    Recording,
    Transcript,
    Turn,
    Upload,
    UploadPiece,
)

TEXTS = Path(__file__).parent / "activities"
RECORD, CONTENT = Category.RECORD, Category.CONTENT

INTERVIEW = activity(
    "interview",
    purposes={Purpose.BOOK},
    bases={Basis.CONTRACT, Basis.EXPLICIT_CONSENT},
    texts=TEXTS,
    service="memoirs",
)

LETTERS = activity(
    "letters",
    purposes={Purpose.LETTERS, Purpose.SERVICE},
    bases={Basis.CONTRACT, Basis.CONSENT, Basis.EXPLICIT_CONSENT},
    texts=TEXTS,
    service="memoirs",
)

declare(
    Memoir,
    scope="id",
    activity=INTERVIEW,
    source=Source.FAMILY,
    export=Export.PORTABLE,
    fields={
        "id": RECORD,
        "code": RECORD,
        "language": RECORD,
        "form": RECORD,
        "dial": RECORD,
        "title": CONTENT,
        "subtitle": CONTENT,
        "off_limits": CONTENT,
        "manner": CONTENT,
        "manner_wished": CONTENT,
        "decided": CONTENT,
        "created_at": RECORD,
    },
)
declare(
    FamilyQuestion,
    scope="memoir",
    subject="asker",
    activity=INTERVIEW,
    source=Source.FAMILY,
    export=Export.PORTABLE,
    fields={
        "id": RECORD,
        "memoir": RECORD,
        "asker": RECORD,
        "words": CONTENT,
        "written_at": RECORD,
        "taken_back_at": RECORD,
    },
)
declare(
    Turn,
    scope="memoir",
    activity=INTERVIEW,
    source=Source.DERIVED,
    export=Export.PORTABLE,
    fields={
        "id": RECORD,
        "memoir": RECORD,
        "number": RECORD,
        "asked": CONTENT,
        "origin": RECORD,
        "outcome": RECORD,
        "asked_at": RECORD,
        "ended_at": RECORD,
        "of_family": RECORD,
        "of_photo": RECORD,
    },
)
declare(
    Memory,
    scope="memoir",
    activity=INTERVIEW,
    source=Source.DERIVED,
    export=Export.ACCESS,
    fields={"id": RECORD, "memoir": RECORD, "through": RECORD, "picture": CONTENT, "grown_at": RECORD},
)
declare(
    Answer,
    scope="memoir",
    activity=INTERVIEW,
    source=Source.STORYTELLER,
    export=Export.PORTABLE,
    fields=dict.fromkeys(("id", "memoir", "turn", "number", "delivery", "given_by", "given_at", "withheld_at"), RECORD),
)
declare(
    AnswerVersion,
    scope="answer__memoir",
    activity=INTERVIEW,
    source=Source.STORYTELLER,
    export=Export.PORTABLE,
    fields={
        "id": RECORD,
        "answer": RECORD,
        "number": RECORD,
        "text": CONTENT,
        "written_by": RECORD,
        "written_at": RECORD,
    },
)
declare(
    Photo,
    scope="memoir",
    activity=INTERVIEW,
    source=Source.STORYTELLER,
    export=Export.PORTABLE,
    fields={
        "id": RECORD,
        "memoir": RECORD,
        "answer": RECORD,
        "caption": CONTENT,
        "about": CONTENT,
        "found": CONTENT,
        "print_file": RECORD,
        "screen_file": RECORD,
        "width": RECORD,
        "height": RECORD,
        "added_at": RECORD,
    },
)
declare(
    Recording,
    scope="memoir",
    activity=INTERVIEW,
    source=Source.STORYTELLER,
    export=Export.PORTABLE,
    fields=dict.fromkeys(("id", "memoir", "answer", "file", "milliseconds", "added_at"), RECORD),
)
declare(
    Transcript,
    scope="recording__memoir",
    activity=INTERVIEW,
    source=Source.DERIVED,
    export=Export.PORTABLE,
    fields={
        "id": RECORD,
        "recording": RECORD,
        "words": CONTENT,
        "engine": RECORD,
        "through": RECORD,
        "heard_at": RECORD,
    },
)
declare(
    NamedPerson,
    scope="memoir",
    activity=INTERVIEW,
    source=Source.STORYTELLER,
    export=Export.PORTABLE,
    fields={"id": RECORD, "memoir": RECORD, "choice": CONTENT, "chosen_at": RECORD},
)

declare(
    MailAddress,
    scope="memoir",
    subject="member",
    activity=LETTERS,
    retention="unconfirmed-addresses",
    expiry=(Expiry(field="unconfirmed_since"),),
    source=Source.FAMILY,
    export=Export.ACCESS,
    fields={
        "id": RECORD,
        "memoir": RECORD,
        "member": RECORD,
        "address": Category.CONTACT,
        "given_by": RECORD,
        "unconfirmed_since": RECORD,
        "often": RECORD,
        "weekday": RECORD,
        "written_at": RECORD,
        "unanswered": RECORD,
        "stopped_at": RECORD,
    },
)
declare(
    MailedQuestion,
    scope="memoir",
    activity=LETTERS,
    source=Source.USE,
    export=Export.ACCESS,
    fields={
        "id": RECORD,
        "memoir": RECORD,
        "turn": RECORD,
        "reply_hash": Category.ACCESS,
        "mailed_at": RECORD,
        "taken": RECORD,
    },
)
declare(
    Upload,
    scope="memoir",
    activity=INTERVIEW,
    retention="unfinished-uploads",
    expiry=(Expiry(field="begun_at"),),
    source=Source.STORYTELLER,
    export=Export.ACCESS,
    fields=dict.fromkeys(("id", "memoir", "field", "media_type", "size", "offset", "begun_at"), RECORD),
)
declare(
    UploadPiece,
    scope="upload__memoir",
    activity=INTERVIEW,
    retention="unfinished-uploads",
    expires_with="story.Upload.begun_at",
    source=Source.STORYTELLER,
    export=Export.ACCESS,
    fields={"id": RECORD, "upload": RECORD, "start": RECORD, "content": CONTENT},
)

on_her_page("access", "rectification", "erasure", "restriction", "portability", "objection", "withdrawal")
declare_in_browser("fortell-unsent", place=Place.DATABASE, texts=TEXTS)
declare_in_browser("fortell-shell", place=Place.CACHE, texts=TEXTS)
declare_in_browser("fortell-home", place=Place.LOCAL_STORAGE, texts=TEXTS)
