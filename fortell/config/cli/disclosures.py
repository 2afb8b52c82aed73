"""Commands about who gets data: the processors, what left the house, and disclosures on special need."""

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from fortell.config.cli.house import memoir_named, open_house
from fortell.config.cli.refusal import Refused, Said

KINDS = ("adviser", "authority", "court")


@dataclass(frozen=True)
class Staff:
    """Who decides, as the pseudonym that they go by here."""

    pseudonym: str


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    processors = commands.add_parser("processors", parents=[shared], help="who handles data for this installation")
    processors.set_defaults(run=list_processors)
    whole = commands.add_parser("disclosure", parents=[shared], help="hand data to an adviser, authority or court")
    steps = whole.add_subparsers(title="steps", required=True, metavar="STEP")
    request = steps.add_parser("request", parents=[shared], help="record who shall get what, and why")
    request.add_argument("code")
    request.add_argument("--to", required=True, metavar="RECIPIENT", help="the firm, authority or court; no person")
    request.add_argument("--kind", required=True, choices=KINDS)
    request.add_argument("--reason", required=True)
    request.add_argument("--category", required=True, action="append", help="what is handed out; may be repeated")
    request.add_argument("--petition", default="", help="the reference of an authority's or court's written request")
    request.add_argument("--undertaking", default="", help="the reference of what an adviser signed")
    request.set_defaults(run=request_disclosure)
    approve = steps.add_parser("approve", parents=[shared], help="say yes; it takes two different people")
    approve.add_argument("id", type=UUID)
    approve.set_defaults(run=approve_one)
    release = steps.add_parser("release", parents=[shared], help="record that the package leaves")
    release.add_argument("id", type=UUID)
    release.add_argument("--package", required=True, type=Path, metavar="FILE")
    release.set_defaults(run=release_package)
    for step in (request, approve, release):
        step.add_argument("--by", required=True, metavar="PSEUDONYM", help="who decides: a staff number, no name")
    shown = steps.add_parser("list", parents=[shared], help="to whom data of a memoir went")
    shown.add_argument("code")
    shown.set_defaults(run=list_recipients)


def list_processors(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.egress.registry import faults_of, processors

    rows = [
        {
            "key": one.key,
            "name": one.name,
            "description": one.description,
            "region": one.region,
            "open": not faults_of(one),
        }
        for one in processors().values()
    ]
    lines = [f"| {row['name']} | {row['description']} | {row['region']} |" for row in rows]
    table = "\n".join(["| name | description | region |", "| --- | --- | --- |", *lines])
    return Said(text=table if rows else "There are none: nothing leaves this installation.", data=rows)


def request_disclosure(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.egress.disclosures import DisclosureRefused, disclose
    from fortell.privacy.egress.models import Disclosure
    from fortell.privacy.terms import Category

    try:
        row = disclose(
            scope=memoir_named(arguments.code).id,
            recipient=arguments.to,
            kind=Disclosure.Kind(arguments.kind),
            reason=arguments.reason,
            categories=[Category(name) for name in arguments.category],
            petition=arguments.petition,
            undertaking=arguments.undertaking,
            by=Staff(arguments.by),
        )
    except ValueError as error:
        raise Refused(f"--category is one of {', '.join(Category)}.") from error
    except DisclosureRefused as error:
        raise Refused(str(error)) from error
    return Said(text=f"Recorded as {row.id}. Two people must approve it now.", data={"id": str(row.id)})


def approve_one(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.egress.disclosures import APPROVERS, approve_disclosure

    count = approve_disclosure(disclosure=_named(arguments.id), by=Staff(arguments.by))
    left = max(APPROVERS - count, 0)
    text = "Approved. It may be released." if not left else f"Approved. It needs {left} more."
    return Said(text=text, data={"approvals": count})


def release_package(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.egress.disclosures import DisclosureRefused, release

    try:
        content = arguments.package.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        release(disclosure=_named(arguments.id), package_sha256=digest, by=Staff(arguments.by))
    except OSError as error:
        raise Refused(f"{arguments.package} can't be read: {error.strerror}.") from error
    except DisclosureRefused as error:
        raise Refused(str(error)) from error
    return Said(text=f"Released: {digest}", data={"sha256": digest})


def list_recipients(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy.egress.recipients import recipients_of

    found = recipients_of(memoir_named(arguments.code).id)
    lines = [f"{one.at:%Y-%m-%d %H:%M} {one.name}: {', '.join(one.what)} ({one.purpose})" for one in found]
    data = [
        {"name": one.name, "what": list(one.what), "purpose": one.purpose, "at": one.at.isoformat()} for one in found
    ]
    return Said(text="\n".join(lines) or "Nothing of this memoir has left the house.", data=data)


def _named(name: UUID) -> Any:
    """The disclosure with this id. Raises Refused."""
    from fortell.privacy.egress.models import Disclosure

    row = Disclosure.objects.filter(id=name).first()
    if row is None:
        raise Refused(f"There is no disclosure {name}.")
    return row
