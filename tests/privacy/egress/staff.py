from dataclasses import dataclass


@dataclass(frozen=True)
class Staff:
    """Somebody of the operator's, by the pseudonym they go by."""

    pseudonym: str
