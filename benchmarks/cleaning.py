"""The clean-up against the dialect interviews' gold labels, at every dial, and how long it takes.

    python -m benchmarks.cleaning [--answers 1000]

Prints a line a file and dial: tokens, share of other words kept, recall of stumbles and of fillers. Then CPU seconds
for cleaning, and for drafting, that many answers of 40 words or so, made of the utterances of those interviews.
"""

import argparse
import time
from collections.abc import Callable

from fortell.story.writing import DIALS, Told, propose
from fortell.story.writing.alone import clean
from tests.story.corpus import DIALECT, utterances
from tests.story.writing.cleaning.gold import measured


def _timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _answers(number: int) -> list[str]:
    said = [text for name in DIALECT for text in utterances(name)]
    return [" ".join(said[(5 * at + step) % len(said)] for step in range(5)) for at in range(number)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1000)
    number = parser.parse_args().answers
    for name in DIALECT:
        for dial in DIALS:
            found = measured(name, dial)
            print(
                f"{name:24} {dial:9} {found.tokens:6} tokens  other words kept {found.kept:.2%}  "
                f"(signs counted too {found.kept_tokens:.2%})  "
                f"stumbles {found.stumbles:6.1%}  fillers {found.fillers:6.1%}"
            )
    texts = _answers(number)
    told = [Told(answer=str(at), version=1, text=text) for at, text in enumerate(texts)]
    for dial in DIALS:
        alone = _timed(lambda dial=dial: [clean(text=text, language="nn", dial=dial) for text in texts])
        draft = _timed(lambda dial=dial: propose(told=told, language="nn", form="memoir", dial=dial))
        print(f"{number} answers, {dial}: clean-up {alone:.2f} s, whole draft {draft:.2f} s")


if __name__ == "__main__":
    main()
