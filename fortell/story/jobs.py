from uuid import UUID

import structlog

from fortell.gateways.speech import EngineFailed, transcriber
from fortell.kit.gate import SendingFailed
from fortell.kit.jobs import PermanentFailure, Running, handler, later
from fortell.kit.mailbox import MailboxOff
from fortell.people.permissions import WORKER
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.purpose import Work, works_on_content
from fortell.story.actions import tell_news, transcribe
from fortell.story.fetching import fetch_replies
from fortell.story.letters import FETCH, FETCH_EVERY
from fortell.story.models import MailAddress, Recording

works_on_content("story.transcribe", Work.TRANSCRIBING)
works_on_content(FETCH, Work.CORRESPONDING)
log = structlog.get_logger()


@handler("story.transcribe")
def hear(running: Running, *, recording: str) -> None:
    found = Recording.objects.select_related("memoir").filter(id=UUID(recording)).first()
    engine = transcriber()
    if found is None:
        raise PermanentFailure("erased")
    if engine is None:
        raise PermanentFailure("no-engine")
    try:
        transcribe(recording=found, engine=engine, progress=running.progress, by=WORKER)
    except ConsentMissing as error:
        raise PermanentFailure("no-consent") from error
    except EngineFailed as error:
        if error.permanent:
            raise PermanentFailure(str(error)) from error
        raise


@handler("story.news")
def news(_running: Running, *, address: str) -> None:
    """What was new a while ago is still there: somebody who wants to know at once is told."""
    row = MailAddress.objects.filter(id=UUID(address), often=MailAddress.Often.AT_ONCE, unconfirmed_since=None)
    for found in row.select_related("memoir", "member"):
        tell_news(row=found)


@handler(FETCH)
def fetch(_running: Running) -> None:
    """Look into the mailbox, and again after a while; a line that is down ends nothing."""
    try:
        fetch_replies()
    except MailboxOff as error:
        raise PermanentFailure("mailbox-off") from error
    except SendingFailed:
        log.warning("mailbox.unreachable")
    later(FETCH, scope=None, dedupe="next", wait=FETCH_EVERY)
