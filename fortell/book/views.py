import json
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from fortell.book.actions import (
    Failed,
    NothingToPrint,
    NothingToPutBack,
    PassageChanged,
    approve_proof,
    choose_dial,
    choose_heading,
    edit_passage,
    forget_order,
    forget_scene,
    go_back,
    go_back_to,
    keep_apart,
    make_edition,
    move_chapter,
    move_passage,
    proof_file_row,
    put_back,
    put_together,
    read_proof_file,
    suggest_wording,
)
from fortell.book.beside_the_chat import book_so_far
from fortell.book.bodies import both
from fortell.book.changes import DIALS, changes_shown
from fortell.book.forms import (
    ChapterForm,
    DialForm,
    EarlierForm,
    HeadingForm,
    ListedForm,
    MoveForm,
    PassageForm,
    PutBackForm,
    SceneForm,
    UndoForm,
    WishForm,
)
from fortell.book.history import compared, history_page, passage_history
from fortell.book.models import Chapter, Edition, Passage, Proof, Revision
from fortell.book.order_page import order_page
from fortell.book.ordering import DOWN, UP, Step
from fortell.book.page import caption_of, changes_page, draft_page, edition_page, names_by_text
from fortell.book.pictures import page_picture
from fortell.book.queries import objections, proof_of, quoted_answers, read_draft, read_passage, tally
from fortell.book.slots import parts_after_approval
from fortell.book.timeline import timeline_page
from fortell.gateways import model
from fortell.kit.htmx import is_htmx
from fortell.people.guard import Asked, guarded, home_for
from fortell.people.models import Role
from fortell.people.permissions import Action, may
from fortell.people.queries import name_of, storyteller
from fortell.privacy.handing_out import sealed_response
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.family import asked_by_family
from fortell.story.letters import sends_letters
from fortell.story.models import Memoir, Photo
from fortell.story.queries import language_of, photo_file


@home_for(Role.OWNER, Role.CONTRIBUTOR, Role.READER)
def familys_home(scope: UUID) -> str:
    return f"/family/{Memoir.objects.only('code').get(id=scope).code}/"


@guarded(Action.DRAFT_READ)
def draft(request: Asked, memoir: Memoir) -> HttpResponse:
    """The open book, as the family reads and mends it."""
    page = draft_page(memoir, opened(scope=memoir.id, use=Use.BOOK))
    may_edit = request.actor.role == Role.OWNER
    may_ask = may(request.actor, Action.QUESTION_WRITE, memoir)
    letters = sends_letters() and request.actor.role != Role.STORYTELLER
    shown = {"page": page, "may_edit": may_edit, "may_ask": may_ask, "letters": letters, "dials": DIALS}
    return render(request, "book/draft.html", shown)


@guarded(Action.DRAFT_READ)
def reading(request: Asked, memoir: Memoir) -> HttpResponse:
    """The same book as the storyteller reads it, on her own side of the house."""
    page = draft_page(memoir, opened(scope=memoir.id, use=Use.OWN))
    return render(request, "book/reading.html", {"page": page})


@guarded(Action.TIMELINE_READ)
def timeline(request: Asked, memoir: Memoir) -> HttpResponse:
    """When things were and who is named, beside the draft, each with the sentence it comes from."""
    page = timeline_page(memoir, opened(scope=memoir.id, use=Use.BOOK), own=False)
    return render(request, "book/timeline.html", {"page": page})


@guarded(Action.TIMELINE_READ_OWN)
def own_timeline(request: Asked, memoir: Memoir) -> HttpResponse:
    """The same for the storyteller; each sentence leads to her answer."""
    page = timeline_page(memoir, opened(scope=memoir.id, use=Use.OWN), own=True)
    return render(request, "book/timeline.html", {"page": page})


@guarded(Action.DRAFT_READ)
def so_far(request: Asked, memoir: Memoir) -> HttpResponse:
    """The chapters beside the storyteller's chat, again and again while the draft is being refreshed."""
    return HttpResponse(book_so_far(request, memoir))


@guarded(Action.DRAFT_READ)
def passage(request: Asked, memoir: Memoir, passage: UUID) -> HttpResponse:
    """One passage as it stands, also to leave off editing."""
    opening = opened(scope=memoir.id, use=Use.BOOK)
    return _passage(request, memoir, _find(memoir, passage), opening)


@guarded(Action.DRAFT_READ)
def sources(request: Asked, memoir: Memoir, passage: UUID) -> HttpResponse:
    """Where each sentence of a passage comes from: her answer, with the words marked."""
    return _sources(request, memoir, _find(memoir, passage), opened(scope=memoir.id, use=Use.BOOK))


