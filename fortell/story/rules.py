from fortell.people.permissions import Action, is_checked, is_operator, is_storyteller, register

register(
    {
        # Her answers are hers: the family reads what she shares through the draft, never the answers themselves.
        Action.ANSWER_READ: [[is_storyteller]],
        Action.ANSWER_GIVE: [[is_storyteller]],
        Action.ANSWER_CORRECT: [[is_storyteller]],
        Action.CONSENT_DECIDE: [[is_storyteller]],
        Action.ARCHIVE_TAKE: [[is_storyteller, is_checked], [is_operator]],
    }
)
