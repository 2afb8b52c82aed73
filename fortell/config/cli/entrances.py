"""The command about accounts of the people who come in by e-mail address."""

import argparse
from typing import Any

from fortell.config.cli.house import open_house
from fortell.config.cli.refusal import Refused, Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    account = commands.add_parser("account", parents=[shared], help="what is held of whoever comes in by an address")
    account.add_argument("email", help="the whole address")
    account.add_argument("--delete", action="store_true", help="for good; members stay members, by their links")
    account.set_defaults(run=show_or_delete)


def show_or_delete(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.accounts.sessions import erase_account
    from fortell.people.models import Account
    from fortell.people.permissions import OPERATOR
    from fortell.privacy.holds import OnHold

    account = Account.objects.filter(email=arguments.email.strip().lower()).first()
    if account is None:
        raise Refused("No account has this address.")
    if arguments.delete:
        try:
            gone = erase_account(account=account, by=OPERATOR)
        except OnHold as error:
            raise Refused("A legal hold keeps it.") from error
        return Said(text=f"The account {account.id} is deleted.", data={"account": str(account.id), "gone": gone})
    browsers = sum(one.is_open() for one in account.sessions.all())
    places = account.keepings.count()
    text = f"{account.id}  made {account.made_at:%Y-%m-%d}  places: {places}  browsers signed in: {browsers}"
    return Said(text=text, data={"account": str(account.id), "places": places, "browsers": browsers})
