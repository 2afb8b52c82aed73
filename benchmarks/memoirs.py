"""What several benchmarks need: an open house on a folder of its own, and invented words."""

import logging
import os
import random
from collections.abc import Iterator
from pathlib import Path

WORDS = ["my", "father", "built", "rowed", "to", "the", "boathouse", "pier", "in", "summer", "we", "sang", "tar"]


def open_house(folder: Path) -> None:
    os.environ |= {"FORTELL_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "fortell.config.settings"}
    from fortell.config.cli import house

    house.open_house()
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def words(seed: int) -> Iterator[str]:
    """Answers of about a kilobyte, as GDPRBench's records are."""
    chance = random.Random(seed)
    while True:
        yield " ".join(chance.choices(WORDS, k=200)).capitalize() + "."
