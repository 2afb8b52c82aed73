"""When the text of the consent has changed since her yes, she is asked anew, and nothing new is kept before that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fortell.kit.ids import new_id
from fortell.people.permissions import OPERATOR
from fortell.privacy import consent
from fortell.privacy.consent import ConsentOutdated
from fortell.privacy.models import ConsentEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story import wording
from fortell.story.actions import ask_next, consent_by_statement, give_answer, leave_question
from fortell.story.models import Answer, Turn
from tests.cast import BOTH, Family, make_family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)


@pytest.fixture
def told(db: None) -> Family:
    family = make_family()
    tell(family, "We rowed to Vik.")
    return family


@pytest.fixture
def changed(told: Family, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Family]:
    """The English text was changed after Alma's yes."""
    for path in wording.FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace("So we ask first.", "So we always ask first."))
    monkeypatch.setattr(wording, "FOLDER", tmp_path)
    wording.consent_text.cache_clear()
    yield told
    wording.consent_text.cache_clear()


def page(family: Family) -> str:
    return family.alma.browser().get(f"/tell/{family.memoir.code}/").content.decode()


def decide(family: Family, decision: str) -> None:
    family.alma.browser().post(f"/tell/{family.memoir.code}/consent/", {"decision": decision})


def test_an_unchanged_text_is_not_asked_again(told: Family) -> None:
    assert not wording.is_outdated(told.memoir.id)
    assert 'id="words"' in page(told)


@pytest.mark.promise("MIM-15.2")
def test_a_changed_text_is_asked_anew_before_anything_new_is_kept(changed: Family) -> None:
    turn = Turn.objects.get(memoir=changed.memoir, outcome=Turn.Outcome.OPEN)
    opening = opened(scope=changed.memoir.id, use=Use.BOOK)
    with pytest.raises(ConsentOutdated):
        give_answer(turn=turn, text="He sang.", delivery=new_id(), by=changed.alma.actor)
    with pytest.raises(ConsentOutdated):
        leave_question(turn=turn, outcome=Turn.Outcome.LATER, opening=opening, by=changed.alma.actor)
    Turn.objects.filter(id=turn.id).update(outcome=Turn.Outcome.SKIPPED)
    with pytest.raises(ConsentOutdated):
        ask_next(memoir=changed.memoir, opening=opening, by=changed.alma.actor)
    assert (Answer.objects.count(), Turn.objects.count()) == (1, 2)
    shown = page(changed)
    assert "We ask you anew" in shown
    assert "So we always ask first." in shown
    assert "We rowed to Vik." in shown
    assert 'id="words"' not in shown


def test_the_old_yes_stands_for_what_is_there_until_she_answers(changed: Family) -> None:
    assert consent.is_live(scope=changed.memoir.id)
    assert changed.ingrid.browser().get(f"/family/{changed.memoir.code}/").status_code == 200


def test_a_new_yes_is_to_the_new_text_and_opens_her_page(changed: Family) -> None:
    decide(changed, "give")
    newest = ConsentEntry.objects.latest("at")
    assert (newest.decision, "So we always ask first." in newest.wording) == ("given", True)
    assert ConsentEntry.objects.count() == 2
    assert 'id="words"' in page(changed)


def test_a_no_is_one_press_too_and_closes_as_a_withdrawal_does(changed: Family) -> None:
    assert page(changed).count('name="decision" value="withdraw"') == 1
    decide(changed, "withdraw")
    assert not consent.is_live(scope=changed.memoir.id)
    assert changed.ingrid.browser().get(f"/family/{changed.memoir.code}/").status_code == 403


def test_a_yes_in_another_language_is_held_against_that_languages_text(changed: Family) -> None:
    norwegian = make_family(language="nb", storyteller="Bjarne Vik")
    assert not wording.is_outdated(norwegian.memoir.id)


def test_a_yes_by_statement_was_to_no_text_of_ours(changed: Family) -> None:
    imported = make_family(storyteller="Bjarne Vik", consent=False)
    consent_by_statement(memoir=imported.memoir, statement="He signed on paper.", by=OPERATOR)
    assert not wording.is_outdated(imported.memoir.id)
