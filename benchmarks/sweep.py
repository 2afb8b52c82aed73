"""What a sweep over many rows costs, beside one plain DELETE of the same rows.

    python benchmarks/sweep.py [--postgresql] [--rows 100000] [--scopes 100]

The rows are ended jobs, spread over as many memoirs as `--scopes`; as many again are not due yet and must stay. Prints
seconds, rows a second, the longest transaction, what the process grew by, and the ratio to the plain DELETE.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from gdprbench import house

KILOBYTE = 1024


def fill(rows: int, scopes: int) -> None:
    from fortell.kit.clock import now
    from fortell.kit.ids import new_id
    from fortell.kit.models import Job

    memoirs = [new_id() for _memoir in range(scopes)]
    for days, count in ((400, rows), (1, rows)):
        ended = now() - timedelta(days=days)
        Job.objects.bulk_create(
            (
                Job(name="boat.row", scope=memoirs[n % scopes], state=Job.State.DONE, ended_at=ended)
                for n in range(count)
            ),
            batch_size=500,
        )


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def plain_delete() -> None:
    from django.db import connection

    from fortell.kit.clock import now

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_job WHERE ended_at <= %s", [now() - timedelta(days=30)])


def watched_sweep() -> list[float]:
    """The seconds of each transaction in which a sweep deletes rows."""
    from fortell.privacy.retention import sweep
    from fortell.privacy.retention.kinds import Rows

    taken: list[float] = []
    real = Rows._delete  # noqa: SLF001 - only to look on

    def delete(self: Rows, rows: list[tuple[Any, UUID]]) -> int:
        start = time.perf_counter()
        gone = real(self, rows)
        taken.append(time.perf_counter() - start)
        return gone

    Rows._delete = delete  # type: ignore[method-assign] # noqa: SLF001 - likewise
    sweep()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--scopes", type=int, default=100)
    parser.add_argument("--postgresql", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, house(Path(folder), postgresql=chosen.postgresql):
        from fortell.kit.models import Job

        fill(chosen.rows, chosen.scopes)
        plain = timed(plain_delete)
        Job.objects.all().delete()
        fill(chosen.rows, chosen.scopes)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        transactions: list[float] = []
        taken = timed(lambda: transactions.extend(watched_sweep()))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        left = Job.objects.count()
    print(f"plain DELETE        {plain:8.2f} s")
    print(
        f"sweep               {taken:8.2f} s, {chosen.rows / taken:,.0f} rows/s, {taken / plain:.1f} times the DELETE"
    )
    print(f"longest transaction {max(transactions):8.3f} s, of {len(transactions)}")
    print(f"memory              {grown / KILOBYTE:8.1f} MB more at the peak")
    print(f"left                {left} rows that are not due")


if __name__ == "__main__":
    main()
