"""Links, devices and the second check."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher

from fortell.kit.ids import token_hash
from fortell.people.actions import (
    CHECK_LASTS,
    ONCE_LASTS,
    TRIES,
    WAIT,
    NotFirstDevice,
    WordTooShort,
    WordWrong,
    _spend,
    choose_word,
    forget_word,
    make_link,
    open_link,
    pass_check,
    revoke_access,
)
from fortell.people.models import Device, Link, Member, Role
from fortell.people.permissions import OPERATOR, STRANGER, Actor, NotAllowed
from fortell.people.queries import actor_of, link_of, members, names, storyteller
from fortell.privacy import audit
from fortell.privacy.models import AuditEntry
from tests.cast import BOTH, Family, make_family, signed_in
from tests.kit.test_workers import at_once

pytestmark = pytest.mark.django_db(databases=BOTH)
WORD, START = "Hardanger Fiddle", datetime(2026, 5, 17, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 as it is, but with the least memory it takes: the tests try many wrong words."""
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 8 * Argon2PasswordHasher.parallelism)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def home(clock: time_machine.Traveller, db: None) -> Family:
    """A family whose Alma signed in, on the moved clock."""
    return make_family()


def link(family: Family, *, once: bool) -> str:
    return make_link(member=family.alma.member, once=once, by=OPERATOR)


def secret_from(token: str) -> str:
    opened = open_link(token=token)
    assert opened
    return opened[1]


# --- links -----------------------------------------------------------------------------------------------------------


def test_a_link_signs_in_its_member_and_nobody_else(home: Family) -> None:
    actor = actor_of(secret_from(link(home, once=False)))
    assert (actor.member, actor.scope, actor.role) == (home.alma.member.id, home.memoir.id, Role.STORYTELLER)
    assert not actor.checked


def test_a_one_time_link_opens_one_device(home: Family) -> None:
    token = link(home, once=True)
    assert secret_from(token)
    assert open_link(token=token) is None
    assert link_of(token) is None


def test_a_one_time_link_ends_after_a_day(home: Family, clock: time_machine.Traveller) -> None:
    token, other = link(home, once=True), link(home, once=True)
    clock.shift(ONCE_LASTS - timedelta(seconds=1))
    assert secret_from(token)
    clock.shift(1)
    assert open_link(token=other) is None


def test_a_personal_link_opens_several_devices_and_does_not_end(home: Family, clock: time_machine.Traveller) -> None:
    token = link(home, once=False)
    first = secret_from(token)
    clock.shift(timedelta(days=900))
    second = secret_from(token)
    assert actor_of(first).member == actor_of(second).member == home.alma.member.id
    assert actor_of(first).device != actor_of(second).device


def test_a_link_that_nobody_made_opens_nothing(home: Family) -> None:
    assert open_link(token="") is None
    assert open_link(token=home.alma.secret) is None
    assert actor_of("made up") == STRANGER


def test_only_hashes_are_stored(home: Family) -> None:
    token = link(home, once=False)
    secret = secret_from(token)
    rows = str([*Link.objects.values(), *Device.objects.values(), *AuditEntry.objects.values()])
    assert token not in rows
    assert secret not in rows
    assert Link.objects.filter(token_hash=token_hash(token)).exists()


def test_revoking_closes_links_and_devices_at_once(home: Family) -> None:
    token = link(home, once=False)
    secret = secret_from(token)
    revoke_access(member=home.alma.member, by=OPERATOR)
    assert open_link(token=token) is None
    assert actor_of(secret) == actor_of(home.alma.secret) == STRANGER
    assert actor_of(home.ingrid.secret) == home.ingrid.actor