@guarded(Action.DRAFT_EDIT, "POST")
def putting_back(request: Asked, memoir: Memoir, passage: UUID) -> HttpResponse:
    """Undo one of the machine's changes; the passage as it reads now. One that is gone already undoes nothing."""
    row, form, listed = _find(memoir, passage), PutBackForm(request.POST), ListedForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        row = put_back(passage=row, by=request.actor, **form.cleaned_data)
    except NothingToPutBack:
        row = _find(memoir, passage)
    if listed.is_valid():
        chapter = listed.cleaned_data["listed"]
        return redirect(f"{reverse('book:changes', args=(memoir.code,))}?chapter={chapter}#p-{row.id}")
    return _passage(request, memoir, row, opened(scope=memoir.id, use=Use.BOOK))


@guarded(Action.DRAFT_EDIT)
def changes(request: Asked, memoir: Memoir) -> HttpResponse:
    """All that the machine changed, by chapter: before, after, why; each to be put back, or all at once."""
    form = ChapterForm(request.GET)
    chapter = form.cleaned_data["chapter"] if form.is_valid() else None
    page = changes_page(memoir, opened(scope=memoir.id, use=Use.BOOK), chapter=chapter)
    return render(request, "book/changes.html", {"page": page, "verbatim": Memoir.Dial.VERBATIM})


@guarded(Action.DRAFT_EDIT, "POST")
def dial(request: Asked, memoir: Memoir) -> HttpResponse:
    """Choose how much the book cleans up."""
    form = DialForm(request.POST)
    if form.is_valid():
        choose_dial(memoir=memoir, dial=Memoir.Dial(form.cleaned_data["dial"]), by=request.actor)
    return redirect("book:draft", code=memoir.code)


@guarded(Action.DRAFT_EDIT)
def order(request: Asked, memoir: Memoir) -> HttpResponse:
    """The chapters and passages in short, each with the buttons that move it."""
    return render(request, "book/order.html", {"page": order_page(memoir, opened(scope=memoir.id, use=Use.BOOK))})


@guarded(Action.DRAFT_EDIT, "POST")
def moving_chapter(request: Asked, memoir: Memoir, chapter: UUID) -> HttpResponse:
    """One place up or down in the book."""
    row = get_object_or_404(Chapter.objects.select_related("memoir"), memoir=memoir, id=chapter)
    with suppress(Chapter.DoesNotExist):  # a refresh was quicker: the page shows the draft as it is now
        move_chapter(chapter=row, step=_step(request), by=request.actor)
    return _in_order(memoir, row.id)


@guarded(Action.DRAFT_EDIT, "POST")
def moving_passage(request: Asked, memoir: Memoir, passage: UUID) -> HttpResponse:
    """One place up or down in its chapter."""
    row = _find(memoir, passage)
    with suppress(Passage.DoesNotExist):
        move_passage(passage=row, step=_step(request), by=request.actor)
    return _in_order(memoir, row.id)


@guarded(Action.DRAFT_EDIT, "POST")
def heading(request: Asked, memoir: Memoir, chapter: UUID) -> HttpResponse:
    """Give a chapter a heading, or leave it to the draft again."""
    row = get_object_or_404(Chapter.objects.select_related("memoir"), memoir=memoir, id=chapter)
    form = HeadingForm(request.POST)
    if not form.is_valid():  # the field takes no more than fits
        raise Http404
    with suppress(Chapter.DoesNotExist):
        choose_heading(chapter=row, title=form.cleaned_data["title"], by=request.actor)
    return _in_order(memoir, row.id)


@guarded(Action.DRAFT_EDIT, "POST")
def scene(request: Asked, memoir: Memoir) -> HttpResponse:
    """Whether two answers tell the same, or that it is open again."""
    form = SceneForm(request.POST)
    if not form.is_valid():
        raise Http404
    decide = {"together": put_together, "apart": keep_apart, "open": forget_scene}[form.cleaned_data["say"]]
    decide(memoir=memoir, pair=form.pair, by=request.actor)
    return redirect("book:order", code=memoir.code)


@guarded(Action.DRAFT_EDIT, "POST")
def order_back(request: Asked, memoir: Memoir) -> HttpResponse:
    """Back to the order by time."""
    forget_order(memoir=memoir, by=request.actor)
    return redirect("book:order", code=memoir.code)


