from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from fortell.book.press import GENERAL
from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.privacy.vault.fields import Sealed, SealedField
from fortell.story.models import InMemoir, Memoir


class Draft(InMemoir):
    """The state of one memoir's draft; its chapters and passages hang on the memoir."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    memoir = models.OneToOneField(Memoir, on_delete=models.CASCADE)
    left_out = SealedField(null=True)  # [[answer id, reason], …]
    put_back = SealedField(null=True)  # changes undone by the family: [[answer id, version, kind, start, end], …]
    order = SealedField(null=True)  # chosen by the family: {"chapters": [key, …], "passages": {key: [name, …]}}
    scenes = SealedField(null=True)  # told twice: {"together", "apart", "alike": [[answer id, answer id, …], …]}
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.id)


class Chapter(InMemoir):
    """A chapter of the draft. Its title may be the storyteller's own words, so heading and order key are sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.PositiveIntegerField()
    # {"key", "title", "source": a place in an answer or null, "chosen": {"title", "by", "answers"}, null or not there}
    heading = SealedField()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return str(self.position)


class Passage(InMemoir):
    """A paragraph, photo or question of the draft with its sources. `name` stays the same from draft to draft."""

    class Kind(models.TextChoices):
        TOLD = "told"
        UTTERANCE = "utterance"
        QUESTION = "question"
        PHOTO = "photo"

    WORDED: ClassVar = (Kind.TOLD, Kind.UTTERANCE)  # those that hold her words

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=80)  # ids and a number
    kind = models.CharField(max_length=9, choices=Kind)
    body = SealedField()
    version = models.PositiveIntegerField(default=1)
    edited_by = models.UUIDField(null=True)
    edited_at = models.DateTimeField(null=True)
    stale_since = models.DateTimeField(null=True)  # its answers changed after a person edited it

    class Meta:
        ordering = ("chapter__position", "position")
        constraints = (models.UniqueConstraint(fields=("memoir", "name"), name="passage_one_a_name"),)

    def __str__(self) -> str:
        return self.name

    chapter_id: UUID


class Source(models.Model):
    """Which answers a passage draws on, by id: what must go when an answer goes. The spans are in the sealed body."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="sources")
    answer = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return str(self.answer)


class Revision(InMemoir):
    """How something stood before a person changed it, numbered in its memoir: what undoing leads back to."""

    class Kind(models.TextChoices):
        WORDS = "words"  # of a passage
        ORDER = "order"
        PUT_BACK = "put-back"  # which changes of the clean-up are undone
        DIAL = "dial"
        HEADING = "heading"  # of a chapter

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WORDS)
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, null=True, related_name="revisions")
    version = models.PositiveIntegerField(default=0)  # the passage's
    body = SealedField(null=True)  # the passage's
    before_by = models.UUIDField(null=True)  # who had edited the passage then, and when; null: it was the machine's
    before_at = models.DateTimeField(null=True)
    state = SealedField(null=True)  # of anything else; archiving.py has its forms
    undoes = models.PositiveIntegerField(null=True)  # the first change that was undone by this one
    replaced_by = models.CharField(max_length=60)
    replaced_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("memoir", "number"), name="revision_by_number"),)

    def __str__(self) -> str:
        return str(self.number)

    passage_id: UUID | None


class Edition(InMemoir):
    """A frozen snapshot of the draft: what is typeset, read and approved."""

    own_key: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField()
    content = SealedField()
    fingerprint = models.CharField(max_length=64)  # HMAC under the memoir's key: finds an unchanged draft
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=now)
    unapproved_since = models.DateTimeField(null=True, default=now)  # null once one of its proofs is approved

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(
                fields=("unapproved_since",), condition=Q(unapproved_since__isnull=False), name="edition_unapproved"
            ),
        )
        constraints = (models.UniqueConstraint(fields=("memoir", "number"), name="edition_one_a_number"),)

    def __str__(self) -> str:
        return str(self.number)


class EditionSource(models.Model):
    """Which answers an edition holds, by id: it goes when one of them is taken back."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sources")
    answer = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return str(self.answer)


class Proof(Sealed):
    """An edition's files for one theme, trim and printer. They are kept and printed as they are, never set again.

    Sealed with the edition's key, so that it goes with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="proofs")
    theme = models.CharField(max_length=40)
    trim = models.CharField(max_length=40)
    printer = models.CharField(max_length=40, default=GENERAL)  # whose specification the files follow
    pages = models.PositiveIntegerField()
    facts = SealedField()  # measures, fonts, hashes, engine versions; the content of book.json
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("edition", "theme", "trim", "printer"), name="proof_one_for_a_printer"),
        )

    def __str__(self) -> str:
        return f"{self.theme} {self.trim} {self.printer}"

    edition_id: UUID

    @property
    def scope_id(self) -> UUID:
        return self.edition.memoir_id

    @property
    def sealing_key(self) -> UUID:
        return self.edition_id


class ProofFile(models.Model):
    """One file of a proof, sealed in the vault."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    media_type = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sealed_file = models.UUIDField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("proof", "name"), name="proof_file_one_a_name"),)

    def __str__(self) -> str:
        return self.name


class Approval(models.Model):
    """Who approved exactly which files, and when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="approvals")
    approved_by = models.UUIDField()
    approved_at = models.DateTimeField(default=now)
    interior_sha256 = models.CharField(max_length=64)
    cover_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("proof", "approved_by"), name="approval_once_a_person"),)

    def __str__(self) -> str:
        return str(self.id)


class ModelUse(InMemoir):
    """What asking a language model cost in a month, in its tokens; so that it can be kept within bounds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    month = models.DateField()  # its first day
    tokens = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("memoir", "month"), name="use_of_models_by_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
