"""How long the exchange of the master key takes for so many memoirs; and destroying one of so many for good.

python benchmarks/rotation.py [KEYS]     on SQLite, or where FORTELL_DATABASE_KEYS_URL points (an empty database)
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

KEYS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
os.environ["FORTELL_DATA"] = str(Path(tempfile.mkdtemp(prefix="fortell-benchmark-")) / "data")

from fortell.config.cli.house import open_house  # noqa: E402 - only once the data folder is chosen

open_house()

from fortell.kit.crypto import new_key  # noqa: E402 - only once Django is set up
from fortell.kit.ids import new_id  # noqa: E402
from fortell.privacy.keystore.models import Key  # noqa: E402
from fortell.privacy.vault import keys, master  # noqa: E402
from fortell.privacy.vault.rotation import rotate  # noqa: E402


def root(name: object) -> Key:
    wrapped = keys.wrap(master.master_key(), new_key(), name)  # type: ignore[arg-type]
    return Key(id=name, wrapped=wrapped, master=keys.current_master())


Key.objects.bulk_create((root(new_id()) for _key in range(KEYS)), batch_size=1000)
start = time.perf_counter()
done = rotate()
took = time.perf_counter() - start
print(f"{done.keys} keys in {took:.2f} s: {took / done.keys * 10_000:.2f} s for 10,000")
took = []
for scope in list(Key.objects.values_list("id", flat=True)[:20]):
    start = time.perf_counter()
    keys.destroy_scope(scope)
    took.append(time.perf_counter() - start)
print(f"destroying one scope among {Key.objects.count()} keys: {statistics.median(took) * 1000:.1f} ms (median of 20)")
