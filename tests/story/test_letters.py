"""Letters by e-mail, from the address that is given to the reply that becomes an answer."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine

from fortell.kit.gate import SendingFailed
from fortell.kit.jobs import run_due
from fortell.people.permissions import NotAllowed
from fortell.privacy.egress.models import Sending
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import (
    AddressStands,
    choose_letters,
    confirm_address,
    decide_questions_by_mail,
    give_address,
    remove_address,
    set_withheld,
    withdraw_consent,
    write_letters,
)
from fortell.story.actions.replying import Outcome
from fortell.story.fetching import fetch_replies
from fortell.story.models import Answer, MailAddress, MailedQuestion, Turn
from fortell.story.queries import answers_of, open_turn, read_answers
from tests.cast import BOTH, Family, Somebody, tell
from tests.egress import Postbox
from tests.letterbox import Box, Choose, vouched
from tests.sounds import recorded
from tests.story.test_photos import gradient, saved

pytestmark = pytest.mark.django_db(databases=BOTH)
ALMA, KARI = "alma@solvang.example", "kari@solvang.example"
MONDAY = datetime(2027, 3, 1, 6, 30, tzinfo=UTC)
WEEK = timedelta(days=7)
Often = MailAddress.Often


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY - timedelta(days=1), tick=False) as traveller:
        yield traveller


def confirmed(family: Family, who: Somebody, address: str, often: Often = Often.WEEKLY) -> MailAddress:
    row = give_address(memoir=family.memoir, member=who.member, address=address, by=who.actor)
    confirm_address(row=row)
    row.refresh_from_db()
    choose_letters(row=row, often=often, weekday=0, by=who.actor)
    return row


def says_yes(family: Family) -> None:
    decide_questions_by_mail(memoir=family.memoir, yes=True, language="en", by=family.alma.actor)


def sent(box: Postbox) -> list[tuple[str, str]]:
    """To whom, and under which subject."""
    return [(to[0], str(message["Subject"])) for _from, to, message in box.letters]


def asked(family: Family, box: Postbox) -> str:
    """Alma has confirmed and said yes; the reply address of the question that went out."""
    confirmed(family, family.alma, ALMA)
    says_yes(family)
    run_due()
    with time_machine.travel(MONDAY + WEEK, tick=False):
        write_letters()
        run_due()
    _from, _to, message = box.letters[-1]
    assert message["Subject"] == "A question for you"
    return str(message["Reply-To"])


def reply(to: str, text: str = "We rowed to church.", sender: str = f"Alma <{ALMA}>", name: str = "1") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = sender, to, f"<{name}@solvang.example>"
    message["Subject"] = "Re: A question for you"
    message.set_content(text)
    return message


def told(family: Family) -> list[str]:
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    return [read.text for read in read_answers(answers_of(family.memoir), opening)]


def bodies(message: EmailMessage) -> str:
    return "".join(part.get_content() for part in message.walk() if part.get_content_maintype() == "text")


def test_an_address_counts_once_whoever_reads_there_has_confirmed_it(
    family: Family, corresponding: Postbox, clock: time_machine.Traveller
) -> None:
    row = give_address(memoir=family.memoir, member=family.alma.member, address=ALMA, by=family.alma.actor)
    run_due()
    assert sent(corresponding) == [(ALMA, "Shall letters come here?")]
    clock.move_to(MONDAY + WEEK)
    assert write_letters() == 0
    confirm_address(row=row)
    clock.move_to(MONDAY + 2 * WEEK)
    assert write_letters() == 1
    assert ALMA.encode() not in bytes(MailAddress.objects.get().address)


def test_the_same_address_again_is_one_letter_and_another_takes_its_place(
    family: Family, corresponding: Postbox
) -> None:
    for address in (ALMA, ALMA, "other@solvang.example"):
        give_address(memoir=family.memoir, member=family.alma.member, address=address, by=family.alma.actor)
    run_due()  # the first is gone before its letter was written
    assert sent(corresponding) == [("other@solvang.example", "Shall letters come here?")]


def test_the_owner_gives_her_address_but_not_in_place_of_her_own(family: Family, corresponding: Postbox) -> None:
    her, owner = family.alma.member, family.ingrid.actor
    row = give_address(memoir=family.memoir, member=her, address=ALMA, by=owner)
    for somebody in (family.kari, family.jonas):
        with pytest.raises(NotAllowed):
            give_address(memoir=family.memoir, member=her, address=KARI, by=somebody.actor)
    confirm_address(row=row)
    with pytest.raises(AddressStands):
        give_address(memoir=family.memoir, member=her, address="eve@elsewhere.example", by=owner)
    with pytest.raises(NotAllowed):
        choose_letters(row=row, often=Often.NEVER, weekday=0, by=owner)
    with pytest.raises(NotAllowed):
        remove_address(row=row, by=owner)


def test_a_reminder_holds_a_link_and_nothing_told(
    family: Family, corresponding: Postbox, clock: time_machine.Traveller
) -> None:
    tell(family, "Olav built the boathouse.")
    confirmed(family, family.alma, ALMA)
    run_due()
    clock.move_to(MONDAY + WEEK)
    assert [write_letters(), write_letters()] == [1, 0]
    run_due()
    _from, _to, message = corresponding.letters[-1]
    assert message["Subject"] == "A question is waiting for you"
    assert message["Reply-To"] is None
    text, turn = bodies(message), open_turn(family.memoir)
    assert turn
    question = opened(scope=family.memoir.id, use=Use.OWN).read(turn, "asked")["text"]
    assert f"/tell/{family.memoir.code}/" in text
    assert [word for word in ("Olav", "boathouse", question, "Headwind") if word in text] == []
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(message["List-Unsubscribe"])[1:-1] in text


def test_her_letters_come_on_her_day_and_stop_by_themselves(
    family: Family, corresponding: Postbox, clock: time_machine.Traveller
) -> None:
    row = confirmed(family, family.alma, ALMA)
    choose_letters(row=row, often=Often.WEEKLY, weekday=2, by=family.alma.actor)
    days = [MONDAY + timedelta(days=day) for day in range(56)]
    written = [day.weekday() for day in days if not clock.move_to(day) and write_letters()]
    assert written == [2, 2, 2, 2]
    row.refresh_from_db()
    assert (row.often, row.stopped_at is not None, row.unanswered) == ("never", True, 4)


def test_an_answer_anywhere_begins_the_count_anew(
    family: Family, corresponding: Postbox, clock: time_machine.Traveller
) -> None:
    confirmed(family, family.alma, ALMA)
    written = 0
    for week in range(1, 9):
        clock.move_to(MONDAY + week * WEEK)
        written += write_letters()
        if week == 3:
            clock.shift(timedelta(hours=1))
            (answer,) = tell(family, "We rowed.")
            set_withheld(answer=answer, withheld=True, by=family.alma.actor)
    assert written == 3 + 4


def test_without_her_yes_to_it_no_question_stands_in_a_letter(
    family: Family, corresponding: Postbox, choose_mail: Choose, clock: time_machine.Traveller
) -> None:
    confirmed(family, family.alma, ALMA)
    says_yes(family)
    clock.shift(timedelta(minutes=1))
    decide_questions_by_mail(memoir=family.memoir, yes=False, language="en", by=family.alma.actor)
    clock.move_to(MONDAY + WEEK)
    write_letters()
    run_due()
    assert sent(corresponding)[-1] == (ALMA, "A question is waiting for you")
    # The first looked into the mailbox: it sends nothing about anybody.
    fields = [row.fields for row in Sending.objects.order_by("at")]
    assert fields == [[], ["people.Member.name", "story.MailAddress.address"]]


def test_after_she_took_back_her_yes_to_the_book_no_letter_comes(
    family: Family, corresponding: Postbox, clock: time_machine.Traveller
) -> None:
    confirmed(family, family.alma, ALMA)
    confirmed(family, family.kari, KARI)
    clock.shift(timedelta(hours=1))
    tell(family, "We rowed.")
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    clock.move_to(MONDAY + WEEK)
    assert write_letters() == 0


def test_a_reply_becomes_the_answer_to_the_question_that_stood_in_the_letter(
    family: Family, corresponding: Postbox, box: Box, clock: time_machine.Traveller
) -> None:
    to = asked(family, corresponding)
    turn = Turn.objects.get(memoir=family.memoir)
    question = opened(scope=family.memoir.id, use=Use.OWN).read(turn, "asked")["text"]
    assert question in bodies(corresponding.letters[-1][2])
    assert question not in str(corresponding.letters[-1][2]["Subject"])
    box.put(vouched(reply(to, "We rowed to church.\n\nSendt fra min iPhone\n")))
    assert fetch_replies() == Counter({Outcome.KEPT: 1})
    run_due()
    answer = Answer.objects.get()
    by = str(family.alma.member.id)
    assert (told(family), answer.turn_id, answer.given_by) == (["We rowed to church."], turn.id, by)
    turn.refresh_from_db()
    assert turn.outcome == Turn.Outcome.ANSWERED
    assert (box.letters, box.deleted) == ({}, set())
    assert sent(corresponding)[-1] == (ALMA, "Your answer has arrived")
    assert "rowed" not in bodies(corresponding.letters[-1][2])


def test_a_letter_that_comes_twice_is_one_answer(
    family: Family, corresponding: Postbox, box: Box, clock: time_machine.Traveller
) -> None:
    to = asked(family, corresponding)
    for _ in range(2):
        box.put(vouched(reply(to)))
    assert fetch_replies() == Counter({Outcome.KEPT: 1, Outcome.AGAIN: 1})
    box.put(vouched(reply(to, "And my brother was with us.", name="2")))
    fetch_replies()
    run_due()
    assert told(family) == ["We rowed to church.", "And my brother was with us."]
    assert [subject for _to, subject in sent(corresponding)].count("Your answer has arrived") == 2


def test_a_line_that_breaks_before_the_deletion_doubles_nothing(
    family: Family, corresponding: Postbox, box: Box, clock: time_machine.Traveller
) -> None:
    to = asked(family, corresponding)
    box.put(vouched(reply(to)))
    box.hang_up_at = "STORE"
    with pytest.raises(SendingFailed):
        fetch_replies()
    box.hang_up_at = ""
    assert fetch_replies() == Counter({Outcome.AGAIN: 1})
    assert (told(family), box.letters) == (["We rowed to church."], {})


def test_nobody_else_answers_for_her(
    family: Family, corresponding: Postbox, box: Box, clock: time_machine.Traveller
) -> None:
    to = asked(family, corresponding)
    confirmed(family, family.kari, KARI)
    run_due()
    before = len(corresponding.letters)
    box.put(vouched(reply(to), dmarc="fail"))
    box.put(reply(to))
    box.put(vouched(reply(to), by="mx.elsewhere.example"))
    box.put(vouched(reply(to, sender=KARI)))
    box.put(vouched(reply("reply+aaaabbbbccccddddeeeeffffgggghhhh@fortell.example")))
    away = reply(to, "I am away.")
    away["Auto-Submitted"] = "auto-replied"
    box.put(vouched(away))
    assert fetch_replies() == Counter(
        {Outcome.NOT_BELIEVED: 3, Outcome.STRANGER: 1, Outcome.UNKNOWN: 1, Outcome.AUTOMATIC: 1}
    )
    run_due()
    assert (told(family), len(corresponding.letters), box.letters) == ([], before, {})


def test_what_cannot_become_an_answer_is_said_kindly(
    family: Family, corresponding: Postbox, box: Box, choose_mail: Choose, clock: time_machine.Traveller
) -> None:
    to = asked(family, corresponding)
    box.put(vouched(reply(to, "> What do you remember?\n", name="empty")))
    large = reply(to, "x" * 1_100_000, name="large")
    box.put(vouched(large))
    choose_mail(mailbox={"megabytes": 1})
    assert fetch_replies() == Counter({Outcome.EMPTY: 1, Outcome.TOO_LARGE: 1})
    assert any("BODY.PEEK[HEADER]" in line for line in box.said)
    clock.shift(timedelta(minutes=1))
    decide_questions_by_mail(memoir=family.memoir, yes=False, language="en", by=family.alma.actor)
    box.put(vouched(reply(to, name="late")))
    assert fetch_replies() == Counter({Outcome.CLOSED: 1})
    run_due()
    assert [subject for _to, subject in sent(corresponding)[-3:]] == [
        "We found no answer in your letter",
        "Your letter was too large",
        "Your letter could not become an answer",
    ]
    assert told(family) == []


def test_a_reply_address_is_kept_as_a_hash_and_is_another_for_each_question(
    family: Family, corresponding: Postbox, box: Box, clock: time_machine.Traveller
) -> None:
    first = asked(family, corresponding)
    token = first.removeprefix("reply+").removesuffix("@fortell.example")
    assert (len(token), token.isalnum()) == (32, True)
    assert token.encode() not in bytes(MailedQuestion.objects.get().reply_hash)
    tell(family, "We rowed.")
    clock.move_to(MONDAY + 2 * WEEK)
    write_letters()
    run_due()
    assert MailedQuestion.objects.count() == 2
    assert str(corresponding.letters[-1][2]["Reply-To"]) != first


def test_an_address_that_is_removed_is_gone_with_its_key(family: Family, corresponding: Postbox) -> None:
    row = confirmed(family, family.alma, ALMA)
    remove_address(row=row, by=family.alma.actor)
    assert not MailAddress.objects.exists()
    run_due()
    assert corresponding.letters == []


@pytest.mark.parametrize(("often", "days"), [(Often.DAILY, [1, 8]), (Often.WEEKLY, [1, 8]), (Often.NEVER, [])])
def test_the_family_is_told_as_often_as_they_like(
    family: Family, corresponding: Postbox, clock: time_machine.Traveller, often: Often, days: list[int]
) -> None:
    confirmed(family, family.kari, KARI, often)
    run_due()
    before, told_on = len(corresponding.letters), []
    for day in range(1, 15):
        clock.move_to(MONDAY + timedelta(days=day - 1))
        if day in {1, 7}:
            clock.shift(-timedelta(hours=1))
            tell(family, f"On day {day} we rowed.")
            clock.shift(timedelta(hours=1))
        if write_letters():
            told_on.append(day)
        run_due()
    daily = [1, 7]
    assert told_on == (daily if often == Often.DAILY else days)
    letters = [bodies(message) for _from, _to, message in corresponding.letters[before:]]
    assert len(letters) == len(told_on)
    assert [text for text in letters if "rowed" in text or "Alma" in text] == []


def test_whoever_wants_to_know_at_once_is_told_a_little_later_and_not_of_what_she_keeps(
    family: Family, corresponding: Postbox, clock: time_machine.Traveller
) -> None:
    confirmed(family, family.kari, KARI, Often.AT_ONCE)
    run_due()
    clock.shift(timedelta(hours=1))
    (answer,) = tell(family, "We rowed.")
    set_withheld(answer=answer, withheld=True, by=family.alma.actor)
    clock.shift(timedelta(minutes=20))
    run_due()
    assert sent(corresponding) == []
    tell(family, "We sang.", "We slept.")
    run_due()
    clock.shift(timedelta(minutes=20))
    run_due()
    assert sent(corresponding) == [(KARI, "There is something new to read")]


def test_photos_and_a_recording_come_with_a_reply_as_on_her_page(
    family: Family, corresponding: Postbox, box: Box, clock: time_machine.Traveller
) -> None:
    message = reply(asked(family, corresponding), "Here we are.")
    message.add_attachment(saved(gradient(), "JPEG"), maintype="image", subtype="jpeg", filename="us.jpg")
    message.add_attachment(saved(gradient(8, 8), "PNG"), maintype="image", subtype="png", disposition="inline")
    message.add_attachment(recorded(1.0), maintype="audio", subtype="webm", filename="voice.webm")
    box.put(vouched(message))
    assert fetch_replies() == Counter({Outcome.KEPT: 1})
    (answer,) = answers_of(family.memoir)
    assert [(photo.width, photo.height) for photo in answer.photos.all()] == [(90, 60)]
    assert [recording.milliseconds // 100 for recording in answer.recordings.all()] == [10]
    assert told(family) == ["Here we are."]


def test_what_of_it_cannot_be_read_is_said_and_the_rest_is_kept(
    family: Family, corresponding: Postbox, box: Box, clock: time_machine.Traveller
) -> None:
    message = reply(asked(family, corresponding), "Here we are.")
    message.add_attachment(b"no photo at all", maintype="image", subtype="jpeg", filename="us.jpg")
    box.put(vouched(message))
    assert fetch_replies() == Counter({Outcome.KEPT_IN_PART: 1})
    run_due()
    assert told(family) == ["Here we are."]
    assert "could not be read" in bodies(corresponding.letters[-1][2])
