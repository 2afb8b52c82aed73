"""What the verbs of this room are called in the audit log."""

from django.utils.translation import gettext_lazy as _

from fortell.privacy.audit import name_verbs

name_verbs(
    {
        "consent.given": _("gave consent"),
        "consent.withdrawn": _("withdrew the consent"),
        "scope.erased": _("erased everything"),
        "retention.expired": _("removed what had been kept long enough"),
        "hold.set": _("set a legal hold"),
        "hold.lifted": _("lifted a legal hold"),
        "audit.restored": _("put a backup back"),
        "audit.expired": _("removed old lines of the log"),
    }
)
