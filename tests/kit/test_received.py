"""Letters as they come in: who is believed, what is a machine's, and what they hold."""

from email.message import EmailMessage

import pytest

from fortell.kit.plain import plain_text
from fortell.kit.received import Attached, read_letter

US = "mx.fortell.example"
FROM = "Alma <Alma@Solvang.example>"


def raw(text: str = "Yes.", **headers: str) -> bytes:
    named = {"From": FROM, "To": "reply+abc@fortell.example", "Message-ID": "<1@solvang.example>"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = [f"{name}: {value}" for name, value in named.items() if value]
    return ("\r\n".join(lines) + "\r\n\r\n" + text).encode()


def believed(*results: str, sender: str = FROM) -> bool:
    above = "".join(f"Authentication-Results: {result}\r\n" for result in results).encode()
    return read_letter(above + raw(From=sender), checked_by=US).believed


def test_a_letter_says_from_whom_and_to_whom() -> None:
    letter = read_letter(raw(Cc="Kari <kari@solvang.example>", Delivered_To="box@fortell.example"), checked_by=US)
    assert (letter.sender, letter.message_id, letter.text) == ("alma@solvang.example", "<1@solvang.example>", "Yes.")
    assert letter.to == ("reply+abc@fortell.example", "kari@solvang.example", "box@fortell.example")


@pytest.mark.parametrize(
    "result",
    [
        f"{US}; dmarc=pass header.from=solvang.example",
        f"{US.upper()} 1; spf=fail; dkim=none; DMARC=PASS (p=reject (dis=none)) header.from=solvang.example",
        f"{US}; dmarc=none; dkim=fail header.d=solvang.example; dkim=pass header.d=solvang.example",
        f"{US}; spf=pass smtp.mailfrom=alma@solvang.example",
        f"{US}; dkim=pass header.i=@solvang.example",
    ],
)
def test_a_sender_that_the_receiving_server_vouches_for_is_believed(result: str) -> None:
    assert believed(result)


@pytest.mark.parametrize(
    "results",
    [
        (),
        ("mx.elsewhere.example; dmarc=pass header.from=solvang.example",),
        (f"{US}; dmarc=fail header.from=solvang.example",),
        (f"{US}; dmarc=fail; dkim=pass header.d=solvang.example",),
        (f"{US}; dmarc=pass header.from=elsewhere.example",),
        (f"{US}; dkim=pass header.d=elsewhere.example",),
        (f"{US}; spf=pass smtp.mailfrom=alma@elsewhere.example",),
        (f"{US} (dmarc=pass); none",),
        (f"{US}; dmarc=temperror",),
        # The sender wrote the second one; ours stands above it, whatever it says.
        (f"{US}; dmarc=fail", f"{US}; dmarc=pass header.from=solvang.example"),
        ("mx.elsewhere.example; none", f"{US}; dmarc=pass header.from=solvang.example"),
    ],
)
def test_nobody_else_is(results: tuple[str, ...]) -> None:
    assert not believed(*results)


@pytest.mark.parametrize(
    "sender", ["", "Alma", "a@solvang.example, b@solvang.example", "a@x.example\r\nFrom: b@y.example"]
)
def test_a_letter_from_nobody_or_from_two_is_from_nobody(sender: str) -> None:
    letter = read_letter(raw(From=sender), checked_by=US)
    assert (letter.sender, letter.believed) == ("", False)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "auto-generated (away)"},
        {"Precedence": "bulk"},
        {"Return-Path": "<>"},
        {"List-Id": "<news.elsewhere.example>"},
        {"From": "MAILER-DAEMON@elsewhere.example"},
        {"Content-Type": 'multipart/report; report-type=delivery-status; boundary="x"'},
    ],
)
def test_what_a_machine_wrote_is_told_from_what_somebody_wrote(headers: dict[str, str]) -> None:
    assert read_letter(
        raw(**{name.replace("-", "_"): value for name, value in headers.items()}), checked_by=US
    ).automatic


def test_a_persons_letter_is_no_machines() -> None:
    assert not read_letter(raw(Auto_Submitted="no", Return_Path="<alma@solvang.example>"), checked_by=US).automatic


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_words_come_in_any_charset(charset: str) -> None:
    body = "Vi sådde rug på jordet – «ærlig».".replace("–", "-" if charset == "iso-8859-1" else "–")
    head = raw("", Content_Type=f"text/plain; charset={charset}", Content_Transfer_Encoding="8bit")
    assert read_letter(head + body.encode(charset), checked_by=US).text == body


@pytest.mark.parametrize("named", ["text/plain; charset=no-such", "text/plain; charset=us-ascii", "text/plain"])
def test_a_charset_that_is_wrong_loses_no_word(named: str) -> None:
    letter = raw("", Content_Type=named) + "Blåbær".encode("cp1252")
    assert read_letter(letter, checked_by=US).text == "Blåbær"


def test_lines_that_flow_are_one_paragraph() -> None:
    text = "We rowed to church \r\nevery Sunday.\r\n \r\n> What do you \r\n> remember?\r\n-- \r\nAlma"
    letter = read_letter(raw(text, Content_Type="text/plain; format=flowed"), checked_by=US)
    assert letter.text == "We rowed to church every Sunday.\n\n> What do you remember?\n-- \nAlma"


def test_a_letter_in_html_alone_is_read_without_what_it_quotes() -> None:
    html = (
        "<html><head><style>p{}</style></head><body><div>We rowed.<br>All of&nbsp;us<script>x</script></div>"
        '<div class="gmail_quote">On Monday Fortell wrote:<blockquote>What?</blockquote></div></body></html>'
    )
    assert plain_text(html) == "We rowed.\nAll of us"
    assert read_letter(raw(html, Content_Type="text/html"), checked_by=US).text == "We rowed.\nAll of us"


def test_what_outlook_puts_after_its_mark_is_left_out_and_broken_html_is_read() -> None:
    assert plain_text('<p>Yes<div><b>and no<div id="divRplyFwdMsg"></div><p>From: Fortell') == "Yes\nand no"
    assert plain_text("</p></div>Yes <b>and more") == "Yes and more"


def test_photos_and_sound_are_found_wherever_they_stand() -> None:
    message = EmailMessage()
    message["From"] = FROM
    message.set_content("See here.")
    message.add_attachment(b"picture", maintype="image", subtype="jpeg", disposition="inline")
    message.add_attachment(b"voice", maintype="audio", subtype="mp4", filename="voice.m4a")
    message.add_attachment(b"who knows", maintype="application", subtype="octet-stream", filename="x.heic")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="x.pdf")
    letter = read_letter(message.as_bytes(), checked_by=US)
    assert letter.text.strip() == "See here."
    assert letter.attached == (
        Attached(media_type="image/jpeg", content=b"picture"),
        Attached(media_type="audio/mp4", content=b"voice"),
        Attached(media_type="application/octet-stream", content=b"who knows"),
    )


@pytest.mark.parametrize(
    "junk", [b"", b"\xff\xfe\x00", b"From: =?x?q?=\r\n\r\n", b"Content-Type: multipart/mixed\r\n\r\n--"]
)
def test_junk_is_read_as_nothing(junk: bytes) -> None:
    assert read_letter(junk, checked_by=US).sender == ""
