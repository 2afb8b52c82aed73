from fortell.people.permissions import (
    Action,
    Actor,
    Scoped,
    is_checked,
    is_contributor,
    is_member,
    is_operator,
    is_owner,
    is_storyteller,
    register,
)
from fortell.story.models import FamilyQuestion, MailAddress


def wrote_it(actor: Actor, thing: Scoped | None) -> bool:
    """who wrote the question"""
    return isinstance(thing, FamilyQuestion) and thing.asker_id == actor.member


def gets_them(actor: Actor, thing: Scoped | None) -> bool:
    """who gets the letters"""
    return isinstance(thing, MailAddress) and thing.member_id == actor.member


register(
    {
        # Her answers are hers: the family reads what she shares through the draft, never the answers themselves.
        Action.ANSWER_READ: [[is_storyteller]],
        Action.ANSWER_GIVE: [[is_storyteller]],
        Action.ANSWER_CORRECT: [[is_storyteller]],
        Action.CONSENT_DECIDE: [[is_storyteller]],
        Action.RIGHTS_USE: [[is_storyteller]],
        # What can't be undone takes more than the link.
        Action.ANSWER_DELETE: [[is_storyteller, is_checked]],
        Action.MEMOIR_ERASE: [[is_storyteller, is_checked], [is_operator]],
        Action.ARCHIVE_TAKE: [[is_storyteller, is_checked], [is_operator]],
        Action.MANNER_WISH: [[is_owner]],  # for somebody who can't choose it herself; what she chooses counts
        Action.QUESTION_WRITE: [[is_owner], [is_contributor]],
        Action.QUESTION_CHANGE: [[is_owner, wrote_it], [is_contributor, wrote_it]],
        Action.LETTERS_CHOOSE: [[is_member]],
        Action.LETTERS_CHANGE: [[is_member, gets_them]],
        Action.ADDRESS_GIVE: [[is_owner]],  # hers, which she then confirms
        Action.INTERVIEW_EXPLAIN: [[is_operator]],  # ids, kinds and counts; none of her words
        Action.NAMING_COUNT: [[is_operator]],  # likewise
    }
)
