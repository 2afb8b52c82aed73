from fortell.people.permissions import Action, is_checked, is_operator, is_storyteller, register

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
        Action.INTERVIEW_EXPLAIN: [[is_operator]],  # ids, kinds and counts; none of her words
        Action.NAMING_COUNT: [[is_operator]],  # likewise
    }
)
