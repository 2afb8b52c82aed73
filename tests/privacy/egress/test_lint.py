"""The rule that keeps the ways in and out few bites when somebody goes around it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PLANTED = {
    "httpx": "import httpx",
    "requests": "from requests import get",
    "urllib.request": "from urllib.request import urlopen",
    "urllib.request by its parent": "import urllib.request",
    "http.client": "import http.client",
    "smtplib": "from smtplib import SMTP",
    "socket": "import socket",
    "boto3": "import boto3",
    "mail": "from django.core.mail import send_mail",
    "asyncio": "import asyncio; asyncio.open_connection",
    "unseal": "from fortell.kit import crypto; crypto.unseal",
    "unseal by name": "from fortell.kit.crypto import unseal",
    "root_key": "from fortell.privacy.vault import keys; keys.root_key",
    "item_keys": "from fortell.privacy.vault.keys import item_keys",
}
HARMLESS = "import json; from fortell.kit import crypto; crypto.seal"


def bitten(place: str) -> set[str]:
    """Which of the planted lines the rule bites on, were they in this place."""
    lines = {**PLANTED, "harmless": HARMLESS}
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select=TID251", "--output-format=json", f"--stdin-filename={place}"],
        input="\n".join(lines.values()),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {[*lines][found["location"]["row"] - 1] for found in json.loads(done.stdout)}


@pytest.mark.parametrize("place", ["fortell/story/views.py", "fortell/privacy/consent.py", "fortell/kit/clock.py"])
def test_every_way_around_is_found(place: str) -> None:
    assert bitten(place) == set(PLANTED)


@pytest.mark.parametrize(
    "place", ["fortell/kit/http.py", "fortell/kit/mail.py", "fortell/privacy/vault/opening.py", "tests/egress.py"]
)
def test_the_few_places_are_free_of_it(place: str) -> None:
    assert bitten(place) == set()
