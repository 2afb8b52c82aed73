"""What the storyteller sees of the book beside her questions: the chapters as they grow."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fortell.book.page import being_made
from fortell.book.queries import chapter_list
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Memoir
from fortell.story.slots import beside_the_chat


@beside_the_chat
def book_so_far(request: HttpRequest, memoir: Memoir) -> SafeString:
    opening = opened(scope=memoir.id, use=Use.OWN)
    chapters = chapter_list(memoir, opening)
    page: dict[str, object] = {"memoir": memoir, "chapters": chapters, "title": opening.text(memoir, "title")}
    page["being_made"] = being_made(memoir)
    return render_to_string("book/_so_far.html", page, request)
