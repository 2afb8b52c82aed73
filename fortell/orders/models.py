from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from fortell.kit.clock import now
from fortell.kit.ids import new_id
from fortell.kit.money import Money
from fortell.privacy.vault.fields import Sealed, SealedField
from fortell.story.models import InMemoir


class Order(InMemoir):
    """Printed copies of exactly the files that were approved. It goes with its memoir; what the law keeps are vouchers.

    The database lets one in only for an approval of these hashes, and never lets it change (migration 0002).
    """

    id = models.UUIDField(primary_key=True, editable=False)  # the form's, so that sending it twice orders once
    number = models.PositiveIntegerField(unique=True)
    proof = models.UUIDField()
    approval = models.UUIDField(db_index=True)
    interior_sha256 = models.CharField(max_length=64)
    cover_sha256 = models.CharField(max_length=64)
    edition = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    product = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    buyer = SealedField()  # an address: who gets the invoice
    language = models.CharField(max_length=2)  # of its papers
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return str(self.number)


class Parcel(InMemoir):
    """What goes to one address, at the price that was shown, VAT within it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="parcels")
    position = models.PositiveSmallIntegerField()
    copies = models.PositiveSmallIntegerField()
    goods_minor = models.PositiveBigIntegerField()
    shipping_minor = models.PositiveBigIntegerField()
    vat_permille = models.PositiveSmallIntegerField()
    vat_ground = models.CharField(max_length=14)
    recipient = SealedField(null=True)  # an address
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position",)
        indexes = (models.Index(fields=("sent_at",), condition=Q(sent_at__isnull=False), name="parcel_sent"),)
        constraints = (models.UniqueConstraint(fields=("order", "position"), name="parcel_one_a_position"),)

    def __str__(self) -> str:
        return str(self.position)


class Step(models.Model):
    """How far an order has come: each step once, with when and by whom. The database holds their sequence."""

    class Kind(models.TextChoices):
        PLACED = "placed"
        RELEASED = "released"  # production staff have looked at it; from here on the buyer can't cancel
        HANDED_OVER = "handed-over"  # the printer has it
        PRINTED = "printed"
        SENT = "sent"  # and with it the invoice
        CANCELLED = "cancelled"

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=11, choices=Kind)
    at = models.DateTimeField(default=now)
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("order", "kind"), name="step_each_once"),)

    def __str__(self) -> str:
        return self.kind


class Series(models.Model):
    """The last number that a kind of voucher has used. Only a voucher moves it on, in the database itself."""

    key = models.CharField(primary_key=True, max_length=11)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key} {self.last}"


class Voucher(Sealed):
    """An invoice or a credit note: never changed, numbered without gaps, and kept when the memoir is erased.

    It says who bought how many books, and no word of what is in them.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice"
        CREDIT_NOTE = "credit-note"

    own_root: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(db_index=True)  # the memoir; it may be gone
    order = models.UUIDField(db_index=True)  # likewise
    buyer = models.UUIDField()  # the member who ordered; likewise
    order_number = models.PositiveIntegerField()
    kind = models.CharField(max_length=11, choices=Kind)
    number = models.PositiveIntegerField()
    kid = models.CharField(max_length=25, default="", db_index=True)  # of an invoice
    corrects = models.UUIDField(null=True, db_index=True)  # of a credit note: the invoice
    currency = models.CharField(max_length=3)
    gross_minor = models.PositiveBigIntegerField()
    vat_minor = models.PositiveBigIntegerField()
    language = models.CharField(max_length=2)
    content = SealedField()  # seller, buyer, lines, taxes: all that stands on the paper
    issued_at = models.DateTimeField(default=now, db_index=True)
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ("issued_at", "number")
        constraints = (models.UniqueConstraint(fields=("kind", "number"), name="voucher_one_a_number"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def scope_id(self) -> UUID:
        return self.id

    @property
    def gross(self) -> Money:
        return Money(self.gross_minor, self.currency)

    @property
    def vat(self) -> Money:
        return Money(self.vat_minor, self.currency)


class Account(models.TextChoices):
    """Where money stands in the ledger."""

    CUSTOMER = "customer"  # what customers owe; below zero: what is owed to them
    SALES = "sales"
    VAT = "vat"
    BANK = "bank"


class Transfer(models.Model):
    """A movement from one account to another: both sides in one row, so that the ledger can't but balance."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.UUIDField(db_index=True)
    # Each expires by its own year, so neither the database nor a deletion follows this.
    invoice = models.ForeignKey(Voucher, on_delete=models.DO_NOTHING, db_constraint=False, related_name="transfers")
    debit = models.CharField(max_length=8, choices=Account)
    credit = models.CharField(max_length=8, choices=Account)
    minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    intent = models.CharField(max_length=120, unique=True)  # what is meant once is booked once
    at = models.DateTimeField(default=now, db_index=True)
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(minor__gt=0), name="transfer_of_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_between_two"),
        )

    def __str__(self) -> str:
        return f"{self.credit} to {self.debit}"
