"""What the verbs of this room are called in the audit log."""

from django.utils.translation import gettext_lazy as _

from fortell.privacy.audit import name_verbs

name_verbs(
    {
        "draft.made": _("brought the draft up to date"),
        "draft.gone_back": _("undid changes in the book"),
        "draft.read_out": _("read the draft outside its pages"),
        "timeline.read_out": _("read the times and people outside their pages"),
        "passage.edited": _("changed a passage"),
        "passage.suggested": _("asked a language model for other wording"),
        "passage.put_back": _("put back a change of the clean-up"),
        "chapter.moved": _("moved a chapter"),
        "chapter.headed": _("gave a chapter a heading"),
        "passage.moved": _("moved a passage"),
        "scene.put_together": _("put two answers together as one scene"),
        "scene.kept_apart": _("said that two answers tell of two things"),
        "scene.forgotten": _("took back what was said of a scene"),
        "draft.order_forgotten": _("went back to the order by time"),
        "memoir.dial_chosen": _("chose how much the book cleans up"),
        "edition.made": _("made an edition"),
        "proof.made": _("typeset the book"),
        "proof.read_out": _("took the book's files out"),
        "proof.approved": _("approved the book for print"),
    }
)
