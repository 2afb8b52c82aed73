import base64
import json

import pytest

from fortell.kit.signatures import canonical, document_holds, holds, public_key, sign, signed_document

# RFC 8032, section 7.1, test 2
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
LETTER = {"to": "Bjørnøya", "boats": 3, "crew": ["Alma", "Bjarne"]}


def test_signature_is_that_of_the_standard() -> None:
    assert public_key(seed=SEED).hex() == KEY
    assert sign(seed=SEED, content=b"\x72").hex() == SIGNATURE


@pytest.mark.parametrize(
    ("key", "content", "signature"),
    [(KEY, b"\x73", SIGNATURE), (KEY, b"\x72", "00" * 64), ("00" * 32, b"\x72", SIGNATURE), ("00", b"\x72", "00")],
)
def test_anything_else_does_not_hold(key: str, content: bytes, signature: str) -> None:
    assert holds(key=bytes.fromhex(KEY), content=b"\x72", signature=bytes.fromhex(SIGNATURE))
    assert not holds(key=bytes.fromhex(key), content=content, signature=bytes.fromhex(signature))


def test_canonical_form_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": "ø", "a": [1, None]}) == '{"a":[1,null],"b":"ø"}'.encode()


def test_signed_document_holds_after_a_journey() -> None:
    arrived = json.loads(json.dumps(signed_document(LETTER, seed=SEED), indent=4))
    assert document_holds(arrived)
    assert document_holds(arrived, key=bytes.fromhex(KEY))
    assert {name: arrived[name] for name in LETTER} == LETTER


def test_document_under_another_key_is_told_apart() -> None:
    other = signed_document(LETTER, seed=bytes(32))
    assert document_holds(other)
    assert not document_holds(other, key=bytes.fromhex(KEY))


@pytest.mark.parametrize(
    "change",
    [
        {"boats": 4},
        {"harbour": "Vardø"},
        {"public_key": base64.b64encode(public_key(seed=bytes(32))).decode()},
        {"signature": base64.b64encode(bytes(64)).decode()},
        {"signature": "not base64"},
        {"signature": None},
    ],
)
def test_changed_document_does_not_hold(change: dict[str, object]) -> None:
    assert not document_holds(signed_document(LETTER, seed=SEED) | change)


def test_document_without_a_signature_does_not_hold() -> None:
    assert not document_holds(LETTER)
