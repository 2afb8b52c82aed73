"""What others may read of what she tells about somebody who lives: she decides, place by place."""

from dataclasses import asdict

from django.db import transaction

from fortell.people.permissions import Action, Actor, allow
from fortell.privacy import audit
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.about_others import AboutOthers, still_there
from fortell.story.models import Memoir
from fortell.story.naming import Decided
from fortell.story.signals import place_left_out


def decide_place(*, memoir: Memoir, passage: AboutOthers, shared: bool, by: Actor) -> None:
    """Whether others read it, from now on; what she decided of it before counts no more. The log says not what.

    Editions that hold what she leaves out go first. Raises OnHold where one is under a legal hold; then nothing has
    changed.
    """
    allow(by, Action.RIGHTS_USE, memoir)
    opening = opened(scope=memoir.id, use=Use.OWN)
    others = [one for one in still_there(memoir, opening) if not one.place.overlaps(passage.place)]
    if not shared:
        place_left_out.send(sender=Memoir, memoir=memoir, places=[passage.place])
    decided = [*others, Decided(place=passage.around if shared else passage.place, shared=shared)]
    opening.seal(memoir, decided=[asdict(one) for one in decided])
    with transaction.atomic():
        memoir.save(update_fields=["decided"])
        audit.record(by, "about_others.decided", memoir, scope=memoir.id, fields=("decided",))
