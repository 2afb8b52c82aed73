"""Editions are frozen, proofs are set once, and an approval is for exactly the files that were looked at."""

import hashlib
from typing import Any

import pytest

from fortell.book.actions import (
    NothingToPrint,
    approve_proof,
    edit_passage,
    make_draft,
    make_edition,
    make_proof,
    read_proof_file,
)
from fortell.book.actions.editions import FilesChanged
from fortell.book.models import Approval, Edition, Passage, Proof, ProofFile
from fortell.book.press import UnknownTrim
from fortell.kit.crypto import derive
from fortell.kit.jobs import run_due
from fortell.kit.models import Job
from fortell.people.permissions import OPERATOR, Actor, NotAllowed
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.models import AuditEntry, SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault import files
from fortell.privacy.vault.opening import opened
from fortell.privacy.vault.stores.disk import chosen
from fortell.story.actions import correct_answer, withdraw_consent
from fortell.story.models import Answer
from tests.cast import BOTH, Family, tell

DISK = chosen()

pytestmark = pytest.mark.django_db(databases=BOTH)
TOLD = "We rowed to school in the old boat. My brother held the oars."


@pytest.fixture
def drafted(family: Family) -> Family:
    tell(family, TOLD)
    run_due()
    return family


def edition_of(family: Family) -> Edition:
    return make_edition(memoir=family.memoir, by=family.ingrid.actor)


def content(edition: Edition) -> dict[str, Any]:
    found: dict[str, Any] = opened(scope=edition.memoir_id, use=Use.BOOK).read(edition, "content")
    return found


def proof_of(family: Family) -> Proof:
    return make_proof(edition=edition_of(family), by=OPERATOR)


def edit(family: Family, text: str) -> None:
    passage = Passage.objects.get()
    edit_passage(passage=passage, text=text, version=passage.version, by=family.ingrid.actor)


# --- editions --------------------------------------------------------------------------------------------------------


def test_an_edition_holds_the_whole_book(drafted: Family) -> None:
    edition = edition_of(drafted)
    frozen = content(edition)
    assert (frozen["title"], frozen["author"]) == ("A Headwind Both Ways", "Alma Solvang")
    assert [block["text"] for chapter in frozen["chapters"] for block in chapter["blocks"]] == [TOLD]
    assert frozen["colophon"][0].startswith("Sentences in this book: 2. In the storyteller’s own words: 2.")
    assert (edition.number, edition.made_by, len(edition.fingerprint)) == (1, str(drafted.ingrid.member.id), 64)
    assert AuditEntry.objects.filter(verb="edition.made", thing=edition.id).count() == 1


def test_later_changes_do_not_reach_a_frozen_edition(drafted: Family) -> None:
    edition = edition_of(drafted)
    before = content(edition)
    edit(drafted, "We sailed.")
    correct_answer(answer=Answer.objects.get(), text="We flew.", by=drafted.alma.actor)
    make_draft(memoir=drafted.memoir, by=OPERATOR)
    assert content(Edition.objects.get()) == before


def test_the_same_draft_is_the_same_edition(drafted: Family) -> None:
    first = edition_of(drafted)
    make_draft(memoir=drafted.memoir, by=OPERATOR)
    assert edition_of(drafted) == first
    assert Edition.objects.count() == 1


def test_a_changed_draft_is_a_new_edition(drafted: Family) -> None:
    first = edition_of(drafted)
    edit(drafted, "We sailed.")
    second = edition_of(drafted)
    assert (second.number, second.fingerprint == first.fingerprint) == (2, False)
    assert content(second)["chapters"] != content(first)["chapters"]


def test_an_empty_draft_has_nothing_to_print(family: Family) -> None:
    with pytest.raises(NothingToPrint):
        edition_of(family)
    assert not Edition.objects.exists()
    assert not Job.objects.filter(name="book.typeset").exists()


def test_making_an_edition_queues_one_typesetting(drafted: Family) -> None:
    edition = edition_of(drafted)
    edition_of(drafted)
    job = Job.objects.get(name="book.typeset")
    assert job.arguments == {"edition": str(edition.id)}
    run_due()
    job.refresh_from_db()
    assert (job.state, job.progress_done, job.progress_total) == ("done", 4, 4)
    assert Proof.objects.get().edition == edition


@pytest.mark.parametrize("who", ["alma", "kari", "jonas"])
def test_only_the_owner_and_the_operator_make_an_edition(drafted: Family, neighbour: Family, who: str) -> None:
    for actor in (getattr(drafted, who).actor, neighbour.ingrid.actor):
        with pytest.raises(NotAllowed):
            make_edition(memoir=drafted.memoir, by=actor)
    assert make_edition(memoir=drafted.memoir, by=OPERATOR).number == 1


# --- proofs ----------------------------------------------------------------------------------------------------------


def test_a_proofs_files_are_the_ones_its_hashes_name(drafted: Family) -> None:
    proof = proof_of(drafted)
    opening = opened(scope=drafted.memoir.id, use=Use.BOOK)
    stored = {file.name: read_proof_file(file, opening) for file in proof.files.all()}
    assert set(stored) == {"interior.pdf", "cover.pdf", "book.epub"}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in stored.items()}
    facts = opening.read(proof, "facts")
    assert {name: fact["sha256"] for name, fact in facts["files"].items()} == hashes
    assert {file.name: (file.sha256, file.size) for file in proof.files.all()} == {
        name: (hashes[name], len(data)) for name, data in stored.items()
    }
    assert proof.pages == facts["pages"] > 0


