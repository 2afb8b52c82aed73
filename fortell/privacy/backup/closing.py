"""A house that stays closed: a restore is not done, or could not be proven to have erased everything again."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fortell.kit.clock import now
from fortell.kit.installation import installation

RESTORING, UNPROVEN, ACCEPTED = "restoring", "unproven.json", "unproven.accepted.json"


@dataclass(frozen=True, kw_only=True)
class Unproven:
    """Nobody can show that what was erased between these instants was erased again."""

    since: datetime
    until: datetime
    reason: str

    @property
    def days(self) -> str:
        return f"{self.since:%Y-%m-%d} to {self.until:%Y-%m-%d}"


def why_closed() -> str:
    """One plain line; empty where the house may open."""
    if _place(RESTORING).exists():
        return "A restore was begun here and is not done. Run the same `fortell restore` again."
    if unproven := unproven_days():
        return (
            f"This house was restored without its erasure list and stays closed: what was erased from {unproven.days} "
            "may be here again. `fortell restore --erasures FILE` with the list opens it, or, once you have erased "
            "those things again yourself, `fortell restore --accept-unproven REASON`."
        )
    return ""


def unproven_days() -> Unproven | None:
    if not _place(UNPROVEN).exists():
        return None
    facts = json.loads(_place(UNPROVEN).read_text(encoding="utf-8"))
    since, until = (datetime.fromisoformat(facts[name]) for name in ("since", "until"))
    return Unproven(since=since, until=until, reason=facts["reason"])


def begin_restoring() -> None:
    installation().data.mkdir(parents=True, exist_ok=True, mode=0o700)
    _place(RESTORING).touch(mode=0o600)


def is_restoring() -> bool:
    return _place(RESTORING).exists()


def end_restoring(unproven: Unproven | None) -> None:
    """The days are written down before the mark goes: at no moment is the house open by mistake."""
    if unproven:
        instants = {"since": unproven.since.isoformat(), "until": unproven.until.isoformat()}
        _write(UNPROVEN, instants | {"reason": unproven.reason})
    _place(RESTORING).unlink()


def open_again(reason: str) -> None:
    """Somebody answers for the unproven days, or a list was found; the facts are kept beside the data."""
    facts = json.loads(_place(UNPROVEN).read_text(encoding="utf-8"))
    _write(ACCEPTED, facts | {"opened": now().isoformat(), "because": reason})
    _place(UNPROVEN).unlink()


def _write(name: str, facts: dict[str, str]) -> None:
    _place(name).write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _place(name: str) -> Path:
    return installation().data / name
