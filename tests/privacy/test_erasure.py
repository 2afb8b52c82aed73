"""An erased memoir is gone: its words from every byte, its keys from every page, and a crash only delays it."""

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from PIL import Image

from fortell.book.actions import edit_passage, make_draft, make_edition, make_proof
from fortell.book.models import Passage, ProofFile
from fortell.kit import crypto
from fortell.kit.ids import new_id
from fortell.kit.models import Job
from fortell.people.models import Member
from fortell.people.permissions import OPERATOR
from fortell.privacy import audit, erasure, erasure_list
from fortell.privacy.inventory import holdings
from fortell.privacy.keystore.models import Key
from fortell.privacy.models import AuditEntry, ConsentEntry, SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault import arriving, files, keys
from fortell.privacy.vault.keys import KeyDestroyed
from fortell.privacy.vault.opening import opened
from fortell.privacy.vault.stores.disk import chosen
from fortell.story.actions import NewPhoto, ask_next, erase_memoir, give_answer
from fortell.story.models import Memoir
from fortell.story.queries import answers_of, read_answers
from tests.cast import BOTH, Family, make_family, tell
from tests.privacy.scanning import in_any_writing, places_of

DISK = chosen()

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)

if TYPE_CHECKING:
    from fortell.privacy.vault.fields import Sealed

TELLER, TOLD, SHOWN, TYPED = "Torborghild", "Kvitskjeret", "Uglebukta", "Svaneholten"
CANARIES = in_any_writing((TELLER, TOLD, SHOWN, TYPED))


@pytest.fixture(autouse=True)
def _fresh_list() -> Iterator[None]:
    erasure_list.path().unlink(missing_ok=True)
    yield
    erasure_list.path().unlink(missing_ok=True)


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (48, 32), (90, 120, 150)).save(out, "JPEG")
    return out.getvalue()


def full_family() -> Family:
    """A memoir with something in every place that content can be: answers, photo, draft, edit, edition."""
    family = make_family(storyteller=TELLER)
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    turn = ask_next(memoir=family.memoir, opening=opening, by=family.alma.actor)
    photo = NewPhoto(content=picture(), caption=f"The pier at {SHOWN}")
    text = f"We rowed to {TOLD} every summer. My mother sat in the bow."
    give_answer(turn=turn, text=text, delivery=new_id(), photos=(photo,), by=family.alma.actor)
    make_draft(memoir=family.memoir, by=OPERATOR)
    told = Passage.objects.filter(memoir=family.memoir, kind="told").first()
    assert told
    edit_passage(passage=told, text=f"We rowed past {TYPED}.", version=1, by=family.ingrid.actor)
    make_edition(memoir=family.memoir, by=OPERATOR)
    return family


def of_scope(family: Family) -> dict[str, int]:
    """How many rows of each kind a memoir still has, the kept records aside."""
    found = {
        holding.model.__name__: holding.model._default_manager.filter(**{holding.scope: family.memoir.id}).count()
        for holding in holdings()
        if holding.scope and not holding.kept
    }
    found["SealedFile"] = SealedFile.objects.filter(scope=family.memoir.id).count()
    found["Key"] = Key.objects.filter(parent=family.memoir.id).count() + Key.objects.filter(id=family.memoir.id).count()
    return {name: count for name, count in found.items() if count}


def readable(family: Family) -> list[str]:
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    return [read.text for read in read_answers(answers_of(family.memoir), opening)]


@pytest.mark.promise("MIM-14.2", "MIM-3.5", "MIM-3.7", "MIM-3.8")
def test_no_word_lies_open_before_and_nothing_is_left_after(neighbour: Family) -> None:
    family = full_family()
    make_proof(edition=family.memoir.edition_set.get(), by=OPERATOR)
    tell(neighbour, "They sailed to Vika.")
    before_next_door = of_scope(neighbour)
    assert {"Member", "Answer", "Photo", "Passage", "Revision", "Edition", "ProofFile", "SealedFile"} <= set(
        of_scope(family)
    )
    sealed_files = [
        DISK.place(name) for name in SealedFile.objects.filter(scope=family.memoir.id).values_list("id", flat=True)
    ]
    assert len(sealed_files) == 5
    assert all(path.exists() for path in sealed_files)
    assert places_of(CANARIES) == set()

    gone = erase_memoir(memoir=family.memoir, by=OPERATOR)

    assert places_of(CANARIES) == set()
    assert of_scope(family) == {}
    assert not any(path.exists() for path in sealed_files)
    assert (gone["story.Memoir"], gone["people.Member"], gone["files"]) == (1, 4, 5)
    assert of_scope(neighbour) == before_next_door
    assert readable(neighbour) == ["They sailed to Vika."]


def test_the_scanner_would_find_a_word_that_lay_open() -> None:
    name = new_id()
    DISK.place(name).parent.mkdir(parents=True, exist_ok=True)
    DISK.place(name).write_bytes(b".." + TOLD.encode())
    job = Job.objects.create(name=f"book.{TYPED}")
    found = {needle for needle, _place in places_of(CANARIES)}
    files.delete(name)
    job.delete()
    assert {f"{TOLD} in utf-8", f"{TYPED} in utf-8"} <= found


# --- keys ------------------------------------------------------------------------------------------------------------


def keys_of(family: Family) -> dict[str, bytes]:
    """The memoir's and its items' keys, as they lie in the key store and as they are when open."""
    root, _version = keys.root_key(family.memoir.id)
    rows = list(Key.objects.filter(parent=family.memoir.id))
    items = keys.item_keys([row.id for row in rows], scope=family.memoir.id, root=root)
    wrapped = {f"wrapped {row.id}": bytes(row.wrapped) for row in [*rows, Key.objects.get(id=family.memoir.id)]}
    return {**wrapped, "root": root, **{f"open {name}": key for name, (key, _version) in items.items()}}


