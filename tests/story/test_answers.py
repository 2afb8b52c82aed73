"""What she says is kept once, as she said it, and under her own hand."""

from io import BytesIO
from typing import Self

import pytest
from django.db import connection
from PIL import Image

from fortell.book.models import Passage
from fortell.kit.ids import new_id
from fortell.kit.jobs import run_due
from fortell.kit.models import Job
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditEntry, SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions import (
    Given,
    NewPhoto,
    ask_next,
    correct_answer,
    give_answer,
    import_answers,
    set_withheld,
)
from fortell.story.models import Answer, AnswerVersion, Memoir, Photo, Turn
from fortell.story.photos import Fault, PhotoRefused
from fortell.story.queries import answers_of, asked_in, history, open_turn, photo_file, read_answer, read_answers, told
from tests.cast import BOTH, Family, make_family, tell
from tests.kit.test_workers import at_once

pytestmark = pytest.mark.django_db(databases=BOTH)
ROWED, WALKED = "We rowed to school in the mornings. My brother held the oars.", "In winter we walked across the ice."


def own(family: Family) -> Opening:
    return opened(scope=family.memoir.id, use=Use.OWN)


def first_turn(family: Family) -> Turn:
    return ask_next(memoir=family.memoir, opening=own(family), by=family.alma.actor)


def texts(family: Family) -> list[str]:
    return [read.text for read in read_answers(answers_of(family.memoir), own(family))]


def picture(width: int = 60, height: int = 40) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), (30, 90, 140)).save(out, "JPEG")
    return out.getvalue()


# --- giving ----------------------------------------------------------------------------------------------------------


def test_an_answer_closes_its_question_and_asks_one_next(family: Family) -> None:
    turn = first_turn(family)
    answer, opening = give_answer(turn=turn, text=ROWED, delivery=new_id(), by=family.alma.actor)
    turn.refresh_from_db()
    following = open_turn(family.memoir)
    assert following
    assert (turn.outcome, turn.number, following.number) == ("answered", 1, 2)
    assert turn.ended_at
    assert Turn.objects.filter(memoir=family.memoir, outcome="open").count() == 1
    assert (answer.number, read_answer(answer, opening).text) == (1, ROWED)
    assert asked_in(following, opening).text != asked_in(turn, opening).text


def test_answers_keep_their_order_and_their_questions(family: Family) -> None:
    tell(family, ROWED, WALKED)
    past = history(family.memoir, own(family))
    assert [shown.answer for _number, shown in past] == texts(family) == [ROWED, WALKED]
    assert [shown.outcome for _number, shown in past] == ["answered", "answered"]
    assert list(answers_of(family.memoir).values_list("number", flat=True)) == [1, 2]


def test_the_same_delivery_twice_is_one_answer(family: Family) -> None:
    turn, delivery = first_turn(family), new_id()
    photos = (NewPhoto(content=picture(), caption="The boat"),)
    first, _ = give_answer(turn=turn, text=ROWED, delivery=delivery, photos=photos, by=family.alma.actor)
    kept = Key.objects.count(), SealedFile.objects.count()
    second, opening = give_answer(turn=turn, text=ROWED, delivery=delivery, photos=photos, by=family.alma.actor)
    assert (Key.objects.count(), SealedFile.objects.count()) == kept
    assert first == second
    assert read_answer(second, opening).text == ROWED
    assert (Answer.objects.count(), AnswerVersion.objects.count(), Turn.objects.count()) == (1, 1, 2)
    assert AuditEntry.objects.filter(verb="answer.given").count() == 1


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_the_same_delivery_twice_at_once_is_one_answer() -> None:
    family = make_family()
    for _ in range(3):
        turn, delivery, got = first_turn(family), new_id(), []
        before = Answer.objects.count()

        def give(turn: Turn = turn, delivery: object = delivery, got: list[Answer] = got) -> None:
            got.append(give_answer(turn=turn, text=ROWED, delivery=delivery, by=family.alma.actor)[0])  # type: ignore[arg-type]

        at_once(give, give)
        assert got[0].id == got[1].id
        assert Answer.objects.count() == AnswerVersion.objects.count() == before + 1
        assert Turn.objects.filter(outcome="open").count() == 1


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_two_different_answers_at_once_are_both_kept() -> None:
    family = make_family()
    turn = first_turn(family)
    at_once(
        *(
            lambda text=text: give_answer(turn=turn, text=text, delivery=new_id(), by=family.alma.actor)
            for text in (ROWED, WALKED)
        )
    )
    assert sorted(texts(family)) == sorted([ROWED, WALKED])
    assert sorted(Answer.objects.values_list("number", flat=True)) == [1, 2]
    assert Turn.objects.filter(outcome="open").count() == 1


