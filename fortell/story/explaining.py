"""Why a question was asked, in ids, kinds, phases and counts: whoever looks for a fault needs none of her words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from fortell.story.interviewer import Asked, Passed, Picture, told_so_far


@dataclass(frozen=True, kw_only=True)
class PassedOver:
    """What was not asked for one and the same reason: kinds of follow-ups, ids of the bank's questions."""

    why: str
    what: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Of the open question, or of the one that would be asked. `stale`: her answers have changed since it was asked."""

    turn: int
    kind: str
    phase: str
    theme: str
    weight: int
    question: str  # the bank's id, empty for one that is not of the bank
    takes_up: int  # how many characters of the last answer
    reason: str
    stale: bool
    passed: tuple[PassedOver, ...]
    moods: tuple[str, ...]
    told: dict[str, int]
    counts: dict[str, int]


def explanation(*, asked: Asked, turn: int, planned: Asked, passed: Iterable[Passed], picture: Picture) -> Explanation:
    """`planned` is what the picture leads to now, with what was passed over on the way to it."""
    stale = asked != planned
    return Explanation(
        turn=turn,
        kind=asked.kind,
        phase=asked.phase,
        theme=asked.theme,
        weight=asked.weight,
        question=asked.bank_id or "",
        takes_up=asked.refers_to[1] - asked.refers_to[0] if asked.refers_to else 0,
        reason=asked.reason,
        stale=stale,
        passed=() if stale else _by_reason(passed),
        moods=picture.moods,
        told={phase: count for phase, count in told_so_far(picture).items() if count},
        counts=_counts(picture),
    )


def _by_reason(passed: Iterable[Passed]) -> tuple[PassedOver, ...]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in passed:
        found[one.why].append(one.what)
    return tuple(PassedOver(why=why, what=tuple(what)) for why, what in found.items())


def _counts(picture: Picture) -> dict[str, int]:
    return {
        "turns": picture.turns,
        "answers": picture.answered,
        "scenes": sum(picture.scenes.values()),
        "people": len(picture.people),
        "places": len(picture.places),
        "years": len(picture.years),
        "threads": len(picture.threads),
        "put_aside": len(picture.later),
        "closed": len(picture.closed),
        "told_unasked": len(picture.matters),
    }
