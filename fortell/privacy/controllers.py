"""Who answers for the data, as the profile needs it, and the authority that watches over them."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Final

from fortell.privacy.profile import Profile, chosen

# Brønnøysundregistrene: the ninth digit checks the eight before it, modulo 11.
WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2)
ELSEWHERE: Final = "EU"  # the list of all authorities


@dataclass(frozen=True, kw_only=True)
class Authority:
    name: str
    link: str


@cache
def authorities() -> dict[str, Authority]:
    """By country, two letters; `EU` is the list of all."""
    content = tomllib.loads(Path(__file__).with_name("authorities.toml").read_text(encoding="utf-8"))
    return {country: Authority(**authority) for country, authority in content.items()}


def authorities_for(country: str) -> list[tuple[str, Authority]]:
    """The country's own, then the list; without a known country all of them."""
    known = authorities()
    wanted = [country, ELSEWHERE] if country in known else list(known)
    return [(key, known[key]) for key in dict.fromkeys(wanted)]


def controller_faults(profile: Profile) -> list[str]:
    """What GDPR art. 13(1)(a) needs and the profile's controller does not say. A family at home may say less."""
    controller = profile.controller
    if profile.household:
        return []
    faults = [
        f"[controller] {field.name} is empty, and the profile {profile.name} needs it"
        for field in fields(controller)
        if not getattr(controller, field.name).strip()
    ]
    if controller.country == "NO" and controller.number and not _is_norwegian_number(controller.number):
        faults.append(f"[controller] number {controller.number!r} is not a Norwegian organisation number")
    return faults


def is_invented(profile: Profile) -> bool:
    """Whether the controller is still the one that the profile was shipped with."""
    return not profile.household and profile.controller == chosen(profile.name).controller


def _is_norwegian_number(number: str) -> bool:
    digits = [int(character) for character in number if character.isdigit()]
    if len(digits) != len(WEIGHTS) + 1:
        return False
    return (sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=False)) + digits[-1]) % 11 == 0
