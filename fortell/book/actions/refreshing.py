from fortell.kit.jobs import later
from fortell.story.models import Memoir


def refresh_draft(memoir: Memoir) -> None:
    """Have the draft made anew once the caller's transaction is committed; asked for twice, it is made once."""
    later("book.draft", scope=memoir.id, dedupe=str(memoir.id), memoir=memoir.id)
