"""The order of the answers in a chapter: by the time they tell of where that is sure, else as they were told."""

from collections.abc import Mapping, Sequence

from fortell.story.writing.draft import Told, Years


def in_order_of_time(*, told: Sequence[Told], years: Mapping[str, Years]) -> list[Told]:
    """No answer stands before one that is all of an earlier time; none moves that need not.

    One without years stays behind the answer it was told after: it often goes on with it.
    """
    groups: list[list[Told]] = []
    for one in told:
        if groups and one.answer not in years:
            groups[-1].append(one)
        else:
            groups.append([one])
    undated = groups[:1] if groups and groups[0][0].answer not in years else []
    return [one for group in [*undated, *_by_time(groups[len(undated) :], years)] for one in group]


def _by_time(groups: list[list[Told]], years: Mapping[str, Years]) -> list[list[Told]]:
    """Again and again the first told of those before which nothing else must stand."""
    left, ordered = list(groups), []
    while left:
        ends = min(years[group[0].answer].latest for group in left)
        ordered.append(next(group for group in left if years[group[0].answer].earliest <= ends))
        left.remove(ordered[-1])
    return ordered
