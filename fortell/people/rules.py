from fortell.people.permissions import Action, anybody, is_member, register

register(
    {
        Action.PUBLIC: [[anybody]],
        Action.CHECK_PASS: [[is_member]],
        Action.NOTICE_DISMISS: [[is_member]],
    }
)
