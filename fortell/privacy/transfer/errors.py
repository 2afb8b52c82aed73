class OfferUnreadable(Exception):
    """This is no offer that a memoir could be sent to; the message is one plain line."""


class TransferFailed(Exception):
    """The receiver did not take it in, or nobody knows whether it did; the message is one plain line."""


class TicketUnknown(Exception):
    """No such ticket was given out, or it was used, or its time is over."""


class NotTaken(Exception):
    """The receiver answered that it did not take the package in; it kept nothing of it."""
