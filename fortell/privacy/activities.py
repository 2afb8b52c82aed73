"""What is done with people's data, as GDPR art. 30 asks: each activity with its purposes and its legal bases."""

from dataclasses import dataclass
from pathlib import Path

from fortell.privacy.terms import Basis, Purpose


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One processing activity of one room.

    `texts`: the folder where the room keeps what the notice says of it, a file a language; for a legitimate interest
    also why it is not overridden (GDPR art. 6(1)(f)). `service`: the service of the profile it belongs to; empty: it
    goes with every service.
    """

    key: str
    purposes: frozenset[Purpose]
    bases: frozenset[Basis]
    texts: Path
    service: str = ""

    @property
    def may_be_objected_to(self) -> bool:
        """GDPR art. 21(1)."""
        return Basis.INTEREST in self.bases


_activities: dict[str, Activity] = {}


def activity(key: str, *, purposes: set[Purpose], bases: set[Basis], texts: Path, service: str = "") -> str:
    """Register an activity; its key, for the declarations of what it holds. Raises ValueError on a second one."""
    if key in _activities:
        raise ValueError(f"two activities are called {key}")
    _activities[key] = Activity(
        key=key, purposes=frozenset(purposes), bases=frozenset(bases), texts=texts, service=service
    )
    return key


def activities() -> tuple[Activity, ...]:
    return tuple(_activities.values())


def named(key: str) -> Activity | None:
    return _activities.get(key)
