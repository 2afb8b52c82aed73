"""What is missing for an endpoint that the settings name and a processor runs."""

from collections.abc import Iterable

from fortell.kit.installation import Model, Speech
from fortell.privacy.egress.registry import processors


def faults(section: str, chosen: Speech | Model, *, needs: Iterable[str], sends: Iterable[str]) -> list[str]:
    """`needs`: settings without which it can't be reached; `sends`: model fields without which it can do nothing."""
    missing = [f"[{section}] {name} is not set" for name in needs if not getattr(chosen, name)]
    processor = processors().get(chosen.processor)
    if processor is None:
        return [*missing, f"[{section}] processor names {chosen.processor!r}, which is not registered"]
    withheld = [field for field in sends if field not in processor.fields]
    return [*missing, *(f"the processor {processor.key} may not get {field}, and needs it" for field in withheld)]
