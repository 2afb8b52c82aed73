"""Her voice is written down piece by piece, sealed, for her to correct; until then none of it is in the book."""

import pytest
from django.urls import reverse

from fortell.gateways.speech import sound, transcriber
from fortell.kit.jobs import JobStopped, run_due
from fortell.kit.models import Job
from fortell.people.permissions import WORKER
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import delete_recording, transcribe
from fortell.story.models import Answer, AnswerVersion, Recording, Transcript
from fortell.story.queries import told
from fortell.story.transcripts import read_transcript
from tests.cast import BOTH, Family, tell
from tests.egress import Recorder
from tests.hearing import heard, hears
from tests.pages.telling import VOICE, answered
from tests.privacy.archives import brought_in, gone, taken
from tests.privacy.scanning import places_of
from tests.sounds import recorded

pytestmark = pytest.mark.django_db(databases=BOTH, transaction=True)
HEARD = "We rowed, to Gamlevik."


def spoken(family: Family, voice: bytes = VOICE) -> Recording:
    answered(family, "", recording=voice)
    return Recording.objects.select_related("memoir").get()


def page_of(family: Family, answer: Answer) -> str:
    address = reverse("story:answer", args=[family.memoir.code, answer.id])
    return family.alma.browser().get(address).content.decode()


def words_of(recording: Recording) -> list[tuple[str, str, str]]:
    found = read_transcript(recording, opened(scope=recording.memoir_id, use=Use.OWN))
    return [(word.text, word.start, word.end) for word in found.words] if found else []


@pytest.mark.promise("MIM-2.2")
def test_what_she_says_is_written_down_and_becomes_hers_when_she_saves_it(family: Family, listener: Recorder) -> None:
    recording = spoken(family)
    assert "is being written down" in page_of(family, recording.answer)
    run_due()
    assert Job.objects.get(name="story.transcribe").state == Job.State.DONE
    assert words_of(recording) == [
        ("We", "0.000", "0.250"),
        ("rowed,", "0.250", "0.500"),
        ("to", "0.500", "0.750"),
        ("Gamlevik.", "0.750", "1.000"),
    ]
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    assert [one.text for one in told(family.memoir, opening)] == [""]
    page = page_of(family, recording.answer)
    assert f">{HEARD}</textarea>" in page
    assert '<span data-from="0.750" data-to="1.000">Gamlevik.</span>' in page
    form = {"text": "We rowed to Gammelvik."}
    family.alma.browser().post(reverse("story:answer", args=[family.memoir.code, recording.answer_id]), form)
    assert [one.text for one in told(family.memoir, opening)] == ["We rowed to Gammelvik."]
    assert len(words_of(recording)) == 4
    assert ">We rowed to Gammelvik.</textarea>" in page_of(family, recording.answer)


def test_names_that_she_has_written_are_given_to_the_engine(family: Family, listener: Recorder) -> None:
    tell(family, "My uncle Olav and I rowed to Gammelvik with Torbjørg.")
    spoken(family)
    run_due()
    sent = listener.arrived[0].body
    assert b"Alma" in sent
    assert "Torbjørg".encode() in sent


def test_words_that_the_engine_is_unsure_of_are_marked_and_said_to_be(family: Family, listener: Recorder) -> None:
    hears(listener, "Gamlevik", logprob=-0.9)
    recording = spoken(family)
    run_due()
    page = page_of(family, recording.answer)
    assert 'class="unsure">Gamlevik</span><span class="visually-hidden" lang="en"> (not sure)</span>' in page
    assert "not sure of the words with dots under them" in page


def test_it_goes_on_where_it_stopped(family: Family, listener: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "SHORTEST", 5)
    monkeypatch.setattr(sound, "LONGEST", 10)  # pieces of up to a second
    recording, engine = spoken(family, recorded(3.0)), transcriber()
    seen = []

    def stopped(done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) == 2:
            raise JobStopped

    assert engine
    with pytest.raises(JobStopped):
        transcribe(recording=recording, engine=engine, progress=stopped, by=WORKER)
    asked, kept = len(listener.arrived), words_of(recording)
    assert (asked, len(kept)) == (2, 8)
    transcribe(recording=recording, engine=engine, progress=lambda done, total: seen.append((done, total)), by=WORKER)
    assert words_of(recording)[:8] == kept
    assert len(words_of(recording)) == 4 * len(listener.arrived)
    assert [done for done, _total in seen] == sorted({done for done, _total in seen})
    assert abs(seen[-1][0] - recording.milliseconds) < 60
    again = len(listener.arrived)
    transcribe(recording=recording, engine=engine, progress=stopped, by=WORKER)
    assert len(listener.arrived) == again
    assert AuditEntry.objects.filter(verb="recording.heard").count() == 1


