"""The lock on the sockets, in a process of its own, as in life: whatever tries to get past it is caught."""

import base64
import json
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.egress import in_order
from tests.serving import House

ELSEWHERE = "elsewhere.example"
OUTSIDE = "192.0.2.66"  # RFC 5737: nobody's
PLANTED = {
    "urllib": f"import urllib.request; urllib.request.urlopen('https://{ELSEWHERE}/', timeout=5)",
    "urllib by address": f"import urllib.request; urllib.request.urlopen('http://{OUTSIDE}/', timeout=5)",
    "http.client": f"import http.client; http.client.HTTPSConnection('{ELSEWHERE}', timeout=5).request('GET', '/')",
    "socket by name": f"import socket; socket.create_connection(('{ELSEWHERE}', 443), timeout=5)",
    "socket by address": f"import socket; socket.create_connection(('{OUTSIDE}', 443), timeout=5)",
    "connect_ex": f"import socket; socket.socket().connect_ex(('{OUTSIDE}', 443))",
    "the module below": f"import _socket; _socket.socket().connect(('{OUTSIDE}', 443))",
    "IPv6": "import socket; socket.socket(socket.AF_INET6).connect(('2001:db8::1', 443))",
    "IPv4 written as IPv6": f"import socket; socket.socket(socket.AF_INET6).connect(('::ffff:{OUTSIDE}', 443))",
    "datagram": f"import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('{OUTSIDE}', 53))",
    "message": f"import socket; socket.socket(type=socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('{OUTSIDE}', 53))",
    "raw packets": "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW).sendto(b'x', ('lo', 0))",
    "look-up alone": f"import socket; socket.getaddrinfo('her-words.{ELSEWHERE}', 443)",
    "old look-up": f"import socket; socket.gethostbyname('{ELSEWHERE}')",
    "look-up of an address": f"import socket; socket.gethostbyaddr('{OUTSIDE}')",
    "asyncio": f"import asyncio; asyncio.run(asyncio.open_connection('{ELSEWHERE}', 443))",
    "smtplib": f"import smtplib; smtplib.SMTP('{ELSEWHERE}', timeout=5)",
    "ftplib": f"import ftplib; ftplib.FTP('{ELSEWHERE}', timeout=5)",
    "django": "from django.core.mail import get_connection as c; "
    f"c('django.core.mail.backends.smtp.EmailBackend', host='{ELSEWHERE}', port=25).open()",
    "logging": "import logging.handlers as l, logging; h = l.HTTPHandler('elsewhere.example', '/'); "
    "h.handleError = lambda r: (_ for _ in ()).throw(__import__('sys').exc_info()[1]); "
    "h.emit(logging.makeLogRecord({}))",
    "httpx": f"import httpx; httpx.get('https://{ELSEWHERE}/')",
    "httpx, async": f"import asyncio, httpx; asyncio.run(httpx.AsyncClient().get('https://{ELSEWHERE}/'))",
}
# The same for SDKs, as far as they are installed.
SDKS = {
    "boto3": "import boto3; boto3.client('s3', region_name='eu-north-1', aws_access_key_id='a', "
    f"aws_secret_access_key='b', endpoint_url='https://{ELSEWHERE}').list_buckets()",
    "botocore": "import botocore.session as b; b.get_session().create_client('s3', region_name='eu-north-1', "
    f"aws_access_key_id='a', aws_secret_access_key='b', endpoint_url='https://{ELSEWHERE}').list_buckets()",
    "requests": f"import requests; requests.get('https://{ELSEWHERE}/', timeout=5)",
    "openai": f"import openai; openai.OpenAI(api_key='a', base_url='https://{ELSEWHERE}').models.list()",
    "stripe": "import stripe; stripe.api_key = 'a'; stripe.Balance.retrieve()",
}
ALLOWED = {
    "loopback": "import socket; s = socket.create_server(('127.0.0.1', 0)); "
    "socket.create_connection(('localhost', s.getsockname()[1])).close()",
    "a Unix socket": "import socket; a, b = socket.socketpair(); a.sendall(b'x')",
    "a datagram to this machine": "import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); "
    "s.sendto(b'x', s.getsockname())",
    "a registered name": "import socket; socket.getaddrinfo('Nordlys.Example.', 443)",
    "the address of a registered name": "import socket; socket.getaddrinfo('nordlys.example', 443); "
    "try_to('192.0.2.10')",
}
REFUSED = {
    "an address before its name is looked up": "try_to('192.0.2.11')",
    "the address of a processor without agreement": "import socket; socket.getaddrinfo('unsigned.example', 443)",
    "a host below a registered one": "import socket; socket.getaddrinfo('her-words.nordlys.example', 443)",
}
BELOW = {"a name below": "import socket; socket.socket().connect((socket.gethostname(), 9))"}
# The names of the test are looked up in a table instead of by a name server, below the lock.
ATTEMPTS = """
import json, socket, sys, warnings
warnings.simplefilter("ignore")
real = socket.getaddrinfo
def look_up(host, port, *rest, **named):
    if str(host).lower().rstrip(".") == "nordlys.example":
        sys.audit("socket.getaddrinfo", host, port, 0, 0, 0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.10", port))]
    return real(host, port, *rest, **named)
socket.getaddrinfo = look_up
from fortell.config.cli.house import open_house
open_house()
from fortell.privacy.egress.sockets import HostNotRegistered
def try_to(address):
    line = socket.socket()
    line.setblocking(False)
    try:
        line.connect((address, 443))
    except HostNotRegistered:
        raise
    except OSError:
        pass
def whether_caught(error):
    seen = set()
    while error and id(error) not in seen:
        if isinstance(error, HostNotRegistered) or "is no registered host" in str(error):
            return "caught"
        seen.add(id(error))
        error = error.__cause__ or error.__context__ or getattr(error, "reason", None)
    return ""
found = {}
for name, code in json.loads(sys.argv[1]).items():
    try:
        exec(code, {"try_to": try_to})
    except BaseException as error:
        found[name] = whether_caught(error) or repr(error)
    else:
        found[name] = "went through"
print(json.dumps(found))
"""


