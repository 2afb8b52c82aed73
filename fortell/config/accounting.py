"""What the command line says of the audit log: roles instead of ids where the people are still there."""

from uuid import UUID

from fortell.people.queries import members
from fortell.privacy import audit


def lines_of(scope: UUID) -> list[dict[str, object]]:
    """A chain in words. Whoever is no longer a member is nobody that can be named: only an id is left of them."""
    roles = {str(member.id): f"the {member.role}" for member in members(scope)}
    known = roles | {"operator": "the operator", "worker": "the worker", "house": "the house", "stranger": "a stranger"}
    return [
        {
            "number": line.number,
            "at": line.at.strftime("%Y-%m-%d %H:%M:%S"),
            "who": known.get(line.actor, "somebody who is gone"),
            "did": line.phrase,
            "verb": line.verb,
            "kind": line.kind,
            "thing": str(line.thing),
        }
        for line in audit.told(scope)
    ]


def uncovered_in_words(left: audit.Uncovered) -> str:
    """How far the proof reaches."""
    since = f"the checkpoint of {left.since:%Y-%m-%d %H:%M}" if left.since else "the beginning; no checkpoint was taken"
    if not left.lines:
        return f"Checkpoints cover every line; the last one is of {left.since:%Y-%m-%d %H:%M}." if left.since else ""
    return (
        f"Not covered yet: {left.lines} lines in {left.chains} chains, written since {since}. Whoever can write to the "
        "database could still rewrite these unseen; the next checkpoint seals them (fortell audit checkpoint)."
    )