@guarded(Action.DRAFT_EDIT, "GET", "POST")
def editing(request: Asked, memoir: Memoir, passage: UUID) -> HttpResponse:
    """Edit a passage. What somebody else saved meanwhile is shown beside, never overwritten."""
    opening = opened(scope=memoir.id, use=Use.BOOK)
    row = _find(memoir, passage)
    body = read_passage(row, opening).body
    form = PassageForm(request.POST or None)
    if not form.is_valid():
        return _form(request, memoir, row, {"text": form.data.get("text", body.words)})
    text = form.cleaned_data["text"]
    if form.cleaned_data["both"]:  # of her version: a newer one is a choice again
        text = both(theirs=body.words, mine=text, language=language_of(memoir))
    if not form.cleaned_data["mine"]:
        found = objections(memoir, row, body, text, opening)
        if found:
            page = {"text": text, "unsaid": found.unsaid, "doubts": found.doubts}
            return _form(request, memoir, row, page)
    try:
        saved = edit_passage(passage=row, text=text, version=form.cleaned_data["version"], by=request.actor)
    except PassageChanged as changed:
        theirs = compared(form.cleaned_data["text"], changed.body.words)[1]
        page = {"text": form.cleaned_data["text"], "theirs": theirs}
        return _form(request, memoir, changed.passage, page)
    response = _passage(request, memoir, saved, opening)
    if is_htmx(request):  # the count at the top of the page changes with the passage
        counted = {"tally": tally(read_draft(memoir, opening)), "out_of_band": True}
        response.write(render_to_string("book/_tally.html", counted, request))
    return response


@guarded(Action.DRAFT_EDIT, "POST")
def suggestion(request: Asked, memoir: Memoir, passage: UUID) -> HttpResponse:
    """Other wording for what stands in the field: shown to a person, who takes it or not."""
    row, engine, form = _find(memoir, passage), model.writer(), WishForm(request.POST)
    if engine is None or row.kind not in Passage.WORDED:
        raise Http404
    text = form.data.get("text", "")
    if not form.is_valid():
        return _form(request, memoir, row, {"text": text, "failed": "wish"}, status=422)
    found = suggest_wording(
        passage=row, text=form.cleaned_data["text"], wish=form.cleaned_data["wish"], engine=engine, by=request.actor
    )
    if isinstance(found, Failed):
        return _form(request, memoir, row, {"text": text, "failed": found})
    page = {"text": found.text if found.passes else text, "suggested": found, "before": text}
    return _form(request, memoir, row, page)


@guarded(Action.DRAFT_EDIT)
def history(request: Asked, memoir: Memoir) -> HttpResponse:
    """What people changed in the book, the newest first."""
    form = EarlierForm(request.GET)
    below = form.cleaned_data["below"] if form.is_valid() else None
    page = history_page(memoir, opened(scope=memoir.id, use=Use.BOOK), below=below)
    return render(request, "book/history.html", {"page": page})


@guarded(Action.DRAFT_EDIT)
def passages_history(request: Asked, memoir: Memoir, passage: UUID) -> HttpResponse:
    """All the ways a passage has read."""
    page = passage_history(_find(memoir, passage), opened(scope=memoir.id, use=Use.BOOK))
    return render(request, "book/passage_history.html", {"page": page})


@guarded(Action.DRAFT_EDIT, "POST")
def undoing(request: Asked, memoir: Memoir, revision: UUID) -> HttpResponse:
    """Let what one change touched stand again as before it, or the whole book."""
    row = get_object_or_404(Revision.objects.select_related("memoir"), memoir=memoir, id=revision)
    form = UndoForm(request.POST)
    undo = go_back_to if form.is_valid() and form.cleaned_data["whole"] else go_back
    with suppress(Revision.DoesNotExist):  # it went with its passage meanwhile
        undo(revision=row, by=request.actor)
    return redirect("book:history", code=memoir.code)


@guarded(Action.EDITION_MAKE, "POST")
def editions(request: Asked, memoir: Memoir) -> HttpResponse:
    """Make an edition of the draft as it stands; it is typeset while the page shows how far it is."""
    try:
        made = make_edition(memoir=memoir, by=request.actor)
    except NothingToPrint:  # its button stands only on a draft that has passages
        return redirect("book:draft", code=memoir.code)
    return redirect("book:edition", code=memoir.code, number=made.number)


@guarded(Action.EDITION_READ)
def edition(request: Asked, memoir: Memoir, number: int) -> HttpResponse:
    """An edition: how far its typesetting is, then its pages, files and approval."""
    found = _edition(memoir, number)
    page = edition_page(found, opened(scope=memoir.id, use=Use.BOOK))
    template = "book/_edition.html" if is_htmx(request) else "book/edition.html"
    shown = {"page": page, "may_approve": request.actor.role == Role.OWNER}
    return render(request, template, shown | {"parts": parts_after_approval(request, found)})


