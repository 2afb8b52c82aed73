"""What this installation has chosen: `fortell.toml` in the data folder, then the environment, read once.

An environment variable FORTELL_<SECTION>_<KEY> wins over the file; FORTELL_<SECTION>_<KEY>_FILE names a file that
holds the value (for secrets). A key nobody knows, or a value of the wrong kind, stops the start with one clear line.
"""

import dataclasses
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

DEFAULT_DATA = "fortell-data"
NOT_SECTIONS = frozenset({"data", "tables"})
TABLES = ("retention", "processors")
# Where the data lie, and what the project's own tests read.
NO_SETTINGS = frozenset({"FORTELL_DATA", "FORTELL_CORPUS", "FORTELL_TEST_POSTGRES", "FORTELL_TEST_WHISPER"})


class SettingsError(Exception):
    """A setting is unknown, missing or of the wrong kind; the message names it and what would be right."""


@dataclass(frozen=True, kw_only=True)
class Controller:
    """Who answers for the data (GDPR art. 4(7)); shown wherever consent is asked, and in the privacy notice."""

    name: str = ""  # empty: a phrase in each language that says it is the family itself
    number: str = ""  # of the organisation, in its country's register
    address: str = ""
    email: str = ""  # where requests about privacy are read
    phone: str = ""
    country: str = ""  # two letters (ISO 3166-1): names the supervisory authority


@dataclass(frozen=True, kw_only=True)
class Server:
    host: str = "127.0.0.1"
    port: int = 8000
    address: str = ""  # how people reach it, e.g. https://fortell.example.org; empty: host and port
    secure: bool = False  # true behind TLS: cookies then travel over HTTPS only
    certificate: str = ""  # PEM files, where the server itself speaks TLS
    private_key: str = ""


@dataclass(frozen=True, kw_only=True)
class Database:
    """Empty addresses mean SQLite files in the data folder; else postgresql://user:password@host:port/name."""

    url: str = ""
    keys_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Vault:
    master_key: str = ""  # base64 of 32 bytes; for FORTELL_VAULT_MASTER_KEY_FILE or an orchestrator's secret
    next_master_key: str = ""  # the one that `rotate-master-key` changes to
    master_key_command: str = ""  # prints the key, base64; run without a shell
    next_master_key_command: str = ""
    master_key_folder: str = ""  # empty: a folder beside the data folder, so that a copy of the data holds no key


MOST_BACKUP_DAYS = 30  # what was erased may live on in backups for a month and no longer


@dataclass(frozen=True, kw_only=True)
class Backup:
    """Where backups go, how long they are kept, and who can open them."""

    folder: str = ""
    keep_days: int = MOST_BACKUP_DAYS
    recipients: str = ""  # age public keys, separated by spaces; empty: a key derived from the master key

    def __post_init__(self) -> None:
        if not 1 <= self.keep_days <= MOST_BACKUP_DAYS:
            raise SettingsError(
                f"[backup] keep_days is 1 to {MOST_BACKUP_DAYS}, not {self.keep_days}: what a person had erased may "
                "live on in backups for a month at most"
            )


@dataclass(frozen=True, kw_only=True)
class BucketSettings:
    """An S3 bucket that holds nothing else: all of it, or none."""

    endpoint: str = ""  # https://s3.example.org
    region: str = ""
    bucket: str = ""
    access_key: str = ""
    secret_key: str = ""

    def missing(self) -> list[str]:
        return [key for key in get_type_hints(BucketSettings) if not getattr(self, key)]


@dataclass(frozen=True, kw_only=True)
class Files(BucketSettings):
    """Where sealed files lie: on this disk, or in an S3 bucket, sealed before they leave."""

    store: str = "disk"  # or s3, and then all of the bucket's settings


@dataclass(frozen=True, kw_only=True)
class BackupBucket(BucketSettings):
    """A bucket for backups, encrypted before they leave, beside the folder or instead of it."""

    def __post_init__(self) -> None:
        missing = self.missing()
        if missing and any(vars(self).values()):
            raise SettingsError(f"[backup_bucket] also needs {', '.join(missing)}")


@dataclass(frozen=True, kw_only=True)
class Limits:
    photo_megabytes: int = 30
    photo_megapixels: int = 120
    answer_characters: int = 50_000
    recording_minutes: int = 10