def test_a_one_time_link_that_two_have_read_is_spent_by_one(home: Family) -> None:
    token = link(home, once=True)
    one, other = link_of(token), link_of(token)
    assert one
    assert other
    assert (_spend(one), _spend(other)) == (True, False)


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_two_who_open_a_one_time_link_at_once_get_one_device() -> None:
    family = make_family()
    for _ in range(5):
        token, got = link(family, once=True), []
        before = Device.objects.count()
        open_it = lambda token=token, got=got: got.append(open_link(token=token))  # noqa: E731 - used twice
        at_once(open_it, open_it)
        assert sorted(one is not None for one in got) == [False, True]
        assert Device.objects.count() == before + 1


# --- the word --------------------------------------------------------------------------------------------------------


def choose(family: Family) -> Actor:
    choose_word(member=family.alma.member, word=WORD, by=family.alma.actor)
    return actor_of(family.alma.secret)


def try_word(family: Family, word: str, *, by: Actor | None = None) -> WordWrong | None:
    try:
        pass_check(member=Member.objects.get(id=family.alma.member.id), word=word, by=by or family.alma.actor)
    except WordWrong as wrong:
        return wrong
    return None


def test_choosing_the_word_passes_the_check_for_a_while(home: Family, clock: time_machine.Traveller) -> None:
    assert choose(home).checked
    clock.shift(CHECK_LASTS - timedelta(seconds=1))
    assert actor_of(home.alma.secret).checked
    clock.shift(1)
    assert not actor_of(home.alma.secret).checked


def test_her_word_passes_the_check_for_a_quarter_of_an_hour(home: Family, clock: time_machine.Traveller) -> None:
    choose(home)
    clock.shift(timedelta(days=3))
    assert try_word(home, WORD) is None
    clock.shift(timedelta(minutes=15) - timedelta(seconds=1))
    assert actor_of(home.alma.secret).checked
    clock.shift(1)
    assert not actor_of(home.alma.secret).checked


@pytest.mark.parametrize("typed", ["hardanger fiddle", "  HARDANGER   fiddle ", "Hardanger\tFiddle"])
def test_case_and_spaces_do_not_count(home: Family, typed: str) -> None:
    choose(home)
    assert try_word(home, typed) is None


@pytest.mark.parametrize("typed", ["hardangerfiddle", "", "hardanger"])
def test_another_word_is_wrong(home: Family, typed: str) -> None:
    choose(home)
    assert try_word(home, typed)
    assert not actor_of(home.alma.secret).checked


def test_a_wrong_word_ends_a_check_that_stood(home: Family) -> None:
    assert choose(home).checked
    assert try_word(home, "mouth organ")
    assert not actor_of(home.alma.secret).checked


def test_before_a_word_is_chosen_no_word_is_right(home: Family) -> None:
    assert try_word(home, "")
    assert try_word(home, WORD)


def test_only_the_first_device_chooses_the_word(home: Family, clock: time_machine.Traveller) -> None:
    clock.shift(1)
    second = signed_in(home.alma.member)
    with pytest.raises(NotFirstDevice):
        choose_word(member=home.alma.member, word=WORD, by=second.actor)
    assert Member.objects.get(id=home.alma.member.id).word_hash == ""
    assert choose(home).checked


def test_a_chosen_word_is_not_chosen_again(home: Family) -> None:
    choose(home)
    with pytest.raises(NotFirstDevice):
        choose_word(member=Member.objects.get(id=home.alma.member.id), word="mouth organ", by=home.alma.actor)
    assert try_word(home, WORD) is None


@pytest.mark.parametrize("word", ["", "   ", "abc", " a b "])
def test_a_short_word_is_refused(home: Family, word: str) -> None:
    with pytest.raises(WordTooShort):
        choose_word(member=home.alma.member, word=word, by=home.alma.actor)


def test_the_word_is_stored_as_a_slow_hash_and_told_to_no_log(home: Family) -> None:
    choose(home)
    row = Member.objects.values().get(id=home.alma.member.id)
    assert row["word_hash"].startswith("argon2$argon2id$")
    assert "fiddle" not in str(row).lower()
    assert "fiddle" not in str(list(AuditEntry.objects.values())).lower()


