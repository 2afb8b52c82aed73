from fortell.people.permissions import Action, is_checked, is_operator, is_owner, register

register(
    {
        # Addresses and prices: the owner's own, and for those who print and send.
        Action.ORDER_READ: [[is_owner], [is_operator]],
        Action.ORDER_PLACE: [[is_owner, is_checked]],
        Action.ORDER_CANCEL: [[is_owner, is_checked], [is_operator]],
        Action.ORDER_CARRY_OUT: [[is_operator]],
        Action.ACCOUNTS_KEEP: [[is_operator]],
    }
)
