from fortell.people.permissions import Action, is_checked, is_family, is_operator, is_owner, is_storyteller, register

register(
    {
        Action.DRAFT_READ: [[is_family], [is_storyteller]],
        # Numbers only: no word of it.
        Action.DRAFT_COUNT: [[is_operator]],
        # Whom she names and when is gathered for those who mend the book, not for everybody who reads it.
        Action.TIMELINE_READ: [[is_owner], [is_operator]],
        Action.TIMELINE_READ_OWN: [[is_storyteller]],
        Action.DRAFT_EDIT: [[is_owner]],
        Action.EDITION_MAKE: [[is_owner], [is_operator]],
        Action.EDITION_READ: [[is_family], [is_operator]],
        # What is approved goes to print: the link alone is not enough.
        Action.EDITION_APPROVE: [[is_owner, is_checked]],
    }
)
