import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from fortell.privacy.promises import CATALOGUE, ROOT, CatalogueMissingError, Promise, ids, load

KEYS = {"id", "document", "type", "promise", "check", "mechanisms"}
CONTACT = re.compile(
    r"""
    \S+@\S+                          # an e-mail address
    | \b(?:https?://|www\.)\S+       # a web address
    | \b[\w-]+\.(?:no|se|com|eu)\b   # a domain
    | \+\d\d[ \d]+                   # a telephone number with its country
    | \b\d{3}[ ]?\d{3}[ ]?\d{3}\b    # an organisation number
    | \b\d\d[ ]\d\d[ ]\d\d[ ]\d\d\b  # a telephone number
    """,
    re.VERBOSE,
)
REFERENCE = re.compile(r"\b(?:MIM|LIL|MEM|LAR|MNT)-\d+\.\d+b?\b")

# SHA-256, first 12 digits, of the small-letter names of the companies, products, places and suppliers in the documents
# the promises come from: the repository shall not name them, and neither shall this test.
FORBIDDEN = frozenset(
    re.findall(
        "[0-9a-f]{12}",
        """
    0808162dd106 1a3e01e772cf 294aa8d75483 2bed2032ed3d 2caa75efae52 6352ceabc02a 67e5a3025bc0
    6db20ef0d691 740fbad9332e 79f43c3b9c23 7d1507284a57 7d3194f79e64 82b818c5f019 84308bea4540
    8cf4957fc20e 8dca24b9a170 920510199770 9e3894a624d0 9e7c79344952 9fbf261b62c1 a40a92d77dda
    a5018a70d07f acbe5993eb7b afe4d16f403a bbdefa2950f4 c0a593203336 cbc62794911f cc8540769a61
    db3647e37148 e539cb6d872a e734c588ca36 f93fcdd03aad f9ec3562b0fa
    """,
    )
)


def fingerprint(word: str) -> str:
    return hashlib.sha256(word.casefold().encode()).hexdigest()[:12]


def names_in(text: str, forbidden: frozenset[str] = FORBIDDEN) -> list[str]:
    return [word for word in re.findall(r"\w+", text) if fingerprint(word) in forbidden]


def words(promise: Promise) -> str:
    return f"{promise.promise} {promise.check}"


def test_catalogue_holds_every_promise_of_the_five_services() -> None:
    assert Counter(promise.document for promise in load()) == {
        "life-story": 73,
        "consultancy": 65,
        "agency": 49,
        "parents-library": 40,
        "school-tools": 38,
    }


def test_ids_are_unique() -> None:
    assert len(ids()) == len(load())


def test_entries_have_exactly_their_keys() -> None:
    # Promise(**entry) would refuse another key or a missing one: no "quote", no "lines".
    assert set(Promise.__dataclass_fields__) == KEYS
    assert all(promise.type in set("DPRFLO") for promise in load())
    assert all(promise.mechanisms for promise in load())


def test_texts_are_whole_sentences() -> None:
    texts = [text for promise in load() for text in (promise.promise, promise.check)]
    assert [text for text in texts if not re.fullmatch(r"[A-Z`].*[\w)`]\.", text)] == []


def test_references_lead_to_promises() -> None:
    referred = {name for promise in load() for name in REFERENCE.findall(words(promise))}
    assert referred - ids() == set()


def test_texts_name_no_company() -> None:
    found = {promise.id: names for promise in load() if (names := names_in(words(promise)))}
    assert found == {}


def test_texts_hold_no_contact_data() -> None:
    found = {promise.id: CONTACT.findall(words(promise)) for promise in load() if CONTACT.search(words(promise))}
    assert found == {}


def test_texts_quote_nobody() -> None:
    quotation = re.compile(r"[«»“”„\"]|(?<!\w)['’‘]")  # an apostrophe stands after a letter
    assert [promise.id for promise in load() if quotation.search(words(promise))] == []


def test_file_names_no_company_either() -> None:
    text = (ROOT / CATALOGUE).read_text(encoding="utf-8")
    assert names_in(text) == []
    assert CONTACT.findall(text) == []


@pytest.mark.parametrize(
    "planted",
    ["post@eksempel.example", "www.eksempel.example", "eksempel.no", "+47 00 00 00 00", "00 00 00 00", "123 456 789"],
)
def test_contact_pattern_finds_what_it_looks_for(planted: str) -> None:
    assert CONTACT.search(f"Write to {planted} about it.")


def test_contact_pattern_lets_sample_network_addresses_stand() -> None:
    assert not CONTACT.search("Hits from 203.0.113.77 and 2001:db8:1:2:3:4:5:6 within 30 days (Art. 12(3)).")


def test_names_are_found_in_any_case() -> None:
    assert names_in("By EKSEMPELBOKA AS.", frozenset({fingerprint("Eksempelboka")})) == ["EKSEMPELBOKA"]


def test_missing_catalogue_says_where_to_run(tmp_path: Path) -> None:
    with pytest.raises(CatalogueMissingError, match="in a checkout of Fortell"):
        load(root=tmp_path)
