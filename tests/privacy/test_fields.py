"""What stands in a sealed field, and that it opens in its own place only."""

from collections.abc import Callable

import pytest
from django.db import connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from fortell.book.models import Passage, Revision
from fortell.kit.crypto import SealBroken
from fortell.kit.ids import new_id
from fortell.privacy.terms import Use
from fortell.privacy.vault.fields import FORMAT, NotSealed
from fortell.privacy.vault.keys import KeyDestroyed
from fortell.privacy.vault.opening import Opening, opened
from fortell.story.models import Answer, AnswerVersion, Memoir
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
TOLD = "We rowed to school."


def own(family: Family) -> Opening:
    return opened(scope=family.memoir.id, use=Use.OWN)


def version_of(answer: Answer) -> AnswerVersion:
    return AnswerVersion.objects.get(answer=answer)


WAYS: dict[str, Callable[[AnswerVersion], object]] = {
    "save": lambda version: version.save(),
    "update": lambda version: AnswerVersion.objects.filter(id=version.id).update(text=version.text),
    "bulk_create": lambda version: AnswerVersion.objects.bulk_create(
        [AnswerVersion(answer=version.answer, number=2, text=version.text)]
    ),
    "bulk_update": lambda version: AnswerVersion.objects.bulk_update([version], ["text"]),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("open_value", ["open words", b"open words", b"", "", b"\xf7", bytearray(b"\xf7\x01 words")])
def test_nothing_open_can_be_stored(family: Family, open_value: object, way: str) -> None:
    version = version_of(tell(family, TOLD)[0])
    version.text = open_value  # type: ignore[assignment]
    with pytest.raises(NotSealed), transaction.atomic():
        WAYS[way](version)
    assert own(family).text(version_of(version.answer), "text") == TOLD


@pytest.mark.promise("MIM-14.2")
def test_the_row_holds_ciphertext(family: Family) -> None:
    version = version_of(tell(family, TOLD)[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM story_answerversion")
        stored = bytes(cursor.fetchone()[0])
    assert stored.startswith(FORMAT)
    assert TOLD.encode() not in stored
    assert stored == bytes(version.text)


@pytest.mark.parametrize("value", [TOLD, "", {"a": [1, None]}, ["é", "ß", "🛶"], None])
def test_anything_that_json_holds_comes_back(family: Family, value: object) -> None:
    memoir, opening = family.memoir, own(family)
    opening.seal(memoir, title=value)
    memoir.save()
    assert opening.read(Memoir.objects.get(id=memoir.id), "title") == value


def test_an_absent_value_reads_as_none_and_as_empty_text(family: Family) -> None:
    version = AnswerVersion(id=new_id(), answer=tell(family, TOLD)[0], number=2)
    version.text = None  # type: ignore[assignment]
    assert own(family).read(version, "text") is None
    assert own(family).text(version, "text") == ""


def test_ciphertext_moved_to_another_row_does_not_open(family: Family) -> None:
    first, second = (version_of(answer) for answer in tell(family, TOLD, "We walked home."))
    second.text = first.text
    with pytest.raises(SealBroken):
        own(family).text(second, "text")


def test_ciphertext_moved_to_another_row_of_the_same_key_does_not_open(family: Family) -> None:
    family.alma.member.name = family.kari.member.name
    with pytest.raises(SealBroken):
        own(family).text(family.alma.member, "name")


def test_ciphertext_moved_to_another_field_does_not_open(family: Family) -> None:
    family.memoir.subtitle = family.memoir.title
    with pytest.raises(SealBroken):
        own(family).text(family.memoir, "subtitle")


def test_ciphertext_moved_to_another_model_does_not_open(family: Family) -> None:
    opening, passage = own(family), Passage(id=new_id(), memoir=family.memoir)
    opening.seal(passage, body=TOLD)
    assert opening.text(passage, "body") == TOLD
    with pytest.raises(SealBroken):
        opening.text(Revision(id=passage.id, memoir=family.memoir, body=passage.body), "body")


def test_ciphertext_moved_to_another_memoir_does_not_open(family: Family, neighbour: Family) -> None:
    neighbour.memoir.title = family.memoir.title
    with pytest.raises(SealBroken):
        own(neighbour).text(neighbour.memoir, "title")


def test_one_memoirs_opening_opens_nothing_of_another(family: Family, neighbour: Family) -> None:
    theirs = version_of(tell(neighbour, TOLD)[0])
    with pytest.raises(KeyDestroyed):
        own(family).text(theirs, "text")
    with pytest.raises(KeyDestroyed):
        own(family).text(neighbour.memoir, "title")


@given(position=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_any_changed_bit_of_a_stored_field_is_refused(position: int, bit: int) -> None:
    opening = _loose_opening()
    memoir = Memoir(id=opening.scope)
    opening.seal(memoir, title=TOLD)
    changed = bytearray(memoir.title)
    changed[position % len(changed)] ^= 1 << bit
    memoir.title = bytes(changed)
    with pytest.raises(SealBroken):
        opening.text(memoir, "title")


@pytest.mark.parametrize("version", [0, 2, 2**32 - 1])
def test_another_version_of_the_key_is_refused(family: Family, version: int) -> None:
    family.memoir.title = FORMAT + version.to_bytes(4, "big") + bytes(family.memoir.title)[6:]
    with pytest.raises(SealBroken, match="another version"):
        own(family).text(family.memoir, "title")


def test_every_sealing_looks_different(family: Family) -> None:
    opening, memoir = own(family), family.memoir
    seen = set()
    for _ in range(5):
        opening.seal(memoir, title=TOLD)
        seen.add(bytes(memoir.title))
    assert len(seen) == 5


def test_a_sealed_field_is_in_no_form() -> None:
    assert isinstance(AnswerVersion._meta.get_field("text"), models.BinaryField)
    assert not AnswerVersion._meta.get_field("text").editable


def _loose_opening() -> Opening:
    """An opening of no stored memoir: hypothesis runs many examples in one transaction."""
    opening = Opening.__new__(Opening)
    opening.scope = new_id()
    opening._keys = {opening.scope: (b"k" * 32, 1)}
    return opening
