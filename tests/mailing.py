"""An installation that sends mail, through a server on this machine that keeps what it gets."""

import re
from dataclasses import replace

import pytest

from fortell.kit import mail
from fortell.kit.installation import installation
from fortell.kit.jobs import run_due
from fortell.people.accounts.letters import FIELDS
from tests.egress import Postbox, Register, in_order


@pytest.fixture
def mailing(monkeypatch: pytest.MonkeyPatch, register: Register, postbox: Postbox) -> Postbox:
    """Mail is on, and its carrier may have the codes of accounts."""
    chosen = {"host": "127.0.0.1", "port": postbox.port, "security": "none", "sender": "Fortell <post@fortell.example>"}
    house = replace(installation(), mail=replace(installation().mail, **chosen))
    monkeypatch.setattr(mail, "installation", lambda: house)
    register({"post": in_order(purposes=["service"], fields=sorted(FIELDS), may_hold_content=False)})
    return postbox


def posted(box: Postbox) -> list[tuple[str, str]]:
    """Whom the letters that are due went to, and what they say; the box is empty then."""
    run_due()
    letters = [(receivers[0], message.get_content().replace("\r\n", "\n")) for _from, receivers, message in box.letters]
    box.letters.clear()
    return letters


def code_in(text: str) -> str:
    found = re.search(r"^ {4}(\d+) (\d+)$", text, re.MULTILINE)
    assert found
    return found[1] + found[2]
