"""How long things are kept, in words: the rules of the profile that something here really follows."""

from fortell.privacy.activities import Activity
from fortell.privacy.inventory import holdings
from fortell.privacy.notice.words import Words
from fortell.privacy.places import places
from fortell.privacy.profile import Profile, Rule


def without_rows() -> frozenset[str]:
    """The rules for what no row of a database is, and yet is kept: files beside the databases."""
    return frozenset(place.rule for place in places() if place.rule)


def rules(profile: Profile, running: list[Activity], *, only_kept: bool = False) -> list[Rule]:
    """Those that hold for something of these activities. `only_kept`: for what outlives an erasure."""
    doing = {activity.key for activity in running}
    used = {
        holding.retention: None
        for holding in holdings()
        if holding.retention and doing & set(holding.activities) and (holding.kept or not only_kept)
    }
    wanted = dict.fromkeys(used) if only_kept else dict.fromkeys([*used, *without_rows()])
    return [rule for key, rule in profile.retention.items() if key in wanted]


def period(rule: Rule, words: Words) -> str:
    """`30 days`."""
    return words("units", rule.unit, "one" if rule.number == 1 else "many", number=rule.number)


def row(rule: Rule, words: Words) -> list[str]:
    """What, how long and from when, why."""
    counted = f"{period(rule, words)} {words('events', rule.event)}"
    return [words("retention", rule.key), counted, words("needs", rule.need)]


def sentence(rule: Rule, words: Words) -> str:
    what, counted, why = row(rule, words)
    return f"{what}: {counted}. {why}."
