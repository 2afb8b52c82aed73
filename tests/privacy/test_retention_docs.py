"""The guide's table of how long things are kept says what the profile says."""

import re
from pathlib import Path

from fortell.privacy.profile import chosen

GUIDE = Path(__file__).parents[2] / "docs" / "operating.md"
ROW = re.compile(r"^\| `([a-z-]+)` \| (\d+) (days|months|years) \| ([a-z-]+) \| ([a-z-]+) \|$", re.MULTILINE)


def test_the_table_and_the_profile_agree() -> None:
    rules = chosen("family").retention.values()
    assert ROW.findall(GUIDE.read_text(encoding="utf-8")) == [
        (rule.key, str(rule.number), rule.unit, str(rule.event), str(rule.need)) for rule in rules
    ]
