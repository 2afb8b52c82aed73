import hashlib
import re

from fortell.kit.ids import CODE_ALPHABET, new_code, new_id, new_token, token_hash


def test_codes_hold_no_letter_that_can_be_misread() -> None:
    codes = [new_code() for _ in range(200)]
    assert len(set(codes)) == 200
    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) <= set(CODE_ALPHABET)
    assert not set(CODE_ALPHABET) & set("01aeioulv")


def test_tokens_are_secret_and_fit_an_address() -> None:
    tokens = {new_token() for _ in range(50)}
    assert len(tokens) == 50
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in tokens)  # 43 characters of base64 hold 256 bits


def test_a_stored_hash_leads_back_to_its_token_alone() -> None:
    assert token_hash("one") == hashlib.sha256(b"one").digest() != token_hash("other")


def test_ids_are_random() -> None:
    assert len({new_id() for _ in range(50)}) == 50
    assert new_id().version == 4
