"""What the verbs of the way out are called in the audit log."""

from django.utils.translation import gettext_lazy as _

from fortell.privacy.audit import name_verbs

name_verbs(
    {
        "data.sent": _("sent data to a receiver"),
        "disclosure.requested": _("asked to hand out data"),
        "disclosure.approved": _("approved that data be handed out"),
        "disclosure.released": _("handed out data"),
    }
)
