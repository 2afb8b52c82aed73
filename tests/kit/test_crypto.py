import pytest
from hypothesis import given
from hypothesis import strategies as st

from fortell.kit.crypto import KEY_BYTES, NONCE_BYTES, TAG_BYTES, SealBroken, derive, new_key, seal, unseal

KEY = b"k" * KEY_BYTES


@given(content=st.binary(max_size=2000), bound_to=st.binary(max_size=60))
def test_sealed_content_opens_again(content: bytes, bound_to: bytes) -> None:
    sealed = seal(key=KEY, content=content, bound_to=bound_to)
    assert unseal(key=KEY, sealed=sealed, bound_to=bound_to) == content
    assert len(sealed) == NONCE_BYTES + len(content) + TAG_BYTES


@given(data=st.data(), content=st.binary(max_size=200))
def test_any_changed_bit_is_refused(data: st.DataObject, content: bytes) -> None:
    sealed = bytearray(seal(key=KEY, content=content, bound_to=b"here"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealBroken):
        unseal(key=KEY, sealed=bytes(sealed), bound_to=b"here")


@given(content=st.binary(max_size=60), data=st.data())
def test_any_shortened_seal_is_refused(content: bytes, data: st.DataObject) -> None:
    sealed = seal(key=KEY, content=content, bound_to=b"here")
    with pytest.raises(SealBroken):
        unseal(key=KEY, sealed=sealed[: data.draw(st.integers(0, len(sealed) - 1))], bound_to=b"here")


def test_another_place_is_refused() -> None:
    with pytest.raises(SealBroken):
        unseal(key=KEY, sealed=seal(key=KEY, content=b"x", bound_to=b"here"), bound_to=b"there")


def test_another_key_is_refused() -> None:
    with pytest.raises(SealBroken):
        unseal(key=new_key(), sealed=seal(key=KEY, content=b"x", bound_to=b"here"), bound_to=b"here")


def test_the_same_content_is_never_sealed_the_same_way() -> None:
    assert len({seal(key=KEY, content=b"x", bound_to=b"") for _ in range(50)}) == 50


def test_keys_are_random_and_long_enough() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    assert {len(key) for key in keys} == {32}


def test_derived_keys_differ_by_purpose_and_parent() -> None:
    first = derive(key=KEY, purpose=b"one")
    assert first == derive(key=KEY, purpose=b"one")
    assert len({first, derive(key=KEY, purpose=b"two"), derive(key=b"l" * KEY_BYTES, purpose=b"one"), KEY}) == 4
