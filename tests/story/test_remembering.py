"""The interviewer remembers without reading everything again, and forgets what is taken back."""

import pytest

from fortell.people.permissions import OPERATOR
from fortell.privacy.terms import Use
from fortell.privacy.vault import keys
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions import correct_answer, delete_answer, erase_memoir, leave_question, set_withheld
from fortell.story.interviewer import picture, picture_of
from fortell.story.models import Memory, Turn
from fortell.story.queries import history, open_turn
from fortell.story.remembering import Remembered, remembered
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)

TOLD = ("We rowed to Vik with my brother Arvid in 1952.", "Then the boat leaked.", "My brother Arvid sang all the way.")


def own(family: Family) -> Opening:
    return opened(scope=family.memoir.id, use=Use.OWN)


def now_remembered(family: Family) -> Remembered:
    return remembered(family.memoir, own(family))


def words_kept(family: Family) -> str:
    return str(own(family).read(Memory.objects.get(memoir=family.memoir), "picture"))


def test_what_is_remembered_is_what_reading_everything_again_would_give(family: Family) -> None:
    tell(family, *TOLD)
    told = [exchange for _number, exchange in history(family.memoir, own(family))]
    assert Memory.objects.get(memoir=family.memoir).through == 3
    assert now_remembered(family).picture == picture_of(history=told, language="en")
    assert now_remembered(family).last == told[-1]


def test_a_turn_reads_no_more_than_the_turn_before(
    family: Family, django_assert_max_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(family, *TOLD)
    read = []
    monkeypatch.setattr(Opening, "text", lambda _opening, row, _field: read.append(row) or "")
    now_remembered(family)
    assert len(read) == 1


def test_a_question_left_is_remembered_as_left(family: Family) -> None:
    tell(family, *TOLD)
    turn = open_turn(family.memoir)
    assert turn
    leave_question(turn=turn, outcome=Turn.Outcome.REFUSED, opening=own(family), by=family.alma.actor)
    assert now_remembered(family).picture.mood == "refused"
    assert Memory.objects.get(memoir=family.memoir).through == 4


@pytest.mark.promise("MIM-6.2")
@pytest.mark.parametrize("how", ["deleted", "withheld", "corrected"])
def test_what_she_takes_back_is_forgotten(family: Family, how: str) -> None:
    first = tell(family, *TOLD[:2])[0]
    assert "Vik" in words_kept(family)
    before = Memory.objects.get(memoir=family.memoir).id
    if how == "deleted":
        delete_answer(answer=first, by=family.alma.checked())
    elif how == "withheld":
        set_withheld(answer=first, withheld=True, by=family.alma.actor)
    else:
        correct_answer(answer=first, text="We rowed home.", by=family.alma.actor)
    assert not keys.item_keys([before], scope=family.memoir.id, root=keys.root_key(family.memoir.id)[0])
    tell(family, TOLD[2])
    assert "Vik" not in words_kept(family)
    assert "1952" not in words_kept(family)
    assert Memory.objects.get(memoir=family.memoir).id != before


def test_an_answer_shared_again_is_remembered_again(family: Family) -> None:
    first = tell(family, *TOLD[:2])[0]
    set_withheld(answer=first, withheld=True, by=family.alma.actor)
    set_withheld(answer=first, withheld=False, by=family.alma.actor)
    assert "Vik" in {person.name for person in now_remembered(family).picture.people}


def test_other_rules_make_it_anew(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(family, *TOLD)
    kept = now_remembered(family).picture
    Memory.objects.filter(memoir=family.memoir).update(grown_at="2001-01-01T00:00:00Z")
    picture.rules.cache_clear()
    monkeypatch.setattr(picture, "RULES", picture.RULES + 1)
    found = now_remembered(family)
    assert found.row is None
    assert found.picture == kept
    picture.rules.cache_clear()


def test_a_second_answer_to_a_turn_comes_in_too(family: Family) -> None:
    from fortell.kit.ids import new_id
    from fortell.story.actions import give_answer

    tell(family, TOLD[0])
    turn = Turn.objects.get(memoir=family.memoir, number=1)
    give_answer(turn=turn, text="Torstein steered.", delivery=new_id(), by=family.alma.actor)
    told = [exchange for _number, exchange in history(family.memoir, own(family))]
    assert "Torstein steered." in told[0].answer
    assert now_remembered(family).picture == picture_of(history=told, language="en")


def test_erasing_leaves_nothing_remembered(family: Family) -> None:
    tell(family, *TOLD)
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    assert not Memory.objects.exists()
