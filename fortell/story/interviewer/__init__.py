"""The offline interviewer: asks one open question at a time and takes up the storyteller's own words.

Pure: no network, no database, no chance, and nothing else of the package but `story.language`. Nothing that was
answered is kept between two calls.
"""

from fortell.story.interviewer.acknowledging import acknowledge
from fortell.story.interviewer.bank import BankQuestion, BrokenBankError, bank, questions_by_id
from fortell.story.interviewer.exchange import Asked, Exchange, Shown
from fortell.story.interviewer.following_up import Passed
from fortell.story.interviewer.from_family import WaitingQuestion
from fortell.story.interviewer.growing import grow, picture_of
from fortell.story.interviewer.manner import ANSWERS_OF_A_SITTING, CALM, USUAL, Manner
from fortell.story.interviewer.off_limits import MATTERS, bounds, names_in, names_told
from fortell.story.interviewer.picture import Picture, as_data, from_data, told_so_far
from fortell.story.interviewer.planning import MUCH_LATER, Plan, plan
from fortell.story.language import Language

__all__ = [
    "ANSWERS_OF_A_SITTING",
    "CALM",
    "MATTERS",
    "MUCH_LATER",
    "USUAL",
    "Asked",
    "BankQuestion",
    "BrokenBankError",
    "Exchange",
    "Language",
    "Manner",
    "Passed",
    "Picture",
    "Plan",
    "Shown",
    "WaitingQuestion",
    "acknowledge",
    "as_data",
    "bank",
    "bounds",
    "from_data",
    "grow",
    "names_in",
    "names_told",
    "picture_of",
    "plan",
    "questions_by_id",
    "told_so_far",
]
