"""The gate itself: takes a permit, looks again, writes down what leaves before it leaves, and how it ended."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial

import structlog
from django.db import transaction

from fortell.kit.gate import Outcome, Report
from fortell.privacy import audit
from fortell.privacy.egress import permits, refusals
from fortell.privacy.egress.hosts import plain
from fortell.privacy.egress.models import Sending, SendingEnd
from fortell.privacy.egress.sockets import DOORS

log = structlog.get_logger()


class EgressGate:
    """What `kit.http` and `kit.mail` ask before they connect."""

    @contextmanager
    def passing(self, permit: object, *, host: str, fields: Collection[str]) -> Iterator[Report]:
        """Raises PermitRefused. Inside a transaction it refuses too: nobody waits for others with a lock in hand."""
        leave = permits.spent(permit)
        _refuse_more(leave, host=host, fields=fields)
        permits.examine(leave)  # consent or an agreement may have ended since
        sending = _written(leave, fields)
        outcomes = [Outcome.BROKEN]
        try:
            yield partial(outcomes.append)
        finally:
            if leave.recipient:
                DOORS.close_for(leave.recipient)
            SendingEnd.objects.create(sending=sending, outcome=outcomes[-1])


def _refuse_more(leave: permits.Leave, *, host: str, fields: Collection[str]) -> None:
    if plain(host) not in leave.hosts:
        log.warning("egress.refused", host=host)
        raise refusals.HostNotPermitted(f"the permit is not for {host}")
    if more := sorted(set(fields) - leave.fields):
        raise refusals.FieldNotAllowed(f"the permit does not cover {', '.join(more)}")


def _written(leave: permits.Leave, fields: Collection[str]) -> Sending:
    names = sorted(fields)
    # durable: it stands before the first byte leaves, whatever becomes of the caller.
    with transaction.atomic(durable=True):
        sending = Sending.objects.create(
            scope=leave.scope,
            subject=leave.subject,
            processor=leave.processor,
            recipient=leave.recipient,
            purpose=leave.purpose,
            fields=names,
            confirmed_by=leave.confirmed_by,
        )
        if leave.scope:
            audit.record_by_house("data.sent", sending, scope=leave.scope, fields=tuple(names))
    return sending
