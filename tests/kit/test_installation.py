from pathlib import Path

import pytest

from fortell.kit.installation import Installation, SettingsError, read_installation


def read(data: Path, toml: str = "", **environment: str) -> Installation:
    if toml:
        (data / "fortell.toml").write_text(toml, encoding="utf-8")
    return read_installation(data=data, environment=environment)


def test_an_empty_folder_gives_the_defaults(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found == Installation(data=tmp_path)
    assert (found.server.host, found.server.port, found.work.embedded) == ("127.0.0.1", 8000, True)


def test_the_file_chooses(tmp_path: Path) -> None:
    found = read(tmp_path, '[server]\nport = 9000\nsecure = true\n[controller]\nname = "Familien Vik"\n')
    assert (found.server.port, found.server.secure, found.controller.name) == (9000, True, "Familien Vik")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    toml = '[server]\nport = 9000\naddress = "https://a.example"\nsecure = true\n'
    found = read(tmp_path, toml, FORTELL_SERVER_PORT="9001", FORTELL_SERVER_SECURE="False")
    assert (found.server.port, found.server.secure, found.server.address) == (9001, False, "https://a.example")


def test_a_file_named_by_the_environment_holds_the_value(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("swordfish\n")
    found = read(tmp_path, '[vault]\nmaster_key = "file"\n', FORTELL_VAULT_MASTER_KEY_FILE=str(tmp_path / "secret"))
    assert found.vault.master_key == "swordfish"


def test_the_value_itself_wins_over_the_file_that_holds_one(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file")
    found = read(tmp_path, FORTELL_VAULT_MASTER_KEY="itself", FORTELL_VAULT_MASTER_KEY_FILE=str(tmp_path / "secret"))
    assert found.vault.master_key == "itself"


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("[servers]\nport = 1\n", "servers"),
        ("[server]\nprot = 1\n", r"\[server\] has no key prot; it knows host, port"),
        ('[server]\nport = "80"\n', r"\[server\] port should be a whole number, not '80'"),
        ("[server]\nport = true\n", r"\[server\] port should be a whole number"),
        ("[server]\nsecure = 1\n", r"\[server\] secure should be true or false"),
        ("[controller]\nname = 7\n", r"\[controller\] name should be a text in quotes"),
        ("server = 8000\n", r"server is a section, written \[server\]"),
        ("[server\n", r"fortell\.toml can't be read"),
        ('[data]\nfolder = "x"\n', "no section is called data"),
    ],
)
def test_a_wrong_file_is_refused_and_the_key_named(tmp_path: Path, toml: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        read(tmp_path, toml)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fortell.toml").write_bytes('[controller]\nname = "Bærum"\n'.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"fortell\.toml can't be read"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("FORTELL_SERVER_PORT", "many", "a whole number"),
        ("FORTELL_SERVER_SECURE", "yes", "true or false"),
        ("FORTELL_WORK_LEASE_SECONDS", "", "a whole number"),
    ],
)
def test_a_wrong_variable_is_refused_and_named(tmp_path: Path, name: str, value: str, wanted: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} should be {wanted}, not '{value}'"):
        read(tmp_path, **{name: value})


def test_a_named_file_that_is_absent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="FORTELL_VAULT_MASTER_KEY_FILE names a file that can't be read"):
        read(tmp_path, FORTELL_VAULT_MASTER_KEY_FILE=str(tmp_path / "absent"))


def test_people_reach_it_at_its_address_or_host_and_port(tmp_path: Path) -> None:
    assert read(tmp_path).address == "http://127.0.0.1:8000"
    assert read(tmp_path, FORTELL_SERVER_ADDRESS="https://bok.example/").address == "https://bok.example"


def test_the_key_lies_outside_the_data(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.key_folder == tmp_path.with_name(f"{tmp_path.name}-key")
    assert tmp_path not in found.key_folder.parents
    assert read(tmp_path, FORTELL_VAULT_MASTER_KEY_FOLDER="/elsewhere").key_folder == Path("/elsewhere")
