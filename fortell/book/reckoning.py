"""When something was, and how that was worked out, in plain words."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import get_language, gettext, ngettext

from fortell.story.language import LANGUAGES
from fortell.story.structure import Moment, Reason, event_names


def when(moment: Moment) -> str:
    """A year, or the years between which it lies."""
    if moment.certain:
        return str(moment.earliest)
    if moment.earliest == moment.latest:
        return gettext("about %(year)s") % {"year": moment.earliest}
    return _years(moment.earliest, moment.latest)


def how(moment: Moment) -> str:
    """The steps that lead there, empty where she said the year and nothing else."""
    return "; ".join(words for reason in moment.reasons if (words := _WORDS[reason.why](reason)))


def _years(low: int, high: int) -> str:
    if low == high:
        return str(low)
    if high - low == 1:
        return gettext("%(first)s or %(second)s") % {"first": low, "second": high}
    return f"{low}–{high}"


def _age(reason: Reason) -> str:
    return gettext("at the age of %(age)s") % {"age": _years(reason.low, reason.high)}


def _born(reason: Reason) -> str:
    return gettext("born in %(years)s") % {"years": _years(reason.low, reason.high)}


def _born_from(reason: Reason) -> str:
    text = gettext("born in %(years)s, worked out from an age that was told together with a year")
    return text % {"years": _years(reason.low, reason.high)}


def _event(reason: Reason) -> str:
    shown = get_language() or "en"
    name = event_names(shown if shown in LANGUAGES else "en")[reason.name]
    return f"{name}: {_years(reason.low, reason.high)}"


def _own(reason: Reason) -> str:
    name = gettext("the wedding") if reason.name == "wedding" else gettext("retirement")
    return f"{name}: {_years(reason.low, reason.high)}"


def _shift(reason: Reason) -> str:
    number = abs(reason.low)
    if reason.low < 0:
        return ngettext("%(number)s year before", "%(number)s years before", number) % {"number": number}
    return ngettext("%(number)s year after", "%(number)s years after", number) % {"number": number}


def _from(reason: Reason) -> str:
    return gettext("counted from %(years)s, told just before") % {"years": _years(reason.low, reason.high)}


_WORDS: Final[dict[str, Callable[[Reason], str]]] = {
    "said": lambda _reason: "",
    "decade": lambda _reason: "",
    "short": lambda _reason: gettext("the century was not said"),
    "corrected": lambda _reason: gettext("corrected while telling"),
    "about": lambda _reason: gettext("told as uncertain"),
    "age": _age,
    "born": _born,
    "born-from": _born_from,
    "event": _event,
    "own": _own,
    "shift": _shift,
    "from": _from,
    "disagrees": lambda _reason: gettext("these do not agree, so both are kept"),
}
