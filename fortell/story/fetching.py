"""Looking into the mailbox for replies, again and again as long as questions go out by e-mail."""

from collections import Counter

from fortell.kit import mailbox
from fortell.kit.installation import installation
from fortell.kit.mailbox import MailboxOff
from fortell.privacy.egress.permits import permit
from fortell.privacy.egress.registry import processor_at
from fortell.privacy.terms import Purpose
from fortell.story.actions.replying import Outcome, take_reply
from fortell.story.letters import offers_questions


def fetch_replies() -> Counter[Outcome]:
    """Take in what lies in the mailbox; how many letters became of what.

    Raises MailboxOff, also where who runs it may not hold content; SendingFailed; what the gate refuses with.
    """
    owner = processor_at(installation().mailbox.host) if installation().mailbox.host else None
    if owner is None or not offers_questions():
        raise MailboxOff("No replies are taken: [mailbox], or a processor that may hold content, is missing.")
    became: Counter[Outcome] = Counter()

    def take(raw: bytes, whole: bool) -> None:  # noqa: FBT001 - as the mailbox calls it
        became[take_reply(raw=raw, whole=whole)] += 1

    leave = permit(processor=owner.key, purpose=Purpose.LETTERS, fields=(), scope=None)
    mailbox.collect(permit=leave, take=take)
    return became
