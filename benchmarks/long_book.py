"""A whole autobiography imported as answers, drafted and typeset through the command line: pages, seconds, memory.

Usage: python benchmarks/long_book.py TEXT [--words 250]
Paragraphs are joined to answers of about so many words; every step is a process of its own, its time wall-clock.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", type=Path)
    parser.add_argument("--words", type=int, default=250)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fortell-benchmark-") as folder:
        home = Path(folder)
        interview = home / "interview.json"
        interview.write_text(json.dumps(as_interview(arguments.text.read_text(encoding="utf-8"), arguments.words)))
        consent = ["--consent-from", "in the public domain"]
        code = timed("import", home, "import-interview", str(interview), "--storyteller", "Teller", *consent)["code"]
        timed("draft", home, "draft", code)
        facts = timed("typeset", home, "typeset", code, "--output", str(home / "book"))
        print(f"pages    {facts['pages']}")


def as_interview(text: str, words: int) -> dict[str, object]:
    turns = [{"speaker": "Teller", "text": answer} for answer in answers(text, words)]
    return {"title": "A life", "language": "en", "turns": turns}


def answers(text: str, words: int) -> Iterator[str]:
    gathered: list[str] = []
    for paragraph in text.split("\n\n"):
        gathered.append(" ".join(paragraph.split()))
        if sum(len(one.split()) for one in gathered) >= words:
            yield "\n".join(gathered)
            gathered = []
    if any(gathered):
        yield "\n".join(gathered)


def timed(name: str, home: Path, *command: str) -> dict[str, str]:
    """Run one command; its JSON. Prints its seconds and the largest memory any of them has had so far."""
    start = time.perf_counter()
    whole = [sys.executable, "-m", "fortell", *command, "--json", "--data", str(home / "data")]
    done = subprocess.run(whole, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{name:8} {seconds:6.2f} s, largest memory so far {peak:.0f} MB")
    result: dict[str, str] = json.loads(done.stdout)
    return result


if __name__ == "__main__":
    main()
