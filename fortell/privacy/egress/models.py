from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from fortell.kit.clock import now
from fortell.kit.gate import Outcome
from fortell.kit.ids import new_id
from fortell.privacy.vault.fields import Sealed, SealedField


class Sending(models.Model):
    """A permit that was used: which fields (names, never values) went to whom, for what. Written before they go.

    Lines are added, never changed; a trigger in the database holds that.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(null=True)  # none: it concerned nobody's data
    subject = models.UUIDField(null=True)
    processor = models.CharField(max_length=60)  # its key; empty for a recipient that the person named
    recipient = models.CharField(max_length=253, default="")  # the host that the person named
    purpose = models.CharField(max_length=20)
    fields: Any = models.JSONField(default=list)
    confirmed_by = models.CharField(max_length=60, default="")  # a pseudonym
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = (
            models.Index(fields=("scope", "at"), name="sending_by_scope"),
            models.Index(fields=("at",), name="sending_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.processor or self.recipient} {self.at}"


class SendingEnd(models.Model):
    """How a sending ended, known afterwards; without this line nobody knows, and it counts as received."""

    sending = models.OneToOneField(Sending, on_delete=models.CASCADE, primary_key=True, related_name="end")
    outcome = models.CharField(max_length=11, choices=[(outcome.value, outcome.value) for outcome in Outcome])
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.outcome


class Disclosure(Sealed):
    """Data handed to somebody on special need. It needs two people's approval before anything is released."""

    class Kind(models.TextChoices):
        ADVISER = "adviser"  # auditor, lawyer, IT consultant: works for us, under a signed undertaking
        AUTHORITY = "authority"  # asked in writing, with a reference
        COURT = "court"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(db_index=True)
    recipient = models.CharField(max_length=120)  # a firm, an authority, a court: never a person by name
    kind = models.CharField(max_length=9, choices=Kind)
    reason = SealedField()  # in somebody's own words, which may name people
    categories: Any = models.JSONField(default=list)
    petition = models.CharField(max_length=120, default="")
    undertaking = models.CharField(max_length=120, default="")
    requested_by = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = (models.Index(fields=("at",), name="disclosure_by_time"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind="adviser") | ~Q(petition=""), name="disclosure_petition_named"),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def scope_id(self) -> UUID:
        return self.scope


class Lapsed(models.Model):
    """Up to which moment the years of what is written down here are over: the triggers let these lines go, no others.

    One row, and it moves forward only, to a moment that a checkpoint of the audit log is a year younger than; triggers
    hold that too. What is under a legal hold stays all the same.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    until = models.DateTimeField()
    signature = models.BinaryField(null=True)  # the house's, over the moment

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="lapsed_one_row"),)

    def __str__(self) -> str:
        return str(self.until)


class DisclosureApproval(models.Model):
    """One person's yes to a disclosure."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="approvals")
    approver = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("disclosure", "approver"), name="disclosure_approved_once_each"),
        )

    def __str__(self) -> str:
        return f"{self.disclosure_id} {self.approver}"


class DisclosureRelease(models.Model):
    """The data package left: which one, by its hash."""

    disclosure = models.OneToOneField(Disclosure, on_delete=models.CASCADE, primary_key=True, related_name="release")
    released_by = models.CharField(max_length=60)
    package_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.disclosure_id)


class Transfer(Sealed):
    """A memoir handed to another Fortell that its storyteller named; until it has a receipt, nobody says it arrived."""

    class Status(models.TextChoices):
        BEGUN = "begun"
        RECEIVED = "received"
        REFUSED = "refused"  # the receiver says so, and kept nothing
        BROKEN = "broken"  # the line broke, or what came back is no receipt: it may have arrived

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(db_index=True)
    recipient = models.CharField(max_length=253)  # its host
    receiver_key = models.CharField(max_length=44)  # the public key in base64 that she compared
    statement = SealedField()  # how she asked for it, in somebody's words
    asked_by = models.CharField(max_length=60)
    status = models.CharField(max_length=8, choices=Status, default=Status.BEGUN)
    package_sha256 = models.CharField(max_length=64, default="")  # of what was sent, as it was sealed
    receipt: Any = models.JSONField(default=dict)  # signed by the receiver: a hash, counts, the instant
    at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return f"{self.recipient} {self.status}"

    @property
    def scope_id(self) -> UUID:
        return self.scope


class Ticket(models.Model):
    """Leave to send one memoir here, given to whoever has the secret."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.BinaryField(unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Taken(models.Model):
    """The receipt given for a ticket, kept while the memoir is here: an answer that was lost is given again."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, primary_key=True, related_name="taken")
    scope = models.UUIDField(db_index=True)
    receipt: Any = models.JSONField()  # signed by this house: a hash, counts, the instant

    def __str__(self) -> str:
        return str(self.ticket_id)
