"""Nothing is kept before her yes; and when she takes it back, everything but her own reading closes at once."""

import hashlib
from pathlib import Path

import pytest
from django.db import connection

from fortell.book.actions import make_draft, make_edition
from fortell.book.models import Edition, Passage
from fortell.kit.ids import new_id
from fortell.kit.jobs import run_due
from fortell.kit.models import Job
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy import audit, consent
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditEntry, ConsentEntry, SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.actions import (
    Given,
    NewPhoto,
    ask_next,
    consent_by_statement,
    correct_answer,
    give_answer,
    give_consent,
    import_answers,
    withdraw_consent,
)
from fortell.story.models import Answer, AnswerVersion, Turn
from fortell.story.queries import answers_of, read_answers
from fortell.story.wording import consent_text
from tests.cast import BOTH, Family, make_family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
BOAT = Path(__file__).parents[2] / "fortell" / "config" / "sample" / "boat.jpg"
STORED = (Answer, AnswerVersion, Turn, SealedFile, Key, Job)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in STORED}


def withdraw(family: Family) -> None:
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)


@pytest.fixture
def unasked(db: None) -> Family:
    return make_family(consent=False)


# --- before ----------------------------------------------------------------------------------------------------------


@pytest.mark.promise("MIM-6.4")
def test_nothing_is_stored_before_her_yes(unasked: Family) -> None:
    turn = Turn(id=new_id(), memoir=unasked.memoir, number=1, origin=Turn.Origin.BANK)
    before, photo = counts(), NewPhoto(content=BOAT.read_bytes(), caption="The boat")
    with pytest.raises(ConsentMissing):
        give_answer(turn=turn, text="We rowed.", delivery=new_id(), photos=(photo,), by=unasked.alma.actor)
    with pytest.raises(ConsentMissing):
        import_answers(memoir=unasked.memoir, given=[Given.in_reply_to("How?", "We rowed.")], by=OPERATOR)
    with pytest.raises(ConsentMissing):
        ask_next(memoir=unasked.memoir, opening=Opening(unasked.memoir.id), by=unasked.alma.actor)
    with pytest.raises(ConsentMissing):
        make_draft(memoir=unasked.memoir, by=OPERATOR)
    assert counts() == before
    assert not consent.is_live(scope=unasked.memoir.id)


def test_another_memoirs_yes_is_not_hers(unasked: Family, family: Family) -> None:
    with pytest.raises(ConsentMissing):
        opened(scope=unasked.memoir.id, use=Use.BOOK)
    assert opened(scope=family.memoir.id, use=Use.BOOK)


@pytest.mark.parametrize("who", ["ingrid", "kari", "jonas"])
def test_nobody_says_yes_or_no_for_her(unasked: Family, family: Family, who: str) -> None:
    with pytest.raises(NotAllowed):
        give_consent(memoir=unasked.memoir, language="en", by=getattr(unasked, who).actor)
    with pytest.raises(NotAllowed):
        withdraw_consent(memoir=family.memoir, by=getattr(family, who).actor)
    with pytest.raises(NotAllowed):
        give_consent(memoir=unasked.memoir, language="en", by=family.alma.actor)
    assert not consent.is_live(scope=unasked.memoir.id)
    assert consent.is_live(scope=family.memoir.id)


# --- the yes ---------------------------------------------------------------------------------------------------------


@pytest.mark.promise("LIL-4.2")
@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_ledger_holds_exactly_what_was_shown(unasked: Family, language: str) -> None:
    give_consent(memoir=unasked.memoir, language=language, by=unasked.alma.actor)
    entry, shown = ConsentEntry.objects.get(), consent_text(language)
    for piece in (shown.title, *shown.paragraphs, shown.question, shown.yes, shown.withdraw):
        assert piece in entry.wording
    assert "The Solvang family" in entry.wording
    assert entry.wording_sha256 == hashlib.sha256(entry.wording.encode()).hexdigest()
    assert (entry.version, entry.language, entry.decision) == (shown.version, language, "given")
    assert (entry.scope, entry.subject, entry.channel) == (
        unasked.memoir.id,
        unasked.alma.member.id,
        "personal link",
    )
    assert AuditEntry.objects.filter(scope=unasked.memoir.id, verb="consent.given", thing=entry.id).count() == 1


def test_saying_yes_again_while_it_stands_adds_nothing(family: Family) -> None:
    give_consent(memoir=family.memoir, language="en", by=family.alma.actor)
    assert ConsentEntry.objects.count() == 1