@pytest.mark.promise("MIM-3.8")
def test_the_open_facts_of_a_proof_hold_no_word_of_the_book(drafted: Family) -> None:
    facts = str(Proof.objects.filter(id=proof_of(drafted).id).values().get())
    for word in ("rowed", "Headwind", "Alma", "brother"):
        assert word not in facts


def test_a_proof_is_set_once_and_then_returned_as_it_is(drafted: Family) -> None:
    first = proof_of(drafted)
    files_before = set(SealedFile.objects.values_list("id", flat=True))
    assert make_proof(edition=first.edition, by=OPERATOR) == first
    assert set(SealedFile.objects.values_list("id", flat=True)) == files_before
    assert Proof.objects.count() == 1


def test_another_trim_is_a_proof_of_its_own(drafted: Family) -> None:
    first = proof_of(drafted)
    other = make_proof(edition=first.edition, trim="royal", by=OPERATOR)
    assert (first.trim, other.trim, Proof.objects.count()) == ("a5", "royal", 2)
    with pytest.raises(UnknownTrim):
        make_proof(edition=first.edition, trim="poster", by=OPERATOR)


def test_an_attempt_that_was_killed_leaves_nothing_over(drafted: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = edition_of(drafted)
    with monkeypatch.context() as killed:
        killed.setattr(ProofFile.objects, "bulk_create", lambda _rows: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make_proof(edition=edition, by=OPERATOR)
    left = set(SealedFile.objects.filter(item=edition.id).values_list("id", flat=True))
    assert (len(left), Proof.objects.count()) == (3, 0)
    proof = make_proof(edition=edition, by=OPERATOR)
    assert set(SealedFile.objects.filter(item=edition.id).values_list("id", flat=True)) == left
    assert all(DISK.place(file.sealed_file).exists() for file in proof.files.all())


def test_without_consent_nothing_is_set(drafted: Family) -> None:
    edition = edition_of(drafted)
    withdraw_consent(memoir=drafted.memoir, by=drafted.alma.actor)
    with pytest.raises(ConsentMissing):
        make_proof(edition=edition, by=OPERATOR)
    assert not Proof.objects.exists()


# --- approvals -------------------------------------------------------------------------------------------------------


def test_an_approval_names_who_when_and_both_files(drafted: Family) -> None:
    proof = proof_of(drafted)
    approval = approve_proof(proof=proof, by=drafted.ingrid.checked())
    hashes = dict(proof.files.values_list("name", "sha256"))
    assert (approval.interior_sha256, approval.cover_sha256) == (hashes["interior.pdf"], hashes["cover.pdf"])
    assert approval.approved_by == drafted.ingrid.member.id
    assert approval.approved_at
    assert AuditEntry.objects.get(verb="proof.approved").thing == approval.id


def test_approving_twice_is_approving_once(drafted: Family) -> None:
    proof, ingrid = proof_of(drafted), drafted.ingrid.checked()
    assert approve_proof(proof=proof, by=ingrid) == approve_proof(proof=proof, by=ingrid)
    assert (Approval.objects.count(), AuditEntry.objects.filter(verb="proof.approved").count()) == (1, 1)


def test_approving_needs_the_owner_after_the_second_check(drafted: Family, neighbour: Family) -> None:
    proof = proof_of(drafted)
    others: list[Actor] = [somebody.checked() for somebody in (drafted.alma, drafted.kari, drafted.jonas)]
    for actor in (drafted.ingrid.actor, neighbour.ingrid.checked(), OPERATOR, *others):
        with pytest.raises(NotAllowed):
            approve_proof(proof=proof, by=actor)
    assert not Approval.objects.exists()


def tampered(file: ProofFile, how: str) -> None:
    """Change a stored file: blindly, or as somebody who has its key would."""
    path = DISK.place(file.sealed_file)
    if how == "a flipped bit":
        stored = bytearray(path.read_bytes())
        stored[-1] ^= 1
        path.write_bytes(bytes(stored))
    elif how == "gone":
        path.unlink()
    else:
        opening = opened(scope=file.proof.scope_id, use=Use.BOOK)
        row = SealedFile.objects.get(id=file.sealed_file)
        key = derive(key=opening._key(row.item)[0], purpose=b"file|" + row.id.bytes)
        files.write(row.id, key=key, content=b"another book")


@pytest.mark.parametrize("how", ["a flipped bit", "gone", "another file, sealed with the right key"])
@pytest.mark.parametrize("name", ["interior.pdf", "cover.pdf"])
def test_changed_files_cannot_be_approved_or_read(drafted: Family, name: str, how: str) -> None:
    proof, ingrid = proof_of(drafted), drafted.ingrid.checked()
    tampered(proof.files.get(name=name), how)
    with pytest.raises(FilesChanged, match=name):
        approve_proof(proof=proof, by=ingrid)
    with pytest.raises(FilesChanged, match=name):
        read_proof_file(proof.files.get(name=name), opened(scope=drafted.memoir.id, use=Use.BOOK))
    assert not Approval.objects.exists()


def test_an_approval_is_for_its_edition_alone(drafted: Family) -> None:
    first, ingrid = proof_of(drafted), drafted.ingrid.checked()
    approve_proof(proof=first, by=ingrid)
    edit(drafted, "We sailed.")
    second = proof_of(drafted)
    assert second != first
    assert not second.approvals.exists()
    assert first.approvals.count() == 1
