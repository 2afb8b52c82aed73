"""What goes out by mail, seen from the mail server; and what lies in the queue before."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest

from fortell.kit import mail
from fortell.kit.gate import SendingFailed
from fortell.kit.installation import SettingsError, installation
from fortell.kit.jobs import registry as jobs
from fortell.kit.jobs import run_due
from fortell.kit.mail import Letter, MailOff, Words
from fortell.kit.models import Job
from fortell.privacy.egress.models import Sending
from fortell.privacy.egress.permits import permit
from fortell.privacy.egress.refusals import PermitInvalid
from fortell.privacy.terms import Purpose
from tests.cast import BOTH, Family
from tests.certificates import Pair
from tests.egress import Postbox, Register, in_order, listening

pytestmark = pytest.mark.django_db(databases=BOTH)
NAME = "people.Member.name"
TO = "alma@solvang.example"
Choose = Callable[..., None]
Prepared = Callable[[Callable[..., Letter | None]], Any]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Settings of [mail]."""

    def chosen(**settings: Any) -> None:
        house = replace(installation(), mail=replace(installation().mail, **settings))
        monkeypatch.setattr(mail, "installation", lambda: house)

    return chosen


@pytest.fixture
def mailing(choose: Choose, register: Register, postbox: Postbox) -> Postbox:
    """Mail is on, through a server on this machine."""
    here(choose, postbox)
    register({"post": in_order(purposes=["service"], fields=[NAME], may_hold_content=False)})
    return postbox


def here(choose: Choose, box: Postbox, security: str = "none") -> None:
    choose(host="127.0.0.1", port=box.port, security=security, sender="Fortell <post@fortell.example>")


def written(payload: mail.Payload) -> Words:
    text = f"Dear {payload[NAME]}, your link is ready."
    return Words(to=TO, subject="Your link «æøå»", text=text, html=f"<p>{text}</p>")


def letter_to(scope: UUID) -> Letter:
    leave = permit(processor="post", purpose=Purpose.SERVICE, fields={NAME}, scope=scope)
    return Letter(permit=leave, payload={NAME: "Alma"}, write=written)


@pytest.fixture
def registered() -> Iterator[Prepared]:
    """Registers how the letter `link` is prepared, for one test."""
    yield mail.letter("link")
    del jobs._handlers["mail.link"]


def test_a_letter_says_what_it_says_and_nothing_of_the_house(family: Family, mailing: Postbox) -> None:
    mail.send(letter_to(family.memoir.id))
    ((sender, receivers, message),) = mailing.letters
    assert (sender, receivers) == ("post@fortell.example", [TO])
    assert mailing.greeted_by == ["fortell.example"]
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text.get_content().strip() == "Dear Alma, your link is ready."
    assert html.get_content().strip() == "<p>Dear Alma, your link is ready.</p>"
    assert (message["Subject"], message["From"], message["To"]) == (
        "Your link «æøå»",
        "Fortell <post@fortell.example>",
        TO,
    )
    names = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
    assert tuple(message.keys()) == names


def test_the_message_id_is_random_and_under_our_name(family: Family, mailing: Postbox) -> None:
    for _ in range(2):
        mail.send(letter_to(family.memoir.id))
    first, second = (str(message["Message-ID"]) for _from, _to, message in mailing.letters)
    assert first != second
    assert all(name.endswith("@fortell.example>") and len(name) == 50 for name in (first, second))
    assert family.memoir.id.hex not in first + second


def test_a_letter_is_queued_as_a_name_and_ids(family: Family) -> None:
    mail.post("link", scope=family.memoir.id, dedupe="once", member=family.alma.member.id)
    job = Job.objects.get(name="mail.link")
    assert (job.arguments, job.scope, job.dedupe) == (
        {"member": str(family.alma.member.id)},
        family.memoir.id,
        "mail.link:once",
    )


