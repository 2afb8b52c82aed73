"""Commands about people's rights: the consent ledger, requests with their clock, restriction."""

import argparse
import json
from datetime import datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from fortell.config.cli.house import memoir_named, open_house
from fortell.config.cli.refusal import Refused, Said

KINDS = ("access", "rectification", "erasure", "restriction", "portability", "objection", "withdrawal")
REASONS = ("accuracy", "unlawful", "claims", "objection")


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    consents = commands.add_parser("consents", parents=[shared], help="what a storyteller said yes and no to")
    consents.add_argument("code")
    consents.add_argument("--receipts", type=Path, metavar="FOLDER", help="write a signed receipt of each (JSON-LD)")
    consents.set_defaults(run=show_consents)

    restrict = commands.add_parser("restrict", parents=[shared], help="let a memoir rest, or work on it again")
    restrict.add_argument("code")
    restrict.add_argument("--reason", choices=REASONS, default="accuracy", help="GDPR art. 18(1)")
    restrict.add_argument("--announce", action="store_true", help="tell its storyteller on which day it is lifted")
    restrict.add_argument("--lift", action="store_true", help="on that day, or later")
    restrict.set_defaults(run=restrict_memoir)

    requests = commands.add_parser("requests", parents=[shared], help="who asked for what, and by when it is due")
    does = requests.add_subparsers(metavar="WHAT")
    requests.set_defaults(run=list_requests)
    does.add_parser("list", parents=[shared], help="those under way").set_defaults(run=list_requests)
    add = does.add_parser("add", parents=[shared], help="write down what came by e-mail, phone or letter")
    add.add_argument("kind", choices=KINDS)
    add.add_argument("--by", required=True, choices=("e-mail", "phone", "letter"), help="how it came")
    add.add_argument("--note", required=True, help="who asks for what; kept sealed")
    add.add_argument("--memoir", metavar="CODE", help="which memoir it is about, if any")
    add.add_argument("--on", metavar="YYYY-MM-DD", type=datetime.fromisoformat, help="the day it came; else today")
    add.set_defaults(run=add_request)
    _about(does, shared, "identify", identify_request, "it was made sure who asks")
    extend = _about(does, shared, "extend", extend_request, "two months more, within the first")
    extend.add_argument("--because", required=True, choices=("complexity", "number"), help="told to whoever asks")
    close = _about(does, shared, "close", close_request, "it is done, or refused")
    close.add_argument("--verb", default="", help="by which verb of the audit log it was done")
    close.add_argument("--refuse", metavar="GROUND", help="refused, because of this")
    report = _about(does, shared, "report", report_request, "the signed proof of what came of it")
    report.add_argument("--output", type=Path, metavar="FILE", help="write it as JSON")