@dataclass(frozen=True, kw_only=True)
class Languages:
    default: str = "en"


@dataclass(frozen=True, kw_only=True)
class Work:
    lease_seconds: int = 30
    embedded: bool = True  # the server starts a worker process of its own


@dataclass(frozen=True, kw_only=True)
class Logs:
    level: str = "info"  # debug, info, warning or error
    file: str = ""  # logs/fortell.log becomes a file a day, which the sweep removes; empty: standard error


@dataclass(frozen=True, kw_only=True)
class Privacy:
    profile: str = "family"
    allow_outside_eea: bool = False  # processors outside the EEA need this, and a recorded mechanism each


@dataclass(frozen=True, kw_only=True)
class Mail:
    """Outgoing mail; an empty host means that none is sent."""

    host: str = ""
    port: int = 587
    security: str = "starttls"  # or "tls" from the first byte (port 465); "none" only on this machine
    user: str = ""
    password: str = ""  # rather by FORTELL_MAIL_PASSWORD_FILE
    sender: str = ""  # "Fortell <post@fortell.example.org>"


LARGEST_LETTER = 25  # megabytes; what the large providers let somebody send


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """Where replies arrive, read by IMAP; an empty host means that none are taken."""

    host: str = ""
    port: int = 993
    security: str = "tls"  # or "starttls" (port 143); "none" only on this machine
    user: str = ""
    password: str = ""  # rather by FORTELL_MAILBOX_PASSWORD_FILE
    folder: str = "INBOX"
    address: str = ""  # reply@fortell.example.org; replies come to reply+…@fortell.example.org
    checked_by: str = ""  # the name under which the receiving server writes Authentication-Results
    megabytes: int = LARGEST_LETTER  # a larger letter is not taken


@dataclass(frozen=True, kw_only=True)
class Letters:
    unanswered: int = 4  # so many in a row without an answer, and they stop by themselves


ENGINES = ("", "local", "endpoint")


@dataclass(frozen=True, kw_only=True)
class Speech:
    """What writes down what she says; where `engine` is empty, she listens and types it."""

    engine: str = ""  # local or endpoint
    model_folder: str = ""  # local: a Whisper model for CTranslate2, with its tokenizer.json
    processor: str = ""  # endpoint: the key of the processor that runs it
    address: str = ""  # endpoint: what stands before /audio/transcriptions, e.g. https://speech.example.org/v1
    model: str = ""  # endpoint: its name there
    key: str = ""  # endpoint: rather by FORTELL_SPEECH_KEY_FILE

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise SettingsError(f"[speech] engine is local, endpoint or empty, not {self.engine!r}")


# Words in a model's name that mean another model tomorrow: what was tried would not be what is used.
MOVING = frozenset({"auto", "current", "default", "latest", "newest"})


@dataclass(frozen=True, kw_only=True)
class Model:
    """The language model that may be asked for other wording; where `processor` is empty there is none."""

    processor: str = ""  # the key of the processor that runs it
    address: str = ""  # what stands before /chat/completions, e.g. https://models.example.org/v1
    name: str = ""  # one version of one model, as it is called there
    key: str = ""  # rather by FORTELL_MODEL_KEY_FILE
    tokens_a_month: int = 200_000  # for each memoir; a passage costs about 500

    def __post_init__(self) -> None:
        if moving := sorted(MOVING & set(re.split(r"[^a-z]+", self.name.lower()))):
            raise SettingsError(
                f"[model] name says {moving[0]!r}, which means another model tomorrow; name the version that was tried"
            )
        if self.tokens_a_month < 0:
            raise SettingsError("[model] tokens_a_month is less than none")


