"""`fortell guard` as a script meets it, and the number of a memoir."""

import json
from pathlib import Path

from tests.config.filters import filtered
from tests.config.test_cli import Done


def guard(folder: Path, lines: str, *arguments: str) -> Done:
    return filtered(folder, lines, "guard", *arguments)


def test_each_line_is_judged_and_a_refusal_says_why(tmp_path: Path) -> None:
    lines = [
        {"sources": ["Eg vart fødd i 1936.", "Me budde i Vik."], "sentence": "Eg vart fødd i 1936."},
        {"sources": ["Eg vart fødd i 1936.", "Me budde i Vik."], "sentence": "Eg vart fødd i 1938."},
    ]
    done = guard(tmp_path, "\n".join(map(json.dumps, lines)), "--language", "nn")
    told = "Årstalet 1938 er ikkje nemnt her. I svaret står det «1936»."
    assert [json.loads(line) for line in done.out.splitlines()] == [
        {"verdict": "supported", "reasons": []},
        {"verdict": "refused", "reasons": [{"kind": "year", "text": told}]},
    ]
    assert (done.code, done.err) == (0, "")
    assert not (tmp_path / "data").exists()


def test_a_line_that_is_no_case_is_named_and_the_others_are_judged(tmp_path: Path) -> None:
    lines = '{"sources": "no list", "sentence": "a"}\n{"sources": [7], "sentence": "a"}\nnothing\n[]\n'
    done = guard(tmp_path, lines + '{"sources": [], "sentence": ""}\n', "--language", "en")
    assert [json.loads(line)["verdict"] for line in done.out.splitlines()] == ["supported"]
    named = [f'fortell: line {number} is not JSON with "sources" and a "sentence"' for number in (1, 2, 3, 4)]
    assert (done.err.splitlines(), done.code) == (named, 1)
