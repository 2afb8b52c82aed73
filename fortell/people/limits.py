"""Counting what comes too often from one address, without keeping the address: it is hashed under a key that each
process makes for itself, and forgotten with the count. Behind a proxy all who come through it share one count.
"""

import hashlib
import secrets
from collections import defaultdict
from datetime import datetime, timedelta

from fortell.kit.clock import now

KEY = secrets.token_bytes(32)
MOST = 10_000  # addresses remembered at once; the counts are then begun anew


class Limit:
    """So many tries within so long a time."""

    def __init__(self, *, tries: int, within: timedelta) -> None:
        self.tries, self.within = tries, within
        self._noted: dict[bytes, list[datetime]] = defaultdict(list)

    def is_reached(self, who: str) -> bool:
        recent = [moment for moment in self._noted.get(_hashed(who), []) if moment > now() - self.within]
        return len(recent) >= self.tries

    def note(self, who: str) -> None:
        if len(self._noted) >= MOST:
            self._noted.clear()
        self._noted[_hashed(who)] = [*self._noted[_hashed(who)][1 - self.tries :], now()]

    def forget(self) -> None:
        self._noted.clear()


def _hashed(who: str) -> bytes:
    return hashlib.blake2b(who.encode(), key=KEY, digest_size=16).digest()
