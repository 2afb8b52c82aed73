"""What the verbs of this room are called in the audit log."""

from django.utils.translation import gettext_lazy as _

from fortell.privacy.audit import name_verbs

name_verbs(
    {
        "memoir.created": _("began the memoir"),
        "memoir.erasure_asked": _("asked for everything to be erased"),
        "manner.chosen": _("chose how the questions are asked"),
        "about_others.decided": _("decided whether others read a passage about somebody"),
        "manner.wished": _("chose for her how the questions are asked"),
        "off_limits.chosen": _("chose what is never asked about"),
        "naming.chosen": _("chose how somebody is named in the book"),
        "naming.counted": _("looked up for how many people a name was chosen"),
        "interview.imported": _("brought in a recorded interview"),
        "interview.explained": _("looked up why a question was asked"),
        "question.asked": _("was given a question"),
        "question.skipped": _("skipped a question"),
        "question.later": _("put a question off"),
        "question.refused": _("did not want a question"),
        "family_question.written": _("wrote a question for the storyteller"),
        "family_question.changed": _("changed a question for the storyteller"),
        "family_question.taken_back": _("took back a question for the storyteller"),
        "question.reopened": _("went back to the question before"),
        "answer.given": _("answered a question"),
        "answer.corrected": _("corrected an answer"),
        "answer.withheld": _("kept an answer private"),
        "answer.deleted": _("deleted an answer for good"),
        "address.given": _("gave an e-mail address for letters"),
        "address.confirmed": _("confirmed an e-mail address"),
        "address.removed": _("removed an e-mail address"),
        "letters.chosen": _("chose when letters come"),
        "letters.stopped": _("stopped letters that nobody answered"),
        "reply.kept": _("took an answer from a letter"),
        "reply.refused": _("could not take what a letter brought"),
        "upload.begun": _("began to send a large file"),
        "photo.deleted": _("deleted a photo for good"),
        "photo.described": _("said what a photo shows, when or where"),
        "photo.twin_kept": _("kept a photo that looks like another"),
        "photo.twin_removed": _("removed a photo that was there twice"),
        "recording.deleted": _("deleted a recording for good"),
        "recording.to_be_heard": _("wanted a recording written down"),
        "recording.heard": _("wrote down what a recording says"),
        "answer.shared": _("shared an answer again"),
    }
)
