"""Versions of the notice: frozen, dated, compared with what the house does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from fortell.kit.installation import Controller
from fortell.privacy.models import Notice, NoticeText
from fortell.privacy.notice.difference import difference
from fortell.privacy.notice.publishing import (
    NothingNew,
    NoticeIncomplete,
    announced,
    faults,
    hashes,
    in_force,
    publish,
    publish_first,
    text_of,
)
from fortell.privacy.profile import Profile, chosen

pytestmark = pytest.mark.django_db
LANGUAGES = ("nb", "nn", "sv", "en")
SAID = dict.fromkeys(LANGUAGES, "Logs are kept for a shorter time.")
TODAY = datetime(2026, 5, 4, 10, tzinfo=UTC)
VIK = Controller(name="The Vik family", country="NO")


@pytest.fixture
def home() -> Profile:
    return replace(chosen("family"), controller=VIK)


@pytest.fixture
def shorter(home: Profile) -> Profile:
    """The same house, which keeps its log for less time."""
    return replace(home, retention=home.retention | {"logs": replace(home.retention["logs"], number=7)})


def test_the_first_start_publishes_version_1_and_the_second_nothing(home: Profile) -> None:
    publish_first(home)
    publish_first(home)
    assert [notice.number for notice in Notice.objects.all()] == [1]
    assert not Notice.objects.get().significant
    assert set(hashes(Notice.objects.get())) == set(LANGUAGES)


@pytest.mark.promise("MIM-0.1", "LIL-11.2", "LAR-0.1", "MNT-12.1")
def test_a_change_of_what_the_house_does_is_a_fault_until_it_is_published_under_a_new_date(
    home: Profile, shorter: Profile
) -> None:
    with time_machine.travel(TODAY, tick=False):
        publish_first(home)
    assert faults(home) == []
    assert len(faults(shorter)) == 1
    with time_machine.travel(TODAY + timedelta(days=9), tick=False):
        publish(profile=shorter, summaries={})
        assert faults(shorter) == []
        force = in_force()
    assert force
    assert (force.number, force.effective_on) == (2, date(2026, 5, 13))


def test_an_unchanged_notice_is_not_published_again(home: Profile) -> None:
    publish_first(home)
    with pytest.raises(NothingNew):
        publish(profile=home, summaries={})
    assert Notice.objects.count() == 1


@pytest.mark.promise("MEM-15.1")
def test_a_version_without_one_of_its_languages_is_refused(home: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = replace(home, languages=(*LANGUAGES, "da"))
    with pytest.raises(NoticeIncomplete, match=r"notice/words/da.toml has no text title"):
        publish(profile=foreign, summaries={})
    assert Notice.objects.count() == NoticeText.objects.count() == 0


def test_a_significant_change_needs_a_summary_in_every_language(home: Profile, shorter: Profile) -> None:
    publish_first(home)
    with pytest.raises(NoticeIncomplete, match="summary in each of nb, nn, sv, en"):
        publish(profile=shorter, significant=True, summaries={"en": "Shorter."})
    assert publish(profile=shorter, significant=True, summaries=SAID).significant


def test_another_controller_is_significant_by_itself(home: Profile) -> None:
    publish_first(home)
    sold = replace(home, controller=Controller(name="The Berg family", country="NO"))
    with pytest.raises(NoticeIncomplete):
        publish(profile=sold, summaries={})
    notice = publish(profile=sold, summaries=SAID)
    assert (notice.significant, notice.other_controller) == (True, True)


def test_a_family_that_names_itself_for_the_first_time_is_no_other_controller(home: Profile) -> None:
    publish_first(replace(home, controller=Controller()))
    notice = publish(profile=home, summaries={})
    assert (notice.significant, notice.other_controller) == (False, False)


def test_a_version_holds_from_its_day_and_is_announced_before(home: Profile, shorter: Profile) -> None:
    with time_machine.travel(TODAY, tick=False):
        publish_first(home)
        publish(profile=shorter, effective=date(2026, 6, 1), summaries=SAID)
        force, coming = in_force(), announced()
        assert force
        assert (force.number, [notice.number for notice in coming]) == (1, [2])
        assert faults(home) == faults(shorter) == []
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False):
        force = in_force()
        assert force
        assert (force.number, announced()) == (2, [])
        assert len(faults(home)) == 1


def test_a_published_text_that_was_changed_is_a_fault(home: Profile) -> None:
    publish_first(home)
    text = NoticeText.objects.get(language="sv")
    text.content["lede"] = "Allt är bra."
    text.save()
    assert faults(home) == ["version 1 of the notice was changed after it was published (sv)"]


def test_an_old_version_stays_as_it_was_and_the_difference_is_told_word_by_word(
    home: Profile, shorter: Profile
) -> None:
    publish_first(home)
    before = text_of(Notice.objects.get(), "en").content
    publish(profile=shorter, summaries={})
    assert text_of(Notice.objects.get(number=1), "en").content == before
    changes = difference(before, text_of(Notice.objects.get(number=2), "en").content)
    assert [[(piece.kind, piece.text) for piece in change.pieces if piece.kind != "same"] for change in changes] == [
        [("gone", "30 "), ("new", "7 ")]
    ]
    assert changes[0].section == "How long we keep it"


def test_a_text_in_a_language_that_was_not_published_is_the_first_that_was(home: Profile) -> None:
    publish_first(home)
    assert text_of(Notice.objects.get(), "fi").language == "nb"
