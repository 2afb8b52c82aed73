from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.privacy.vault.fields import Sealed, SealedField


class ConsentEntry(Sealed):
    """A line of the consent ledger: given or withdrawn. Lines are added, never changed (a trigger holds that)."""

    class Decision(models.TextChoices):
        GIVEN = "given"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField()
    subject = models.UUIDField()
    purpose = models.CharField(max_length=20)
    decision = models.CharField(max_length=9, choices=Decision)
    wording = models.TextField()
    statement = SealedField(null=True)  # an operator's own words on how she consented; they may name people
    wording_sha256 = models.CharField(max_length=64)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=20)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = (models.Index(fields=("scope", "purpose", "at"), name="consent_by_scope"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.decision}"

    @property
    def scope_id(self) -> UUID:
        return self.scope


class AuditHead(models.Model):
    """The end of one scope's chain; locked while a line is added, so that scopes never wait for one another.

    `covered`: up to which line the last checkpoint sealed it.
    """

    scope = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.BinaryField(default=bytes)
    covered = models.PositiveBigIntegerField(default=0)

    class Meta:
        # A checkpoint finds the chains that grew without looking at the others.
        indexes = (
            models.Index(
                fields=("scope",), condition=models.Q(number__gt=models.F("covered")), name="audit_head_grown"
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"


class AuditEntry(models.Model):
    """Who did what to which thing and when: ids and field names, never values. Each line holds the last one's hash."""

    scope = models.UUIDField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    thing = models.UUIDField()
    fields: Any = models.JSONField(default=list)
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scope", "number"), name="audit_one_line_a_number"),)

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"


class Notice(models.Model):
    """A published version of the privacy notice. `summaries`: what changed, by language."""

    number = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField(default=now)
    effective_on = models.DateField()
    significant = models.BooleanField()
    other_controller = models.BooleanField()
    summaries: Any = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.number)


class NoticeText(models.Model):
    """One language of a version, frozen as it was composed."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    content: Any = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "language"), name="notice_one_a_language"),)

    notice_id: int

    def __str__(self) -> str:
        return f"{self.notice_id} {self.language}"


class AuditCheckpoint(models.Model):
    """A day's signed line over the ends of the chains that grew; each holds the hash of the one before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    chains = models.PositiveBigIntegerField()
    digest = models.BinaryField()  # SHA-256 over its seals
    previous = models.BinaryField()
    hash = models.BinaryField()
    signature = models.BinaryField()

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class AuditSeal(models.Model):
    """Where one chain ended when a checkpoint was taken."""

    checkpoint = models.ForeignKey(AuditCheckpoint, on_delete=models.PROTECT)
    scope = models.UUIDField()
    number = models.PositiveBigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scope", "number"), name="audit_one_seal_a_line"),)

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"


class AuditStub(models.Model):
    """What is left of a chain's lines that have expired: the last one's number and hash, as a checkpoint sealed it."""

    scope = models.UUIDField(primary_key=True)
    last = models.PositiveBigIntegerField(default=0)
    hash = models.BinaryField(default=bytes)
    checkpoint = models.ForeignKey(AuditCheckpoint, on_delete=models.PROTECT)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.scope} {self.last}"


class SealedFile(models.Model):
    """A file in the vault: its content lies sealed under the id, with a key of its own derived from its item's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(db_index=True)
    item = models.UUIDField(db_index=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class Restriction(models.Model):
    """Nothing but storing and her own reading happens with a scope until it is lifted (GDPR art. 18)."""

    class Reason(models.TextChoices):
        ACCURACY = "accuracy"  # whether the data are right is in dispute: art. 18(1)(a)
        UNLAWFUL = "unlawful"  # she wants restriction rather than erasure: (b)
        CLAIMS = "claims"  # she needs them for a legal claim: (c)
        OBJECTION = "objection"  # she has objected, and it is being weighed: (d)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField()
    reason = models.CharField(max_length=9, choices=Reason)
    asked_by = models.CharField(max_length=60)
    since = models.DateTimeField(default=now)
    lifts_at = models.DateTimeField(null=True)  # announced to her on the day before which it is not lifted: art. 18(3)
    announced_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("lifted_at",), name="restriction_lifted"),)
        constraints = (
            models.UniqueConstraint(
                fields=("scope",), condition=models.Q(lifted_at=None), name="restriction_one_standing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.reason}"


class Objection(models.Model):
    """An activity that rests on a legitimate interest is off for this scope (GDPR art. 21)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField()
    activity = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=60)
    since = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("withdrawn_at",), name="objection_withdrawn"),)
        constraints = (
            models.UniqueConstraint(
                fields=("scope", "activity"), condition=models.Q(withdrawn_at=None), name="objection_one_standing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.activity}"


class RightsRequest(Sealed):
    """Somebody asks for a right of theirs. Its clock runs from the day it came, by whatever way (GDPR art. 12(3)).

    `scope` is the memoir it is about. Where there is none it is the request's own id, and it has a root key of its own.
    """

    class Kind(models.TextChoices):
        ACCESS = "access"  # GDPR art. 15
        RECTIFICATION = "rectification"  # 16
        ERASURE = "erasure"  # 17
        RESTRICTION = "restriction"  # 18
        PORTABILITY = "portability"  # 20
        OBJECTION = "objection"  # 21
        WITHDRAWAL = "withdrawal"  # 7(3)

    class Channel(models.TextChoices):
        PAGE = "page"  # she did it herself, and it is done, or a law forbids it
        EMAIL = "e-mail"
        PHONE = "phone"
        LETTER = "letter"

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=13, choices=Kind)
    channel = models.CharField(max_length=6, choices=Channel)
    note = SealedField(null=True)  # who asks for what, in free words that may name people
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded = models.PositiveSmallIntegerField(default=0)
    identified_at = models.DateTimeField(null=True)  # when it was made sure that it is she who asks: art. 12(6)
    extended_at = models.DateTimeField(null=True)
    extended_because = models.CharField(max_length=10, default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, default="")
    verb = models.CharField(max_length=60, default="")  # of the audit log: by which it was done
    outcome: Any = models.JSONField(default=dict)  # counts by kind, no words
    refused_because = models.CharField(max_length=20, default="")

    class Meta:
        indexes = (models.Index(fields=("closed_at",), name="request_closed"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def scope_id(self) -> UUID:
        return self.scope


class RecipientNotice(models.Model):
    """A processor that received a value is to be told that it was rectified, erased or restricted (GDPR art. 19)."""

    class Kind(models.TextChoices):
        RECTIFIED = "rectified"
        ERASED = "erased"
        RESTRICTED = "restricted"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(db_index=True)
    processor = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    fields: Any = models.JSONField(default=list)  # their names
    made_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("told_at",), name="recipient_told"),)

    def __str__(self) -> str:
        return f"{self.processor} {self.kind}"


class Withdrawal(models.Model):
    """A withdrawal that stands: the content is closed, and is erased once its days are over. Gone with a new yes."""

    scope = models.UUIDField(primary_key=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.scope)


class ErasedScope(models.Model):
    """A memoir or account that was erased: what outlives it, the consent ledger, counts its years from then.

    `released_at`: the years are over, and the triggers of the ledger let its lines go. It is set once, after the line
    in the scope's own chain that says so; another trigger refuses everything else (migration 0010).
    """

    scope = models.UUIDField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    released_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.scope)


