"""The audit log: a hash chain a memoir or account, sealed by a signed checkpoint a day, verified from both ends."""

from fortell.privacy.audit.chain import (
    ChainBroken,
    Pseudonym,
    hold_still,
    record,
    record_by_house,
    record_erasure,
    record_expiry,
)
from fortell.privacy.audit.checkpoints import Uncovered, after_restore, checkpoint, uncovered
from fortell.privacy.audit.expiry import expire_scope, expire_segments, unexpired
from fortell.privacy.audit.telling import Told, name_verbs, phrase_of, told
from fortell.privacy.audit.verifying import Fault, faults, verify

__all__ = [
    "ChainBroken",
    "Fault",
    "Pseudonym",
    "Told",
    "Uncovered",
    "after_restore",
    "checkpoint",
    "expire_scope",
    "expire_segments",
    "faults",
    "hold_still",
    "name_verbs",
    "phrase_of",
    "record",
    "record_by_house",
    "record_erasure",
    "record_expiry",
    "told",
    "uncovered",
    "unexpired",
    "verify",
]