def test_another_members_actor_can_neither_choose_nor_try(home: Family, neighbour: Family) -> None:
    with pytest.raises(NotAllowed):
        choose_word(member=home.alma.member, word=WORD, by=neighbour.alma.actor)
    with pytest.raises(NotAllowed):
        try_word(home, WORD, by=neighbour.alma.actor)
    with pytest.raises(NotAllowed):
        try_word(home, WORD, by=STRANGER)


# --- wrong words -----------------------------------------------------------------------------------------------------


def lock(family: Family, *, by: Actor | None = None) -> None:
    waits = [wrong.wait for _ in range(TRIES) if (wrong := try_word(family, "mouth organ", by=by))]
    assert waits == [False] * (TRIES - 1) + [True]


def test_after_five_wrong_words_even_the_right_one_must_wait(home: Family) -> None:
    choose(home)
    lock(home)
    refused = try_word(home, WORD)
    assert refused
    assert refused.wait
    assert not actor_of(home.alma.secret).checked


def test_the_word_works_again_after_five_minutes(home: Family, clock: time_machine.Traveller) -> None:
    choose(home)
    lock(home)
    assert timedelta(minutes=5) == WAIT
    clock.shift(WAIT - timedelta(seconds=1))
    assert try_word(home, WORD)
    clock.shift(1)
    assert try_word(home, WORD) is None
    assert actor_of(home.alma.secret).checked


def test_wrong_words_lock_the_device_they_came_from_and_no_other(home: Family, clock: time_machine.Traveller) -> None:
    clock.shift(1)
    second = signed_in(home.alma.member)
    choose(home)
    lock(home, by=second.actor)
    assert try_word(home, WORD) is None
    assert try_word(home, WORD, by=second.actor)


def test_a_right_word_forgives_the_wrong_ones_before_it(home: Family) -> None:
    choose(home)
    for _ in range(3):
        assert [bool(try_word(home, "mouth organ")) for _ in range(TRIES - 1)] == [True] * (TRIES - 1)
        assert try_word(home, WORD) is None


def test_after_the_wait_there_are_five_tries_again(home: Family, clock: time_machine.Traveller) -> None:
    choose(home)
    lock(home)
    clock.shift(WAIT)
    lock(home)


def test_every_try_leaves_a_line(home: Family) -> None:
    choose(home)
    try_word(home, "mouth organ")
    try_word(home, WORD)
    verbs = AuditEntry.objects.filter(scope=home.memoir.id).order_by("number").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["word.chosen", "check.failed", "check.passed"]
    assert audit.verify(home.memoir.id)


def test_a_forgotten_word_signs_out_and_a_new_link_chooses_anew(home: Family) -> None:
    choose(home)
    token = link(home, once=False)
    forget_word(member=Member.objects.get(id=home.alma.member.id), by=OPERATOR)
    assert actor_of(home.alma.secret) == STRANGER
    assert open_link(token=token) is None
    again = signed_in(home.alma.member)
    member = Member.objects.get(id=home.alma.member.id)
    choose_word(member=member, word="mouth organ", by=again.actor)
    assert actor_of(again.secret).checked


# --- members ---------------------------------------------------------------------------------------------------------


def test_names_come_out_for_the_memoirs_own_people_only(home: Family, neighbour: Family) -> None:
    assert set(names(home.memoir.id).values()) == {"Alma Solvang", "Ingrid Solvang", "Kari Solvang", "Jonas Solvang"}
    assert names(neighbour.memoir.id)[neighbour.alma.member.id] == "Bjarne Vik"
    assert {member.id for member in members(home.memoir.id)} == set(names(home.memoir.id))
    assert storyteller(home.memoir.id) == home.alma.member
    assert names(home.memoir.id).keys().isdisjoint(names(neighbour.memoir.id))