@dataclass(frozen=True, kw_only=True)
class Installation:
    """`tables`: sections of fortell.toml with keys of the operator's own making; the room they concern checks them."""

    data: Path
    tables: Mapping[str, Any] = field(default_factory=dict)
    controller: Controller = field(default_factory=Controller)
    server: Server = field(default_factory=Server)
    database: Database = field(default_factory=Database)
    vault: Vault = field(default_factory=Vault)
    backup: Backup = field(default_factory=Backup)
    backup_bucket: BackupBucket = field(default_factory=BackupBucket)
    files: Files = field(default_factory=Files)
    limits: Limits = field(default_factory=Limits)
    languages: Languages = field(default_factory=Languages)
    work: Work = field(default_factory=Work)
    logs: Logs = field(default_factory=Logs)
    privacy: Privacy = field(default_factory=Privacy)
    mail: Mail = field(default_factory=Mail)
    mailbox: Mailbox = field(default_factory=Mailbox)
    letters: Letters = field(default_factory=Letters)
    speech: Speech = field(default_factory=Speech)
    model: Model = field(default_factory=Model)

    def __post_init__(self) -> None:
        backups, files = self.backup_bucket, self.files
        if backups.bucket and (backups.endpoint, backups.bucket) == (files.endpoint, files.bucket):
            raise SettingsError("[backup_bucket] is the bucket of [files]; backups need one that holds nothing else")

    @property
    def address(self) -> str:
        return self.server.address.rstrip("/") or f"http://{self.server.host}:{self.server.port}"

    @property
    def key_folder(self) -> Path:
        chosen = self.vault.master_key_folder
        return Path(chosen) if chosen else self.data.with_name(f"{self.data.name}-key")


def read_installation(*, data: Path, environment: Mapping[str, str]) -> Installation:
    """Read `data`/fortell.toml and the environment. Raises SettingsError."""
    content = _read_toml(data / "fortell.toml")
    sections: dict[str, Any] = {}
    for name, kind in _sections().items():
        sections[name] = _section(name, kind, content.pop(name, {}), environment)
    tables = {name: content.pop(name) for name in TABLES if name in content}
    if content:
        raise SettingsError(f"fortell.toml: no section is called {', '.join(sorted(content))}")
    _refuse_unknown(environment)
    return Installation(data=data, tables=tables, **sections)


def _sections() -> dict[str, type[Any]]:
    kinds = get_type_hints(Installation)
    return {
        field.name: kinds[field.name] for field in dataclasses.fields(Installation) if field.name not in NOT_SECTIONS
    }


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {f"FORTELL_{name}_{key}".upper() for name, kind in _sections().items() for key in get_type_hints(kind)}
    mine = {name for name in environment if name.startswith("FORTELL_") and name not in NO_SETTINGS}
    if unknown := sorted(name for name in mine if not {name, name.removesuffix("_FILE")} & known):
        raise SettingsError(f"no setting is called {', '.join(unknown)}; see docs/operating.md")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} can't be read: {error}") from error


def _section(name: str, kind: type[Any], values: object, environment: Mapping[str, str]) -> object:
    if not isinstance(values, dict):
        raise SettingsError(f"fortell.toml: {name} is a section, written [{name}]")
    known = get_type_hints(kind)
    if unknown := sorted(set(values) - set(known)):
        raise SettingsError(f"fortell.toml: [{name}] has no key {', '.join(unknown)}; it knows {', '.join(known)}")
    chosen = {key: _typed(f"[{name}] {key}", known[key], value) for key, value in values.items()}
    for key, wanted in known.items():
        variable = f"FORTELL_{name}_{key}".upper()
        if (text := _from_environment(variable, environment)) is not None:
            chosen[key] = _parsed(variable, wanted, text)
    return kind(**chosen)


def _from_environment(variable: str, environment: Mapping[str, str]) -> str | None:
    if variable in environment:
        return environment[variable]
    if path := environment.get(f"{variable}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{variable}_FILE names a file that can't be read: {path}") from error
    return None


def _parsed(name: str, wanted: type[Any], text: str) -> object:
    try:
        if wanted is bool:
            return {"true": True, "false": False}[text.lower()]
        return wanted(text)
    except (ValueError, KeyError) as error:
        raise SettingsError(f"{name} should be {_spoken(wanted)}, not {text!r}") from error


def _typed(name: str, wanted: type[Any], value: object) -> object:
    if type(value) is not wanted:
        raise SettingsError(f"fortell.toml: {name} should be {_spoken(wanted)}, not {value!r}")
    return value


def _spoken(wanted: type[Any]) -> str:
    return {int: "a whole number", bool: "true or false", str: "a text in quotes"}[wanted]


@cache
def installation() -> Installation:
    """The one installation of this process. Its data folder: FORTELL_DATA, else `fortell-data` in this folder."""
    data = Path(os.environ.get("FORTELL_DATA") or DEFAULT_DATA).resolve()
    return read_installation(data=data, environment=os.environ)
