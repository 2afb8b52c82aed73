"""The invitation as an e-mail file that opens in any mail program: it carries a link and nothing told."""

from email.message import EmailMessage
from email.policy import SMTP

from django.template.loader import render_to_string
from django.utils import translation

from fortell.config.linking import PersonalLink


def letter(link: PersonalLink) -> bytes:
    """A letter with the link, as plain text and HTML, in the member's language."""
    page = {"link": link, "for_storyteller": link.role == "storyteller"}
    with translation.override(link.language):
        message = EmailMessage(policy=SMTP)
        subject, text = render_to_string("config/letter.txt", page).lstrip().split("\n", 1)
        message["Subject"] = subject.strip()
        message.set_content(text.strip() + "\n")
        message.add_alternative(render_to_string("config/letter.html", page), subtype="html")
        message["X-Unsent"] = "1"  # mail programs open it as a draft to be sent
        return message.as_bytes()
