"""Commands about one memoir: import, draft, typeset, provenance, links, erasure."""

import argparse
import json
from pathlib import Path
from typing import Any

from fortell.config.cli.choices import DIALS, LANGUAGES
from fortell.config.cli.house import memoir_named, open_house, while_open
from fortell.config.cli.refusal import Refused, Said

DIAL = "light"


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    create = commands.add_parser("create", parents=[shared], help="begin a memoir; links for its people come with it")
    create.add_argument("--title", required=True)
    create.add_argument("--storyteller", required=True, metavar="NAME")
    create.add_argument("--owner", metavar="NAME", help="who arranges it and approves the book")
    create.add_argument("--language", choices=LANGUAGES, help="else the installation's")
    create.add_argument("--dial", choices=DIALS, default=DIAL, help=f"how much the book cleans up ({DIAL})")
    create.add_argument("--calm", action="store_true", help="a calmer conversation: short, senses first, no years")
    create.set_defaults(run=begin_memoir)

    imported = commands.add_parser("import-interview", parents=[shared], help="make a memoir of a recorded interview")
    imported.add_argument("file", type=Path, help="JSON with turns by speaker, or JSON lines of utterances")
    imported.add_argument("--consent-from", required=True, metavar="STATEMENT", help="how the storyteller consented")
    imported.add_argument("--storyteller", metavar="NAME", help="whose story it is; else whoever speaks most")
    imported.add_argument("--language", choices=LANGUAGES, help="else what the file says, or its name")
    imported.add_argument("--speakers", type=Path, metavar="FILE", help="JSON lines of id and speaker, for utterances")
    imported.add_argument("--title", help="the book's title; else the file's")
    imported.add_argument("--dial", choices=DIALS, default=DIAL, help=f"how much the book cleans up ({DIAL})")
    imported.set_defaults(run=import_interview)

    for name, run, text in (
        ("draft", draft, "make or refresh the draft"),
        ("provenance", provenance, "list every sentence of the draft with its sources"),
        ("faithfulness", faithfulness, "count the draft's sentences by where they come from"),
    ):
        command = commands.add_parser(name, parents=[shared], help=text)
        command.add_argument("code")
        command.set_defaults(run=run)

    typeset = commands.add_parser("typeset", parents=[shared], help="write the book's files")
    typeset.add_argument("code")
    typeset.add_argument("--output", type=Path, required=True, metavar="FOLDER")
    typeset.add_argument("--theme", default="classic")
    typeset.add_argument("--trim", default="a5")
    typeset.add_argument("--printer", default="general", help="whose specification the files follow")
    typeset.set_defaults(run=typeset_book)

    link = commands.add_parser("link", parents=[shared], help="make a personal link; its letter can be mailed")
    link.add_argument("code")
    link.add_argument("--role", default="storyteller", choices=("storyteller", "owner", "contributor", "reader"))
    link.add_argument("--name", help="which of several; whoever is not there yet is added")
    link.add_argument("--once", action="store_true", help="opens one device, within a day")
    link.add_argument("--letter", type=Path, metavar="FILE", help="write an e-mail with the link (.eml)")
    link.add_argument("--forget-word", action="store_true", help="let them choose a new word; signs their devices out")
    link.set_defaults(run=make_personal_link)

    erase = commands.add_parser("erase", parents=[shared], help="erase a memoir for good")
    erase.add_argument("code")
    erase.add_argument("--yes", action="store_true", help="yes, for good")
    erase.add_argument("--receipt", type=Path, metavar="FILE", help="write the signed receipt (JSON; text beside it)")
    erase.set_defaults(run=erase_for_good)


