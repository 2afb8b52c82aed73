"""What leaves the house answers to the person: rest holds it back, and who got a value hears that it changed."""

import pytest

from fortell.kit import gate
from fortell.kit.gate import Outcome
from fortell.privacy.egress import refusals
from fortell.privacy.egress.permits import permit
from fortell.privacy.models import RecipientNotice, Restriction
from fortell.privacy.rights import restriction
from fortell.privacy.terms import Purpose
from fortell.story.actions import correct_answer
from tests.cast import BOTH, Family, tell
from tests.egress import TEXT, Register, in_order

pytestmark = pytest.mark.django_db(databases=BOTH)


def let_out(family: Family) -> None:
    leave = permit(processor="text", purpose=Purpose.BOOK, fields={TEXT}, scope=family.memoir.id)
    with gate.passing(leave, host="127.0.0.1", fields={TEXT}) as report:
        report(Outcome.ANSWERED)


@pytest.mark.promise("MIM-12.4", "MNT-10.6")
def test_nothing_of_a_story_at_rest_may_leave(family: Family, register: Register) -> None:
    register({"text": in_order()})
    let_out(family)
    restriction.restrict(scope=family.memoir.id, reason=Restriction.Reason.ACCURACY, by=family.alma.actor)
    with pytest.raises(refusals.Barred, match="restriction"):
        let_out(family)
    restriction.lift(scope=family.memoir.id, by=family.alma.actor, at_her_word=True)
    let_out(family)


@pytest.mark.promise("MIM-12.2", "MNT-10.2")
def test_a_processor_that_got_her_words_is_to_hear_of_a_correction(family: Family, register: Register) -> None:
    register({"text": in_order()})
    answer = tell(family, "We rowed.")[0]
    correct_answer(answer=answer, text="We sailed.", by=family.alma.actor)
    assert not RecipientNotice.objects.exists()
    let_out(family)
    correct_answer(answer=answer, text="We walked.", by=family.alma.actor)
    told = RecipientNotice.objects.get()
    assert (told.processor, told.kind, told.fields) == ("text", "rectified", [TEXT])
