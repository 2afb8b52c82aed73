"""Fields that hold only sealed bytes. Reading one gives ciphertext; only an Opening turns it into words."""

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models

FORMAT = b"\xf7\x01"  # what every sealed field begins with: a mark and the version of the format

if TYPE_CHECKING:
    Binary = models.BinaryField[Any, Any]
else:
    Binary = models.BinaryField


class NotSealed(TypeError):
    """Something open was about to be stored in a sealed field."""


class SealedField(Binary):
    """Refuses to be stored unless it was sealed: no content ever reaches the database open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        if value is not None and not (isinstance(value, bytes | memoryview) and bytes(value[:2]) == FORMAT):
            raise NotSealed(f"{self.model._meta.label}.{self.name} takes only sealed bytes")
        return super().get_db_prep_value(value, connection, prepared)


class Sealed(models.Model):
    """A row with sealed fields. `own_key`: it can be erased alone, and so has a key of its own named by its id.

    `own_root`: a law keeps it when its memoir is erased, and so its key, named by its id, hangs on no memoir's.
    """

    own_key: ClassVar[bool] = False
    own_root: ClassVar[bool] = False

    class Meta:
        abstract = True

    @property
    def scope_id(self) -> UUID:
        """The memoir or account under whose key it is sealed."""
        raise NotImplementedError

    @property
    def sealing_key(self) -> UUID:
        return self.pk if self.own_key or self.own_root else self.scope_id
