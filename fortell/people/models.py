from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.privacy.vault.fields import Sealed, SealedField


class Role(models.TextChoices):
    """What somebody is to one memoir."""

    STORYTELLER = "storyteller"
    OWNER = "owner"  # arranges and pays; sees what is shared with the family
    CONTRIBUTOR = "contributor"  # reads, and adds own memories
    READER = "reader"


class Member(Sealed):
    """Somebody with a role in a memoir (`scope`). The name is sealed with the memoir's key."""

    own_key: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(db_index=True)
    role = models.CharField(max_length=11, choices=Role)
    name = SealedField()
    language = models.CharField(max_length=2)
    word_hash = models.CharField(max_length=200, default="")  # Argon2 of the word she chose for the second check
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("scope",), condition=models.Q(role="storyteller"), name="member_one_storyteller"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.id}"

    @property
    def scope_id(self) -> UUID:
        return self.scope


class NoticeSeen(models.Model):
    """A member was told of a significant change of the privacy notice, and put the telling away."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()
    seen_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "number"), name="notice_seen_once"),)

    def __str__(self) -> str:
        return f"{self.number} {self.member_id}"


class Link(models.Model):
    """A personal link. Only the hash of its token is stored, so it can be checked but never shown again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="links")
    token_hash = models.BinaryField(unique=True, max_length=32)
    once = models.BooleanField()  # true: opens one device and is spent
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True)
    spent_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    asks_word = models.BooleanField(default=False, db_default=False)  # a new device also needs her word, once chosen
    wrong_words = models.PositiveSmallIntegerField(default=0, db_default=0)
    wait_until = models.DateTimeField(null=True)  # after too many wrong words, with this link only

    class Meta:
        indexes = (
            models.Index(fields=("revoked_at",), condition=Q(revoked_at__isnull=False), name="link_revoked"),
            models.Index(fields=("expires_at",), condition=Q(expires_at__isnull=False), name="link_expires"),
        )

    def __str__(self) -> str:
        return str(self.id)

    def opens(self) -> bool:
        in_time = self.expires_at is None or self.expires_at > now()
        return in_time and self.revoked_at is None and not (self.once and self.spent_at)


class Account(Sealed):
    """Somebody's own way in, by an address they have proven to be theirs. Its id is its scope; the name is sealed."""

    own_key: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.CharField(max_length=254, unique=True)  # open: it is looked up by; in lower case
    name = SealedField()
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField(default=now)
    placeless_since = models.DateTimeField(null=True)  # it holds no place any more, and so opens nothing

    class Meta:
        indexes = (
            models.Index(
                fields=("placeless_since",), condition=Q(placeless_since__isnull=False), name="account_placeless"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def scope_id(self) -> UUID:
        return self.id


class Keeping(models.Model):
    """An account holds a member's place: whoever comes in by it finds the way there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="keepings")
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="keeping")
    since = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.id)


@receiver(post_delete, sender=Keeping)
def note_last_place(instance: Keeping, **_about: object) -> None:
    """Most places go with a memoir that is erased, row by row: only the row itself can tell its account."""
    left = Account.objects.filter(id=instance.account_id).exclude(keepings__isnull=False)
    left.update(placeless_since=now())


class Session(models.Model):
    """A browser that came in to an account. `seen_on`: the last day, and no finer; `kind`: what sort of device."""

    class Kind(models.TextChoices):
        PHONE = "phone"
        TABLET = "tablet"
        COMPUTER = "computer"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    secret_hash = models.BinaryField(unique=True, max_length=32)
    kind = models.CharField(max_length=8, choices=Kind)
    begun_at = models.DateTimeField(default=now)
    seen_on = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("ended_at",), condition=Q(ended_at__isnull=False), name="session_ended"),)

    def __str__(self) -> str:
        return str(self.id)

    def is_open(self) -> bool:
        return self.ended_at is None and self.expires_at > now()


class EntryCode(Sealed):
    """Somebody asked for a code by e-mail: to come in to an account, or to keep a member's place with an address.

    The row is there for every asking, also with an address that nobody here has; then no letter is written. The code is
    made when its letter is. `scope` is the account's or the memoir's; only the browser that asked has the secret.
    """

    own_key: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(null=True, db_index=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True)
    email = models.CharField(max_length=254, default="")
    language = models.CharField(max_length=2)
    code = SealedField(null=True)
    secret_hash = models.BinaryField(unique=True, max_length=32)
    asked_at = models.DateTimeField(default=now, db_index=True)
    lettered_at = models.DateTimeField(null=True)
    spent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def scope_id(self) -> UUID:
        assert self.scope  # of an asking that belongs to nobody nothing is sealed
        return self.scope


class Device(models.Model):
    """A browser that a link or an account signed in, to one member's place in one memoir only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="devices")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="devices")
    secret_hash = models.BinaryField(unique=True, max_length=32)
    created_at = models.DateTimeField(default=now)
    revoked_at = models.DateTimeField(null=True)
    checked_until = models.DateTimeField(null=True)  # after the second check, for a short while
    wrong_words = models.PositiveSmallIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)  # after too many wrong words, on this device only

    class Meta:
        indexes = (models.Index(fields=("revoked_at",), condition=Q(revoked_at__isnull=False), name="device_revoked"),)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def checked(self) -> bool:
        return self.checked_until is not None and self.checked_until > now()
