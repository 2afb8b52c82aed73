"""What the verbs of the way out are called in the audit log."""

from django.utils.translation import gettext_lazy as _

from fortell.privacy.audit import name_verbs

name_verbs(
    {
        "data.sent": _("sent data to a receiver"),
        "disclosure.requested": _("asked to hand out data"),
        "disclosure.approved": _("approved that data be handed out"),
        "disclosure.released": _("handed out data"),
        "sendings.lapsed": _("let the lines about what was handed out years ago expire"),
        "sendings.lapse-forged": _("found that somebody had let lines about what was handed out expire"),
        "transfer.begun": _("began to send everything to another Fortell"),
        "transfer.received": _("sent everything to another Fortell, which has it now"),
        "transfer.refused": _("was told that the other Fortell did not take it"),
        "transfer.broken": _("could not send everything to the other Fortell"),
    }
)
