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
        "retention.expired": _("removed what had been kept long enough"),
        "hold.set": _("set a legal hold"),
        "hold.lifted": _("lifted a legal hold"),
        "audit.restored": _("put a backup back"),
        "audit.expired": _("removed old lines of the log"),
        "restriction.began": _("let everything rest"),
        "restriction.lifting_announced": _("said on which day the work goes on"),
        "restriction.lifted": _("let the work go on"),
        "objection.made": _("said no to a use"),
        "objection.withdrawn": _("allowed a use again"),
        "request.received": _("wrote down a request"),
        "request.identified": _("made sure who was asking"),
        "request.extended": _("took longer for a request, and said why"),
        "request.done": _("finished a request"),
        "request.refused": _("refused a request"),
        "recipient.told": _("told somebody who had received it"),
    }
)