def test_a_second_tabs_answer_is_kept_and_asks_no_second_question(family: Family) -> None:
    turn = first_turn(family)
    stale = Turn.objects.get(id=turn.id)
    give_answer(turn=turn, text=ROWED, delivery=new_id(), by=family.alma.actor)
    asked = open_turn(family.memoir)
    give_answer(turn=stale, text=WALKED, delivery=new_id(), by=family.alma.actor)
    assert texts(family) == [ROWED, WALKED]
    assert open_turn(family.memoir) == asked
    assert Turn.objects.count() == 2
    assert history(family.memoir, own(family))[0][1].answer == f"{ROWED}\n{WALKED}"


@pytest.mark.parametrize("who", ["ingrid", "kari", "jonas"])
def test_nobody_answers_corrects_or_hides_for_her(family: Family, neighbour: Family, who: str) -> None:
    answer, turn = tell(family, ROWED)[0], open_turn(family.memoir)
    assert turn
    for actor in (getattr(family, who).actor, neighbour.alma.actor, OPERATOR):
        with pytest.raises(NotAllowed):
            give_answer(turn=turn, text=WALKED, delivery=new_id(), by=actor)
        with pytest.raises(NotAllowed):
            correct_answer(answer=answer, text=WALKED, by=actor)
        with pytest.raises(NotAllowed):
            set_withheld(answer=answer, withheld=True, by=actor)
    assert texts(family) == [ROWED]


@pytest.mark.parametrize("text", ["Æ rodde.", "a\r\nb", "  spaces  ", "🛶 e\u0301", "<b>&amp;</b>", "x" * 50_000])
def test_her_words_come_back_to_the_letter(family: Family, text: str) -> None:
    tell(family, text)
    assert texts(family) == [text]


def test_an_answer_makes_one_job_for_the_draft(family: Family) -> None:
    tell(family, ROWED, WALKED)
    job = Job.objects.get()
    assert (job.name, job.scope, job.arguments) == ("book.draft", family.memoir.id, {"memoir": str(family.memoir.id)})


def test_reading_many_answers_asks_no_more_queries_than_reading_one(family: Family) -> None:
    counts = []
    for _ in range(2):
        tell(family, ROWED, WALKED)
        opening = own(family)
        with CountedQueries() as counted:
            read_answers(answers_of(family.memoir), opening)
        counts.append(counted.number)
    assert counts[0] == counts[1]


class CountedQueries:
    """How many queries the main database gets within the block."""

    def __enter__(self) -> Self:
        self.number = 0
        self._wrapper = connection.execute_wrapper(self._count)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._wrapper.__exit__(*error)  # type: ignore[arg-type]

    def _count(self, execute: object, *arguments: object) -> object:
        self.number += 1
        return execute(*arguments)  # type: ignore[operator]


# --- photos with an answer -------------------------------------------------------------------------------------------


def test_a_photo_is_kept_with_its_answer_and_caption(family: Family) -> None:
    turn, photo = first_turn(family), NewPhoto(content=picture(), caption="The boat")
    answer, opening = give_answer(turn=turn, text=ROWED, delivery=new_id(), photos=(photo, photo), by=family.alma.actor)
    read = read_answer(answers_of(family.memoir).get(id=answer.id), opening)
    assert [one.caption for one in read.photos] == ["The boat", "The boat"]
    kept = Photo.objects.first()
    assert kept
    assert (kept.width, kept.height) == (60, 40)
    for size in ("print", "screen"):
        assert Image.open(BytesIO(opening.file(photo_file(kept, size)))).size == (60, 40)  # type: ignore[arg-type]


