from django.db import models

from fortell.kit.clock import now


class Key(models.Model):
    """A data key, wrapped: by the master key (a memoir's or an account's own), or by its parent (an item's).

    The id is that of the thing it belongs to, chosen before the thing is stored. Destroying the row erases the thing
    wherever its ciphertext may lie.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    parent = models.UUIDField(null=True)
    wrapped = models.BinaryField()
    master = models.CharField(max_length=16, default="")  # which master key wrapped it; an item's has none
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        # Apart, so that a search for those without a parent can go by nothing but their master key.
        indexes = (
            models.Index(fields=("master",), condition=models.Q(parent=None), name="root_by_master"),
            models.Index(fields=("parent",), condition=models.Q(parent__isnull=False), name="key_by_parent"),
        )

    def __str__(self) -> str:
        return str(self.id)


class MasterCheck(models.Model):
    """A known value sealed with a master key: tells a wrong or exchanged one before it can do harm.

    The newest names the master key that wraps what is new; while all keys are rewrapped, the one before stands too.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    master = models.CharField(max_length=16, default="")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "master check"
