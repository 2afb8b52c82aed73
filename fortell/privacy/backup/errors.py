class BackupFailed(Exception):
    """No backup was made, and nothing of it is left; the message says why."""


class ArchiveBroken(Exception):
    """This file is no whole backup: cut, changed, or of another kind."""


class CannotOpen(ArchiveBroken):
    """None of the keys at hand opens it."""


class RestoreRefused(Exception):
    """Nothing was restored; the message says why, and what would help."""
