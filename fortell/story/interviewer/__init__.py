"""The offline interviewer: asks one open question at a time and takes up the storyteller's own words.

Pure: no network, no database, no chance, and nothing else of the package but `story.language`. Nothing that was
answered is kept between two calls.
"""

from fortell.story.interviewer.acknowledging import acknowledge
from fortell.story.interviewer.bank import BankQuestion, BrokenBankError, bank
from fortell.story.interviewer.exchange import Asked, Exchange
from fortell.story.interviewer.planning import next_question
from fortell.story.language import Language

__all__ = [
    "Asked",
    "BankQuestion",
    "BrokenBankError",
    "Exchange",
    "Language",
    "acknowledge",
    "bank",
    "next_question",
]
