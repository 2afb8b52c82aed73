"""A memoir with something behind every address: answers, a photo, a draft, and an edition that is set."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from fortell.book.actions import make_edition
from fortell.book.actions.revising import keep_state
from fortell.book.models import Chapter, Edition, Passage, Revision
from fortell.kit.ids import new_id
from fortell.kit.jobs import run_due
from fortell.privacy.models import ConsentEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import NewPhoto, ask_next, give_answer, write_question
from fortell.story.models import Answer, FamilyQuestion, Photo, Recording, Turn
from tests.cast import Family, tell
from tests.sounds import recorded


def _picture() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


PICTURE = _picture()
VOICE = recorded(1.0)
Response = Any  # what the test client gives back: Django patches more onto it than any type says
BOATHOUSE = "My father Olav built the boathouse in 1947, down by the old pier. He smelled of tar all that summer."
KITCHEN = "My mother Berta baked flatbread in the kitchen every Saturday. We got the first piece with butter on it."

SANG = "Who sang at your wedding?"


@dataclass(frozen=True, kw_only=True)
class Told:
    """A family whose storyteller has told, and one row of each kind in it."""

    family: Family
    answer: Answer
    photo: Photo
    recording: Recording
    turn: Turn
    question: FamilyQuestion  # Kari's, which waits
    passage: Passage
    chapter: Chapter
    revision: Revision  # of the dial, as it stands
    edition: Edition

    @property
    def code(self) -> str:
        return self.family.memoir.code

    def names(self) -> dict[str, object]:
        """The parts of an address by their names in the route."""
        return {
            "code": self.code,
            "answer": self.answer.id,
            "photo": self.photo.id,
            "recording": self.recording.id,
            "entry": ConsentEntry.objects.filter(scope=self.family.memoir.id).earliest("at").id,
            "turn": self.turn.id,
            "question": self.question.id,
            "passage": self.passage.id,
            "chapter": self.chapter.id,
            "revision": self.revision.id,
            "number": self.edition.number,
            "name": "interior.pdf",
            "page": 1,
            "upload": new_id(),
            "version": 2,
            "ticket": "nobodys",
            "token": "nobodys",
            "language": "nb",
            "order": 1,
            "paper": new_id(),
            "place": new_id(),
            "session": new_id(),
        }


def told_by(family: Family) -> Told:
    answer = answered(family, BOATHOUSE, photos=(NewPhoto(content=PICTURE, caption="The boathouse"),), recording=VOICE)
    tell(family, KITCHEN)
    run_due()
    edition = make_edition(memoir=family.memoir, by=family.ingrid.actor)
    run_due()
    opening, dial = opened(scope=family.memoir.id, use=Use.BOOK), Revision.Kind.DIAL
    keep_state(family.memoir, dial, {"dial": "light"}, opening, family.ingrid.actor)
    passage = Passage.objects.filter(memoir=family.memoir, kind=Passage.Kind.TOLD).earliest("position")
    return Told(
        family=family,
        answer=answer,
        photo=Photo.objects.get(memoir=family.memoir),
        recording=Recording.objects.get(memoir=family.memoir),
        turn=Turn.objects.get(memoir=family.memoir, outcome=Turn.Outcome.OPEN),
        question=write_question(memoir=family.memoir, text=SANG, phase="", by=family.kari.actor),
        passage=passage,
        chapter=passage.chapter,
        revision=Revision.objects.get(memoir=family.memoir),
        edition=edition,
    )


def answered(family: Family, text: str, *, photos: tuple[NewPhoto, ...] = (), recording: bytes | None = None) -> Answer:
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    turn = ask_next(memoir=family.memoir, opening=opening, by=family.alma.actor)
    return give_answer(
        turn=turn, text=text, delivery=new_id(), photos=photos, recording=recording, by=family.alma.actor
    )[0]
