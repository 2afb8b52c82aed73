"""What she keeps to herself is in nothing that others can read: not the draft, not an edition, not its files."""

import pytest

from fortell.book.actions import approve_proof, make_edition, make_proof
from fortell.book.models import Approval, Edition, Passage, ProofFile
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import SealedFile
from fortell.privacy.vault.stores.disk import chosen
from fortell.story.actions import set_withheld
from fortell.story.models import Answer
from tests.cast import BOTH, Family, make_family, tell

DISK = chosen()

# transaction: destroying a key empties the write-ahead log, which no open transaction may hold.
pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)


@pytest.fixture
def answers() -> tuple[Family, list[Answer]]:
    """A memoir of two answers, each in an approved edition: the first edition holds one of them, the second both."""
    family = make_family()
    given = tell(family, "We rowed to school in the old boat.")
    approved_edition(family)
    given += tell(family, "My brother was never found.")
    approved_edition(family)
    return family, given


def approved_edition(family: Family) -> None:
    run_due()
    edition = make_edition(memoir=family.memoir, by=family.ingrid.actor)
    approve_proof(proof=make_proof(edition=edition, by=OPERATOR), by=family.ingrid.checked())


def test_only_editions_that_hold_it_go_with_keys_files_and_approvals(answers: tuple[Family, list[Answer]]) -> None:
    family, (_school, brother) = answers
    gone = Edition.objects.get(number=2)
    stored = list(ProofFile.objects.filter(proof__edition=gone).values_list("sealed_file", flat=True))
    set_withheld(answer=brother, withheld=True, by=family.alma.actor)
    assert list(Edition.objects.values_list("number", flat=True)) == [1]
    assert not Key.objects.filter(id=gone.id).exists()
    assert not SealedFile.objects.filter(id__in=stored).exists()
    assert not any(DISK.place(name).exists() for name in stored)
    assert Approval.objects.count() == 1


def test_it_leaves_the_draft_at_once_before_any_job_has_run(answers: tuple[Family, list[Answer]]) -> None:
    family, (_school, brother) = answers
    assert Passage.objects.filter(sources__answer=brother.id).exists()
    set_withheld(answer=brother, withheld=True, by=family.alma.actor)
    assert not Passage.objects.filter(sources__answer=brother.id).exists()
    assert Passage.objects.count() == 1


def test_her_page_says_first_which_editions_go(answers: tuple[Family, list[Answer]]) -> None:
    family, (school, _brother) = answers
    address = f"/tell/{family.memoir.code}/answers/{school.id}/withholding/"
    warned = family.alma.browser().post(address, {"withheld": "1"})
    assert [f"Edition {number} of the book" in warned.text for number in (1, 2)] == [True, True]
    assert (Edition.objects.count(), Answer.objects.get(id=school.id).withheld_at) == (2, None)
    family.alma.browser().post(address, {"withheld": "1", "knowing": "1"})
    assert Edition.objects.count() == 0
    assert Answer.objects.get(id=school.id).withheld_at


def test_a_crash_after_the_keys_leaves_nothing_to_read(
    answers: tuple[Family, list[Answer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    family, (school, _brother) = answers
    with monkeypatch.context() as crash:
        crash.setattr(Edition, "delete", lambda _self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            set_withheld(answer=school, withheld=True, by=family.alma.actor)
    browser = family.ingrid.browser()
    assert browser.get(f"/family/{family.memoir.code}/editions/1/files/interior.pdf/").status_code == 404
    set_withheld(answer=school, withheld=True, by=family.alma.actor)
    assert Edition.objects.count() == 0
