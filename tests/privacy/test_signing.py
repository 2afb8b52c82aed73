"""The house's signature: one key, made once, that nothing erases."""

import threading

import pytest
from django.db import connections

from fortell.kit import signatures
from fortell.privacy import erasure
from fortell.privacy.keystore.models import Key
from fortell.privacy.vault import keys, signing
from tests.cast import BOTH

pytestmark = pytest.mark.django_db(databases=BOTH)


def test_house_recognises_what_it_signed_and_nothing_else() -> None:
    signature = signing.sign(b"seven boats")
    assert signing.verify(content=b"seven boats", signature=signature)
    assert not signing.verify(content=b"eight boats", signature=signature)


def test_others_check_with_the_public_key_alone() -> None:
    signature = signing.sign(b"seven boats")
    assert signatures.holds(key=signing.public_key(), content=b"seven boats", signature=signature)
    assert not signing.verify(content=b"seven boats", signature=signature, key=bytes(32))


def test_key_is_made_once() -> None:
    assert signing.public_key() == signing.public_key()
    assert Key.objects.get().id == keys.HOUSE


def test_signed_document_names_the_key_as_it_is_shown() -> None:
    document = signing.signed_document({"boats": 7})
    assert document["public_key"] == signing.public_key_text()
    assert signatures.document_holds(document, key=signing.public_key())


@pytest.mark.parametrize("erase", [erasure.erase_scope, keys.destroy_scope])
def test_house_is_never_erased(erase: object) -> None:
    before = signing.public_key()
    assert callable(erase)
    with pytest.raises(keys.HouseStays):
        erase(keys.HOUSE)
    assert signing.public_key() == before
    assert keys.HOUSE not in erasure.unfinished()


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_two_first_uses_at_once_make_one_key() -> None:
    found: list[bytes] = []

    def use() -> None:
        found.append(signing.public_key())
        connections.close_all()

    uses = [threading.Thread(target=use) for _ in range(4)]
    for thread in uses:
        thread.start()
    for thread in uses:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
