"""What the verbs of this room are called in the audit log."""

from django.utils.translation import gettext_lazy as _

from fortell.privacy.audit import name_verbs

name_verbs(
    {
        "consent.given": _("gave consent"),
        "consent.withdrawn": _("withdrew the consent"),
        "archive.taken": _("took a copy of everything"),
        "archive.imported": _("brought everything here from another Fortell"),
        "scope.erased": _("erased everything"),
        "audit.expired": _("removed old lines of the log"),
    }
)
