"""What can be done with a memoir and its answers. Each verb: one transaction, one audit line."""

from fortell.story.actions.about_others import decide_place
from fortell.story.actions.answers import Given, correct_answer, give_answer, import_answers, set_withheld
from fortell.story.actions.copying import take_copy, transfer_memoir
from fortell.story.actions.deleting import delete_answer, delete_photo, delete_recording
from fortell.story.actions.explaining import explain_question
from fortell.story.actions.family_questions import (
    PutToHerAlready,
    TooManyWaiting,
    change_question,
    take_back_question,
    write_question,
)
from fortell.story.actions.held import ask_in_vain
from fortell.story.actions.letters import (
    AddressStands,
    choose_letters,
    confirm_address,
    decide_questions_by_mail,
    give_address,
    news_for,
    remove_address,
    tell_news,
    write_letters,
)
from fortell.story.actions.manner import choose_manner, wish_manner
from fortell.story.actions.memoirs import (
    NewMember,
    consent_by_statement,
    create_memoir,
    erase_memoir,
    give_consent,
    withdraw_consent,
)
from fortell.story.actions.naming import Counted, choose_naming, count_named
from fortell.story.actions.off_limits import choose_off_limits
from fortell.story.actions.photos import (
    NewPhoto,
    NoTwin,
    describe_photo,
    keep_twin,
    remove_twin,
    settle_day,
)
from fortell.story.actions.replying import TOLD, take_reply
from fortell.story.actions.rights import decide_objection, lift_restriction, restrict_memoir
from fortell.story.actions.taking_back import can_be_taken_back, take_back_step
from fortell.story.actions.transcribing import ask_for_words, transcribe
from fortell.story.actions.turns import ask_next, leave_question
from fortell.story.actions.uploading import OffsetWrong, UploadRefused, add_piece, begin_upload, forget_uploads

__all__ = [
    "TOLD",
    "AddressStands",
    "Counted",
    "Given",
    "NewMember",
    "NewPhoto",
    "NoTwin",
    "OffsetWrong",
    "PutToHerAlready",
    "TooManyWaiting",
    "UploadRefused",
    "add_piece",
    "ask_for_words",
    "ask_in_vain",
    "ask_next",
    "begin_upload",
    "can_be_taken_back",
    "change_question",
    "choose_letters",
    "choose_manner",
    "choose_naming",
    "choose_off_limits",
    "confirm_address",
    "consent_by_statement",
    "correct_answer",
    "count_named",
    "create_memoir",
    "decide_objection",
    "decide_place",
    "decide_questions_by_mail",
    "delete_answer",
    "delete_photo",
    "delete_recording",
    "describe_photo",
    "erase_memoir",
    "explain_question",
    "forget_uploads",
    "give_address",
    "give_answer",
    "give_consent",
    "import_answers",
    "keep_twin",
    "leave_question",
    "lift_restriction",
    "news_for",
    "remove_address",
    "remove_twin",
    "restrict_memoir",
    "set_withheld",
    "settle_day",
    "take_back_question",
    "take_back_step",
    "take_copy",
    "take_reply",
    "tell_news",
    "transcribe",
    "transfer_memoir",
    "wish_manner",
    "withdraw_consent",
    "write_letters",
    "write_question",
]
