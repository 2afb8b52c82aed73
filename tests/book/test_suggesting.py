"""Other wording by a language model: judged, shown, kept within bounds, and used by a person alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine

from fortell.book.actions import Failed, Suggestion, make_draft, suggest_wording
from fortell.book.models import ModelUse, Passage
from fortell.book.queries import read_passage
from fortell.gateways.model import choosing, most_tokens
from fortell.gateways.model import writer as chosen_writer
from fortell.kit.ids import new_id
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import choose_naming, erase_memoir
from fortell.story.naming import Choice
from tests.cast import BOTH, Family, Somebody, tell
from tests.modelling import Double

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
SAID = "So we rowed, we rowed to Vik in 1947. The oar broke, and I laughed."
FAITHFUL = "We rowed to Vik in 1947. The oar broke, and I laughed."
FALSE = "We rowed to Vik in 1974. The oar broke, and I laughed."


@pytest.fixture
def passage(family: Family) -> Passage:
    tell(family, SAID)
    make_draft(memoir=family.memoir, by=OPERATOR)
    return Passage.objects.select_related("memoir").get()


def asked(passage: Passage, by: Somebody) -> Suggestion | Failed:
    engine = chosen_writer()
    assert engine
    return suggest_wording(passage=passage, text=SAID, wish="smoother", engine=engine, by=by.actor)


def text_of(passage: Passage) -> str:
    return read_passage(Passage.objects.get(id=passage.id), opened(scope=passage.memoir_id, use=Use.BOOK)).body.words


def test_faithful_words_pass_and_nothing_is_stored(family: Family, passage: Passage, model: Double) -> None:
    model.says, before = FAITHFUL, text_of(passage)
    found = asked(passage, family.ingrid)
    assert isinstance(found, Suggestion)
    assert (found.text, found.passes) == (FAITHFUL, True)
    assert text_of(passage) == before
    assert AuditEntry.objects.filter(verb="passage.suggested").count() == 1


def test_what_she_did_not_say_is_named_sentence_by_sentence(family: Family, passage: Passage, model: Double) -> None:
    model.says = FALSE
    found = asked(passage, family.ingrid)
    assert isinstance(found, Suggestion)
    assert [(one.text, one.passes) for one in found.sentences] == [
        ("We rowed to Vik in 1974.", False),
        ("The oar broke, and I laughed.", True),
    ]
    assert found.sentences[0].sentence.doubts


@pytest.mark.parametrize(("says", "fails"), [("**The oar**\n\n- broke", ""), (FAITHFUL, "500"), (FAITHFUL, "refusal")])
def test_where_it_fails_the_passage_stands(
    family: Family, passage: Passage, model: Double, says: str, fails: str
) -> None:
    model.says, model.fails, before = says, fails, text_of(passage)
    assert asked(passage, family.ingrid) is Failed.NOTHING
    assert text_of(passage) == before


def test_a_months_share_is_never_exceeded_and_the_next_month_begins_anew(
    family: Family, passage: Passage, model: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.says = FAITHFUL
    house = choosing.installation()
    share = replace(house.model, tokens_a_month=most_tokens(SAID) + 219)
    monkeypatch.setattr(choosing, "installation", lambda: replace(house, model=share))
    with time_machine.travel(datetime(2027, 3, 30, 12, tzinfo=UTC), tick=False) as clock:
        assert isinstance(asked(passage, family.ingrid), Suggestion)
        assert ModelUse.objects.get().tokens == 220
        assert asked(passage, family.ingrid) is Failed.SPENT
        assert len(model.asked) == 1
        clock.move_to(datetime(2027, 4, 1, 12, tzinfo=UTC))
        assert isinstance(asked(passage, family.ingrid), Suggestion)
        assert sorted(ModelUse.objects.values_list("tokens", flat=True)) == [220, 220]


def test_people_leave_as_she_wants_them_named_or_not_at_all(family: Family, passage: Passage, model: Double) -> None:
    engine, name = chosen_writer(), new_id()
    assert engine

    def sent(choice: Choice) -> list[str]:
        choose_naming(memoir=family.memoir, choice=choice, person=name, by=family.alma.actor)
        text = "Torvald rowed us to Vik."
        suggest_wording(passage=passage, text=text, wish="joined", engine=engine, by=family.ingrid.actor)
        return [asked["messages"][1]["content"] for asked in model.asked]

    assert sent(Choice(spellings=("Torvald",), how="pseudonym", instead="Sverre")) == ["Sverre rowed us to Vik."]
    assert len(sent(Choice(spellings=("Torvald",), how="out", instead=""))) == 1


def test_only_who_mends_the_book_may_ask(family: Family, passage: Passage, model: Double) -> None:
    for somebody in (family.alma, family.kari, family.jonas):
        with pytest.raises(NotAllowed):
            asked(passage, somebody)
    assert model.asked == []


def test_what_it_cost_goes_with_the_memoir(family: Family, passage: Passage, model: Double) -> None:
    model.says = FAITHFUL
    asked(passage, family.ingrid)
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    assert not ModelUse.objects.exists()
