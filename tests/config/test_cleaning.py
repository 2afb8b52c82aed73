"""`fortell clean` as a script meets it: lines in, lines out, and no house anywhere; and the dial of other commands."""

import json
from pathlib import Path

import pytest

from fortell.config.cli import main
from fortell.story.models import Memoir
from tests.cast import BOTH
from tests.config.filters import filtered
from tests.config.test_cli import Done


def clean(folder: Path, lines: str, *arguments: str) -> Done:
    return filtered(folder, lines, "clean", *arguments)


def test_lines_are_cleaned_and_their_edits_named(tmp_path: Path) -> None:
    given = "vi vi rodde ut e # i båten"
    done = clean(tmp_path, json.dumps({"text": given}) + "\n\n", "--language", "nn")
    (line,) = map(json.loads, done.out.splitlines())
    assert (done.code, done.err, line["text"]) == (0, "", "Vi rodde ut i båten.")
    assert set(line) == {"text", "edits"}
    text, at = "", 0
    for edit in line["edits"]:
        assert set(edit) == {"start", "end", "kind", "replacement"}
        text, at = text + given[at : edit["start"]] + edit["replacement"], edit["end"]
    assert text + given[at:] == line["text"]
    assert not (tmp_path / "data").exists()


def test_a_file_may_stand_for_standard_input_and_the_dial_is_heeded(tmp_path: Path) -> None:
    (tmp_path / "said.jsonl").write_text('{"text": "he was # he had 7 boats"}\n')
    texts = [
        json.loads(clean(tmp_path, "", "--language", "en", "--dial", dial, str(tmp_path / "said.jsonl")).out)["text"]
        for dial in ("verbatim", "light", "readable")
    ]
    assert texts == ["He was he had 7 boats", "He had 7 boats.", "He had seven boats."]


def test_a_broken_line_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    lines = '{"text": "eh ja"}\n{"text": 7}\nnothing\n["text"]\n{"text": "\\ud800"}\n{"text": ""}\n'
    done = clean(tmp_path, lines, "--language", "sv")
    assert [json.loads(line)["text"] for line in done.out.splitlines()] == ["Ja", ""]
    assert done.err.splitlines() == [f'fortell: line {number} is not JSON with a "text"' for number in (2, 3, 4, 5)]
    assert done.code == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = clean(tmp_path, "", "--language", "sv", "gone.jsonl")
    assert (done.code, done.out) == (1, "")
    assert "gone.jsonl" in done.err


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.parametrize(("more", "dial"), [((), "light"), (("--dial", "readable"), "readable")])
def test_a_memoir_begins_at_the_dial_that_was_named(more: tuple[str, ...], dial: str) -> None:
    assert main(["create", "--title", "Summers", "--storyteller", "Torborghild", *more]) == 0
    assert Memoir.objects.get().dial == dial


@pytest.mark.django_db(databases=BOTH)
def test_an_interview_is_brought_in_at_the_dial_that_was_named(tmp_path: Path) -> None:
    file = tmp_path / "summers.en.jsonl"
    file.write_text('{"text": "We rowed."}\n')
    assert main(["import-interview", str(file), "--consent-from", "She signed.", "--dial", "verbatim"]) == 0
    assert Memoir.objects.get().dial == "verbatim"