def test_a_queued_letter_is_written_when_it_leaves(family: Family, mailing: Postbox, registered: Prepared) -> None:
    prepared: list[UUID] = []

    def prepare(*, member: UUID) -> Letter | None:
        prepared.append(member)
        return letter_to(family.memoir.id) if len(prepared) == 1 else None

    registered(prepare)
    mail.post("link", scope=family.memoir.id, member=family.alma.member.id)
    assert (prepared, mailing.letters) == ([], [])
    run_due()
    assert (prepared, len(mailing.letters)) == ([family.alma.member.id], 1)
    mail.post("link", scope=family.memoir.id, member=family.alma.member.id)  # no longer wanted when its turn comes
    run_due()
    assert (len(prepared), len(mailing.letters)) == (2, 1)


@pytest.mark.parametrize(
    ("reply", "state", "error"),
    [("550 no such box", "failed", "mail-refused"), ("451 later, please", "queued", "SendingFailed")],
)
def test_a_refusal_for_good_is_not_tried_again(
    family: Family, mailing: Postbox, registered: Prepared, reply: str, state: str, error: str
) -> None:
    registered(lambda member: letter_to(family.memoir.id))
    mailing.refuse = reply
    mail.post("link", scope=family.memoir.id, member=family.alma.member.id)
    run_due()
    job = Job.objects.get(name="mail.link")
    assert (job.state, job.error) == (state, error)
    assert Sending.objects.get().end.outcome == "broken"


def test_without_a_server_no_mail_is_sent(family: Family, register: Register) -> None:
    register({"post": in_order(purposes=["service"], fields=[NAME])})
    with pytest.raises(MailOff):
        mail.send(letter_to(family.memoir.id))


def test_without_a_permit_no_mail_is_sent(mailing: Postbox) -> None:
    with pytest.raises(PermitInvalid):
        mail.send(Letter(permit=None, payload={NAME: "Alma"}, write=written))
    assert (mailing.letters, mailing.greeted_by) == ([], [])


def test_a_server_that_is_away_is_told_from_one_that_refuses(family: Family, mailing: Postbox, choose: Choose) -> None:
    here(choose, Postbox(port=9))
    with pytest.raises(SendingFailed, match="can't be reached"):
        mail.send(letter_to(family.memoir.id))
    assert Sending.objects.get().end.outcome == "unreachable"


def test_a_server_without_encryption_gets_nothing(family: Family, mailing: Postbox, choose: Choose) -> None:
    here(choose, mailing, security="starttls")
    with pytest.raises(SendingFailed):
        mail.send(letter_to(family.memoir.id))
    assert mailing.letters == []


def test_a_server_is_known_by_its_certificate(
    family: Family, mailing: Postbox, choose: Choose, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(pair.server()) as box:
        here(choose, box, security="starttls")
        with pytest.raises(SendingFailed):
            mail.send(letter_to(family.memoir.id))
        assert box.letters == []
        monkeypatch.setenv("SSL_CERT_FILE", str(pair.certificate))
        mail.send(letter_to(family.memoir.id))
        assert len(box.letters) == 1


def test_a_line_break_in_a_subject_does_not_add_a_header(family: Family, mailing: Postbox) -> None:
    leave = permit(processor="post", purpose=Purpose.SERVICE, fields={NAME}, scope=family.memoir.id)
    words = Words(to=TO, subject="Hello\nBcc: eve@elsewhere.example", text="…")
    with suppress(ValueError):
        mail.send(Letter(permit=leave, payload={NAME: "Alma"}, write=lambda _payload: words))
    assert mailing.letters == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"security": "ssl"}, "security is one of"),
        ({"host": "smtp.post.example", "security": "none", "sender": "post@fortell.example"}, "only for a mail server"),
        ({"host": "smtp.post.example"}, "sender is an address"),
    ],
)
def test_bad_settings_stop_the_start(choose: Choose, settings: dict[str, str], said: str) -> None:
    choose(**settings)
    with pytest.raises(SettingsError, match=said):
        mail.refuse_bad_settings()


def test_good_settings_do_not(choose: Choose, postbox: Postbox) -> None:
    mail.refuse_bad_settings()
    here(choose, postbox)
    mail.refuse_bad_settings()
    assert isinstance(mail._message(Words(to=TO, subject="…", text="…"), "post@fortell.example"), EmailMessage)
