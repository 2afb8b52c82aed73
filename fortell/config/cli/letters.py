"""Commands about letters: look into the mailbox for replies, now."""

import argparse
from typing import Any

from fortell.config.cli.house import open_house
from fortell.config.cli.refusal import Refused, Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    mail = commands.add_parser("mail", parents=[shared], help="replies that came by e-mail")
    doing = mail.add_subparsers(required=True, metavar="WHAT")
    fetch = doing.add_parser("fetch", parents=[shared], help="take in what lies in the mailbox, now")
    fetch.set_defaults(run=fetch_now)


def fetch_now(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.kit.gate import SendingFailed
    from fortell.kit.mailbox import MailboxOff
    from fortell.privacy.egress.refusals import PermitRefused
    from fortell.story.fetching import fetch_replies

    try:
        became = fetch_replies()
    except (MailboxOff, SendingFailed, PermitRefused) as error:
        raise Refused(str(error)) from error
    lines = [f"{outcome}: {count}" for outcome, count in sorted(became.items())]
    return Said(text="\n".join(lines) or "The mailbox is empty.", data=dict(became))
