"""A person's hand in the draft: marked, undoable, and never over somebody else's."""

import pytest

from fortell.book.actions import PassageChanged, edit_passage, make_draft
from fortell.book.bodies import Body
from fortell.book.models import Passage, Revision
from fortell.book.queries import read_passage
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from tests.cast import BOTH, Family, make_family, tell
from tests.kit.test_workers import at_once

pytestmark = pytest.mark.django_db(databases=BOTH)
ROWED, OARS = "We rowed to school in the old boat.", "My brother held the oars."


@pytest.fixture
def drafted(family: Family) -> Family:
    return with_draft(family)


def with_draft(family: Family) -> Family:
    tell(family, f"{ROWED} {OARS}")
    make_draft(memoir=family.memoir, by=OPERATOR)
    return family


def edit(family: Family, text: str, *, version: int | None = None) -> Passage:
    passage = Passage.objects.get()
    return edit_passage(
        passage=passage, text=text, version=passage.version if version is None else version, by=family.ingrid.actor
    )


def body(family: Family) -> Body:
    return read_passage(Passage.objects.get(), opened(scope=family.memoir.id, use=Use.BOOK)).body


def test_an_unchanged_sentence_keeps_its_sources_and_a_typed_one_is_marked(drafted: Family) -> None:
    before = body(drafted)
    edit(drafted, f"{ROWED} My brother Sivert held the oars.")
    kept, typed = body(drafted).sentences
    assert kept == before.sentences[0]
    assert (typed.text, typed.by) == ("My brother Sivert held the oars.", str(drafted.ingrid.member.id))
    assert typed.sources == before.sentences[1].sources
    assert typed.not_said == ("Sivert",)


def test_a_sentence_of_nobodys_words_has_no_source(drafted: Family) -> None:
    edit(drafted, f"{ROWED} Summer came early.")
    typed = body(drafted).sentences[1]
    assert typed.sources == ()
    assert set(typed.not_said) == {"Summer", "came", "early"}
    assert typed.by


def test_sentences_can_change_places(drafted: Family) -> None:
    before = body(drafted).sentences
    edit(drafted, f"{OARS} {ROWED}")
    assert body(drafted).sentences == before[::-1]


def test_how_it_read_before_stays_as_a_revision(drafted: Family) -> None:
    opening = opened(scope=drafted.memoir.id, use=Use.BOOK)
    edit(drafted, "We rowed.")
    edit(drafted, "We rowed far.")
    revisions = Revision.objects.order_by("version")
    texts = [[sentence["text"] for sentence in opening.read(one, "body")["sentences"]] for one in revisions]
    assert texts == [[ROWED, OARS], ["We rowed."]]
    assert [(one.version, one.replaced_by) for one in revisions] == [
        (1, str(drafted.ingrid.member.id)),
        (2, str(drafted.ingrid.member.id)),
    ]


def test_an_edit_names_who_and_when_and_counts_the_version(drafted: Family) -> None:
    edited = edit(drafted, "We rowed.")
    assert (edited.version, edited.edited_by, edited.stale_since) == (2, drafted.ingrid.member.id, None)
    assert edited.edited_at
    line = AuditEntry.objects.get(verb="passage.edited")
    assert (line.thing, line.actor, line.fields) == (edited.id, str(drafted.ingrid.member.id), ["body"])


def test_saving_the_same_text_changes_nothing(drafted: Family) -> None:
    edit(drafted, f"  {ROWED}   {OARS}\n")
    passage = Passage.objects.get()
    assert (passage.version, passage.edited_by) == (1, None)
    assert not Revision.objects.exists()


def test_an_edit_from_an_older_version_stores_nothing(drafted: Family) -> None:
    edit(drafted, "We rowed.")
    with pytest.raises(PassageChanged) as changed:
        edit(drafted, "We sailed.", version=1)
    assert changed.value.body.words == "We rowed."
    assert changed.value.passage.version == 2
    assert body(drafted).words == "We rowed."
    assert Revision.objects.count() == 1


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_two_who_save_at_once_overwrite_nobody() -> None:
    family, refused = with_draft(make_family()), []

    def save(text: str) -> None:
        try:
            edit(family, text, version=1)
        except PassageChanged as changed:
            refused.append(changed.body.words)

    at_once(lambda: save("We rowed."), lambda: save("We sailed."))
    assert refused == [body(family).words]
    assert (Passage.objects.get().version, Revision.objects.count()) == (2, 1)


@pytest.mark.parametrize("who", ["alma", "kari", "jonas"])
def test_only_the_owner_edits(drafted: Family, neighbour: Family, who: str) -> None:
    passage = Passage.objects.get()
    for actor in (getattr(drafted, who).actor, neighbour.ingrid.actor, OPERATOR):
        with pytest.raises(NotAllowed):
            edit_passage(passage=passage, text="Mine.", version=1, by=actor)
    assert body(drafted).words == f"{ROWED} {OARS}"


def test_her_words_stay_hers_after_a_passage_was_wholly_retyped(drafted: Family) -> None:
    edit(drafted, "Summer came early.")
    edit(drafted, "The boat was old.")
    assert body(drafted).sentences[0].not_said == ("was",)
