from uuid import UUID

from fortell.gateways.speech import EngineFailed, transcriber
from fortell.kit.jobs import PermanentFailure, Running, handler
from fortell.people.permissions import WORKER
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.purpose import Work, works_on_content
from fortell.story.actions import transcribe
from fortell.story.models import Recording

works_on_content("story.transcribe", Work.TRANSCRIBING)


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