class LegalHold(models.Model):
    """Why a memoir or account must stay for now, and until when that is meant. Somebody lifts it; time does not."""

    class Ground(models.TextChoices):
        CLAIM = "claim"  # to establish, exercise or defend a legal claim (GDPR art. 17(3)(e))
        DUTY = "duty"  # a law demands it (GDPR art. 17(3)(b))
        ORDER = "order"  # a court or an authority has ordered it (GDPR art. 17(3)(b))

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField()
    ground = models.CharField(max_length=5, choices=Ground)
    until = models.DateTimeField()
    set_by = models.CharField(max_length=60)
    set_at = models.DateTimeField(default=now)
    lifted_by = models.CharField(max_length=60, default="")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("lifted_at",), name="hold_lifted"),)
        constraints = (
            models.UniqueConstraint(fields=("scope",), condition=Q(lifted_at=None), name="hold_one_standing"),
        )

    def __str__(self) -> str:
        return f"{self.ground} until {self.until}"


class Arrival(models.Model):
    """A sealed file on its way in. It goes in the moment the file is whole under a living key.

    What a kill leaves, the sweep finds by this, without a search through what lies in the store.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    since = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class SweepMark(models.Model):
    """How far a sweep has come: everything made until then was looked at."""

    name = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()
    last = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.at}"


class ImportedHistory(Sealed):
    """What came with a memoir from another Fortell and counts for nothing here: consents, approvals, the audit log."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(db_index=True)
    content = SealedField()  # the manifest's head, and rows by model as they stood in the archive
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def scope_id(self) -> UUID:
        return self.scope
