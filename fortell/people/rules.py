from fortell.people.permissions import Action, anybody, is_checked, is_member, is_owner, is_storyteller, register

register(
    {
        Action.PUBLIC: [[anybody]],
        Action.CHECK_PASS: [[is_member]],
        Action.DEVICE_ADD: [[is_storyteller]],
        # A link to her page opens what she tells: whoever makes or closes one shows that it is they.
        Action.LINK_RENEW: [[is_owner, is_checked]],
        Action.NOTICE_DISMISS: [[is_member]],
    }
)