def _about(does: Any, shared: argparse.ArgumentParser, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = does.add_parser(name, parents=[shared], help=text)
    command.add_argument("id", type=UUID)
    command.set_defaults(run=run)
    return command


def show_consents(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy import consent, receipts

    lines = consent.ledger(memoir_named(arguments.code).id)
    if arguments.receipts:
        arguments.receipts.mkdir(parents=True, exist_ok=True)
        for line in lines:
            content = json.dumps(receipts.receipt(line), ensure_ascii=False, indent=2)
            (arguments.receipts / f"{line.id}.jsonld").write_text(content + "\n", encoding="utf-8")
    said = [
        f"{line.at:%Y-%m-%d %H:%M}  {line.purpose}  {line.decision}  {line.channel}  {line.language}  "
        f"version {line.version}  {line.wording_sha256[:12]}"
        for line in lines
    ]
    data = [{"id": str(line.id), "at": line.at.isoformat(), "decision": line.decision} for line in lines]
    return Said(text="\n".join(said) or "Nothing was asked yet.", data=data)


def restrict_memoir(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.models import Restriction
    from fortell.privacy.rights import restriction

    scope = memoir_named(arguments.code).id
    try:
        if arguments.lift:
            restriction.lift(scope=scope, by=OPERATOR)
            return Said(text=f"{arguments.code} is worked on again.", data={"restricted": False})
        if arguments.announce:
            row = restriction.announce_lifting(scope=scope, by=OPERATOR)
            return Said(text=f"Her page says that it ends on {row.lifts_at:%Y-%m-%d}.", data={"restricted": True})
    except restriction.NotRestricted as error:
        raise Refused(f"{arguments.code} is not at rest.") from error
    except restriction.NotAnnounced as error:
        raise Refused("She is told first: --announce, then --lift on the day that it names.") from error
    restriction.restrict(scope=scope, reason=Restriction.Reason(arguments.reason), by=OPERATOR)
    return Said(text=f"{arguments.code} is at rest: it is kept, and nothing else is done.", data={"restricted": True})


def list_requests(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.kit.clock import now
    from fortell.privacy.rights import notices, requests

    rows, waiting, overdue = list(requests.under_way()), notices.waiting(), requests.overdue().count()
    lines = [f"{len(rows)} under way, {overdue} overdue; {len(waiting)} processors to be told."]
    lines += [
        f"{row.id}  {row.kind}  by {row.channel}  due {row.due_at:%Y-%m-%d}{'  OVERDUE' if row.due_at < now() else ''}"
        for row in rows
    ]
    lines += [f"tell {row.processor}: {row.kind} {', '.join(row.fields)}  due {row.due_at:%Y-%m-%d}" for row in waiting]
    data = {
        "overdue": overdue,
        "requests": [{"id": str(row.id), "kind": row.kind, "due": row.due_at.isoformat()} for row in rows],
        "notices": [{"id": str(row.id), "processor": row.processor, "kind": row.kind} for row in waiting],
    }
    return Said(text="\n".join(lines), data=data)


def add_request(arguments: argparse.Namespace) -> Said:
    open_house()
    from django.utils.timezone import get_current_timezone

    from fortell.people.permissions import OPERATOR
    from fortell.privacy.rights import requests

    at = arguments.on and datetime.combine(arguments.on, time(12), tzinfo=get_current_timezone())
    row = requests.receive(
        kind=requests.Kind(arguments.kind),
        channel=requests.Channel(arguments.by),
        note=arguments.note,
        scope=memoir_named(arguments.memoir).id if arguments.memoir else None,
        at=at,
        by=OPERATOR,
    )
    return Said(text=f"{row.id}  due {row.due_at:%Y-%m-%d}", data={"id": str(row.id), "due": row.due_at.isoformat()})


def identify_request(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.rights import requests

    row = _found(arguments.id)
    try:
        requests.identify(request=row, by=OPERATOR)
    except requests.Closed as error:
        raise Refused("This request has its answer already.") from error
    return Said(text=f"{row.id}  identified", data={"id": str(row.id)})


def extend_request(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.rights import requests

    row = _found(arguments.id)
    try:
        requests.extend(request=row, because=arguments.because, by=OPERATOR)
    except requests.Closed as error:
        raise Refused("This request has its answer already.") from error
    except requests.TooLate as error:
        raise Refused("It can be extended once, and only within the first month.") from error
    return Said(text=f"{row.id}  due {row.due_at:%Y-%m-%d}", data={"id": str(row.id), "due": row.due_at.isoformat()})


def close_request(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.rights import reports, requests

    row = _found(arguments.id)
    if arguments.refuse and arguments.refuse not in requests.WHY_REFUSED:
        raise Refused(f"A ground is one of: {', '.join(sorted(requests.WHY_REFUSED))}.")
    try:
        if arguments.refuse:
            requests.refuse(request=row, because=arguments.refuse, by=OPERATOR)
        else:
            requests.close(request=row, verb=arguments.verb, by=OPERATOR)
    except requests.Closed as error:
        raise Refused("This request has its answer already.") from error
    except requests.NotIdentified as error:
        raise Refused(f"First make sure who asks, and record it: fortell requests identify {row.id}") from error
    document = reports.report(row)
    return Said(text=reports.readable(document), data=document)


def report_request(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.rights import reports

    document = reports.report(_found(arguments.id))
    if arguments.output:
        arguments.output.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Said(text=reports.readable(document), data=document)


def _found(name: UUID) -> Any:
    from fortell.privacy.models import RightsRequest

    row = RightsRequest.objects.filter(id=name).first()
    if row is None:
        raise Refused(f"There is no request {name}.")
    return row
