"""Commands about the interviewer: why it asks what it asks, and what it would ask in a recorded interview."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fortell.config.cli.choices import LANGUAGES
from fortell.config.cli.house import memoir_named, open_house, while_open
from fortell.config.cli.refusal import Refused, Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    played = commands.add_parser("replay", parents=[shared], help="what would be asked in a recorded interview")
    played.add_argument("file", type=Path, help="JSON with turns by speaker, or JSON lines of utterances")
    played.add_argument("--language", choices=LANGUAGES, help="else what the file says, or its name")
    played.add_argument("--storyteller", metavar="NAME", help="whose answers they are; else whoever speaks most")
    played.add_argument("--speakers", type=Path, metavar="FILE", help="JSON lines of id and speaker, for utterances")
    played.add_argument("--calm", action="store_true", help="as in the calmer conversation: senses first, no years")
    played.set_defaults(run=replay_interview)

    shown = commands.add_parser("interview", parents=[shared], help="how far an interview has come; why it asks so")
    shown.add_argument("code")
    shown.add_argument("--explain", action="store_true", help="also what was passed over, and why; no word of hers")
    shown.set_defaults(run=show_interview)


def replay_interview(arguments: argparse.Namespace) -> Said:
    """No house is opened, and nothing is stored."""
    from fortell.story.interviewer import CALM, USUAL
    from fortell.story.interviews import InterviewUnreadable, exchanges, language_of, read_interview, storyteller_in
    from fortell.story.replaying import replay

    try:
        speakers = arguments.speakers.read_bytes() if arguments.speakers else None
        interview = read_interview(arguments.file.read_bytes(), speakers=speakers)
        language = language_of(interview, wanted=arguments.language, file_name=arguments.file.name)
        teller = storyteller_in(interview, arguments.storyteller)
    except InterviewUnreadable as error:
        raise Refused(f"{arguments.file.name}: {error}") from error
    except OSError as error:
        raise Refused(f"{arguments.file} can't be read: {error.strerror}") from error
    answers = [answer for _question, answer in exchanges(interview, storyteller=teller)]
    played = list(replay(answers, language=language, manner=CALM if arguments.calm else USUAL))
    return Said(text=_in_words(played), data=[asdict(one) for one in played])


def show_interview(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.story.actions import explain_question

    with while_open(otherwise="it is closed"):
        found = explain_question(memoir=memoir_named(arguments.code), by=OPERATOR)
    data = asdict(found)
    if not arguments.explain:
        data = {name: data[name] for name in ("turn", "kind", "phase", "told", "counts")}
    return Said(text=_explained(found, whole=arguments.explain), data=data)


def _explained(found: Any, *, whole: bool) -> str:
    told = ", ".join(f"{phase} {count}" for phase, count in found.told.items()) or "nothing yet"
    lines = [f"Question {found.turn}: {found.kind}, {found.phase}.", f"Told, in answers by phase: {told}."]
    if not whole:
        return "\n".join(lines)
    stale = " Her answers have changed since." if found.stale else ""
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in found.counts.items())
    return "\n".join(
        [
            *lines,
            f"Asked because: {found.reason}.{stale}",
            f"The last exchanges: {', '.join(found.moods) or 'none'}.",
            f"The picture: {counts}.",
            "Passed over:" if found.passed else "Nothing was passed over.",
            *(f"  {one.why}: {', '.join(one.what)}" for one in found.passed),
        ]
    )


def _in_words(played: list[Any]) -> str:
    from fortell.story.replaying import FIRST, tally

    counted = tally(played)
    lines = [f"{one.answer:>4}  {one.question}\n      {one.kind}, {one.phase}: {one.reason}" for one in played]
    figures = (
        f"{counted.answers} answers; {counted.referring} questions take up words just said, {counted.repeats} came "
        f"twice; {counted.phases_early} phases among the first {FIRST}."
    )
    return "\n".join([*lines, figures])
