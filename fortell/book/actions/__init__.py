"""What can be done with a draft and its editions. Each verb: one transaction, one audit line."""

from fortell.book.actions.cleaning import NothingToPutBack, choose_dial, put_back
from fortell.book.actions.drafting import make_draft
from fortell.book.actions.editing import PassageChanged, edit_passage
from fortell.book.actions.editions import (
    NothingToPrint,
    approve_proof,
    make_edition,
    make_proof,
    proof_file_row,
    read_proof_file,
)
from fortell.book.actions.heading import choose_heading
from fortell.book.actions.ordering import forget_order, move_chapter, move_passage
from fortell.book.actions.reading_out import count_draft, read_out_draft, read_out_proof, read_out_timeline
from fortell.book.actions.refreshing import refresh_draft
from fortell.book.actions.revising import forget_in_history, go_back, go_back_to
from fortell.book.actions.scenes import forget_scene, keep_apart, put_together
from fortell.book.actions.suggesting import Failed, Suggested, Suggestion, suggest_wording
from fortell.book.actions.taking_back import (
    editions_with,
    forget_headings,
    let_go,
    let_go_named,
    let_go_places,
    take_back,
)

__all__ = [
    "Failed",
    "NothingToPrint",
    "NothingToPutBack",
    "PassageChanged",
    "Suggested",
    "Suggestion",
    "approve_proof",
    "choose_dial",
    "choose_heading",
    "count_draft",
    "edit_passage",
    "editions_with",
    "forget_headings",
    "forget_in_history",
    "forget_order",
    "forget_scene",
    "go_back",
    "go_back_to",
    "keep_apart",
    "let_go",
    "let_go_named",
    "let_go_places",
    "make_draft",
    "make_edition",
    "make_proof",
    "move_chapter",
    "move_passage",
    "proof_file_row",
    "put_back",
    "put_together",
    "read_out_draft",
    "read_out_proof",
    "read_out_timeline",
    "read_proof_file",
    "refresh_draft",
    "suggest_wording",
    "take_back",
]
