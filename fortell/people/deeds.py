"""What the verbs of this room are called in the audit log."""

from django.utils.translation import gettext_lazy as _

from fortell.privacy.audit import name_verbs

name_verbs(
    {
        "member.added": _("gave somebody a place in the memoir"),
        "link.made": _("made a personal link"),
        "device.signed_in": _("came in on a new device"),
        "access.revoked": _("closed somebody's links and devices"),
        "word.chosen": _("chose a word for the second check"),
        "word.forgotten": _("let somebody choose a new word"),
        "check.passed": _("passed the second check"),
        "check.failed": _("gave a wrong word at the second check"),
    }
)
