"""How long things are kept: the rules of the profile, what falls due by them, and the sweep that removes it."""

from fortell.privacy.retention.kinds import Kind, falls_due, faults, kinds
from fortell.privacy.retention.periods import due, until
from fortell.privacy.retention.sweeping import Outlook, outlook, sweep

__all__ = ["Kind", "Outlook", "due", "falls_due", "faults", "kinds", "outlook", "sweep", "until"]
