from fortell.orders.actions.accounts import (
    UnknownKid,
    WrongAmount,
    credit_invoice,
    record_payment,
    record_refund,
)
from fortell.orders.actions.carrying_out import hand_over, mark_printed, mark_sent, release_order
from fortell.orders.actions.placing import NotApproved, NotForSale, TooLate, cancel_order, place_order, quoted
from fortell.orders.actions.steps import OutOfTurn

__all__ = [
    "NotApproved",
    "NotForSale",
    "OutOfTurn",
    "TooLate",
    "UnknownKid",
    "WrongAmount",
    "cancel_order",
    "credit_invoice",
    "hand_over",
    "mark_printed",
    "mark_sent",
    "place_order",
    "quoted",
    "record_payment",
    "record_refund",
    "release_order",
]