def test_a_yes_to_another_text_is_a_new_line(family: Family) -> None:
    give_consent(memoir=family.memoir, language="nb", by=family.alma.actor)
    assert list(ConsentEntry.objects.order_by("at").values_list("language", flat=True)) == ["en", "nb"]


def test_an_operators_statement_is_sealed_and_not_in_the_open_row(unasked: Family) -> None:
    statement = "Her son Torleif Kvamsdal said on the telephone that she agrees."
    consent_by_statement(memoir=unasked.memoir, statement=statement, by=OPERATOR)
    entry = ConsentEntry.objects.get()
    assert opened(scope=unasked.memoir.id, use=Use.OWN).text(entry, "statement") == statement
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_consententry")
        row = [bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone()]
    assert "Kvamsdal" not in str(row)
    assert (entry.channel, entry.version) == ("operator", "statement-1")
    assert consent.is_live(scope=unasked.memoir.id)


# --- taking it back --------------------------------------------------------------------------------------------------


@pytest.mark.promise("MIM-6.5", "MIM-12.7")
def test_withdrawing_closes_the_book_and_leaves_her_own_reading_open(family: Family) -> None:
    answer = tell(family, "We rowed.")[0]
    run_due()
    edition = make_edition(memoir=family.memoir, by=OPERATOR)
    still_open = opened(scope=family.memoir.id, use=Use.OWN)
    withdraw(family)
    for use in (Use.BOOK, Use.EXCERPT):
        with pytest.raises(ConsentMissing):
            opened(scope=family.memoir.id, use=use)
    for refused in (
        lambda: make_draft(memoir=family.memoir, by=OPERATOR),
        lambda: make_edition(memoir=family.memoir, by=OPERATOR),
        lambda: tell(family, "We walked."),
    ):
        with pytest.raises(ConsentMissing):
            refused()
    assert Answer.objects.count() == Edition.objects.count() == 1
    assert edition.number == 1
    own = opened(scope=family.memoir.id, use=Use.OWN)
    assert [read.text for read in read_answers(answers_of(family.memoir), own)] == ["We rowed."]
    assert still_open.scope == own.scope
    correct_answer(answer=answer, text="We rowed far.", by=family.alma.actor)
    assert [read.text for read in read_answers(answers_of(family.memoir), own)] == ["We rowed far."]


@pytest.mark.promise("MIM-6.5")
def test_withdrawing_stops_what_is_queued_for_her_and_nobody_else(family: Family, neighbour: Family) -> None:
    tell(family, "We rowed.")
    tell(neighbour, "They sailed.")
    withdraw(family)
    states = dict(Job.objects.values_list("scope", "state"))
    assert states == {family.memoir.id: "stopped", neighbour.memoir.id: "queued"}
    run_due()
    assert set(Passage.objects.values_list("memoir", flat=True)) == {neighbour.memoir.id}


def test_a_job_queued_after_the_withdrawal_finds_nothing_open(family: Family) -> None:
    answer = tell(family, "We rowed.")[0]
    withdraw(family)
    correct_answer(answer=answer, text="We rowed far.", by=family.alma.actor)
    run_due()
    assert not Passage.objects.exists()
    assert Job.objects.latest("created_at").error == "no-consent"


@pytest.mark.promise("MIM-12.7")
def test_a_withdrawal_is_added_and_the_yes_stays(family: Family) -> None:
    given = ConsentEntry.objects.values().get()
    withdraw(family)
    assert ConsentEntry.objects.filter(decision="given").values().get() == given
    line = ConsentEntry.objects.get(decision="withdrawn")
    assert (line.wording_sha256, line.subject) == (given["wording_sha256"], family.alma.member.id)
    assert AuditEntry.objects.filter(verb="consent.withdrawn", thing=line.id).exists()
    assert audit.verify(family.memoir.id)


def test_there_is_nothing_to_withdraw_twice(family: Family) -> None:
    withdraw(family)
    with pytest.raises(ConsentMissing):
        withdraw(family)
    assert ConsentEntry.objects.count() == 2


def test_she_may_say_yes_again(family: Family) -> None:
    withdraw(family)
    give_consent(memoir=family.memoir, language="en", by=family.alma.actor)
    assert consent.is_live(scope=family.memoir.id)
    tell(family, "We rowed.")
    assert ConsentEntry.objects.count() == 3


def test_an_excerpt_never_opens_without_a_grant(family: Family) -> None:
    with pytest.raises(ConsentMissing):
        opened(scope=family.memoir.id, use=Use.EXCERPT)
