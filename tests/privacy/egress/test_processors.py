"""The registry: what a processor's table must say before anything may go there, and what `fortell check` says of it."""

from datetime import timedelta
from typing import Any

import pytest

from fortell.config.checks import problems, reminders
from fortell.kit.clock import now
from fortell.kit.installation import SettingsError
from fortell.privacy.egress import registry
from fortell.privacy.egress.processors import EEA, Mechanism, read
from fortell.privacy.terms import Purpose
from tests.cast import BOTH
from tests.egress import TEXT, Register, in_order

TODAY = now().date()
OUTSIDE: dict[str, Any] = {"region": "US", "mechanism": "standard-contractual-clauses"}


def test_a_table_is_read_as_it_stands() -> None:
    one = read({"text": in_order(region="no", hosts=["Text.Nordlys.Example."], retains_nothing=True)})["text"]
    assert (one.key, one.region, one.hosts, one.purposes) == ("text", "NO", ("text.nordlys.example",), (Purpose.BOOK,))
    assert (one.agreement_date, one.mechanism, one.retains_nothing) == (
        TODAY - timedelta(days=40),
        Mechanism.NONE,
        True,
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"regoin": "NO"}, "no key regoin"),
        ({"name": None}, "does not say its name"),
        ({"region": ""}, "does not say its region"),
        ({"region": "Norway"}, "two letters"),
        ({"hosts": "text.nordlys.example"}, "hosts is a list"),
        ({"purposes": ["training"]}, "purposes: 'training' is none of book"),
        ({"mechanism": "consent"}, "'consent' is none of adequacy"),
        ({"agreement_date": "2026-01-01"}, "date, written 2026-11-23 without quotes"),
        ({"own": "yes"}, "should be a true or false"),
    ],
)
def test_what_cannot_be_understood_stops_the_start(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        read({"text": in_order(**changes)})
    assert str(refused.value).startswith("[processors.text]")


def test_the_eea_has_thirty_states() -> None:
    assert len([code for code in EEA if len(code) == 2 and code != "EU"]) == 30
    assert {"GB", "CH", "US"} & EEA == set()


def test_a_processor_in_order_has_no_faults(register: Register) -> None:
    register({"text": in_order()})
    assert (registry.faults(), registry.reviews_due(), registry.open_hosts()) == ([], [], {"127.0.0.1"})


def test_a_family_at_home_has_none(register: Register) -> None:
    register({})
    assert (registry.faults(), registry.reviews_due(), registry.open_hosts()) == ([], [], frozenset())


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.promise("MIM-8.2", "LAR-6.1", "MEM-9.4")
@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"agreement": None}, "has no reference to an agreement"),
        ({"agreement_date": None}, "has no date of its agreement"),
        ({"agreement_sha256": None}, "has no SHA-256 of its agreement's text"),
        ({"agreement_sha256": "ab" * 31 + "zz"}, "has no SHA-256 of its agreement's text"),
        ({"purposes": None}, "has an agreement without purposes"),
        ({"active_since": TODAY - timedelta(days=41)}, "was active before its agreement"),
    ],
)
def test_without_a_whole_agreement_it_is_not_switched_on(
    register: Register, changes: dict[str, Any], fault: str
) -> None:
    register({"text": in_order(**changes)})
    assert f"the processor text {fault}" in problems()
    assert registry.open_hosts() == frozenset()


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.promise("MIM-0.2", "MIM-9.1")
@pytest.mark.parametrize(
    ("changes", "switch", "fault"),
    [
        ({"region": "US"}, True, "is outside the EEA (US) without a transfer mechanism"),
        (OUTSIDE, False, "is outside the EEA (US), and [privacy] allow_outside_eea is not set"),
        (OUTSIDE, True, ""),
    ],
)
def test_outside_the_eea_takes_a_mechanism_and_a_switch(
    register: Register, changes: dict[str, Any], switch: bool, fault: str
) -> None:
    register({"text": in_order(**changes)}, allow_outside_eea=switch)
    assert [line for line in problems() if "processor" in line] == ([f"the processor text {fault}"] if fault else [])
    assert registry.open_hosts() == (frozenset() if fault else {"127.0.0.1"})


@pytest.mark.promise("LIL-6.4")
@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"active_since": None}, ["is a sub-processor and does not say since when"]),
        ({"active_since": TODAY - timedelta(days=41)}, ["was active before its agreement"]),
        ({"agreement": None}, ["has no reference to an agreement"]),
        ({"under": "nobody"}, ["is a sub-processor of 'nobody', which is not registered"]),
    ],
)
def test_a_sub_processor_waits_for_our_written_approval(
    register: Register, changes: dict[str, Any], faults: list[str]
) -> None:
    register({"text": in_order(), "below": in_order(**{"hosts": ["below.example"], "under": "text", **changes})})
    assert registry.faults() == [f"the processor below {fault}" for fault in faults]
    assert ("below.example" in registry.open_hosts()) == (not faults)


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.promise("LIL-6.3")
@pytest.mark.parametrize(
    ("days_ago", "warned", "refused"), [(365, False, False), (366, True, False), (455, True, False), (456, False, True)]
)
def test_a_security_review_is_first_due_and_then_missed(
    register: Register, days_ago: int, warned: bool, refused: bool
) -> None:
    register({"text": in_order(reviewed=TODAY - timedelta(days=days_ago))})
    missed = "the processor text has no security review, or one that is long overdue"
    assert (any("text was due" in line for line in reminders()), missed in problems()) == (warned, refused)


def test_a_processor_that_was_never_reviewed_is_not_opened(register: Register) -> None:
    register({"text": in_order(reviewed=None)})
    assert registry.open_hosts() == frozenset()


def test_a_machine_of_ones_own_needs_no_agreement(register: Register) -> None:
    bare = {"name": "Our cellar", "description": "The database.", "region": "NO", "own": True, "hosts": ["db.example"]}
    register({"cellar": bare})
    assert (registry.faults(), registry.open_hosts()) == ([], {"db.example"})


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"activities": ["knitting"]}, "takes part in no activity: 'knitting'"),
        ({"purposes": ["book", "marketing"]}, "works for marketing, which the profile does not publish"),
        ({"fields": ["story.AnswerVersion.texxt"]}, "story.AnswerVersion.texxt is not declared"),
        ({"fields": ["storey.Answer.id"]}, "no model is called 'storey.Answer'"),
        ({"may_hold_content": None}, f"may get {TEXT}, and may not hold content"),
    ],
)
def test_what_the_house_does_not_have_is_a_fault(register: Register, changes: dict[str, Any], fault: str) -> None:
    register({"text": in_order(**changes)})
    (found,) = registry.faults()
    assert found.endswith(fault)
