"""The power goes while her voice is written down: each minute is heard, none twice, and no sound lies open."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.test_being_heard import SETTINGS
from tests.drills.finding import in_the_vault, places
from tests.egress import Recorder, recording
from tests.hearing import hears
from tests.serving import House, until
from tests.sounds import recorded

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]

SECONDS = 62.0  # two pieces, as none is longer than a minute
SPEAK = """
import sys
from pathlib import Path
from fortell.kit.ids import new_id
from fortell.people.actions import make_link, open_link
from fortell.people.models import Role
from fortell.people.permissions import OPERATOR
from fortell.people.queries import actor_of, storyteller
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import NewMember, ask_next, consent_by_statement, create_memoir, give_answer
people = (NewMember(role=Role.STORYTELLER, name="Bertine Moe"),)
memoir = create_memoir(title="A Voice", language="en", people=people, by=OPERATOR)
consent_by_statement(memoir=memoir, statement="Invented.", by=OPERATOR)
her = actor_of(open_link(token=make_link(member=storyteller(memoir.id), once=True, by=OPERATOR))[1])
turn = ask_next(memoir=memoir, opening=opened(scope=memoir.id, use=Use.BOOK), by=her)
give_answer(turn=turn, text="", delivery=new_id(), recording=Path(sys.argv[1]).read_bytes(), by=her)
"""
READ = """
import json, sys
from pathlib import Path
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.models import Transcript
(row,) = Transcript.objects.all()
words = opened(scope=row.scope_id, use=Use.OWN).read(row, "words")
Path(sys.argv[1]).write_text(json.dumps([[start, end] for _word, start, end, _sure in words]))
"""
# Each run is killed when a function has returned for the so-many-th time. A job that took four workers with it is tried
# once more, so four kills are what one recording bears.
HEARING = "fortell.story.actions.transcribing"
KILLS = {
    "before it is heard, and while": [
        (f"{HEARING}:decoded", 1),  # nothing was sent
        (f"{HEARING}:as_kept", 1),  # the first piece was heard and is kept nowhere
        (f"{HEARING}:milliseconds", 2),  # the first is kept, the second not sent
        ("fortell.privacy.audit:record", 1),  # all are kept; that it was heard is not committed
    ],
    "while, and after": [
        (f"{HEARING}:as_kept", 2),  # the first is kept, the second was heard and is kept nowhere
        (f"{HEARING}:_finish", 1),  # it was heard; the job does not know
    ],
}


@pytest.fixture
def listener() -> Iterator[Recorder]:
    with recording() as kept:
        hears(kept, "We rowed, to Gamlevik.")
        yield kept


@pytest.fixture
def house(tmp_path: Path, listener: Recorder) -> Iterator[House]:
    running = House(folder=tmp_path)
    running.data.mkdir()
    (running.data / "fortell.toml").write_text(SETTINGS.format(address=listener.url("/v1")), encoding="utf-8")
    yield running
    running.stop()


def spoken(house: House) -> bytes:
    """She has sent her voice; the sound as it came, whose file is gone."""
    sound, file = recorded(SECONDS), house.folder / "voice.webm"
    file.write_bytes(sound)
    house.python(SPEAK, str(file))
    file.unlink()
    return sound


def heard(house: House) -> list[list[int]]:
    """From and to of each word that is kept, in milliseconds."""
    file = house.folder / "heard.json"
    house.python(READ, str(file))
    words: list[list[int]] = json.loads(file.read_text())
    return words


def lying_open(house: House, needles: list[bytes], *, since: float) -> list[Path]:
    return [path for path in places(house, since=since) if any(needle in path.read_bytes() for needle in needles)]


@pytest.mark.parametrize("kills", KILLS.values(), ids=KILLS.keys())
def test_voice_is_written_down_once_however_often_the_power_goes(
    house: House, listener: Recorder, kills: list[tuple[str, int]]
) -> None:
    started, sound = time.time(), spoken(house)
    needles = [sound[len(sound) // 2 :][:48]]
    for attempt, (call, times) in enumerate(kills, 1):
        assert house.killed_after(call, times, "worker") == -9
        job = house.rows("SELECT state, attempts FROM kit_job WHERE name = 'story.transcribe'")
        assert job == [("running", attempt)]
        assert house.whole()
        needles[1:] = [_middle(one.body) for one in listener.arrived]
        assert lying_open(house, needles, since=started) == []
    house.start()
    until(lambda: house.rows("SELECT state FROM kit_job WHERE name = 'story.transcribe'") == [("done",)])
    house.stop()
    words = heard(house)
    assert len(words) == 2 * 4  # each piece says the same four words, from its own beginning
    assert words == sorted(words)
    assert len({start for start, _end in words}) == len(words)
    assert house.rows("SELECT count(*) FROM privacy_auditentry WHERE verb = 'recording.heard'") == [(1,)]
    asked_again = sum("as_kept" in call for call, _times in kills)
    assert len(listener.arrived) == 2 + asked_again
    on_disk, rows = in_the_vault(house)
    assert (on_disk, len(rows)) == (rows, 1)
    assert lying_open(house, needles, since=started) == []
    assert house.whole()


def _middle(body: bytes) -> bytes:
    """A piece of the sound as it was sent: PCM, after the form's other fields."""
    at = body.index(b"data", body.index(b"WAVE")) + 1000
    return body[at : at + 480]