def test_no_byte_of_a_key_is_left() -> None:
    family = full_family()
    hunted = keys_of(family)
    assert len(hunted) == 10  # wrapped and open: the memoir's, the answer's, the photo's, the edition's, the memory's
    assert {name for name, _place in places_of(hunted)} == {name for name in hunted if name.startswith("wrapped")}
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    assert places_of(hunted) == set()


def test_a_key_that_was_not_destroyed_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    family = full_family()
    hunted = keys_of(family)
    monkeypatch.setattr(keys, "destroy_scope", lambda _scope: None)
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    assert {name for name, _place in places_of(hunted)} == {name for name in hunted if name.startswith("wrapped")}


def test_what_was_copied_before_can_never_be_opened_again() -> None:
    family = full_family()
    rows: list[tuple[Sealed, str]] = [
        (family.memoir, "title"),
        (Member.objects.get(scope=family.memoir.id, role="storyteller"), "name"),
        (Passage.objects.filter(memoir=family.memoir)[0], "body"),
    ]
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    with pytest.raises(KeyDestroyed):
        opened(scope=family.memoir.id, use=Use.OWN)
    keys.make_root(family.memoir.id)  # even a new key under the same name opens nothing
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    for row, field in rows:
        with pytest.raises(crypto.SealBroken):
            opening.read(row, field)


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_the_kept_ledgers_hold_ids_and_the_chain_goes_on() -> None:
    family = full_family()
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    assert ConsentEntry.objects.filter(scope=family.memoir.id).count() == 1
    assert AuditEntry.objects.filter(scope=family.memoir.id).latest("number").verb == "scope.erased"
    assert audit.verify(family.memoir.id) > 5


def test_the_erasure_list_holds_ids_and_times_alone() -> None:
    family = full_family()
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    text = erasure_list.path().read_text(encoding="ascii")
    lines = [json.loads(line) for line in text.splitlines() if line]
    assert [set(line) for line in lines] == [{"scope", "step", "at"}] * 2
    assert [(line["scope"], line["step"]) for line in lines] == [
        (str(family.memoir.id), "begun"),
        (str(family.memoir.id), "done"),
    ]
    assert family.memoir.code not in text
    assert erasure_list.path().parent != Path(connections["default"].settings_dict["NAME"]).parent


def test_queued_work_goes_with_the_memoir() -> None:
    family = full_family()
    assert Job.objects.filter(scope=family.memoir.id).count() >= 2
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    assert not Job.objects.exists()


# --- crashes ---------------------------------------------------------------------------------------------------------

STEPS = (
    (erasure, "_note"),
    (erasure, "stop_jobs"),
    (keys, "destroy_scope"),
    (keys, "forget"),
    (erasure, "_erase_rows"),
    (arriving, "remove"),
    (files, "delete"),
)


class Crash(Exception):
    pass


class Countdown:
    """Lets so many steps pass and crashes before the next."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def before(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            if self.left == 0:
                raise Crash(step.__name__)
            self.left -= 1
            return step(*args, **named)

        return counted


def erase_and_crash(family: Family, *, after: int) -> str:
    """Erase, and crash after so many steps; which step was not begun any more, or nothing if it came through."""
    countdown = Countdown(after)
    with pytest.MonkeyPatch.context() as patch:
        for module, name in STEPS:
            patch.setattr(module, name, countdown.before(getattr(module, name)))
        try:
            erasure.erase_scope(family.memoir.id)
        except Crash as crash:
            return str(crash)
    return ""


@pytest.mark.heavy
@pytest.mark.timeout(300)
def test_a_crash_between_any_two_steps_is_finished_at_the_next_start(neighbour: Family) -> None:
    tell(neighbour, "They sailed to Vika.")
    before_next_door, after = of_scope(neighbour), 1
    while True:
        family = full_family()
        crashed = erase_and_crash(family, after=after)
        assert erasure.unfinished() == ({family.memoir.id} if crashed else set())
        assert erasure.resume() == bool(crashed)
        assert of_scope(family) == {}, f"crashed after {after} steps"
        assert erasure.unfinished() == set()
        if not crashed:
            break
        after += 1
    assert after > len(holdings())
    assert of_scope(neighbour) == before_next_door
    assert readable(neighbour) == ["They sailed to Vika."]


def test_a_crash_before_the_list_leaves_everything_as_it_was() -> None:
    family = full_family()
    before = of_scope(family)
    assert erase_and_crash(family, after=0)
    assert erasure.resume() == 0
    assert of_scope(family) == before
    assert len(readable(family)) == 1


def test_the_keys_go_before_the_rows_and_the_files() -> None:
    family = full_family()
    assert erase_and_crash(family, after=4) == "_erase_rows"  # after the list, the jobs, the keys and their log
    with pytest.raises(KeyDestroyed):
        opened(scope=family.memoir.id, use=Use.OWN)
    assert Memoir.objects.filter(id=family.memoir.id).exists()


@pytest.mark.parametrize("step", ["begun", "done"])
def test_a_line_torn_by_a_power_cut_stops_no_start(step: str) -> None:
    family = full_family()
    if step == "done":
        erase_and_crash(family, after=3)
    with erasure_list.path().open("a", encoding="ascii") as file:
        file.write(f'\n{{"scope": "{family.memoir.id}", "st')
    assert erasure.resume() == (1 if step == "done" else 0)
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    assert erasure.unfinished() == set()
    assert of_scope(family) == {}


def test_erasing_twice_is_erasing_once() -> None:
    family = full_family()
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    assert erase_memoir(memoir=family.memoir, by=OPERATOR) == {}
    assert erasure.resume() == 0
    assert not ProofFile.objects.exists()
