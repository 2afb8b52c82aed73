from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NamedTuple, cast
from uuid import UUID

from django.db.models import Max, Prefetch, Q, QuerySet

from fortell.kit.clock import now
from fortell.people.guard import found_by_code, titled
from fortell.people.models import Role
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.models import SealedFile
from fortell.privacy.rights.restriction import Restricted
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.album import PhotoRead, as_shown, read_photo
from fortell.story.interviewer import CALM, USUAL, Asked, Exchange, Manner, Shown
from fortell.story.language import Language
from fortell.story.models import Answer, AnswerVersion, Memoir, NamedPerson, Photo, Recording, Turn
from fortell.story.naming import Choice, Decided, Naming, Place
from fortell.story.writing import Dial, Form, Told

SITTING_ENDS_AFTER = timedelta(hours=1)
LONG = 100  # more answers than one sitting has


@found_by_code
def memoir_by_code(code: str) -> Memoir | None:
    return Memoir.objects.filter(code=code).first()


@titled
def title_for(scope: UUID, role: Role) -> str:
    """What a member may be told that the memoir is called: its storyteller always, the others while it is open."""
    memoir = Memoir.objects.filter(id=scope).first()
    if memoir is None:
        return ""
    try:
        opening = opened(scope=scope, use=Use.OWN if role is Role.STORYTELLER else Use.BOOK)
    except (ConsentMissing, Restricted):
        return ""
    return naming_of(memoir, opening).renamed(opening.text(memoir, "title"))


def language_of(memoir: Memoir) -> Language:
    return cast("Language", memoir.language)


