"""What people changed in a book, in plain words, everybody in it named as the storyteller chose."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fortell.book.bodies import from_json
from fortell.book.models import Chapter, Passage, Revision
from fortell.book.naming import as_wished
from fortell.book.queries import chapter_title, stored_body
from fortell.people.queries import names
from fortell.privacy.vault.opening import Opening
from fortell.story.models import Memoir
from fortell.story.naming import Naming
from fortell.story.queries import naming_of

ON_A_PAGE: Final = 30
_MOST_WORDS: Final = 1_500  # longer texts are shown without marks: comparing them would keep the page waiting
_WORD: Final = re.compile(r"\S+\s*")

_DONE: Final[dict[Revision.Kind, Promise]] = {
    Revision.Kind.WORDS: _("%(name)s changed the words of a passage"),
    Revision.Kind.ORDER: _("%(name)s changed the order of the book"),
    Revision.Kind.PUT_BACK: _("%(name)s put back a change of the clean-up"),
    Revision.Kind.DIAL: _("%(name)s chose anew how the words are tidied"),
    Revision.Kind.HEADING: _("%(name)s gave a chapter another heading"),
}
_UNDONE: Final[dict[Revision.Kind, Promise]] = {
    Revision.Kind.WORDS: _("%(name)s let a passage read again as it did before"),
    Revision.Kind.ORDER: _("%(name)s let an earlier order stand again"),
    Revision.Kind.PUT_BACK: _("%(name)s let words be tidied again that had been put back"),
    Revision.Kind.DIAL: _("%(name)s let the words be tidied again as before"),
    Revision.Kind.HEADING: _("%(name)s let a chapter have its earlier heading again"),
}

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One change: `what` is a sentence; before and after in pieces, each with whether the other has it not."""

    row: Revision
    what: str
    about: str = ""  # the first words of what was moved
    before: Pieces
    after: Pieces


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    memoir: Memoir
    title: str
    lines: list[Line]
    newest: bool  # whether it begins with the last change
    earlier: int | None  # the number below which the next page begins


@dataclass(frozen=True, kw_only=True)
class Text:
    """How a passage read at a time; `since` is None for how the machine set her words. `row`: the way back to it."""

    words: str
    who: str
    since: datetime | None
    row: Revision | None


@dataclass(frozen=True, kw_only=True)
class PassageHistory:
    memoir: Memoir
    passage: Passage
    texts: list[Text]  # the newest first


def history_page(memoir: Memoir, opening: Opening, *, below: int | None) -> HistoryPage:
    """The newest changes, or those numbered below `below`."""
    rows = Revision.objects.filter(memoir=memoir).order_by("-number")
    some = list((rows.filter(number__lt=below) if below is not None else rows)[: ON_A_PAGE + 1])
    shown, naming = some[:ON_A_PAGE], naming_of(memoir, opening)
    told = _Told(memoir, shown, opening, naming)
    return HistoryPage(
        memoir=memoir,
        title=naming.renamed(opening.text(memoir, "title")),
        lines=[told.line(row) for row in shown],
        newest=below is None,
        earlier=shown[-1].number if len(some) > ON_A_PAGE else None,
    )


def passage_history(passage: Passage, opening: Opening) -> PassageHistory:
    """All the ways a passage has read, each with who wrote it so."""
    memoir, naming = passage.memoir, naming_of(passage.memoir, opening)
    who = {str(member): name for member, name in names(memoir.id).items()}

    def text(stored: object, by: object, at: datetime | None, row: Revision | None) -> Text:
        words = as_wished(from_json(stored), naming).words if isinstance(stored, dict) else ""
        return Text(words=words, who=who.get(str(by), ""), since=at, row=row)

    now = text(opening.read(passage, "body"), passage.edited_by, passage.edited_at, None)
    before = [
        text(opening.read(row, "body"), row.before_by, row.before_at, row)
        for row in passage.revisions.select_related("memoir").order_by("-number")
    ]
    return PassageHistory(memoir=memoir, passage=passage, texts=[now, *before])


