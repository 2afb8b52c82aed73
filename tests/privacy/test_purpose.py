"""The closed matrix of categories and purposes, held where content is read."""

from uuid import uuid4

import pytest

from fortell.kit.jobs import handler, later, registry, run_due
from fortell.kit.models import Job
from fortell.privacy import purpose
from fortell.privacy.purpose import PurposeViolation, Work, automated_work, may_serve, works_on_content
from fortell.privacy.terms import Category, Purpose, Use
from fortell.privacy.vault.opening import opened
from tests.cast import make_family


@pytest.mark.promise("MIM-6.3", "MIM-4.1")
def test_content_serves_the_book_herself_and_an_excerpt_she_grants() -> None:
    assert {aim for aim in Purpose if may_serve(Category.CONTENT, aim)} == {
        Purpose.BOOK,
        Purpose.LETTERS,  # of her own yes: tests/story/test_letters.py
        Purpose.RIGHTS,
        Purpose.SUPPORT,
    }


@pytest.mark.parametrize(
    "aim", [Purpose.ANALYTICS, Purpose.MARKETING, Purpose.IMPROVEMENT, Purpose.SALES, Purpose.LEGAL]
)
def test_content_is_refused_for_anything_else(aim: Purpose) -> None:
    with pytest.raises(PurposeViolation, match=f"content does not serve {aim}"):
        purpose.require(Category.CONTENT, aim)


def test_every_category_has_its_row() -> None:
    assert set(purpose.MATRIX) == set(Category)


@pytest.mark.django_db(databases=["default", "keys"])
@pytest.mark.parametrize("use", [Use.BOOK, Use.OWN])
def test_the_matrix_is_held_where_content_is_opened(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    memoir = make_family().memoir
    opened(scope=memoir.id, use=use)
    monkeypatch.setitem(purpose.MATRIX, Category.CONTENT, frozenset())
    with pytest.raises(PurposeViolation):
        opened(scope=memoir.id, use=use)


@pytest.mark.django_db(databases=["default", "keys"])
@pytest.mark.promise("MIM-7.2")
def test_a_job_that_is_not_registered_gets_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_handlers", dict(registry._handlers))
    monkeypatch.setattr(purpose, "_work", dict(purpose._work))
    memoir = make_family().memoir

    @handler("test.reading")
    def read(_running: object) -> None:
        opened(scope=memoir.id, use=Use.BOOK)

    Job.objects.all().delete()
    later("test.reading", scope=None, dedupe=str(uuid4()))
    run_due()
    assert Job.objects.get().error == "PurposeViolation"
    works_on_content("test.reading", Work.DRAFTING)
    Job.objects.all().delete()
    later("test.reading", scope=None, dedupe=str(uuid4()))
    run_due()
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.promise("MIM-7.2")
def test_automated_work_on_content_is_hearing_structuring_polishing_drafting_setting_and_handing_out() -> None:
    assert set(automated_work().values()) <= set(Work)
    assert automated_work()["book.draft"] == Work.DRAFTING
    assert automated_work()["book.typeset"] == Work.TYPESETTING
    assert automated_work()["story.transcribe"] == Work.TRANSCRIBING