def test_one_broken_photo_refuses_the_whole_answer_before_anything_is_kept(family: Family) -> None:
    turn = first_turn(family)
    photos = (NewPhoto(content=picture(), caption="a"), NewPhoto(content=b"no photo", caption="b"))
    with pytest.raises(PhotoRefused) as refused:
        give_answer(turn=turn, text=ROWED, delivery=new_id(), photos=photos, by=family.alma.actor)
    assert refused.value.fault is Fault.NOT_A_PHOTO
    assert (Answer.objects.count(), Photo.objects.count(), SealedFile.objects.count()) == (0, 0, 0)
    turn.refresh_from_db()
    assert turn.outcome == "open"


# --- correcting ------------------------------------------------------------------------------------------------------


def test_a_correction_is_read_and_what_she_said_first_stays(family: Family) -> None:
    answer = tell(family, ROWED)[0]
    correct_answer(answer=answer, text=WALKED, by=family.alma.actor)
    read = read_answer(answer, own(family))
    assert (read.text, read.version, read.corrected) == (WALKED, 2, True)
    versions = AnswerVersion.objects.filter(answer=answer).order_by("number")
    assert [own(family).text(version, "text") for version in versions] == [ROWED, WALKED]
    assert AuditEntry.objects.get(verb="answer.corrected").fields == ["text"]


def test_the_same_words_again_are_no_correction(family: Family) -> None:
    answer = tell(family, ROWED)[0]
    assert correct_answer(answer=answer, text=ROWED, by=family.alma.actor).number == 1
    assert not read_answer(answer, own(family)).corrected
    assert not AuditEntry.objects.filter(verb="answer.corrected").exists()


def test_going_back_to_the_first_words_is_a_third_version(family: Family) -> None:
    answer = tell(family, ROWED)[0]
    for text in (WALKED, ROWED):
        correct_answer(answer=answer, text=text, by=family.alma.actor)
    assert read_answer(answer, own(family)).version == 3


# --- keeping to herself ----------------------------------------------------------------------------------------------


def test_a_withheld_answer_leaves_the_draft_and_returns(family: Family) -> None:
    first, second = tell(family, ROWED, WALKED)
    run_due()
    shown = set(Passage.objects.values_list("name", flat=True))
    set_withheld(answer=first, withheld=True, by=family.alma.actor)
    assert [one.text for one in told(family.memoir, own(family))] == [WALKED]
    run_due()
    assert {name for name in shown if str(second.id) in name} == set(Passage.objects.values_list("name", flat=True))
    assert texts(family) == [ROWED, WALKED]
    set_withheld(answer=first, withheld=False, by=family.alma.actor)
    run_due()
    assert set(Passage.objects.values_list("name", flat=True)) == shown
    verbs = list(AuditEntry.objects.filter(thing=first.id).order_by("number").values_list("verb", flat=True))
    assert verbs == ["answer.given", "answer.withheld", "answer.shared"]


# --- taken in from elsewhere -----------------------------------------------------------------------------------------


def test_imported_answers_keep_their_order_and_questions(family: Family) -> None:
    given = [Given.in_reply_to("Where were you born?", "By the fjord."), Given.in_reply_to("", "In the boathouse.")]
    assert import_answers(memoir=family.memoir, given=given, by=OPERATOR) == 2
    assert texts(family) == ["By the fjord.", "In the boathouse."]
    asked = [read.asked.text if read.asked else None for read in read_answers(answers_of(family.memoir), own(family))]
    assert asked == ["Where were you born?", None]
    assert set(Turn.objects.values_list("origin", "outcome")) == {("interviewer", "answered")}


def test_a_broken_import_leaves_nothing(family: Family) -> None:
    given = [Given.in_reply_to("", ROWED), Given(asked=None, text=WALKED, photos=(NewPhoto(content=b"", caption=""),))]
    with pytest.raises(PhotoRefused):
        import_answers(memoir=family.memoir, given=given, by=OPERATOR)
    assert (Answer.objects.count(), Turn.objects.count(), Memoir.objects.count()) == (0, 0, 1)
