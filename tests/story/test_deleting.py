"""One answer or one photo is deleted for good, with everything that was made from it."""

from uuid import UUID

import pytest

from fortell.book.actions import make_edition
from fortell.book.models import Edition, Passage
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy import erasure, erasure_list
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import RightsRequest, SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import opened
from fortell.privacy.vault.stores import FileGone, store
from fortell.story.actions import NewPhoto, correct_answer, delete_answer, delete_photo, withdraw_consent
from fortell.story.models import Answer, AnswerVersion, Photo, Turn
from fortell.story.queries import answers_of, asked_in, history, read_answers
from tests.cast import BOTH, Family, make_family, tell
from tests.pages.telling import BOATHOUSE, KITCHEN, PICTURE, answered

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)


@pytest.fixture
def told(db: None) -> Family:
    """Two answers, the first with a photo, in a draft and an edition."""
    family = make_family()
    answered(family, BOATHOUSE, photos=(NewPhoto(content=PICTURE, caption="The boathouse"),))
    tell(family, KITCHEN)
    run_due()
    make_edition(memoir=family.memoir, by=OPERATOR)
    return family


def first(family: Family) -> Answer:
    return answers_of(family.memoir)[0]


@pytest.mark.promise("LIL-9.5")
def test_an_answer_goes_with_its_versions_photos_files_keys_and_books(told: Family) -> None:
    answer = first(told)
    correct_answer(answer=answer, text="He built it in 1948.", by=told.alma.actor)
    stored = [row.id for row in SealedFile.objects.filter(item=answer.photos.get().id)]
    items = [answer.id, answer.photos.get().id]
    delete_answer(answer=answer, by=told.alma.checked())
    run_due()
    assert not Key.objects.filter(id__in=items).exists()
    assert (Photo.objects.count(), AnswerVersion.objects.count(), Edition.objects.count()) == (0, 1, 0)
    assert not SealedFile.objects.filter(id__in=stored).exists()
    for name in stored:
        with pytest.raises(FileGone):
            store().size(name)
    assert not Passage.objects.filter(sources__answer=items[0]).exists()
    own = opened(scope=told.memoir.id, use=Use.OWN)
    assert [read.text for read in read_answers(answers_of(told.memoir), own)] == [KITCHEN]


def test_no_question_still_quotes_a_deleted_answer(family: Family) -> None:
    tell(family, BOATHOUSE, KITCHEN)  # without a photo, which would be asked about first
    own = opened(scope=family.memoir.id, use=Use.OWN)
    quoting = [turn for turn in Turn.objects.order_by("number") if asked_in(turn, own).refers_to]
    assert quoting  # else this test would see nothing
    for answer in answers_of(family.memoir):
        delete_answer(answer=answer, by=family.alma.checked())
    left = " ".join(asked_in(turn, own).text for turn in Turn.objects.all() if turn.origin == Turn.Origin.FOLLOW_UP)
    assert [word for word in ("boathouse", "flatbread", "Olav", "Berta") if word in left] == []
    assert [turn.outcome for _number, turn in history(family.memoir, own)] == ["refused", "refused"]


def test_a_photo_goes_alone_and_its_answer_stays(told: Family) -> None:
    photo = Photo.objects.get()
    delete_photo(photo=photo, by=told.alma.checked())
    run_due()
    assert (Photo.objects.count(), SealedFile.objects.filter(item=photo.id).count(), Edition.objects.count()) == (
        0,
        0,
        0,
    )
    assert not Passage.objects.filter(kind=Passage.Kind.PHOTO).exists()
    own = opened(scope=told.memoir.id, use=Use.OWN)
    assert [read.text for read in read_answers(answers_of(told.memoir), own)] == [BOATHOUSE, KITCHEN]


def test_only_she_deletes_and_only_after_the_second_check(told: Family) -> None:
    for actor in (told.alma.actor, told.ingrid.checked(), OPERATOR):
        with pytest.raises(NotAllowed):
            delete_answer(answer=first(told), by=actor)
        with pytest.raises(NotAllowed):
            delete_photo(photo=Photo.objects.get(), by=actor)
    assert Answer.objects.count() == 2


def test_she_deletes_after_a_withdrawal_too(told: Family) -> None:
    withdraw_consent(memoir=told.memoir, by=told.alma.actor)
    delete_answer(answer=first(told), by=told.alma.checked())
    assert (Answer.objects.count(), Edition.objects.count()) == (1, 0)


def test_it_is_a_request_that_is_done_and_counted(told: Family) -> None:
    delete_answer(answer=first(told), by=told.alma.checked())
    row = RightsRequest.objects.get()
    assert (row.kind, row.state, row.verb) == ("erasure", "done", "answer.deleted")
    assert row.outcome == {"story.Answer": 1, "keys": 2, "files": 2}


def test_what_a_crash_left_of_it_goes_at_the_next_start(told: Family) -> None:
    """The power goes right after the keys are destroyed."""
    answer = first(told)
    photo = answer.photos.get()
    stored = [row.id for row in SealedFile.objects.filter(item=photo.id)]
    keys.destroy([answer.id, photo.id])
    assert Answer.objects.filter(id=answer.id).exists()
    erasure.resume()
    assert (Answer.objects.count(), Photo.objects.count(), Edition.objects.count()) == (1, 0, 0)
    assert [name for name in stored if _there(name)] == []
    assert {answer.id, photo.id} <= {entry.thing for entry in erasure_list.entries()}


def _there(name: UUID) -> bool:
    try:
        store().size(name)
    except FileGone:
        return False
    return True
