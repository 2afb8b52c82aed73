"""Commands about what people and the authority are told: the privacy notice and the record of processing."""

import argparse
from datetime import date
from typing import Any

from fortell.config.cli.house import open_house
from fortell.config.cli.refusal import Refused, Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    notice = commands.add_parser("notice", parents=[shared], help="the privacy notice: which version is in force")
    notice.set_defaults(run=status)
    verbs = notice.add_subparsers(metavar="VERB")
    verbs.add_parser("diff", parents=[shared], help="what a new version would change").set_defaults(run=diff)
    issue = verbs.add_parser("publish", parents=[shared], help="freeze what the house says today as a new version")
    issue.add_argument("--significant", action="store_true", help="tell every member, on their own pages")
    issue.add_argument("--effective", type=date.fromisoformat, metavar="DATE", help="holds from then on; else today")
    issue.add_argument(
        "--summary",
        action="append",
        default=[],
        metavar="LANGUAGE=TEXT",
        help="what changed, in a sentence; once a language; a significant change needs it",
    )
    issue.set_defaults(run=publish)
    record = commands.add_parser("record", parents=[shared], help="the record of processing (GDPR art. 30)")
    record.add_argument("--format", choices=("html", "json", "csv"), default="html")
    record.add_argument("--language", default="en")
    record.set_defaults(run=show_record)


def status(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.notice.news import told
    from fortell.privacy.models import Notice
    from fortell.privacy.notice.publishing import hashes, in_force

    force = in_force()
    lines, data = [], []
    for notice in Notice.objects.order_by("-number"):
        line = f"version {notice.number}, holds from {notice.effective_on}" + (", in force" if notice == force else "")
        seen, asked = told(notice.number) if notice.significant else (0, 0)
        lines.append(line + (f"; significant: {seen} of {asked} have seen it" if notice.significant else ""))
        data.append(
            {
                "number": notice.number,
                "effective": notice.effective_on.isoformat(),
                "in_force": notice == force,
                "significant": notice.significant,
                "seen": seen,
                "told": asked,
                "sha256": hashes(notice),
            }
        )
    return Said(text="\n".join(lines), data=data)


def diff(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.models import Notice
    from fortell.privacy.notice.difference import Changed, difference
    from fortell.privacy.notice.publishing import composed, text_of
    from fortell.privacy.profile import profile

    newest = Notice.objects.latest("number")
    changes: dict[str, list[Changed]] = {
        language: difference(text_of(newest, language).content, document)
        for language, document in composed(profile()).items()
    }
    lines = [
        f"{language}, {change.section}: "
        + "".join({"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}[p.kind].format(p.text) for p in change.pieces)
        for language, found in changes.items()
        for change in found
    ]
    return Said(text="\n".join(lines) or "Nothing: the notice says what the house does.", data=lines)


def publish(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.config.standing import write_standing_pages
    from fortell.privacy.notice import publishing
    from fortell.privacy.profile import profile

    try:
        notice = publishing.publish(
            profile=profile(),
            significant=arguments.significant,
            effective=arguments.effective,
            summaries=dict(_summary(text) for text in arguments.summary),
        )
    except (publishing.NothingNew, publishing.NoticeIncomplete) as error:
        raise Refused(f"Not published: {error}.") from error
    write_standing_pages()
    told = "; members are told on their pages" if notice.significant else ""
    text = f"Version {notice.number} is published. It holds from {notice.effective_on}{told}."
    return Said(text=text, data={"number": notice.number, "effective": notice.effective_on.isoformat()})


def _summary(text: str) -> tuple[str, str]:
    language, found, said = text.partition("=")
    if not (found and said.strip()):
        raise Refused(f"--summary is written LANGUAGE=TEXT, not {text!r}.")
    return language, said.strip()


def show_record(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy import record
    from fortell.privacy.profile import profile

    if arguments.language not in profile().languages:
        raise Refused(f"--language is one of {', '.join(profile().languages)}.")
    found = record.record(profile(), arguments.language)
    shown = {"html": record.as_html, "json": record.as_json, "csv": record.as_csv}[arguments.format](found)
    return Said(text=shown, data=found)
