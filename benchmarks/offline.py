"""The offline interviewer and writer, beside a plain baseline in the same run: splitting the same texts into words.

Usage: python benchmarks/offline.py
"""

import time
from collections.abc import Callable

from fortell.story.interviewer import Exchange, bank, next_question
from fortell.story.writing import Form, Told, propose

ANSWER = (
    "We rowed to school in the old boat, my brother Sivert and I, and in the winter of 1947 we walked on the ice. "
    "Father had mended the oars with tin from a herring can. He said they would last until we were grown. "
)
EXCHANGES, ANSWERS, WORDS_REPEATED = 300, 1000, 3
FORMS: tuple[Form, ...] = ("memoir", "interview", "conversation")


def main() -> None:
    history = [exchange(number) for number in range(EXCHANGES)]
    report("next question, 300 exchanges", lambda: next_question(history=history, language="en"), EXCHANGES)
    told = [Told(f"a{number}", 1, f"{ANSWER} {number}.", question="And then?") for number in range(ANSWERS)]
    for form in FORMS:
        report(
            f"draft of 1,000 answers, {form}", lambda form=form: propose(told=told, language="en", form=form), ANSWERS
        )


def exchange(number: int) -> Exchange:
    question = bank("en")[number % len(bank("en"))]
    return Exchange(question.text, question.id, question.phase, question.kind, "answered", ANSWER * WORDS_REPEATED)


def report(name: str, work: Callable[[], object], texts: int) -> None:
    plain, own = seconds(lambda: [ANSWER.split() for _ in range(texts * WORDS_REPEATED)]), seconds(work)
    print(f"{name:40} {1000 * own:8.1f} ms   {own / plain:6.1f} × splitting into words")


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds, the best of five."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    main()
