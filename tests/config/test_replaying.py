"""`fortell replay`: what would be asked in a recorded interview, without a house."""

import json
from pathlib import Path

import pytest

from fortell.config.cli import main

TOLD = ["We rowed home in a leaking boat.", "Hm?", "My brother Arvid drowned that year."]


def interview(folder: Path, **more: object) -> Path:
    turns = [turn for told in TOLD for turn in ({"speaker": "A", "text": "And?"}, {"speaker": "B", "text": told})]
    path = folder / "told.json"
    path.write_text(json.dumps({"turns": turns, "language": "en", **more}))
    return path


def replayed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["replay", *arguments, "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_each_answer_gets_the_question_that_would_follow(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = replayed(capsys, str(interview(tmp_path)))
    assert (first["answer"], first["refers_to"]) == (1, "We rowed home in a leaking boat")
    assert str(first["refers_to"]) in str(first["question"])
    assert (second["answer"], second["refers_to"], second["weight"]) == (2, None, 1)
    assert (third["kind"], third["refers_to"]) == ("presence", "My brother Arvid drowned that year")
    assert set(first) == {"answer", "question", "kind", "phase", "weight", "refers_to", "reason"}


def test_nothing_is_stored_and_no_house_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORTELL_DATA", str(tmp_path / "data"))
    file = interview(tmp_path)
    replayed(capsys, str(file))
    assert list(tmp_path.iterdir()) == [file]


def test_the_storyteller_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = replayed(capsys, str(interview(tmp_path)), "--storyteller", "A")
    assert [one["refers_to"] for one in told] == [None] * 3


def test_utterances_get_their_speakers_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said, speakers = tmp_path / "said.nn.jsonl", tmp_path / "speakers.jsonl"
    said.write_text("\n".join(json.dumps({"id": str(at), "text": text}) for at, text in enumerate(["ja .", *TOLD])))
    assert len(replayed(capsys, str(said))) == 4
    speakers.write_text("\n".join(json.dumps({"id": str(at), "speaker": "A" if at else "B"}) for at in range(4)))
    assert len(replayed(capsys, str(said), "--speakers", str(speakers))) == 3


def test_in_words_it_ends_with_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(interview(tmp_path))]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "3 answers; 2 questions take up words just said, 0 came twice; 2 phases among the first 20."


@pytest.mark.parametrize(("content", "says"), [("{}", "no text"), ('{"turns": []}', "no turns"), ("x", "not JSON")])
def test_what_is_no_interview_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, says: str
) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content)
    assert main(["replay", str(path), "--language", "en"]) == 1
    assert says in capsys.readouterr().err


def test_calm_asks_the_senses_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    usual = replayed(capsys, str(interview(tmp_path)))
    calm = replayed(capsys, str(interview(tmp_path)), "--calm")
    assert (calm[1]["kind"], calm[1]["weight"]) == ("senses", 1)
    assert calm[1]["kind"] != usual[1]["kind"]
