from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from fortell.kit.clock import now
from fortell.kit.ids import new_code, new_id
from fortell.people.models import Member
from fortell.privacy.vault.fields import Sealed, SealedField


class Memoir(Sealed):
    """One storyteller's project. Everything told in it hangs on it and is sealed with its key."""

    class Form(models.TextChoices):
        MEMOIR = "memoir"  # she answers in the chat
        INTERVIEW = "interview"  # a recorded interview, imported turn by turn
        CONVERSATION = "conversation"  # likewise, but nobody knows who said what

    class Dial(models.TextChoices):
        VERBATIM = "verbatim"  # every word stays
        LIGHT = "light"  # what was no telling goes: sounds, broken-off words, words said twice
        READABLE = "readable"  # longer repetitions too, and numbers are written as in books

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20, unique=True, default=new_code)
    language = models.CharField(max_length=2)
    form = models.CharField(max_length=12, choices=Form, default=Form.MEMOIR)
    dial = models.CharField(max_length=8, choices=Dial, default=Dial.LIGHT, db_default=Dial.LIGHT)  # of the clean-up
    title = SealedField()
    subtitle = SealedField()
    off_limits = SealedField(null=True)  # what she is never asked about, as she named it
    manner = SealedField(null=True)  # how she is asked; who wants it calmer may be ill, so it says nothing openly
    decided = SealedField(null=True)  # which places about others she shares or leaves out, by item, version and offsets
    manner_wished = SealedField(null=True)  # what the owner wished for her; counts until she chooses herself
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.code

    @property
    def scope_id(self) -> UUID:
        return self.id


class InMemoir(Sealed):
    """A row of one memoir."""

    memoir = models.ForeignKey(Memoir, on_delete=models.CASCADE)

    class Meta:
        abstract = True

    memoir_id: UUID

    @property
    def scope_id(self) -> UUID:
        return self.memoir_id


class FamilyQuestion(InMemoir):
    """What somebody of the family would like to ask her. Once it has been put to her, its turns say what came of it."""

    own_key: ClassVar[bool] = True  # whoever wrote it can take it back alone

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asker = models.ForeignKey(Member, on_delete=models.CASCADE)
    words = SealedField()  # the question, and the phase of her life that it is about, if they said
    written_at = models.DateTimeField(default=now)  # anew whenever the words are changed
    taken_back_at = models.DateTimeField(null=True)  # from here on it is put to nobody, and goes

    class Meta:
        ordering = ("written_at", "id")

    def __str__(self) -> str:
        return str(self.id)

    asker_id: UUID


class Turn(InMemoir):
    """A question that was asked, why, and how it ended."""

    class Origin(models.TextChoices):
        BANK = "bank"
        FOLLOW_UP = "follow-up"
        FAMILY = "family"
        INTERVIEWER = "interviewer"  # a person's question in an imported interview

    class Outcome(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        SKIPPED = "skipped"
        LATER = "later"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField()
    asked = SealedField()  # the question and why: words, phase and reason all come from what she told
    origin = models.CharField(max_length=12, choices=Origin)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    asked_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    of_family = models.ForeignKey(FamilyQuestion, on_delete=models.SET_NULL, null=True, related_name="turns")
    of_photo = models.ForeignKey("Photo", on_delete=models.SET_NULL, null=True, related_name="turns")  # it asks about

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("memoir", "number"), name="turn_one_a_number"),
            models.UniqueConstraint(fields=("memoir",), condition=Q(outcome="open"), name="turn_one_open"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.origin}"

    of_family_id: UUID | None
    of_photo_id: UUID | None


class Memory(InMemoir):
    """What the interviewer remembers of all turns up to one: never more than can be made anew from her answers."""

    own_key: ClassVar[bool] = True  # it holds words of answers that can be erased alone, so it goes with each of them

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    through = models.PositiveIntegerField()  # the number of the last turn in it
    picture = SealedField()
    grown_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("memoir",), name="memory_one_a_memoir"),)

    @property
    def is_new(self) -> bool:
        """Whether it was made and never stored."""
        return self._state.adding

    def __str__(self) -> str:
        return str(self.through)


class Answer(InMemoir):
    """What she gave in reply. Its words are in versions: the first stands for ever, corrections are new ones."""

    own_key: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, null=True, related_name="answers")
    number = models.PositiveIntegerField()
    delivery = models.UUIDField(default=new_id)  # made by her browser: the same answer sent twice is one answer
    given_by = models.CharField(max_length=60)
    given_at = models.DateTimeField(default=now)
    withheld_at = models.DateTimeField(null=True)  # she keeps this one to herself

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("memoir", "number"), name="answer_one_a_number"),
            models.UniqueConstraint(fields=("memoir", "delivery"), name="answer_delivered_once"),
        )

    def __str__(self) -> str:
        return str(self.number)


