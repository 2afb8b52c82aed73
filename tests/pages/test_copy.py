"""Her own copy of everything, from her page: at once, after the second check, and also after she took her yes back."""

import json
from typing import Any

import pytest
from django.test import Client

from fortell.privacy.archive.form import INDEX, MEMOIR, README
from fortell.privacy.models import AuditEntry, Restriction
from fortell.privacy.rights.restriction import restrict
from fortell.story.actions import correct_answer, withdraw_consent
from tests.cast import BOTH, Family, make_family, tell
from tests.pages.telling import BOATHOUSE, Told
from tests.privacy.archives import files_of

pytestmark = pytest.mark.django_db(databases=BOTH)


def address(family: Family) -> str:
    return f"/tell/{family.memoir.code}/copy/"


def copied(browser: Client, family: Family) -> dict[str, bytes]:
    response: Any = browser.post(address(family))
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == f'attachment; filename="fortell-{family.memoir.code}.zip"'
    assert "no-store" in response.headers["Cache-Control"]
    return files_of(b"".join(response.streaming_content))


def test_her_rights_lead_to_the_copy_and_the_second_check_comes_first(family: Family) -> None:
    browser = family.alma.browser()
    assert address(family) in browser.get(f"/tell/{family.memoir.code}/rights/").content.decode()
    assert "/check/" in browser.get(address(family)).headers["Location"]
    assert "/check/" in browser.post(address(family)).headers["Location"]
    family.alma.checked()
    assert browser.get(address(family)).status_code == 200


def test_copy_holds_what_she_told_with_what_it_said_before(told: Told) -> None:
    family = told.family
    family.alma.checked()
    correct_answer(answer=told.answer, text="He built it in 1948.", by=family.alma.actor)
    files = copied(family.alma.browser(), family)
    page = files[INDEX].decode()
    assert "He built it in 1948." in page
    assert BOATHOUSE in page
    assert "Ingrid Solvang: arranges the book" in page
    assert "Alma Solvang took a copy of everything" in page
    linked = {name for name in files if "/" in name and name in page}
    assert linked == {name for name in files if "/" in name}
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_one_audit_line_names_who_took_it(family: Family) -> None:
    family.alma.checked()
    copied(family.alma.browser(), family)
    lines = AuditEntry.objects.filter(scope=family.memoir.id, verb="archive.taken")
    assert [line.actor for line in lines] == [str(family.alma.member.id)]


def test_after_her_withdrawal_she_can_still_take_everything(family: Family) -> None:
    tell(family, BOATHOUSE)
    family.alma.checked()
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    browser = family.alma.browser()
    assert address(family) in browser.get(f"/tell/{family.memoir.code}/rights/").content.decode()
    files = copied(browser, family)
    assert [row["text"] for row in json.loads(files[MEMOIR])["rows"]["story.answerversion"]] == [BOATHOUSE]


def test_while_everything_rests_she_can_still_take_everything(family: Family) -> None:
    tell(family, BOATHOUSE)
    family.alma.checked()
    restrict(scope=family.memoir.id, reason=Restriction.Reason.ACCURACY, by=family.alma.actor)
    files = copied(family.alma.browser(), family)
    assert [row["text"] for row in json.loads(files[MEMOIR])["rows"]["story.answerversion"]] == [BOATHOUSE]


@pytest.mark.parametrize(
    ("language", "said", "file"),
    [
        ("nb", "Hva det ble sagt ja til", "Åpne index.html"),
        ("nn", "Kva det vart sagt ja til", "Opne index.html"),
        ("sv", "Vad det sades ja till", "Öppna index.html"),
        ("en", "What was agreed to", "Open index.html"),
    ],
)
def test_copy_speaks_her_language(db: None, language: str, said: str, file: str) -> None:
    family = make_family(language=language)
    family.alma.checked()
    files = copied(family.alma.browser(), family)
    assert f'<html lang="{language}">' in files[INDEX].decode()
    assert said in files[INDEX].decode()
    assert file in files[README].decode()


def test_every_line_of_what_was_done_is_in_plain_words(told: Told) -> None:
    told.family.alma.checked()
    page = copied(told.family.alma.browser(), told.family)[INDEX].decode()
    verbs = set(AuditEntry.objects.filter(scope=told.family.memoir.id).values_list("verb", flat=True))
    assert len(verbs) >= 10
    assert {verb for verb in verbs if verb in page} == set()


def test_words_in_the_copy_are_words_and_never_markup(family: Family) -> None:
    tell(family, "<script>alert(1)</script> was all he said.")
    family.alma.checked()
    page = copied(family.alma.browser(), family)[INDEX].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; was all he said." in page
    assert "<script>" not in page


def test_published_form_can_be_fetched_by_anybody() -> None:
    response = Client().get("/schema/archive-1.json")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/schema+json")
    assert response.json()["$id"] == "urn:fortell:archive:1"