def compared(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Two texts in pieces, each with whether it stands in this one only."""
    one, other = _WORD.findall(before), _WORD.findall(after)
    if max(len(one), len(other)) > _MOST_WORDS:
        return [(before, False)], [(after, False)]
    left: Pieces = []
    right: Pieces = []
    matcher = SequenceMatcher(a=[word.strip() for word in one], b=[word.strip() for word in other], autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        left.append(("".join(one[i:j]), what != "equal"))
        right.append(("".join(other[k:m]), what != "equal"))
    return [piece for piece in left if piece[0]], [piece for piece in right if piece[0]]


class _Told:
    """What is needed to tell some changes, in a fixed number of queries."""

    def __init__(self, memoir: Memoir, rows: Sequence[Revision], opening: Opening, naming: Naming) -> None:
        self.memoir, self.opening, self.naming = memoir, opening, naming
        self.who = {str(member): name for member, name in names(memoir.id).items()}
        touched = {row.passage_id for row in rows if row.passage_id}
        self.now = {row.id: row for row in Passage.objects.filter(memoir=memoir, id__in=touched)}
        self.later: dict[object, list[Revision]] = defaultdict(list)
        for row in Revision.objects.filter(memoir=memoir, passage__in=touched).order_by("number"):
            self.later[row.passage_id].append(row)
        kinds = {row.kind for row in rows}
        self.headings = self._headings() if kinds & {Revision.Kind.ORDER, Revision.Kind.HEADING} else {}
        self.headed = self._headed() if Revision.Kind.HEADING in kinds else []
        self.moved = self._moved(rows)

    def line(self, row: Revision) -> Line:
        before, after = self._titles(row) if row.kind == Revision.Kind.HEADING else self._texts(row)
        left, right = compared(before, after)
        name = self.who.get(row.replaced_by, gettext("Somebody"))
        state = self.opening.read(row, "state") if row.kind == Revision.Kind.ORDER else {}
        about = self.moved.get(state.get("moved", ""), "")
        what = _what(row, emptied=bool(before and not after), moved=state.get("moved", "")) % {"name": name}
        return Line(row=row, what=what, about=about, before=left, after=right)

    def _titles(self, row: Revision) -> tuple[str, str]:
        """A chapter that is there no more has none."""
        state = self.opening.read(row, "state")
        heading = self.headings.get(state["key"])
        if heading is None:
            return "", ""
        later = [one["chosen"] for number, one in self.headed if number > row.number and one["key"] == state["key"]]
        chosen = later[0] if later else heading.get("chosen")
        return self._title({**heading, "chosen": state["chosen"]}), self._title({**heading, "chosen": chosen})

    def _title(self, heading: dict[str, Any]) -> str:
        return chapter_title(heading, self.memoir, self.naming)

    def _headings(self) -> dict[str, dict[str, Any]]:
        rows = Chapter.objects.filter(memoir=self.memoir)
        return {heading["key"]: heading for heading in (self.opening.read(row, "heading") for row in rows)}

    def _headed(self) -> list[tuple[int, dict[str, Any]]]:
        rows = Revision.objects.filter(memoir=self.memoir, kind=Revision.Kind.HEADING).order_by("number")
        return [(row.number, self.opening.read(row, "state")) for row in rows]

    def _texts(self, row: Revision) -> tuple[str, str]:
        if row.passage_id is None:
            return "", ""
        behind = next((one for one in self.later[row.passage_id] if one.number > row.number), None)
        after = self.opening.read(behind, "body") if behind else self.opening.read(self.now[row.passage_id], "body")
        return self._words(self.opening.read(row, "body")), self._words(after)

    def _words(self, stored: dict[str, object]) -> str:
        return as_wished(from_json(stored), self.naming).words

    def _moved(self, rows: Sequence[Revision]) -> dict[str, str]:
        """By name or key, the words by which what was moved is known."""
        if not any(row.kind == Revision.Kind.ORDER for row in rows):
            return {}
        states = (self.opening.read(row, "state") for row in rows if row.kind == Revision.Kind.ORDER)
        wanted = {state["moved"] for state in states}
        titles = {key: self._title(heading) for key, heading in self.headings.items()}
        passages = Passage.objects.filter(memoir=self.memoir, name__in=wanted)
        return titles | {row.name: as_wished(stored_body(row, self.opening), self.naming).words for row in passages}


def _what(row: Revision, *, emptied: bool, moved: str) -> str:
    """A sentence with a place for the name."""
    kind, back = Revision.Kind(row.kind), row.undoes is not None
    if kind == Revision.Kind.WORDS and emptied and not back:
        return gettext("%(name)s took a passage out of the book")
    if kind == Revision.Kind.ORDER and moved:
        # A passage's name holds ids and a number, a chapter's key does not.
        return gettext("%(name)s moved a passage") if ":" in moved else gettext("%(name)s moved a chapter")
    return str((_UNDONE if back else _DONE)[kind])