def begin_memoir(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.config.linking import link_for
    from fortell.kit.installation import installation
    from fortell.people.models import Role
    from fortell.people.permissions import OPERATOR
    from fortell.story.actions import NewMember, create_memoir
    from fortell.story.models import Memoir

    people = [NewMember(role=Role.STORYTELLER, name=arguments.storyteller)]
    people += [NewMember(role=Role.OWNER, name=arguments.owner)] if arguments.owner else []
    language = arguments.language or installation().languages.default
    memoir = create_memoir(
        title=arguments.title,
        language=language,
        dial=Memoir.Dial(arguments.dial),
        calm=arguments.calm,
        people=tuple(people),
        by=OPERATOR,
    )
    links = {person.role: link_for(memoir=memoir, role=person.role) for person in people}
    lines = [memoir.code, *(f"{link.name} ({role}): {link.address}" for role, link in links.items())]
    addresses = {role.value: link.address for role, link in links.items()}
    return Said(text="\n".join(lines), data={"code": memoir.code, "links": addresses})


def import_interview(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.config.importing import import_file
    from fortell.story.interviews import InterviewUnreadable
    from fortell.story.models import Memoir

    if not arguments.consent_from.strip():
        raise Refused("--consent-from must say how the storyteller consented.")
    try:
        done = import_file(
            file=arguments.file,
            speakers=arguments.speakers,
            storyteller=arguments.storyteller,
            language=arguments.language,
            title=arguments.title,
            statement=arguments.consent_from.strip(),
            dial=Memoir.Dial(arguments.dial),
        )
    except InterviewUnreadable as error:
        raise Refused(f"{arguments.file.name}: {error}") from error
    except OSError as error:
        raise Refused(f"{arguments.file} can't be read: {error.strerror}") from error
    lines = [done.code, *([f"Note: {done.note}"] if done.note else [])]
    return Said(text="\n".join(lines), data=vars(done))


def draft(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.book.actions import make_draft
    from fortell.book.queries import left_out, read_draft, tally
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.terms import Use
    from fortell.privacy.vault.opening import opened

    memoir = memoir_named(arguments.code)
    with while_open(otherwise="no draft is made"):
        make_draft(memoir=memoir, by=OPERATOR)
        opening = opened(scope=memoir.id, use=Use.BOOK)
    chapters, out = read_draft(memoir, opening), left_out(memoir, opening)
    counted = tally(chapters)
    data = {
        "code": memoir.code,
        "chapters": [{"title": chapter.title, "passages": len(chapter.passages)} for chapter in chapters],
        "left_out": [{"answer": answer, "reason": reason} for answer, reason in out],
        **vars(counted),
    }
    text = (
        f"{len(chapters)} chapters, {counted.sentences} sentences: {counted.own_words} in the storyteller's own words, "
        f"{counted.by_family} changed by the family, {counted.without_source} without a source; "
        f"{len(out)} answers left out."
    )
    return Said(text=text, data=data)


def provenance(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.book.actions import read_out_draft
    from fortell.people.permissions import OPERATOR

    with while_open(otherwise="its draft is closed"):
        rows = read_out_draft(memoir=memoir_named(arguments.code), by=OPERATOR)
    text = "\n".join(f"{row['sentence']}  {_places(row)}" for row in rows)
    return Said(text=text, data=rows)


def faithfulness(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.book.actions import count_draft
    from fortell.people.permissions import OPERATOR

    with while_open(otherwise="its draft is closed"):
        counted = count_draft(memoir=memoir_named(arguments.code), by=OPERATOR)
    kinds = ", ".join(f"{kind} {number}" for kind, number in counted.changes.items())
    lines = (
        f"Sentences: {counted.sentences}",
        f"From the storyteller's own words: {counted.own_words}",
        f"Of these tidied: {counted.changed}{f' ({kinds})' if kinds else ''}",
        f"Not tidied, since the guard refused: {counted.refused}",
        f"Accepted by a person as their own: {counted.by_family}",
        f"Without a source: {counted.without_source}",
    )
    data = {
        "sentences": counted.sentences,
        "own_words": counted.own_words,
        "changed": {"sentences": counted.changed, "edits": counted.changes},
        "refused": counted.refused,
        "accepted_by_a_person": counted.by_family,
        "without_a_source": counted.without_source,
    }
    return Said(text="\n".join(lines), data=data)


def _places(row: dict[str, Any]) -> str:
    return " ".join(f"[{source['answer']}:{source['start']}-{source['end']}]" for source in row["sources"])


def typeset_book(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.book.actions import NothingToPrint, make_draft, make_edition, make_proof, read_out_proof
    from fortell.book.models import Draft
    from fortell.book.press import PressError
    from fortell.config.cli.preflight import remarks
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.terms import Use
    from fortell.privacy.vault.opening import opened

    memoir = memoir_named(arguments.code)
    try:
        with while_open(otherwise="no book is made"):
            if not Draft.objects.filter(memoir=memoir).exists():
                make_draft(memoir=memoir, by=OPERATOR)
            edition = make_edition(memoir=memoir, by=OPERATOR)
            proof = make_proof(
                edition=edition, theme=arguments.theme, trim=arguments.trim, printer=arguments.printer, by=OPERATOR
            )
            opening = opened(scope=memoir.id, use=Use.BOOK)
    except NothingToPrint as error:
        raise Refused("There is nothing in the draft yet.") from error
    except PressError as error:
        raise Refused(str(error)) from error
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name, content in read_out_proof(proof=proof, by=OPERATOR).items():
        (arguments.output / name).write_bytes(content)
    facts = opening.read(proof, "facts")
    (arguments.output / "book.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n")
    lines = [f"{proof.pages} pages in {arguments.output}", *remarks(facts.get("preflight", {}))]
    return Said(text="\n".join(lines), data=facts)


def make_personal_link(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.config.letters import letter
    from fortell.config.linking import link_for

    made = link_for(
        memoir=memoir_named(arguments.code),
        role=arguments.role,
        name=arguments.name,
        once=arguments.once,
        forget=arguments.forget_word,
    )
    if arguments.letter:
        arguments.letter.write_bytes(letter(made))
    return Said(text=made.address, data={"address": made.address, "role": made.role, "name": made.name})


def erase_for_good(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.privacy import erasure_receipt
    from fortell.privacy.holds import OnHold
    from fortell.story.actions import erase_memoir

    memoir = memoir_named(arguments.code)
    if not arguments.yes:
        raise Refused("This erases the memoir for good: answers, photos, drafts, editions. Add --yes if that is meant.")
    scope, language = memoir.id, memoir.language
    try:
        gone = erase_memoir(memoir=memoir, by=OPERATOR)
    except OnHold as error:
        raise Refused(f"Nothing was erased: {error}. `fortell hold {arguments.code} --lift` ends it.") from error
    document = erasure_receipt.receipt(scope=scope, gone=gone)
    text = erasure_receipt.readable(document, language)
    if arguments.receipt:
        content = json.dumps(document, ensure_ascii=False, indent=2)
        arguments.receipt.write_text(content + "\n", encoding="utf-8")
        arguments.receipt.with_suffix(".txt").write_text(text + "\n", encoding="utf-8")
    lines = [f"{arguments.code} is erased.", *(f"  {label}: {count}" for label, count in gone.items()), "", text]
    return Said(text="\n".join(lines), data={"code": arguments.code, "erased": gone, "receipt": document})