def manner_of(memoir: Memoir, opening: Opening) -> Manner:
    """How she is asked: as she chose, else as the owner wished for her, else as the memoir began."""
    wished = wish_of(memoir, opening)
    calm = opening.text(memoir, "manner") == CALM.name or (wished.calm and wished.counts)
    return CALM if calm else USUAL


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the owner wished for her; it counts until she has chosen herself."""

    calm: bool
    counts: bool

    @property
    def stored(self) -> dict[str, object]:
        """All are equally long, so that the length does not tell which it is."""
        return {"wish": (CALM if self.calm else USUAL).name, "counts": int(self.counts)}


def wish_of(memoir: Memoir, opening: Opening) -> Wish:
    stored = opening.read(memoir, "manner_wished")
    if not stored:
        return Wish(calm=False, counts=True)
    return Wish(calm=stored["wish"] == CALM.name, counts=bool(stored["counts"]))


def off_limits_of(memoir: Memoir, opening: Opening) -> frozenset[str]:
    """What she is never asked about, as the interviewer reads it; nothing where she has named nothing."""
    return frozenset(opening.read(memoir, "off_limits") or ())


def answers_of_sitting(memoir: Memoir) -> int:
    """How many answers she has given since she last rested for as long as SITTING_ENDS_AFTER."""
    count, later = 0, now()
    given = Answer.objects.filter(memoir=memoir).exclude(turn__outcome=Turn.Outcome.OPEN)  # not what she took back
    for given_at in given.order_by("-number").values_list("given_at", flat=True)[:LONG]:
        if later - given_at > SITTING_ENDS_AFTER:
            break
        count, later = count + 1, given_at
    return count


def form_of(memoir: Memoir) -> Form:
    return cast("Form", memoir.form)


def dial_of(memoir: Memoir) -> Dial:
    return cast("Dial", memoir.dial)


@dataclass(frozen=True, kw_only=True)
class AnswerRead:
    """An answer with its words open: for her own page, or for making the book."""

    answer: Answer
    asked: Asked | None
    text: str
    version: int
    corrected: bool
    photos: tuple[PhotoRead, ...]
    recordings: tuple[Recording, ...]


def asked_in(turn: Turn, opening: Opening) -> Asked:
    """The question of a turn with all that belongs to it."""
    stored = opening.read(turn, "asked")
    refers_to = stored.pop("refers_to")
    return Asked(**stored, refers_to=tuple(refers_to) if refers_to else None)


def open_turn(memoir: Memoir) -> Turn | None:
    return Turn.objects.filter(memoir=memoir, outcome=Turn.Outcome.OPEN).first()


def last_ended(memoir: Memoir) -> Turn | None:
    """The question that she answered or left last, herself, on her page."""
    ended = Turn.objects.filter(memoir=memoir, ended_at__isnull=False).exclude(outcome=Turn.Outcome.OPEN)
    return ended.select_related("memoir").order_by("-ended_at").first()


def taken_back(turn: Turn) -> Answer | None:
    """The answer that she took back to say it otherwise, while its question is open again."""
    if turn.outcome != Turn.Outcome.OPEN:
        return None
    return answers_of(turn.memoir).filter(turn=turn, withheld_at__isnull=False).last()


def answers_of(memoir: Memoir) -> QuerySet[Answer]:
    rows = Answer.objects.filter(memoir=memoir).select_related("turn")
    spoken = Prefetch("recordings", Recording.objects.select_related("transcript"))
    return rows.prefetch_related("photos", spoken).order_by("number")


def read_answers(answers: Iterable[Answer], opening: Opening) -> list[AnswerRead]:
    """Open answers with their newest words, in four queries however many there are."""
    found = list(answers)
    newest = _newest_versions([answer.id for answer in found])
    opening.load_keys([answer.id for answer in found])
    opening.load_keys([photo.id for answer in found for photo in answer.photos.all()])
    return [_read(answer, newest[answer.id], opening) for answer in found if answer.id in newest]


def read_answer(answer: Answer, opening: Opening) -> AnswerRead:
    return read_answers([answer], opening)[0]


def history(memoir: Memoir, opening: Opening, *, after: int = 0) -> list[tuple[int, Exchange]]:
    """The turns numbered higher than `after`, oldest first: what was asked and what came of it.

    What she keeps to herself is left out of them: it is taken up in no question, which others may read.
    """
    said: dict[UUID, list[str]] = {}
    for turn, text in _said_by_turn(memoir, opening, after):
        said.setdefault(turn, []).append(text)
    photos = _photos_by_turn(memoir, opening, after)
    turns = Turn.objects.filter(memoir=memoir, number__gt=after).exclude(outcome=Turn.Outcome.OPEN).order_by("number")
    return [
        (
            turn.number,
            exchange(
                asked_in(turn, opening),
                outcome=turn.outcome,
                answer="\n".join(said.get(turn.id, [])),
                photos=photos.given.get(turn.id, ()),
                about=photos.about.get(turn.of_photo_id),
            ),
        )
        for turn in turns.only("id", "memoir_id", "number", "outcome", "asked", "of_photo_id")
    ]


class _Photos(NamedTuple):
    """What was given with the answers to a turn, by its id; and every photo that a turn asks about, by its own."""

    given: dict[UUID | None, tuple[Shown, ...]]
    about: dict[UUID | None, Shown]


def _photos_by_turn(memoir: Memoir, opening: Opening, after: int) -> _Photos:
    given = Q(answer__turn__number__gt=after, answer__withheld_at=None)
    rows = Photo.objects.filter(given | Q(turns__number__gt=after), memoir=memoir).select_related("answer").distinct()
    found = _Photos({}, {})
    opening.load_keys([row.id for row in rows])
    for row in rows:
        shown, turn = as_shown(read_photo(row, opening)), row.answer.turn_id
        found.about[row.id] = shown
        if row.answer.withheld_at is None:
            found.given[turn] = (*found.given.get(turn, ()), shown)
    return found


def _said_by_turn(memoir: Memoir, opening: Opening, after: int) -> Iterator[tuple[UUID, str]]:
    shared = AnswerVersion.objects.filter(
        answer__turn__memoir=memoir, answer__turn__number__gt=after, answer__withheld_at=None
    )
    newest = {row.answer_id: row for row in shared.order_by("answer__number", "number").select_related("answer")}
    opening.load_keys(newest)
    return ((row.answer.turn_id, opening.text(row, "text")) for row in newest.values() if row.answer.turn_id)


def told(memoir: Memoir, opening: Opening) -> list[Told]:
    """What she shares with the family, in the order told, as the writer needs it."""
    shared = answers_of(memoir).filter(withheld_at=None)
    return [_told(read, memoir) for read in read_answers(shared, opening)]


def photo_file(photo: Photo, size: Literal["print", "screen"]) -> SealedFile:
    return SealedFile.objects.get(id=photo.print_file if size == "print" else photo.screen_file)


def recording_file(recording: Recording) -> SealedFile:
    return SealedFile.objects.get(id=recording.file)


def captions_of(memoir: Memoir, opening: Opening, naming: Naming) -> dict[str, str]:
    """Her photos' captions as others may read them, by the photos' ids as text; two queries however many there are."""
    photos = list(Photo.objects.filter(memoir=memoir))
    opening.load_keys([photo.id for photo in photos])
    return {str(photo.id): caption_shown(photo, opening, naming) for photo in photos}


def caption_shown(photo: Photo, opening: Opening, naming: Naming) -> str:
    """Empty where it names somebody who is left out, or waits for her."""
    caption = opening.text(photo, "caption")
    kept_back = naming.leaves_out(caption) or naming.holds_back(caption, place_of_caption(photo, caption))
    return "" if kept_back else naming.renamed(caption)


def place_of_caption(photo: Photo, caption: str) -> Place:
    return Place(item=str(photo.id), version=0, start=0, end=len(caption))


def decided_of(memoir: Memoir, opening: Opening) -> tuple[Decided, ...]:
    """What she decided for places that may be sensitive about somebody who lives."""
    stored = opening.read(memoir, "decided") or ()
    return tuple(Decided(place=Place(**one["place"]), shared=one["shared"]) for one in stored)


def choices_of(memoir: Memoir, opening: Opening) -> dict[UUID, Choice]:
    """What she chose for people she names, by the row that keeps it."""
    rows = NamedPerson.objects.filter(memoir=memoir)
    stored = {row.id: opening.read(row, "choice") for row in rows}
    return {name: Choice(**choice | {"spellings": tuple(choice["spellings"])}) for name, choice in stored.items()}


def naming_of(memoir: Memoir, opening: Opening) -> Naming:
    """How people are named in all that is made from her answers, and what of it waits for her."""
    choices = tuple(choices_of(memoir, opening).values())
    return Naming(choices, language_of(memoir), holding=True, decided=decided_of(memoir, opening))


def next_number(rows: QuerySet[Answer] | QuerySet[Turn]) -> int:
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _newest_versions(answers: list[UUID]) -> dict[UUID, AnswerVersion]:
    newest: dict[UUID, AnswerVersion] = {}
    for start in range(0, len(answers), 500):
        some = AnswerVersion.objects.filter(answer__in=answers[start : start + 500]).order_by("number")
        newest |= {version.answer_id: version for version in some}
    return newest


def _read(answer: Answer, version: AnswerVersion, opening: Opening) -> AnswerRead:
    return AnswerRead(
        answer=answer,
        asked=asked_in(answer.turn, opening) if answer.turn else None,
        text=opening.text(version, "text"),
        version=version.number,
        corrected=version.number > 1,
        photos=tuple(read_photo(photo, opening) for photo in answer.photos.all()),
        recordings=tuple(answer.recordings.all()),
    )


def exchange(
    asked: Asked, *, outcome: str, answer: str, photos: tuple[Shown, ...] = (), about: Shown | None = None
) -> Exchange:
    return Exchange(
        question=asked.text,
        bank_id=asked.bank_id,
        phase=asked.phase or None,
        kind=asked.kind,
        outcome=cast("Literal['answered', 'skipped', 'later', 'refused']", outcome),
        answer=answer,
        photos=photos,
        about=about,
    )


def _told(read: AnswerRead, memoir: Memoir) -> Told:
    return Told(
        answer=str(read.answer.id),
        version=read.version,
        text=read.text,
        question=read.asked.text if read.asked else "",
        phase=(read.asked.phase or None) if read.asked else None,
        speaker_unknown=memoir.form == Memoir.Form.CONVERSATION,
        photos=tuple(str(one.photo.id) for one in read.photos),
    )