class AnswerVersion(Sealed):
    """The words of an answer, as first given or as corrected; sealed with the answer's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = SealedField()
    written_by = models.CharField(max_length=60)
    written_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("answer", "number"), name="version_one_a_number"),)

    def __str__(self) -> str:
        return str(self.number)

    answer_id: UUID

    @property
    def sealing_key(self) -> UUID:
        return self.answer_id


class Recording(InMemoir):
    """A voice message given with an answer: the sound alone, sealed under a key of its own."""

    own_key: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="recordings")
    file = models.UUIDField()
    milliseconds = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return str(self.id)

    @property
    def length(self) -> str:
        """As a player shows it: minutes and seconds."""
        minutes, seconds = divmod(round(self.milliseconds / 1000), 60)
        return f"{minutes}:{seconds:02}"


class Transcript(Sealed):
    """What an engine heard in a recording, for her to correct; it goes with the recording, whose key seals it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, related_name="transcript")
    words = SealedField()  # each with its times and how sure the engine was
    engine = models.CharField(max_length=100)
    through = models.PositiveIntegerField(default=0)  # milliseconds that were heard so far
    heard_at = models.DateTimeField(null=True)  # when all of it was

    def __str__(self) -> str:
        return str(self.through)

    recording_id: UUID

    @property
    def scope_id(self) -> UUID:
        return self.recording.memoir_id

    @property
    def sealing_key(self) -> UUID:
        return self.recording_id


class Photo(InMemoir):
    """A photo given with an answer: upright, without position or other hidden data; sealed under a key of its own."""

    own_key: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="photos")
    caption = SealedField()
    about = SealedField(null=True)  # what else she says of it: its day and its place
    found = SealedField(null=True)  # what its file said, and what it is told from other photos by
    print_file = models.UUIDField()
    screen_file = models.UUIDField()
    width = models.PositiveIntegerField()  # of the print file, in pixels
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return str(self.id)

    answer_id: UUID


class MailAddress(InMemoir):
    """Where somebody of the memoir gets letters, and how often. It counts once whoever reads there has said yes."""

    class Often(models.TextChoices):
        AT_ONCE = "at-once"  # the family alone: when something new is shared
        DAILY = "daily"  # likewise
        WEEKLY = "weekly"
        NEVER = "never"  # paused, by hand or by itself

    own_key: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    address = SealedField()
    given_by = models.CharField(max_length=60)
    unconfirmed_since = models.DateTimeField(null=True, default=now, db_index=True)
    often = models.CharField(max_length=7, choices=Often, default=Often.WEEKLY)
    weekday = models.PositiveSmallIntegerField(default=0)  # Monday is 0
    written_at = models.DateTimeField(null=True)  # when the last letter was made
    unanswered = models.PositiveSmallIntegerField(default=0)  # letters in a row after which she told nothing
    stopped_at = models.DateTimeField(null=True)  # when they stopped by themselves

    def __str__(self) -> str:
        return str(self.id)

    member_id: UUID

    @property
    def confirmed(self) -> bool:
        return self.unconfirmed_since is None


class MailedQuestion(InMemoir):
    """A question that went out by e-mail, and what came back. Its reply address is known by a hash alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    turn = models.OneToOneField(Turn, on_delete=models.CASCADE, related_name="mailed")
    reply_hash = models.BinaryField(unique=True, max_length=32)
    mailed_at = models.DateTimeField(default=now)
    taken = models.JSONField(default=list)  # fingerprints of the letters that came to it, so that each counts once

    def __str__(self) -> str:
        return str(self.id)

    turn_id: UUID


class NamedPerson(InMemoir):
    """How somebody whom she names stands in the book, as she chose: kept for those she chose it for and no others."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    choice = SealedField()  # {"spellings": how she writes the name, "how": …, "instead": a role or a pseudonym}
    chosen_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("chosen_at", "id")

    def __str__(self) -> str:
        return str(self.id)


class Upload(InMemoir):
    """A file of an answer that comes in pieces; gone once the answer is kept, or after a few days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    field = models.CharField(max_length=40)  # which field of the answer's form it belongs to
    media_type = models.CharField(max_length=100)  # as her browser names it
    size = models.PositiveBigIntegerField()  # in bytes, of the whole file
    offset = models.PositiveBigIntegerField(default=0)  # how many of them have arrived
    begun_at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return f"{self.offset}/{self.size}"


class UploadPiece(Sealed):
    """One piece of a file, sealed as it arrived."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    start = models.PositiveBigIntegerField()  # where in the file it begins
    content = SealedField()

    class Meta:
        ordering = ("start",)
        constraints = (models.UniqueConstraint(fields=("upload", "start"), name="piece_one_a_place"),)

    def __str__(self) -> str:
        return str(self.start)

    @property
    def scope_id(self) -> UUID:
        return self.upload.memoir_id
