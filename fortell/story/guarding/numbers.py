"""Number words and their values: one word, a compound, or several words in a row."""

from collections.abc import Mapping, Sequence
from typing import Final

HUNDRED: Final = 100
_THOUSAND: Final = 1000
_TEEN: Final = 10
_TY: Final = 20
JOINERS: Final = ("og", "och", "and")


def parts(word: str, numbers: Mapping[str, int]) -> tuple[int, ...] | None:
    """The values that a word is put together of ("sekstifem": 60, 5); None where it is no number word."""
    word = word.replace("-", "")
    if word in numbers:
        return (numbers[word],)
    # The longest beginning first: "nittenfem" is nitten and fem, not ni and the rest.
    for end in range(len(word) - 1, 1, -1):
        if word[:end] in numbers:
            rest = word[end:]
            for joiner in ("", *JOINERS):
                following = parts(rest[len(joiner) :], numbers) if rest.startswith(joiner) and rest != joiner else None
                if following and _goes_on(numbers[word[:end]], following[0]):
                    return (numbers[word[:end]], *following)
    return None


def _goes_on(value: int, following: int) -> bool:
    """Whether the second may be said after the first as one number: twenty five, nineteen fifty, two hundred."""
    if following >= HUNDRED:
        return value < following
    if value >= HUNDRED:
        return True
    if value >= _TY and value % _TEEN == 0 and 0 < following < _TEEN:
        return True
    return _TEEN < value < _TY + 1 and following >= _TEEN  # a year: nineteen fifty


def together(values: Sequence[int]) -> int:
    """The value of parts in a row: (2, 100, 40) is 240, (19, 50, 2) is 1952."""
    total, current = 0, 0
    for value in values:
        if value == _THOUSAND:
            total, current = total + max(current, 1) * _THOUSAND, 0
        elif value == HUNDRED:
            current = max(current, 1) * HUNDRED
        elif _TEEN <= current < HUNDRED and value >= _TEEN:
            current = current * HUNDRED + value
        else:
            current += value
    return total + current


def may_follow(values: Sequence[int], following: Sequence[int]) -> bool:
    """Whether the next word goes on with the number so far."""
    return _goes_on(values[-1], following[0])
