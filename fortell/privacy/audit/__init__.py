"""The audit log: a hash chain a memoir or account, sealed by a signed checkpoint a day, verified from both ends."""

from fortell.privacy.audit.chain import ChainBroken, Pseudonym, record, record_by_house, record_erasure, record_expiry
from fortell.privacy.audit.checkpoints import Uncovered, checkpoint, uncovered
from fortell.privacy.audit.expiry import expire_scope, expire_segments, unexpired
from fortell.privacy.audit.verifying import Fault, faults, verify

__all__ = [
    "ChainBroken",
    "Fault",
    "Pseudonym",
    "Uncovered",
    "checkpoint",
    "expire_scope",
    "expire_segments",
    "faults",
    "record",
    "record_by_house",
    "record_erasure",
    "record_expiry",
    "uncovered",
    "unexpired",
    "verify",
]
