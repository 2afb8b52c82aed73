from fortell.people.permissions import Action, is_checked, is_family, is_operator, is_owner, is_storyteller, register

register(
    {
        Action.DRAFT_READ: [[is_family], [is_storyteller]],
        Action.DRAFT_EDIT: [[is_owner]],
        Action.EDITION_MAKE: [[is_owner], [is_operator]],
        Action.EDITION_READ: [[is_family], [is_operator]],
        # What is approved goes to print: the link alone is not enough.
        Action.EDITION_APPROVE: [[is_owner, is_checked]],
    }
)
