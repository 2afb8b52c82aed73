"""The notice is there even when nothing else is: no database, no key, only the files that publishing wrote."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.serving import House, until

TITLES = {
    "nb": "Ordene dine, og hvordan vi tar vare på dem",
    "nn": "Orda dine, og korleis vi tek vare på dei",
    "sv": "Dina ord, och hur vi tar hand om dem",
    "en": "Your words, and how we look after them",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    running = House(folder=tmp_path)
    running.start()
    try:
        yield running
    finally:
        running.stop()


def ask(house: House, path: str, language: str = "en") -> httpx.Response:
    return httpx.get(f"{house.address}{path}", headers={"Accept-Language": language})


def assert_closed_but_for_the_notice(house: House) -> None:
    for language, title in TITLES.items():
        for path in ("/privacy", f"/privacy/{language}"):
            answer = ask(house, path, language)
            assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)
            assert f"<h1>{title}</h1>" in answer.text
        assert ask(house, "/", language).status_code == 503
    for path in ("/tell/abcdefgh/", "/health/ready", "/privacy/history", "/privacy/../../fortell.toml", "/privacy/fi"):
        answer = ask(house, path, "nn-NO,nn;q=0.9")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
        assert "Stengt ei lita stund" in answer.text


def test_a_running_house_closes_while_the_flag_lies_there(house: House) -> None:
    served = ask(house, "/privacy/nb")
    (house.data / "maintenance").touch()
    assert_closed_but_for_the_notice(house)
    (house.data / "maintenance").unlink()
    assert ask(house, "/").status_code == 200
    text = served.text.partition("<main")[2].partition("</dl>")[0]
    assert text in (house.data / "public" / "privacy" / "nb.html").read_text(encoding="utf-8")


@pytest.mark.promise("MNT-11.1")
def test_the_notice_is_served_without_databases_and_without_the_key(house: House) -> None:
    house.stop()
    away = house.folder / "away"
    away.mkdir()
    for path in [*house.data.glob("*.sqlite3*"), house.data / "vault", house.data.with_name("data-key")]:
        if path.exists():
            shutil.move(path, away)
    command = [sys.executable, "-P", "-m", "fortell", "serve", "--maintenance"]
    with (house.folder / "said").open("a") as said:
        server = subprocess.Popen(command, env=house.environment, stdout=said, stderr=said, cwd=house.folder)
    try:
        until(lambda: answers(house))
        assert_closed_but_for_the_notice(house)
        style = ask(house, "/privacy/en").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert ask(house, style).status_code == 200
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    assert not list(house.data.glob("*.sqlite3*"))
    assert not house.data.with_name("data-key").exists()


def answers(house: House) -> bool:
    try:
        return bool(ask(house, "/privacy").status_code)
    except httpx.TransportError:
        return False
