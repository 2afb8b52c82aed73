"""What she asks for on the page of her rights: done at once, and written down as a request that is done."""

from django.db import transaction

from fortell.people.permissions import Action, Actor, allow
from fortell.privacy.models import Restriction
from fortell.privacy.rights import objection, requests, restriction
from fortell.story.models import Memoir


@transaction.atomic
def restrict_memoir(*, memoir: Memoir, reason: Restriction.Reason, by: Actor) -> None:
    """She asks that her story only be kept for now. Asking again while it rests adds nothing."""
    allow(by, Action.RIGHTS_USE, memoir)
    if not restriction.is_restricted(memoir.id):
        restriction.restrict(scope=memoir.id, reason=reason, by=by)
        requests.done_at_once(kind=requests.Kind.RESTRICTION, scope=memoir.id, verb="restriction.began", by=by)


@transaction.atomic
def lift_restriction(*, memoir: Memoir, by: Actor) -> None:
    """She asks that the work go on: at her own word it does so at once. Raises NotRestricted."""
    allow(by, Action.RIGHTS_USE, memoir)
    restriction.lift(scope=memoir.id, by=by, at_her_word=True)


@transaction.atomic
def decide_objection(*, memoir: Memoir, activity: str, objects: bool, by: Actor) -> None:
    """She objects to an activity, or no longer does. Raises NotObjectionable."""
    allow(by, Action.RIGHTS_USE, memoir)
    if not objects:
        objection.withdraw(activity=activity, scope=memoir.id, by=by)
    elif objection.may(activity, memoir.id):
        objection.object_to(activity=activity, scope=memoir.id, by=by)
        requests.done_at_once(kind=requests.Kind.OBJECTION, scope=memoir.id, verb="objection.made", by=by)
