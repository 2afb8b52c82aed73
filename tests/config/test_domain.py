"""Serving others: TLS with one's own certificate, seen from another host of the test's own."""

import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fortell.config.cli import main
from tests.serving import House, free_port, until

NAME = "fortell.test"
# The documentation range of RFC 5737, so that no real network is meant.
HERE, THERE = "192.0.2.1", "192.0.2.2"
ASK = """
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[3])
address, port, name = sys.argv[1], sys.argv[2], sys.argv[4]
with context.wrap_socket(socket.create_connection((address, int(port))), server_hostname=name) as line:
    line.sendall(f"GET /open/ HTTP/1.1\\r\\nHost: {name}:{port}\\r\\nConnection: close\\r\\n\\r\\n".encode())
    print(b"".join(iter(lambda: line.recv(65536), b"")).decode(), end="")
"""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    certificate: Path
    private_key: Path


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    """Of one's own, for the name and for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME), x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = Certificate(certificate=tmp_path / "certificate.pem", private_key=tmp_path / "key.pem")
    paths.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    paths.private_key.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return paths


def serving(folder: Path, certificate: Certificate, port: int, *through: str) -> subprocess.Popen[bytes]:
    """A house served under the name; `through`: the command that puts it into another network."""
    files = ["--certificate", str(certificate.certificate), "--private-key", str(certificate.private_key)]
    command = [*through, sys.executable, "-P", "-m", "fortell", "serve", "--domain", NAME, "--port", str(port), *files]
    environment = House(folder=folder).environment
    with (folder / "said").open("w") as said:
        return subprocess.Popen(command, env=environment, stdout=said, stderr=said, start_new_session=True, cwd=folder)


@pytest.fixture
def served(tmp_path: Path, certificate: Certificate) -> Iterator[int]:
    """The port of a house on this machine."""
    port = free_port()
    server = serving(tmp_path, certificate, port)
    context = ssl.create_default_context(cafile=str(certificate.certificate))

    def answers() -> bool:
        assert server.poll() is None, (tmp_path / "said").read_text()
        try:
            return httpx.get(f"https://localhost:{port}/health/ready", verify=context).status_code == 200
        except httpx.TransportError:
            return False

    until(answers)
    yield port
    os.killpg(server.pid, 9)
    server.wait()


@pytest.fixture
def two_hosts() -> Iterator[tuple[str, str]]:
    """Two network namespaces with a cable between them: the house's, and a phone's."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        pytest.skip("network namespaces need root and iproute2")
    home, phone = f"home{os.getpid()}", f"phone{os.getpid()}"
    steps = [
        ["netns", "add", home],
        ["netns", "add", phone],
        ["-n", home, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", phone],
        ["-n", home, "addr", "add", f"{HERE}/30", "dev", "cable"],
        ["-n", phone, "addr", "add", f"{THERE}/30", "dev", "cable"],
        ["-n", home, "link", "set", "cable", "up"],
        ["-n", phone, "link", "set", "cable", "up"],
    ]
    try:
        if any(subprocess.run(["ip", *step], check=False, capture_output=True).returncode for step in steps):
            pytest.skip("this machine lets nobody make a network namespace")
        yield home, phone
    finally:
        for space in (home, phone):
            subprocess.run(["ip", "netns", "del", space], check=False, capture_output=True)


@pytest.mark.heavy
def test_a_phone_reaches_it_by_its_name_over_tls(
    two_hosts: tuple[str, str], certificate: Certificate, tmp_path: Path
) -> None:
    home, phone = two_hosts
    server = serving(tmp_path, certificate, 443, "ip", "netns", "exec", home)
    ask = ["ip", "netns", "exec", phone, sys.executable, "-c", ASK, HERE, "443", str(certificate.certificate), NAME]
    answers: list[str] = []

    def answered() -> bool:
        assert server.poll() is None, (tmp_path / "said").read_text()
        answers.append(subprocess.run(ask, capture_output=True, text=True, check=False, timeout=10).stdout)
        return bool(answers[-1])

    try:
        until(answered)
    finally:
        os.killpg(server.pid, 9)
        server.wait()
    head, _, page = answers[-1].partition("\n\n")
    assert head.startswith("HTTP/1.1 200")
    assert "strict-transport-security: max-age=31536000" in head.lower()
    cookies = [line for line in head.lower().splitlines() if line.startswith("set-cookie")]
    assert cookies
    assert all("; secure" in cookie for cookie in cookies)
    assert "Welcome" in page


def test_a_foreign_name_is_refused(served: int, certificate: Certificate) -> None:
    context = ssl.create_default_context(cafile=str(certificate.certificate))
    refused = httpx.get(f"https://localhost:{served}/", verify=context, headers={"Host": "elsewhere.example"})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--domain", NAME], "--certificate names a PEM file"),
        (["--domain", NAME, "--sample"], "The sample family is for your own machine"),
        (["--domain", NAME, "--certificate", __file__], "--private-key names a PEM file"),
    ],
)
def test_serving_others_needs_what_makes_it_safe(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", *arguments]) == 1
    assert said in capsys.readouterr().err
