"""Recorded interviews, in both forms; and what is said of a file that is none."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fortell.story.interviews import Interview, InterviewUnreadable, Said, exchanges, read_interview

TURNS = {
    "title": "By the fjord",
    "place_and_date": "Vika, 1949",
    "language": "en",
    "turns": [
        {"speaker": "Asker", "text": "Where were you born?"},
        {"speaker": "Alma", "text": "By the fjord, in the old boathouse."},
        {"speaker": "Alma", "text": "In a storm."},
        {"speaker": "Asker", "text": "And then?"},
        {"speaker": "Asker", "text": "Take your time. "},
        {"speaker": "Alma", "text": "Then we moved."},
    ],
}
UTTERANCES = [{"id": "u1", "text": "Kor var du fødd?"}, {"id": "u2", "text": "# Ved fjorden."}]


def as_lines(entries: list[dict[str, str]]) -> bytes:
    return "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries).encode()


def read(value: object, speakers: bytes | None = None) -> Interview:
    return read_interview(json.dumps(value, ensure_ascii=False).encode(), speakers=speakers)


def test_turns_by_speaker_are_read() -> None:
    interview = read(TURNS)
    assert (interview.title, interview.place_and_date, interview.language) == ("By the fjord", "Vika, 1949", "en")
    assert len(interview.turns) == 6
    assert interview.turns[1] == Said(id="2", speaker="Alma", text="By the fjord, in the old boathouse.")
    assert interview.speakers_known
    assert interview.speakers.most_common() == [("Alma", 13), ("Asker", 9)]


def test_questions_are_paired_with_the_answer_they_led_to() -> None:
    assert exchanges(read(TURNS), storyteller="Alma") == [
        ("Where were you born?", "By the fjord, in the old boathouse."),
        ("", "In a storm."),
        ("And then? Take your time.", "Then we moved."),
    ]


def test_utterances_without_speakers_all_count_as_told() -> None:
    interview = read_interview(as_lines(UTTERANCES))
    assert [turn.text for turn in interview.turns] == ["Kor var du fødd?", "# Ved fjorden."]
    assert not interview.speakers_known
    assert interview.speakers == {}
    assert exchanges(interview, storyteller="") == [("", "Kor var du fødd?"), ("", "# Ved fjorden.")]


def test_a_file_of_speakers_names_who_spoke() -> None:
    speakers = as_lines([{"id": "u1", "speaker": "Asker"}, {"id": "u2", "speaker": "Alma"}])
    interview = read_interview(as_lines(UTTERANCES), speakers=speakers)
    assert interview.speakers_known
    assert exchanges(interview, storyteller="Alma") == [("Kor var du fødd?", "# Ved fjorden.")]


def test_where_one_speaker_is_unknown_nobody_is_called_the_storyteller() -> None:
    interview = read_interview(as_lines(UTTERANCES), speakers=as_lines([{"id": "u1", "speaker": "Asker"}]))
    assert not interview.speakers_known
    assert exchanges(interview, storyteller="Alma") == [("", "Kor var du fødd?"), ("", "# Ved fjorden.")]


def test_utterances_without_ids_are_named_by_their_line() -> None:
    entries: list[dict[str, str]] = [{"text": "a"}, {"text": "b"}]
    interview = read_interview(as_lines(entries), speakers=b'{"id": 2, "speaker": "Alma"}')
    assert [turn.speaker for turn in interview.turns] == ["", "Alma"]


@pytest.mark.parametrize("change", [lambda text: b"\xef\xbb\xbf" + text, lambda text: text.replace(b"\n", b"\r\n")])
def test_a_byte_order_mark_and_other_line_ends_do_no_harm(change: Callable[[bytes], bytes]) -> None:
    assert len(read_interview(change(as_lines(UTTERANCES))).turns) == 2
    assert len(read_interview(change(json.dumps(TURNS, indent=1).encode())).turns) == 6


def test_empty_lines_between_utterances_do_no_harm() -> None:
    assert len(read_interview(b"\n" + as_lines(UTTERANCES) + b"\n\n").turns) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b" \n\n ", "it is empty"),
        ("Kor var du fødd?".encode("latin-1"), r"not UTF-8 text \(byte 13\)"),
        (b'{"turns": [', "line 1 is not JSON"),
        (b"Once upon a time", "line 1 is not JSON"),
        (as_lines(UTTERANCES) + b"\n{", "line 3 is not JSON"),
        (b'{"turns": []}', "it has no turns"),
        (b'{"turns": {}}', "it has no turns"),
        (b'{"turns": null}', "it has no turns"),
        (b'{"turns": ["a"]}', "turn 1 has no text"),
        (b'{"turns": [{"text": "a"}, {"speaker": "Alma"}]}', "turn 2 has no text"),
        (b'{"turns": [{"text": 7}]}', "turn 1 has no text"),
        (b'{"turns": [{"text": "a", "speaker": 7}]}', "turn 1: the speaker is not a name"),
        (b'{"words": "a"}', "line 1 has no text"),
        (b"[]", "line 1 has no text"),
        (b"7", "line 1 has no text"),
        (b"[" * 100_000, "line 1 is not JSON"),
    ],
)
def test_what_is_no_interview_is_refused_and_the_place_named(content: bytes, said: str) -> None:
    with pytest.raises(InterviewUnreadable, match=said):
        read_interview(content)


@pytest.mark.parametrize(
    ("speakers", "said"),
    [
        (b"{", "line 1 is not JSON"),
        (b'{"id": "u1"}', "speakers, line 1: needs id and speaker"),
        (b"\n[]", "speakers, line 2: needs id and speaker"),
        (b"\xff", r"not UTF-8 text \(byte 1\)"),
    ],
)
def test_a_broken_file_of_speakers_is_refused(speakers: bytes, said: str) -> None:
    with pytest.raises(InterviewUnreadable, match=said):
        read_interview(as_lines(UTTERANCES), speakers=speakers)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_junk_is_an_interview_or_refused_and_nothing_else(junk: bytes) -> None:
    with suppress(InterviewUnreadable):
        assert read_interview(junk).turns


@given(st.lists(st.tuples(st.sampled_from(["Alma", "Asker", ""]), st.text(max_size=20)), min_size=1, max_size=12))
def test_no_word_of_hers_is_lost(said: list[tuple[str, str]]) -> None:
    interview = read({"turns": [{"speaker": speaker, "text": text} for speaker, text in said]})
    told = [text for _question, text in exchanges(interview, storyteller="Alma")]
    everybody_known = all(speaker for speaker, _text in said)
    assert told == [text for speaker, text in said if speaker == "Alma" or not everybody_known]


# --- real ones -------------------------------------------------------------------------------------------------------


@pytest.mark.corpus
def test_the_real_interview_with_speakers_is_read(corpus: Path) -> None:
    interview = read_interview((corpus / "interviews" / "fountain-hughes.en.json").read_bytes())
    assert interview.speakers_known
    assert interview.speakers.most_common(1)[0][0] == "Fountain Hughes"
    assert len(exchanges(interview, storyteller="Fountain Hughes")) == sum(
        turn.speaker == "Fountain Hughes" for turn in interview.turns
    )


@pytest.mark.corpus
@pytest.mark.parametrize("place", ["bardu", "eidsberg", "farsund"])
def test_the_real_interviews_without_speakers_are_read(corpus: Path, place: str) -> None:
    content = (corpus / "interviews" / f"lia-{place}.nn.jsonl").read_bytes()
    interview = read_interview(content)
    assert len(interview.turns) == sum(bool(line.strip()) for line in content.splitlines())
    assert not interview.speakers_known
