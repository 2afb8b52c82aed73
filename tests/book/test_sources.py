"""Passages name the answers they draw on, so that what she takes back is found wherever it went."""

import pytest

from fortell.book.actions import edit_passage, make_draft, make_edition, make_proof
from fortell.book.models import Edition, Passage, Proof, Revision, Source
from fortell.people.permissions import OPERATOR
from fortell.story.actions import Given, import_answers, set_withheld
from fortell.story.models import Answer, Memoir
from tests.cast import BOTH, Family, make_family, tell

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
ROWED, WALKED = "We rowed to school in the old boat.", "In winter we walked across the ice."


def with_edition(*texts: str) -> tuple[Family, list[Answer]]:
    family = make_family()
    answers = tell(family, *texts)
    make_draft(memoir=family.memoir, by=OPERATOR)
    make_proof(edition=make_edition(memoir=family.memoir, by=OPERATOR), by=OPERATOR)
    return family, answers


def withhold(family: Family, answer: Answer, *, withheld: bool = True) -> None:
    set_withheld(answer=answer, withheld=withheld, by=family.alma.actor)


def test_another_memoirs_editions_stay() -> None:
    family, (answer,) = with_edition(ROWED)
    with_edition(ROWED)
    withhold(family, answer)
    assert Edition.objects.count() == Proof.objects.count() == 1


def test_sharing_it_again_destroys_nothing() -> None:
    family, (first, second) = with_edition(ROWED, WALKED)
    withhold(family, second, withheld=False)
    assert Edition.objects.count() == 1
    assert first != second


def test_its_passages_are_gone_at_once_with_what_was_written_into_them() -> None:
    family, (first, second) = with_edition(ROWED, WALKED)
    passage = Passage.objects.get(sources__answer=first.id)
    edit_passage(passage=passage, text="We rowed far.", version=1, by=family.ingrid.actor)
    withhold(family, first)
    assert list(Source.objects.values_list("answer", flat=True)) == [second.id]
    assert not Revision.objects.exists()


def test_a_passage_that_grew_together_from_two_answers_goes_with_either() -> None:
    family = make_family()
    Memoir.objects.filter(id=family.memoir.id).update(form=Memoir.Form.INTERVIEW)
    memoir = Memoir.objects.get(id=family.memoir.id)
    import_answers(
        memoir=memoir,
        given=[Given.in_reply_to("How did you get there?", ROWED), Given.in_reply_to("", WALKED)],
        by=OPERATOR,
    )
    first, second = Answer.objects.order_by("number")
    withhold(family, second)
    make_draft(memoir=memoir, by=OPERATOR)
    withhold(family, second, withheld=False)
    make_draft(memoir=memoir, by=OPERATOR)
    grown = Passage.objects.get(kind="told")
    assert set(grown.sources.values_list("answer", flat=True)) == {first.id, second.id}
    edit_passage(passage=grown, text=f"{ROWED} In winter we went across the ice.", version=2, by=family.ingrid.actor)
    make_edition(memoir=memoir, by=OPERATOR)
    withhold(family, second)
    assert not Passage.objects.filter(id=grown.id).exists()
    assert not Edition.objects.exists()
    make_draft(memoir=memoir, by=OPERATOR)
    assert set(Source.objects.values_list("answer", flat=True)) == {first.id}
