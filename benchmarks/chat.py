"""How long the server takes for a turn of the chat, beside storing and showing the same words plainly.

    python benchmarks/chat.py [--turns 1000]

A turn: her answer arrives at the page's own address with her device's cookie; it is sealed, audited, the next question
is planned, and the page is rendered. The plain twin stores the same words in three open rows of the same SQLite file,
reads everything back and renders the newest eight. Also: how long a cold `fortell serve` takes until it is ready.
Prints medians and 99th percentiles in milliseconds, and the ratio; first and last tenth show what growth costs.
"""

import argparse
import logging
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

WORDS = [
    "my",
    "father",
    "mother",
    "built",
    "rowed",
    "to",
    "the",
    "boathouse",
    "pier",
    "in",
    "summer",
    "we",
    "sang",
    "and",
    "he",
    "smelled",
    "of",
    "tar",
    "every",
    "night",
]
NAMES = ["Olav", "Berta", "Harald", "Vik", "Sandnes", "Kirkenes", "1947", "1952", "Signe", "Leif"]
PLAIN_PAGE = "{% for asked, text in told %}<li><p>{{ asked }}</p><p>{{ text|linebreaksbr }}</p></li>{% endfor %}"


def stories(count: int) -> Iterator[str]:
    chance = random.Random(7)
    for _story in range(count):
        sentence = " ".join([*chance.choices(WORDS, k=18), chance.choice(NAMES), *chance.choices(WORDS, k=8)])
        yield f"{sentence.capitalize()}. {chance.choice(NAMES)} {' '.join(chance.choices(WORDS, k=9))}."


def open_house(folder: Path) -> None:
    os.environ |= {"FORTELL_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "fortell.config.settings"}
    from fortell.config.cli import house

    house.open_house()
    import structlog
    from django.core.management import call_command

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    call_command("collectstatic", interactive=False, verbosity=0)


def her_browser() -> tuple[Any, Any]:
    """A memoir whose storyteller has said yes, and her browser."""
    from django.test import Client

    from fortell.people.actions import make_link, open_link
    from fortell.people.guard import DEVICE_COOKIE
    from fortell.people.models import Role
    from fortell.people.permissions import OPERATOR
    from fortell.people.queries import storyteller
    from fortell.story.actions import NewMember, consent_by_statement, create_memoir

    alma = (NewMember(role=Role.STORYTELLER, name="Alma Solvang"),)
    memoir = create_memoir(title="A Headwind Both Ways", language="en", people=alma, by=OPERATOR)
    consent_by_statement(memoir=memoir, statement="Invented.", by=OPERATOR)
    opened = open_link(token=make_link(member=storyteller(memoir.id), once=True, by=OPERATOR))
    assert opened
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.cookies[DEVICE_COOKIE] = opened[1]
    return memoir, browser


def chat(memoir: Any, browser: Any) -> Callable[[str], None]:
    page = f"/tell/{memoir.code}/"
    shown = browser.get(page).content.decode()

    def turn(text: str) -> None:
        nonlocal shown
        form = {"turn": re.findall('name="turn" value="([^"]+)"', shown)[0], "delivery": uuid4(), "text": text}
        answer = browser.post(f"{page}answers/", form, headers={"hx-request": "true"})
        assert answer.status_code == 200
        shown = answer.content.decode()

    return turn


def plain() -> Callable[[str], None]:
    from django.db import connection, transaction
    from django.template import Context, Engine

    page = Engine(libraries={}).from_string(PLAIN_PAGE)
    with connection.cursor() as cursor:
        for name in ("asked", "answered", "version"):
            cursor.execute(f"CREATE TABLE plain_{name} (id TEXT PRIMARY KEY, number INTEGER, text TEXT)")
    number = 0

    def turn(text: str) -> None:
        nonlocal number
        number += 1
        with connection.cursor() as cursor:
            with transaction.atomic():
                for name in ("asked", "answered", "version"):
                    row = (uuid4().hex, number, text)
                    cursor.execute(f"INSERT INTO plain_{name} VALUES (%s, %s, %s)", row)
            cursor.execute(
                "SELECT a.text, v.text FROM plain_asked a JOIN plain_version v USING (number) ORDER BY number"
            )
            told = cursor.fetchall()
        page.render(Context({"told": told[:-9:-1]}))

    return turn


def measured(turn: Callable[[str], None], texts: list[str]) -> list[float]:
    times = []
    for text in texts:
        start = time.perf_counter()
        turn(text)
        times.append(1000 * (time.perf_counter() - start))
    return times


def row(name: str, times: list[float]) -> str:
    tenth = max(1, len(times) // 10)
    last = statistics.quantiles(times, n=100)[98]
    ends = f"first tenth {statistics.median(times[:tenth]):7.2f}, last tenth {statistics.median(times[-tenth:]):7.2f}"
    return f"{name:<14} median {statistics.median(times):7.2f} ms, p99 {last:7.2f} ms; {ends}"


def seconds_to_ready(folder: Path) -> float:
    """From the command to the first good answer of /health/ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"FORTELL_DATA": str(folder / "data"), "FORTELL_SERVER_PORT": str(port)}
    start = time.perf_counter()
    command = [sys.executable, "-m", "fortell", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        while not answers(f"http://127.0.0.1:{port}/health/ready"):
            time.sleep(0.01)
        taken = time.perf_counter() - start
        server.send_signal(signal.SIGINT)
    return taken


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address) as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=1000)
    texts = list(stories(parser.parse_args().turns))
    with tempfile.TemporaryDirectory() as folder:
        print(f"serve, first start  {seconds_to_ready(Path(folder)):.2f} s")
        print(f"serve, second start {seconds_to_ready(Path(folder)):.2f} s")
        open_house(Path(folder))
        ours, twin = measured(chat(*her_browser()), texts), measured(plain(), texts)
    print(row("a turn", ours))
    print(row("plain twin", twin))
    print(f"ratio of the medians {statistics.median(ours) / statistics.median(twin):.1f}")


if __name__ == "__main__":
    main()