def test_her_words_lie_open_nowhere(family: Family, listener: Recorder) -> None:
    spoken(family)
    run_due()
    assert Transcript.objects.count() == 1
    assert places_of({"word": b"Gamlevik"}) == set()


@pytest.mark.parametrize(("status", "state"), [(401, Job.State.FAILED), (429, Job.State.QUEUED)])
def test_a_failure_loses_nothing(family: Family, listener: Recorder, status: int, state: Job.State) -> None:
    hears(listener, HEARD, status=status)
    recording = spoken(family)
    run_due()
    assert Job.objects.get(name="story.transcribe").state == state
    page = page_of(family, recording.answer)
    assert ("could not write it down for you this time" in page) is (state == Job.State.FAILED)
    assert ("is being written down" in page) is (state == Job.State.QUEUED)
    assert "Listen, and write down what you said" in page


def test_what_was_not_written_down_is_when_she_asks_for_it(
    family: Family, recorder: Recorder, request: pytest.FixtureRequest
) -> None:
    recording = spoken(family)
    assert "Write it down for me" not in page_of(family, recording.answer)
    request.getfixturevalue("listener")
    assert "Write it down for me" in page_of(family, recording.answer)
    hears(recorder, HEARD, status=401)
    address = reverse("story:heard", args=[family.memoir.code, recording.id])
    family.alma.browser().post(address)
    assert "is being written down" in page_of(family, recording.answer)
    run_due()
    assert "Try again" in page_of(family, recording.answer)
    hears(recorder, HEARD)
    assert (
        "is being written down" in family.alma.browser().post(address, headers={"HX-Request": "true"}).content.decode()
    )
    run_due()
    page = page_of(family, recording.answer)
    assert HEARD in page
    assert "Try again" not in page
    assert "Write it down for me" not in page


def test_where_nothing_was_said_she_is_told_so(family: Family, listener: Recorder) -> None:
    hears(listener, "")
    recording = spoken(family)
    run_due()
    assert "No words could be made out" in page_of(family, recording.answer)


def test_a_house_without_an_engine_writes_nothing_down(family: Family) -> None:
    recording = spoken(family)
    assert not Job.objects.filter(name="story.transcribe").exists()
    page = page_of(family, recording.answer)
    assert "Listen, and write down what you said" in page
    assert "being written down" not in page


def test_her_page_says_who_hears_her(family: Family, listener: Recorder) -> None:
    address = reverse("story:tell", args=[family.memoir.code])
    assert "your voice goes to Nordlys Tale AS as well" in family.alma.browser().get(address).content.decode()
    spoken(family)
    run_due()
    assert "Read and correct what we heard" in family.alma.browser().get(address).content.decode()


def test_a_transcript_goes_with_its_recording(family: Family, listener: Recorder) -> None:
    recording = spoken(family)
    run_due()
    delete_recording(recording=recording, by=family.alma.checked())
    assert Transcript.objects.count() == 0


def test_a_recording_that_is_gone_is_not_heard(family: Family, listener: Recorder) -> None:
    delete_recording(recording=spoken(family), by=family.alma.checked())
    run_due()
    assert Job.objects.get(name="story.transcribe").error == "erased"
    assert listener.arrived == []


def test_a_transcript_goes_along_in_the_copy_and_comes_back(family: Family) -> None:
    recording = spoken(family)
    heard(recording)
    before, archive = words_of(recording), taken(family.memoir)
    gone(family.memoir)
    brought_in(archive)
    assert words_of(Recording.objects.get()) == before == [("Polly.", "0.000", "0.500")]
    assert AnswerVersion.objects.count() == 1
