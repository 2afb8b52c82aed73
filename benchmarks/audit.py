"""What the audit log costs: adding lines, beside a plain INSERT of the same row; verifying; a checkpoint.

    python benchmarks/audit.py [--lines 20000] [--chains 1000]

On SQLite in a temporary folder, or on the PostgreSQL that FORTELL_DATABASE_URL and FORTELL_DATABASE_KEYS_URL name.
Lines are added one a transaction, as verbs add them, and all in one. All times are of this process on the processor:
other work on the machine does not count, nor does waiting for the disk.
"""

import argparse
import base64
import os
import secrets
import tempfile
import time
from collections.abc import Callable
from uuid import uuid4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--chains", type=int, default=1_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FORTELL_DATA"] = f"{folder}/data"
        os.environ.setdefault("FORTELL_VAULT_MASTER_KEY", base64.b64encode(secrets.token_bytes(32)).decode())
        from fortell.config.cli.house import open_house

        open_house()
        measure(lines=arguments.lines, chains=arguments.chains)


def measure(*, lines: int, chains: int) -> None:
    from django.db import transaction

    from fortell.people.permissions import OPERATOR
    from fortell.privacy import audit
    from fortell.privacy.models import AuditEntry, AuditHead

    def plain(_number: int) -> None:
        # The same row with nothing computed: its own chain's number, no hash, no head.
        entry = AuditEntry(scope=uuid4(), number=1, at=audit_time(), actor="operator", verb="boat.rowed")
        entry.kind, entry.thing, entry.previous, entry.hash = "boat", uuid4(), b"", b""
        entry.save(force_insert=True)

    def record(_number: int) -> None:
        audit.record(OPERATOR, "boat.rowed", AuditHead(scope=uuid4()), scope=one)

    def record_in_many(number: int) -> None:
        audit.record(OPERATOR, "boat.rowed", AuditHead(scope=uuid4()), scope=scopes[number % chains])

    one, scopes = uuid4(), [uuid4() for _ in range(chains)]
    few = max(lines // 10, 1)
    single = {name: rate(few, work) for name, work in (("plain INSERT", plain), ("record()", record))}
    show("one a transaction", single)
    with transaction.atomic():
        joined = {name: rate(lines, work) for name, work in (("plain INSERT", plain), ("record()", record_in_many))}
    show("all in one transaction", joined)
    took = timed(audit.checkpoint)
    print(f"checkpoint over {chains + 1} chains that grew: {took * 1000:.0f} ms")
    record(0)
    print(f"checkpoint over 1 chain that grew among {chains + 1}: {timed(audit.checkpoint) * 1000:.0f} ms")
    chained = few + lines + 1
    took = timed(lambda: [audit.verify(scope) for scope in (one, *scopes)])
    print(f"verify: {chained} lines in {took:.1f} s, {100_000 * took / chained:.1f} s for 100,000 lines")


def audit_time() -> object:
    from fortell.kit.clock import now

    return now()


def rate(times: int, work: Callable[[int], None]) -> float:
    start = time.process_time()
    for number in range(times):
        work(number)
    return times / (time.process_time() - start)


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def show(how: str, rates: dict[str, float]) -> None:
    lines = ", ".join(f"{name} {found:,.0f} lines a second" for name, found in rates.items())
    print(f"{how}: {lines}, ratio {rates['plain INSERT'] / rates['record()']:.2f}")


if __name__ == "__main__":
    main()
