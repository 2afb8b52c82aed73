"""Each profile in a house of its own, from nothing: its check finds nothing, its notice stands in its languages."""

import html
import re
from pathlib import Path

import pytest

from fortell.privacy.notice.document import compose
from fortell.privacy.notice.words import Words
from fortell.privacy.profile import chosen, shipped
from tests.serving import House

STANDING = "from fortell.config.standing import write_standing_pages; write_standing_pages()"


@pytest.mark.heavy
@pytest.mark.parametrize("name", shipped())
def test_a_fresh_house_of_it_is_in_order_and_publishes_its_notice(name: str, tmp_path: Path) -> None:
    house = House(folder=tmp_path)
    house.data.mkdir()
    (house.data / "fortell.toml").write_text(f'[privacy]\nprofile = "{name}"\n', encoding="utf-8")
    check = house.command("check")
    assert (check.returncode, check.stdout.splitlines()[:1]) == (0, ["Everything is in order."]), check.stderr
    house.python(STANDING)
    folder = house.data / "public" / "privacy"
    assert {path.stem for path in folder.iterdir()} == set(chosen(name).languages)
    for language in chosen(name).languages:
        document = compose(chosen(name), Words(language))
        page = html.unescape(re.sub(r"\s+", " ", (folder / f"{language}.html").read_text(encoding="utf-8")))
        assert f'lang="{language}"' in page
        wanted = [document["lede"], *(part["title"] for part in document["sections"])]
        assert [text for text in wanted if re.sub(r"\s+", " ", text) not in page] == []
