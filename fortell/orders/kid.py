"""KID, the number by which a Norwegian bank tells which invoice is paid: digits and one check character.

Made as the banks publish it (KID in OCR giro: 2 to 25 characters, the last by modulus 10 or modulus 11). Which of the
two the bank looks for is agreed with it.
"""

from typing import Final

LENGTH: Final = 10  # with the check character
METHODS: Final = ("mod10", "mod11")
ELEVEN, TEN, NINE = 11, 10, 9


def kid(number: int, *, method: str) -> str:
    digits = str(number).rjust(LENGTH - 1, "0")
    return digits + _check(digits, method)


def is_whole(text: str, *, method: str) -> bool:
    """Whether the check character belongs to the rest: a slip of one digit never passes."""
    digits = text[:-1]
    return bool(digits) and digits.isascii() and digits.isdigit() and text[-1] == _check(digits, method)


def _check(digits: str, method: str) -> str:
    return _modulus_10(digits) if method == "mod10" else _modulus_11(digits)


def _modulus_10(digits: str) -> str:
    """From the right each digit times 2, 1, 2, …; the digits of the products are added (Luhn)."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-sum(product - NINE if product > NINE else product for product in doubled) % TEN)


def _modulus_11(digits: str) -> str:
    """From the right each digit times 2, 3, …, 7, 2, …; where the check would be ten it is a dash."""
    rest = -sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(digits))) % ELEVEN
    return "-" if rest == TEN else str(rest)
