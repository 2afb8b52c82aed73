"""The start is refused where a setting names a host that is nobody's, or one where data must not lie."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fortell.kit.installation import SettingsError, installation
from fortell.privacy.egress import registry
from tests.egress import Register, in_order
from tests.privacy.egress.test_sockets import toml
from tests.serving import House

DATABASE = {"database": {"url": "postgresql://fortell:secret@db.example:5433/fortell"}}
KEYS = {"database": {"keys_url": "postgresql://fortell@keys.example/keys"}}
FILES = {"files": {"store": "s3", "endpoint": "https://s3.example:8333"}}
KEPT = {"region": "eu", "bucket": "kept", "access_key": "a", "secret_key": "b"}
BACKUPS = {"backup_bucket": {"endpoint": "https://backups.example", **KEPT}}
MAIL = {"mail": {"host": "smtp.example", "sender": "post@fortell.example"}}


@pytest.fixture
def settle(register: Register, monkeypatch: pytest.MonkeyPatch) -> Any:
    """These processors, and these settings."""

    def settled(tables: dict[str, Any], settings: dict[str, dict[str, Any]], **privacy: Any) -> None:
        register(tables, **privacy)
        house = registry.installation()
        changed = {name: replace(getattr(house, name), **values) for name, values in settings.items()}
        monkeypatch.setattr(registry, "installation", lambda: replace(house, **changed))

    return settled


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (DATABASE, "[database] url"),
        (KEYS, "[database] keys_url"),
        (FILES, "[files] endpoint"),
        (BACKUPS, "[backup_bucket] endpoint"),
        (MAIL, "[mail] host"),
    ],
)
def test_a_host_that_is_nobodys_stops_the_start(settle: Any, settings: dict[str, Any], name: str) -> None:
    settle({"text": in_order()}, settings)
    with pytest.raises(SettingsError, match="no processor's") as refused:
        registry.refuse_unnamed_hosts()
    assert str(refused.value).startswith(f"{name} names ")
    assert "secret" not in str(refused.value)


def test_a_host_that_is_somebodys_does_not(settle: Any) -> None:
    settle({"cloud": in_order(hosts=["db.example", "s3.example", "smtp.example"])}, DATABASE | FILES | MAIL)
    registry.refuse_unnamed_hosts()


def test_a_host_of_somebody_without_agreement_stops_it(settle: Any) -> None:
    settle({"cloud": in_order(hosts=["db.example"], agreement=None)}, DATABASE)
    with pytest.raises(SettingsError, match="the processor cloud has no reference to an agreement"):
        registry.refuse_unnamed_hosts()


@pytest.mark.promise("MIM-0.2")
@pytest.mark.parametrize("settings", [DATABASE, KEYS, FILES])
def test_data_are_stored_in_the_eea_whatever_was_agreed(settle: Any, settings: dict[str, Any]) -> None:
    table = in_order(hosts=["db.example", "keys.example", "s3.example"], region="US", mechanism="adequacy")
    settle({"cloud": table}, settings, allow_outside_eea=True)
    with pytest.raises(SettingsError, match="in US: data are stored in the EEA only"):
        registry.refuse_unnamed_hosts()


def test_mail_may_go_through_somebody_outside_under_a_mechanism(settle: Any) -> None:
    table = in_order(hosts=["smtp.example"], region="US", mechanism="adequacy")
    settle({"post": table}, MAIL, allow_outside_eea=True)
    registry.refuse_unnamed_hosts()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "postgresql://fortell@localhost/fortell",
        "postgresql://fortell@127.0.0.1/fortell",
        "postgresql://fortell@[::1]:5433/fortell",
        "postgresql://fortell@%2Frun%2Fpostgresql/fortell",
    ],
)
def test_what_stays_on_the_machine_needs_nobody(settle: Any, url: str) -> None:
    settle({}, {"database": {"url": url}})
    registry.refuse_unnamed_hosts()


def test_the_command_line_says_it_in_one_line(tmp_path: Path) -> None:
    house = House(folder=tmp_path)
    house.data.mkdir()
    url = '[database]\nurl = "postgresql://fortell@db.example/fortell"\n'
    (house.data / "fortell.toml").write_text(url + toml("text", in_order(agreement=None, hosts=["db.example"])))
    done = house.command("check")
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("fortell: ")]
    assert line == ("fortell: [database] url names db.example, but the processor text has no reference to an agreement")
    assert "Traceback" not in done.stderr


def test_this_installation_itself_names_nobody() -> None:
    assert [host for _setting, host, _data in registry._own_hosts() if not registry.stays_here(host)] == []
    assert installation().mail.host == ""
