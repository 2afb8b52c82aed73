"""Reading recorded interviews: turns by speaker (JSON), or utterances without speakers (JSON lines)."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fortell.story.language import LANGUAGES, Language


class InterviewUnreadable(Exception):
    """The file is not an interview as we know them; the message says where and what."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One turn or utterance; `speaker` is empty where nobody wrote down who it was."""

    id: str
    speaker: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Interview:
    title: str
    place_and_date: str
    language: str
    turns: tuple[Said, ...]

    @property
    def speakers(self) -> Counter[str]:
        """Who speaks, by the number of their words."""
        words: Counter[str] = Counter()
        for turn in self.turns:
            if turn.speaker:
                words[turn.speaker] += len(turn.text.split())
        return words

    @property
    def speakers_known(self) -> bool:
        return all(turn.speaker for turn in self.turns)


def read_interview(content: bytes, *, speakers: bytes | None = None) -> Interview:
    """An interview of either kind. `speakers`: JSON lines of `id` and `speaker`. Raises InterviewUnreadable."""
    text = _decoded(content)
    whole = _whole(text)
    if whole is not None:
        return _turns(whole)
    return _utterances(text, _speakers(_decoded(speakers)) if speakers else {})


def exchanges(interview: Interview, *, storyteller: str) -> list[tuple[str, str]]:
    """Pairs of what was asked, or nothing, and one of the storyteller's turns.

    Where any speaker is unknown, nobody is called the storyteller: every utterance is kept, as said by somebody.
    """
    if not interview.speakers_known:
        return [("", turn.text) for turn in interview.turns]
    pairs: list[tuple[str, str]] = []
    asked: list[str] = []
    for turn in interview.turns:
        if turn.speaker == storyteller:
            pairs.append((" ".join(asked), turn.text))
            asked = []
        else:
            asked.append(turn.text.strip())
    return pairs


def storyteller_in(interview: Interview, named: str | None) -> str:
    """Whose story it is: who was named, else whoever speaks most, else nobody. Raises InterviewUnreadable."""
    if named and interview.speakers_known and named not in interview.speakers:
        raise InterviewUnreadable(f"nobody in it is called {named}; speakers: {', '.join(interview.speakers)}")
    if named or not interview.speakers:
        return named or ""
    return interview.speakers.most_common(1)[0][0]


def language_of(interview: Interview, *, wanted: str | None, file_name: str) -> Language:
    """The language wanted, else what the interview says, else what its file name says. Raises InterviewUnreadable."""
    spoken = wanted or interview.language or _language_in_name(file_name)
    for known in LANGUAGES:
        if spoken == known:
            return known
    raise InterviewUnreadable(f"its language is {spoken or 'not said'}; use --language {'|'.join(LANGUAGES)}")


def _language_in_name(file_name: str) -> str:
    """`lia-bardu.nn.jsonl` says it is Nynorsk."""
    found = re.search(r"\.([a-z]{2})\.jsonl?$", file_name)
    return found[1] if found else ""


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InterviewUnreadable(f"not UTF-8 text (byte {error.start + 1})") from error


def _whole(text: str) -> dict[str, Any] | None:
    """The file as one JSON object with turns; None where it is not one."""
    try:
        whole = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    return whole if isinstance(whole, dict) and "turns" in whole else None


def _turns(whole: dict[str, Any]) -> Interview:
    turns = whole["turns"]
    if not isinstance(turns, list) or not turns:
        raise InterviewUnreadable("it has no turns")
    return Interview(
        title=str(whole.get("title", "")),
        place_and_date=str(whole.get("place_and_date", "")),
        language=str(whole.get("language", "")),
        turns=tuple(_said(turn, f"turn {number}", str(number)) for number, turn in enumerate(turns, start=1)),
    )


def _utterances(text: str, speakers: Mapping[str, str]) -> Interview:
    turns = tuple(_with_speaker(said, speakers) for said in _lines(text))
    if not turns:
        raise InterviewUnreadable("it is empty")
    return Interview(title="", place_and_date="", language="", turns=turns)


def _lines(text: str) -> Iterator[Said]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield _said(_parsed(line, number), f"line {number}", str(number))


def _parsed(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InterviewUnreadable(f"line {number} is not JSON") from error


def _said(turn: Any, where: str, number: str) -> Said:
    if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
        raise InterviewUnreadable(f"{where} has no text")
    speaker = turn.get("speaker", "")
    if not isinstance(speaker, str):
        raise InterviewUnreadable(f"{where}: the speaker is not a name")
    return Said(id=str(turn.get("id", number)), speaker=speaker.strip(), text=turn["text"])


def _speakers(text: str) -> dict[str, str]:
    found = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            entry = _parsed(line, number)
            if not isinstance(entry, dict) or not {"id", "speaker"} <= set(entry):
                raise InterviewUnreadable(f"speakers, line {number}: needs id and speaker")
            found[str(entry["id"])] = str(entry["speaker"])
    return found


def _with_speaker(said: Said, speakers: Mapping[str, str]) -> Said:
    return Said(id=said.id, speaker=speakers.get(said.id, said.speaker), text=said.text)
