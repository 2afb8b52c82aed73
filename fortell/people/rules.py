from fortell.people.permissions import (
    Action,
    anybody,
    is_account,
    is_checked,
    is_member,
    is_operator,
    is_owner,
    is_storyteller,
    register,
)

register(
    {
        Action.PUBLIC: [[anybody]],
        Action.CHECK_PASS: [[is_member]],
        Action.DEVICE_ADD: [[is_storyteller]],
        # A link to her page opens what she tells: whoever makes or closes one shows that it is they.
        Action.LINK_RENEW: [[is_owner, is_checked]],
        Action.NOTICE_DISMISS: [[is_member]],
        Action.PLACE_KEEP: [[is_member]],
        Action.PLACE_LET_GO: [[is_member], [is_account]],
        Action.ACCOUNT_USE: [[is_account]],
        Action.ACCOUNT_ERASE: [[is_account], [is_operator]],
    }
)
