"""The profile: a shipped one, with the installation's own tables laid over it."""

from typing import Any

import pytest

from fortell.kit.installation import Controller, SettingsError
from fortell.privacy.profile import Rule, chosen, shipped
from fortell.privacy.terms import Event, Need

JOBS = {"jobs": {"days": 7, "after": "ended", "need": "security"}}


def test_the_family_profile_ships() -> None:
    assert "family" in shipped()


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_profile_can_be_read(name: str) -> None:
    assert chosen(name).name == name


def test_an_installation_may_set_a_number_of_its_own() -> None:
    own = chosen("family", tables={"retention": JOBS})
    assert own.retention["jobs"] == Rule(key="jobs", number=7, unit="days", event=Event.ENDED, need=Need.SECURITY)
    assert own.retention["audit"] == chosen("family").retention["audit"]


def test_the_installations_controller_is_not_mixed_with_the_profiles() -> None:
    own = Controller(name="Familien Vik")
    assert chosen("family", controller=own).controller == own


def test_a_profile_nobody_ships_is_refused() -> None:
    with pytest.raises(SettingsError, match="profile is one of"):
        chosen("kindergarten")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"after": "ended", "need": "security"}, "says one of days, months, years"),
        ({"days": 7, "years": 1, "after": "ended", "need": "security"}, "says one of days, months, years"),
        ({"days": "seven", "after": "ended", "need": "security"}, "is a whole number"),
        ({"days": True, "after": "ended", "need": "security"}, "is a whole number"),
        ({"days": -1, "after": "ended", "need": "security"}, "is a whole number"),
        ({"days": 7, "after": "lunch", "need": "security"}, "after: itself"),
        ({"days": 7, "after": "ended", "need": "fun"}, "need: service"),
        ({"days": 7, "after": "ended", "need": "law", "because": "x"}, "nothing else"),
    ],
)
def test_a_rule_that_says_no_number_or_too_much_is_refused(table: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        chosen("family", tables={"retention": {"jobs": table}})
