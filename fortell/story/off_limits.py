"""What stands on the page of what she is never asked about, gathered for its template."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from fortell.privacy.vault.opening import Opening
from fortell.story.interviewer import MATTERS, Picture, bounds, names_in, questions_by_id
from fortell.story.language import Phase, phases
from fortell.story.models import Memoir, Turn
from fortell.story.queries import asked_in, language_of


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One box to tick. `in_story`: its words are of the language that she tells in."""

    value: str
    words: str
    chosen: bool
    in_story: bool = False


@dataclass(frozen=True, kw_only=True)
class OffLimitsPage:
    """`first`: what the question that she has just refused was about; `refused` is that question."""

    memoir: Memoir
    first: tuple[Entry, ...]
    matters: tuple[Entry, ...]
    phases: tuple[Entry, ...]
    own: str
    refused: str = ""
    error: str = ""

    def with_faults(self, form: Any) -> "OffLimitsPage":
        fault = next((str(error) for errors in form.errors.values() for error in errors), "")
        return replace(self, own=form.data.get("own", ""), error=fault)


def off_limits_page(
    memoir: Memoir, opening: Opening, *, chosen: frozenset[str], after: Turn | None = None
) -> OffLimitsPage:
    """Everything she can name, with what she has named.

    What the question `after` was about is ticked and whom it named is written in, to be saved or changed by her.
    """
    asked = asked_in(after, opening) if after else None
    near = _near(asked.text, asked.bank_id or "", memoir) if asked else frozenset[str]()
    said = [entry.removeprefix("say:") for entry in sorted(chosen) if entry.startswith("say:")]
    own = dict.fromkeys([*said, *(names_in(asked.text, language_of(memoir)) if asked else ())])
    parts = [_part(phase, chosen, memoir) for phase in phases()]
    here = [one for one in parts if asked and one.value == f"phase:{asked.phase}"]
    matters = [_matter(name, words, chosen | near) for name, words in _matters().items()]
    return OffLimitsPage(
        memoir=memoir,
        first=(*(one for one in matters if one.value in near), *here),
        matters=tuple(one for one in matters if one.value not in near),
        phases=tuple(one for one in parts if one not in here),
        own="\n".join(own),
        refused=asked.text if asked else "",
    )


def _near(question: str, bank_id: str, memoir: Memoir) -> frozenset[str]:
    language = language_of(memoir)
    row = questions_by_id(language).get(bank_id)
    found = set[str]()
    for name in MATTERS:
        entry = f"matter:{name}"
        shut = bounds(Picture(off_limits=frozenset({entry})), language)
        if shut.meet(question) or (row and shut.meet_question(row)):
            found.add(entry)
    return frozenset(found)


def _part(phase: Phase, chosen: frozenset[str], memoir: Memoir) -> Entry:
    value = f"phase:{phase.id}"
    return Entry(value=value, words=phase.names[memoir.language], chosen=value in chosen, in_story=True)


def _matter(name: str, words: str, chosen: frozenset[str]) -> Entry:
    return Entry(value=f"matter:{name}", words=words, chosen=f"matter:{name}" in chosen)


def _matters() -> Mapping[str, str]:
    """The keys are those of `MATTERS`, in the order in which they are shown."""
    return {
        "mother": gettext("Your mother"),
        "father": gettext("Your father"),
        "siblings": gettext("Your brothers and sisters"),
        "love": gettext("Love and marriage"),
        "children": gettext("Your children"),
        "grandchildren": gettext("Your grandchildren"),
        "school": gettext("School"),
        "work": gettext("Working life"),
        "money": gettext("Money"),
        "faith": gettext("Faith and church"),
        "illness": gettext("Illness and the body"),
        "death": gettext("Death and grief"),
        "war": gettext("War"),
        "violence": gettext("Violence"),
        "drink": gettext("Drink"),
        "prison": gettext("Prison and captivity"),
    }
