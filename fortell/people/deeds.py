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
        "account.made": _("made an account with an e-mail address"),
        "account.erasure_asked": _("asked for an account to be deleted"),
        "code.asked": _("asked for a code by e-mail"),
        "code.sent": _("sent a code by e-mail"),
        "code.wrong": _("gave a wrong code"),
        "place.kept": _("kept a place with an e-mail address"),
        "place.let_go": _("no longer keeps a place with an e-mail address"),
        "session.begun": _("came in to an account"),
        "session.ended": _("signed out of an account"),
        "notice.seen": _("read what was new in the privacy notice"),
    }
)
