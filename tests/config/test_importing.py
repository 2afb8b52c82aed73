"""From a recorded interview to a memoir: all of it, or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from fortell.config.importing import Imported, import_file
from fortell.people.models import Member
from fortell.people.queries import names
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditEntry, ConsentEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.interviews import InterviewUnreadable
from fortell.story.models import Answer, Memoir, Turn
from fortell.story.queries import answers_of, memoir_by_code, read_answers
from tests.cast import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)
INTERVIEW = {
    "title": "By the fjord",
    "place_and_date": "Vika, 1949",
    "language": "nb",
    "turns": [
        {"speaker": "Sivert", "text": "Hvor ble du født?"},
        {"speaker": "Torborghild", "text": "Ved fjorden, i det gamle naustet."},
    ],
}


def import_it(path: Path, **chosen: Any) -> Imported:
    defaults = {"speakers": None, "storyteller": None, "language": None, "title": None, "statement": "She said so."}
    return import_file(file=path, **defaults | chosen)


def put(folder: Path, content: object, name: str = "interview.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def memoir_of(done: Imported) -> Memoir:
    memoir = memoir_by_code(done.code)
    assert memoir
    return memoir


def texts(memoir: Memoir) -> list[tuple[str, str]]:
    reads = read_answers(answers_of(memoir), opened(scope=memoir.id, use=Use.OWN))
    return [(read.asked.text if read.asked else "", read.text) for read in reads]


def test_whoever_speaks_most_is_the_storyteller(tmp_path: Path) -> None:
    done = import_it(put(tmp_path, INTERVIEW))
    memoir = memoir_of(done)
    assert (done.storyteller, done.language, done.answers, done.note) == ("Torborghild", "nb", 1, "")
    assert memoir.form == Memoir.Form.INTERVIEW
    assert texts(memoir) == [("Hvor ble du født?", "Ved fjorden, i det gamle naustet.")]
    opening = opened(scope=memoir.id, use=Use.OWN)
    assert (opening.text(memoir, "title"), opening.text(memoir, "subtitle")) == ("By the fjord", "Vika, 1949")
    assert list(names(memoir.id).values()) == ["Torborghild"]


def test_another_storyteller_title_and_language_can_be_named(tmp_path: Path) -> None:
    done = import_it(put(tmp_path, INTERVIEW), storyteller="Sivert", title="Naustet", language="nn")
    memoir = memoir_of(done)
    assert (done.storyteller, done.language) == ("Sivert", "nn")
    assert texts(memoir) == [("", "Hvor ble du født?")]
    assert opened(scope=memoir.id, use=Use.OWN).text(memoir, "title") == "Naustet"


def test_utterances_without_speakers_are_a_conversation_and_the_import_says_so(tmp_path: Path) -> None:
    lines = '{"text": "Kor var du fødd?"}\n{"text": "Ved fjorden."}\n'
    done = import_it(put(tmp_path, lines, "samtale.nn.jsonl"))
    memoir = memoir_of(done)
    assert (done.language, done.storyteller, memoir.form) == ("nn", "", Memoir.Form.CONVERSATION)
    assert done.note.startswith("2 of 2 utterances have no speaker.")
    assert [text for _asked, text in texts(memoir)] == ["Kor var du fødd?", "Ved fjorden."]


def test_a_file_of_speakers_makes_it_an_interview(tmp_path: Path) -> None:
    lines = '{"id": "1", "text": "Kor var du fødd?"}\n{"id": "2", "text": "Ved fjorden, i det gamle naustet."}\n'
    who = put(tmp_path, '{"id": "1", "speaker": "Sivert"}\n{"id": "2", "speaker": "Torborghild"}\n', "who.jsonl")
    done = import_it(put(tmp_path, lines, "samtale.nn.jsonl"), speakers=who)
    assert (done.storyteller, done.note) == ("Torborghild", "")
    assert texts(memoir_of(done)) == [("Kor var du fødd?", "Ved fjorden, i det gamle naustet.")]


def test_the_operators_statement_is_recorded_before_the_answers(tmp_path: Path) -> None:
    memoir = memoir_of(import_it(put(tmp_path, INTERVIEW), statement="Her daughter signed."))
    entry = ConsentEntry.objects.get(scope=memoir.id)
    assert opened(scope=memoir.id, use=Use.OWN).text(entry, "statement") == "Her daughter signed."
    verbs = list(AuditEntry.objects.filter(scope=memoir.id).order_by("number").values_list("verb", flat=True))
    assert verbs == ["memoir.created", "member.added", "consent.given", "interview.imported"]


@pytest.mark.parametrize(
    ("content", "chosen", "said"),
    [
        ("{", {}, "line 1 is not JSON"),
        ("", {}, "it is empty"),
        ({"turns": []}, {}, "it has no turns"),
        ({**INTERVIEW, "turns": [*INTERVIEW["turns"], {"speaker": "Sivert"}]}, {}, "turn 3 has no text"),
        ({**INTERVIEW, "language": "de"}, {}, "its language is de; use --language"),
        ({"turns": INTERVIEW["turns"]}, {}, "its language is not said; use --language"),
        (INTERVIEW, {"storyteller": "Nobody"}, "nobody in it is called Nobody; speakers: Sivert, Torborghild"),
    ],
)
def test_a_file_that_is_no_interview_leaves_nothing_behind(
    tmp_path: Path, content: object, chosen: dict[str, str], said: str
) -> None:
    with pytest.raises(InterviewUnreadable, match=said):
        import_it(put(tmp_path, content), **chosen)
    for model in (Memoir, Member, Answer, Turn, ConsentEntry, AuditEntry, Key):
        assert not model._default_manager.exists(), model


def test_bytes_that_are_no_text_leave_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "interview.json"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(InterviewUnreadable, match="not UTF-8"):
        import_it(path)
    assert not Memoir.objects.exists()
    assert not Key.objects.exists()
