from django.db import models

from fortell.kit.clock import now


class Key(models.Model):
    """A data key, wrapped: by the master key (a memoir's or an account's own), or by its parent (an item's).

    The id is that of the thing it belongs to, chosen before the thing is stored. Destroying the row erases the thing
    wherever its ciphertext may lie.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    parent = models.UUIDField(null=True, db_index=True)
    wrapped = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.id)


class MasterCheck(models.Model):
    """A known value sealed with the master key: tells a wrong or exchanged master key before it can do harm."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "master check"