def toml(key: str, table: dict[str, Any]) -> str:
    values = {name: str(value) if isinstance(value, date) else json.dumps(value) for name, value in table.items()}
    return "\n".join([f"[processors.{key}]", *(f"{name} = {value}" for name, value in values.items()), ""])


def attempted(house: House, codes: dict[str, str]) -> tuple[dict[str, str], str]:
    done = subprocess.run(
        [sys.executable, "-P", "-c", ATTEMPTS, json.dumps(codes)],
        env=house.environment,
        cwd=house.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], str]:
    """What became of each attempt, and what the process said meanwhile."""
    folder: Path = tmp_path_factory.mktemp("house")
    house = House(folder=folder)
    house.data.mkdir(mode=0o700)
    tables = {
        "text": in_order(hosts=["nordlys.example"]),
        "unsigned": in_order(hosts=["unsigned.example"], agreement=None),
    }
    (house.data / "fortell.toml").write_text("".join(toml(key, table) for key, table in tables.items()))
    installed = {name: code for name, code in SDKS.items() if find_spec(name)}
    return attempted(house, {**PLANTED, **installed, **ALLOWED, **REFUSED, **BELOW})


@pytest.mark.parametrize("name", [*PLANTED, *(name for name in SDKS if find_spec(name)), *REFUSED])
def test_what_is_planted_is_caught(tried: tuple[dict[str, str], str], name: str) -> None:
    assert tried[0][name] == "caught"


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_goes_through(tried: tuple[dict[str, str], str], name: str) -> None:
    assert tried[0][name] == "went through" or "gaierror" in tried[0][name]


def test_a_name_that_is_looked_up_below_python_is_still_not_reached(tried: tuple[dict[str, str], str]) -> None:
    """`connect` with a name looks it up in C before the hook is asked: the name is learnt, the host is not reached."""
    assert tried[0]["a name below"] == "caught" or "gaierror" in tried[0]["a name below"]


def test_a_denied_attempt_is_logged_by_its_host_and_no_more(tried: tuple[dict[str, str], str]) -> None:
    lines = [json.loads(line) for line in tried[1].splitlines() if line.startswith("{")]
    denied = [line for line in lines if line["event"] == "egress.denied"]
    assert {ELSEWHERE, OUTSIDE} <= {line["host"] for line in denied}
    assert all(set(line) == {"event", "host", "level", "timestamp"} for line in denied)


def test_the_process_that_serves_pages_stands_behind_the_lock_too(tmp_path: Path) -> None:
    """It does not open the house as commands do; the lock comes with Django's start."""
    code = "import fortell.config.asgi; " + PLANTED["socket by address"]
    key = {"FORTELL_VAULT_MASTER_KEY": base64.b64encode(bytes(32)).decode()}
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env=House(folder=tmp_path).environment | key,
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert "HostNotRegistered: 192.0.2.66" in done.stderr
