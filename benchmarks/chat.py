"""How long the server takes for a turn of the chat, beside storing and showing the same words plainly.

    python -m benchmarks.chat [--turns 1000] [--at-once 100] [--each 10] [--pause 0] [--whatever-load]

A turn: her answer arrives at the page's own address with her device's cookie; it is sealed, audited, the next question
is planned, and the page is rendered. The plain twin stores the same words in three open rows of the same SQLite file,
reads everything back and renders the newest eight. Also: how long a cold `fortell serve` takes until it is ready.
Prints medians and 99th percentiles in milliseconds, and the ratio; first and last tenth show what growth costs.

Then with many storytellers at once, over HTTP against a real `fortell serve`: each has a memoir and browser of her own,
gives so many answers, and pauses so many seconds before each. Without a pause they all wait for one another, which no
hundred people do. The senders run on the same machine. Times on a busy one say nothing, so that part is left out where
the load of the last minute is above a quarter of the cores and the one that this program uses; it is printed with them.
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
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

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
HTMX = {"hx-request": "true"}
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
        answer = browser.post(f"{page}answers/", form, headers=HTMX)
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


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A real server on the data in the folder, once it is ready; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"FORTELL_DATA": str(folder / "data"), "FORTELL_SERVER_PORT": str(port)}
    command = [sys.executable, "-m", "fortell", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        while not answers(f"http://127.0.0.1:{port}/health/ready"):
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)


def seconds_to_ready(folder: Path) -> float:
    """From the command to the first good answer of /health/ready."""
    start = time.perf_counter()
    with serving(folder):
        return time.perf_counter() - start


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address) as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False


def turns_of_one(
    address: str, page: str, cookie: tuple[str, str], texts: list[str], pause: float
) -> tuple[list[float], int]:
    """Milliseconds from sending an answer until all of the page with the next question is there; how many sent again.

    An answer that the server could not take is sent once more with the same delivery, as her page does.
    """
    times, again = list[float](), 0
    with httpx.Client(base_url=address, cookies=dict([cookie]), timeout=300) as browser:
        while (opened := browser.get(page)).status_code >= 500:
            again += 1
            time.sleep(1)
        shown = opened.text
        secret = re.findall('name="csrfmiddlewaretoken" value="([^"]+)"', shown)[0]
        for text in texts:
            time.sleep(pause)
            turn = re.findall('name="turn" value="([^"]+)"', shown)[0]
            form = {"turn": turn, "delivery": str(uuid4()), "text": text, "csrfmiddlewaretoken": secret}
            start = time.perf_counter()
            while (answer := browser.post(f"{page}answers/", data=form, headers=HTMX)).status_code >= 500:
                again += 1
                time.sleep(1)
            times.append(1000 * (time.perf_counter() - start))
            assert answer.status_code == 200, answer.status_code
            shown = answer.text
    return times, again


def at_once(folder: Path, people: int, each: int, pause: float) -> str:
    """All tell at the same time; one line of figures."""
    from fortell.people.guard import DEVICE_COOKIE

    visits = []
    for _person in range(people):
        memoir, browser = her_browser()
        visits.append((f"/tell/{memoir.code}/", (DEVICE_COOKIE, browser.cookies[DEVICE_COOKIE].value)))
    with serving(folder) as address, ThreadPoolExecutor(people) as senders:
        load, start = os.getloadavg()[0], time.perf_counter()
        sent = [
            senders.submit(turns_of_one, address, page, cookie, list(stories(each)), pause) for page, cookie in visits
        ]
        told = [one.result() for one in sent]
        times, again = [taken for one, _again in told for taken in one], sum(again for _one, again in told)
        seconds = time.perf_counter() - start
    name = f"{people} at once"
    return f"{row(name, times)}; {len(times) / seconds:.1f} turns a second, {again} sent again, load before {load:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=100, help="storytellers")
    parser.add_argument("--each", type=int, default=10, help="answers of each of them")
    parser.add_argument("--pause", type=float, default=0, help="seconds before each answer")
    parser.add_argument("--whatever-load", action="store_true", help="measure on a busy machine too")
    arguments = parser.parse_args()
    texts = list(stories(arguments.turns))
    with tempfile.TemporaryDirectory() as folder:
        print(f"serve, first start  {seconds_to_ready(Path(folder)):.2f} s")
        print(f"serve, second start {seconds_to_ready(Path(folder)):.2f} s")
        open_house(Path(folder))
        ours, twin = measured(chat(*her_browser()), texts), measured(plain(), texts)
        print(row("a turn", ours))
        print(row("plain twin", twin))
        print(f"ratio of the medians {statistics.median(ours) / statistics.median(twin):.1f}")
        load, cores = os.getloadavg()[0], os.cpu_count() or 1
        # What was measured just now keeps one core busy itself.
        if load > 1 + cores / 4 and not arguments.whatever_load:
            print(f"{arguments.at_once} at once: not measured, this machine is busy (load {load:.1f})")
        else:
            print(at_once(Path(folder), arguments.at_once, arguments.each, arguments.pause))


if __name__ == "__main__":
    main()
