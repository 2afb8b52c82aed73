"""The guard on planted errors and faithful rewrites, by kind and language, and how long a sentence takes.

    python -m benchmarks.guard [--rounds 3]

Prints a line a language and kind: cases, share judged rightly. Then CPU milliseconds a sentence, beside those of
listing the words that no source holds, as plain baseline.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence

from fortell.story.guarding import judge
from fortell.story.language import LANGUAGES, Language
from fortell.story.writing import words_not_said
from tests.planting.cases import Case, cases, own_texts
from tests.planting.real import real_texts


def _right(case: Case, language: Language) -> bool:
    verdict = judge(language=language, sources=case.sources, sentence=case.sentence).verdict
    return (verdict == "supported") == case.faithful


def _milliseconds(work: Callable[[], object], number: int) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) / number * 1000


def _told(language: Language, planted: Sequence[Case]) -> None:
    whole, right = Counter[tuple[bool, str]](), Counter[tuple[bool, str]]()
    for case in planted:
        whole[case.faithful, case.kind] += 1
        right[case.faithful, case.kind] += _right(case, language)
    for (faithful, kind), number in whole.items():
        named = "stands" if faithful else "refused"
        print(f"{language}  {kind:20} {number:6}  {named} {right[faithful, kind] / number:7.2%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    for language in LANGUAGES:
        planted = cases(language=language, texts=[*own_texts(language), *real_texts(language)], rounds=rounds)
        spent = _milliseconds(lambda language=language, planted=planted: _told(language, planted), len(planted))
        plain = _milliseconds(
            lambda planted=planted: [words_not_said(sentence=one.sentence, sources=one.sources) for one in planted],
            len(planted),
        )
        print(f"{language}  {len(planted)} sentences: {spent:.2f} ms each, {spent / plain:.0f} times the plain list")


if __name__ == "__main__":
    main()
