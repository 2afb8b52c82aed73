"""How much is logged is a setting; a level nobody knows stops the start."""

import pytest
import structlog

from fortell.config.logs import configure
from fortell.kit.installation import SettingsError


@pytest.mark.parametrize(("level", "lines"), [("info", 2), ("warning", 1), ("error", 0)])
def test_only_what_reaches_the_level_is_written(level: str, lines: int, capsys: pytest.CaptureFixture[str]) -> None:
    # What the run itself logs to is put back: the captured stream is closed after this test.
    before = structlog.get_config()
    try:
        configure(level)
        log = structlog.get_logger()
        log.info("row.rowed")
        log.warning("row.leaked")
    finally:
        structlog.configure(**before)
    assert len(capsys.readouterr().err.splitlines()) == lines


def test_an_unknown_level_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match="debug, info, warning, error"):
        configure("loud")