@guarded(Action.EDITION_READ)
def edition_file(request: Asked, memoir: Memoir, number: int, name: str) -> HttpResponseBase:
    """A file of the edition's proof, exactly as it was typeset."""
    opening = opened(scope=memoir.id, use=Use.BOOK)
    proof = _proof(memoir, number)
    if name == "book.json":
        facts = json.dumps(opening.read(proof, "facts"), indent=2, ensure_ascii=False)
        return HttpResponse(facts, content_type="application/json")
    file = next((one for one in proof.files.all() if one.name == name), None)  # a name may hold what no database takes
    if file is None:
        raise Http404
    shown_name = f"{opening.text(memoir, 'title')} – {file.name}"
    return sealed_response(request, opening, proof_file_row(file), filename=shown_name)


@guarded(Action.EDITION_READ)
def edition_page_picture(request: Asked, memoir: Memoir, number: int, page: int) -> HttpResponse:
    """One page of the interior as a picture, for reading on the screen."""
    opening = opened(scope=memoir.id, use=Use.BOOK)
    proof = _proof(memoir, number)
    if not 1 <= page <= proof.pages:
        raise Http404
    interior = read_proof_file(proof.files.get(name="interior.pdf"), opening)
    return HttpResponse(page_picture(interior, page=page), content_type="image/jpeg")


@guarded(Action.EDITION_APPROVE, "POST")
def approval(request: Asked, memoir: Memoir, number: int) -> HttpResponse:
    """Approve exactly the files of this edition."""
    approve_proof(proof=_proof(memoir, number), by=request.actor)
    return redirect("book:edition", code=memoir.code, number=number)


@guarded(Action.DRAFT_READ)
def photo(request: Asked, memoir: Memoir, photo: UUID) -> HttpResponseBase:
    """A photo of the draft, for the family; those of answers she keeps to herself are not there."""
    row = get_object_or_404(Photo, memoir=memoir, id=photo, answer__withheld_at=None)
    opening = opened(scope=memoir.id, use=Use.BOOK)
    return sealed_response(request, opening, photo_file(row, "screen"))


def _step(request: Asked) -> Step:
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    return UP if form.cleaned_data["step"] == UP else DOWN


def _in_order(memoir: Memoir, moved: UUID) -> HttpResponse:
    """The page again at what was moved, so that the next key press stands there too."""
    return redirect(f"{reverse('book:order', args=(memoir.code,))}#m-{moved}")


def _find(memoir: Memoir, passage: UUID) -> Passage:
    return get_object_or_404(Passage.objects.select_related("memoir"), memoir=memoir, id=passage)


def _edition(memoir: Memoir, number: int) -> Edition:
    return get_object_or_404(Edition.objects.select_related("memoir"), memoir=memoir, number=number)


def _proof(memoir: Memoir, number: int) -> Proof:
    proof = proof_of(_edition(memoir, number))
    if proof is None:
        raise Http404
    return proof


def _sources(request: Asked, memoir: Memoir, row: Passage, opening: Opening) -> HttpResponse:
    read = read_passage(row, opening)
    page = {
        "passage": read,
        "may_edit": request.actor.role == Role.OWNER,
        "renamed": read.renamed,
        "typed": [sentence for sentence in read.body.sentences if sentence.by],
        "changes": changes_shown(read.body),
        "refused": [sentence for sentence in read.body.sentences if sentence.refused],
        "answers": quoted_answers(read.body, memoir, opening),
        "asked": asked_by_family(memoir, row.sources.values_list("answer", flat=True), opening),
        "storyteller": name_of(storyteller(memoir.id), opening),
        "names": names_by_text(memoir),
    }
    return _part(request, memoir, "book/_sources.html", page)


def _passage(request: Asked, memoir: Memoir, row: Passage, opening: Opening) -> HttpResponse:
    read = read_passage(row, opening)
    page = {
        "passage": read,
        "names": names_by_text(memoir),
        "captions": caption_of(read, memoir, opening),
        "may_edit": request.actor.role == Role.OWNER,
    }
    return _part(request, memoir, "book/_passage.html", page)


def _form(request: Asked, memoir: Memoir, row: Passage, page: dict[str, Any], status: int = 0) -> HttpResponse:
    status = status or (409 if "theirs" in page else 422 if "unsaid" in page else 200)
    suggests = model.chosen_processor() if row.kind in Passage.WORDED and model.writer() else None
    return _part(request, memoir, "book/_editing.html", {"row": row, "suggests": suggests, **page}, status=status)


def _part(request: Asked, memoir: Memoir, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    """A part for htmx; where a browser without scripts asks, the same part as a page of its own."""
    if not is_htmx(request):
        page, template = {**page, "part": template}, "book/part.html"
    return render(request, template, {**page, "memoir": memoir}, status=status)
