"""What goes out by HTTP, seen from the other side."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from fortell.kit import gate, http
from fortell.kit.gate import GateShut, SendingFailed
from fortell.privacy.egress.models import Sending
from fortell.privacy.egress.permits import Permit, permit
from fortell.privacy.egress.refusals import FieldNotAllowed, HostNotPermitted, NoLiveConsent, PermitInvalid
from fortell.privacy.terms import Purpose
from fortell.story.actions import withdraw_consent
from tests.cast import BOTH, Family
from tests.certificates import Pair
from tests.egress import TEXT, Recorder, Register, in_order, recording

pytestmark = pytest.mark.django_db(databases=BOTH)
SAID = "We rowed to the island every summer."


@pytest.fixture(autouse=True)
def _new_connections() -> Iterator[None]:
    yield
    http._transport().close()
    http._transport.cache_clear()


@pytest.fixture
def leave(family: Family, register: Register) -> Permit:
    """For one text of Alma's, to the made-up processor."""
    register({"text": in_order()})
    return permit(processor="text", purpose=Purpose.BOOK, fields={TEXT}, scope=family.memoir.id)


def polish(payload: http.Payload) -> http.Body:
    return {"model": "small", "messages": [{"role": "user", "content": payload[TEXT]}]}


def sent(permit: object, recorder: Recorder, path: str = "/v1", **named: Any) -> bytes:
    with http.exchange(
        permit=permit, url=recorder.url(path), payload=named.pop("payload", {TEXT: SAID}), shape=polish, **named
    ) as reply:
        return reply.read()


def test_what_arrives_is_her_words_and_nothing_about_her(
    family: Family, leave: Permit, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    recorder.answers["/v1"] = (200, {"Set-Cookie": "seen=1"}, [b'{"text": "done"}'])
    assert sent(leave, recorder, headers={"Authorization": "Bearer ours"}) == b'{"text": "done"}'
    again = permit(processor="text", purpose=Purpose.BOOK, fields={TEXT}, scope=family.memoir.id)
    sent(again, recorder, headers={"Authorization": "Bearer ours"})
    first, second = recorder.arrived
    assert json.loads(first.body) == {"model": "small", "messages": [{"role": "user", "content": SAID}]}
    assert dict(first.headers) == {
        "Host": f"127.0.0.1:{recorder.port}",
        "User-Agent": "Fortell",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
        "Content-Length": str(len(first.body)),
        "Authorization": "Bearer ours",
    }
    assert (second.path, second.headers, second.body) == ("/v1", first.headers, first.body)


@pytest.mark.parametrize("header", ["Cookie", "X-Forwarded-For", "x-forwarded-user", "Forwarded", "Referer", "Via"])
def test_a_header_that_points_to_somebody_is_not_sent(leave: Permit, recorder: Recorder, header: str) -> None:
    with pytest.raises(ValueError, match="are not sent"):
        sent(leave, recorder, headers={header: "192.0.2.7"})
    assert recorder.arrived == []


@pytest.mark.promise("MIM-9.2", "MEM-9.3", "LAR-6.2")
def test_one_field_more_than_permitted_is_refused_before_anything_is_sent(leave: Permit, recorder: Recorder) -> None:
    with pytest.raises(FieldNotAllowed, match=r"story\.Memoir\.language"):
        sent(leave, recorder, payload={TEXT: SAID, "story.Memoir.language": "en"})
    assert (recorder.arrived, Sending.objects.count()) == ([], 0)


def test_a_permit_opens_one_host_once(leave: Permit, recorder: Recorder) -> None:
    sent(leave, recorder)
    with pytest.raises(PermitInvalid):
        sent(leave, recorder)
    assert len(recorder.arrived) == 1


def test_a_permit_for_one_host_does_not_open_another(leave: Permit) -> None:
    with (
        pytest.raises(HostNotPermitted),
        http.exchange(permit=leave, url="https://elsewhere.example/", payload={}),
    ):
        pytest.fail("it was sent")


def test_a_permit_made_or_copied_elsewhere_is_none(leave: Permit, recorder: Recorder) -> None:
    for forged in (Permit(), copy.copy(leave), object(), None):
        with pytest.raises(PermitInvalid):
            sent(forged, recorder)
    assert recorder.arrived == []


def test_a_permit_that_lay_about_is_none(family: Family, register: Register, recorder: Recorder) -> None:
    register({"text": in_order()})
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        old = permit(processor="text", purpose=Purpose.BOOK, fields={TEXT}, scope=family.memoir.id)
        clock.shift(timedelta(minutes=2, seconds=1))
        with pytest.raises(PermitInvalid, match="time is over"):
            sent(old, recorder)
    assert recorder.arrived == []


def test_a_withdrawal_reaches_a_permit_that_is_out(family: Family, leave: Permit, recorder: Recorder) -> None:
    withdraw_consent(memoir=family.memoir, by=family.alma.checked())
    with pytest.raises(NoLiveConsent):
        sent(leave, recorder)
    assert recorder.arrived == []


def test_without_a_gate_nothing_leaves(leave: Permit, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_installed", [])
    with pytest.raises(GateShut):
        sent(leave, recorder)
    assert recorder.arrived == []


def test_the_gate_cannot_be_exchanged() -> None:
    with pytest.raises(ValueError, match="stands already"):
        gate.install(gate._installed[0])


@pytest.mark.parametrize("url", ["http://nordlys.example/", "ftp://127.0.0.1/", "https://alma:secret@nordlys.example/"])
def test_only_https_leaves_the_machine(leave: Permit, url: str) -> None:
    with pytest.raises(ValueError, match=r"https|password"), http.exchange(permit=leave, url=url, payload={}):
        pytest.fail("it was sent")


def test_a_redirect_is_an_answer_and_not_followed(leave: Permit, recorder: Recorder) -> None:
    recorder.answers["/v1"] = (307, {"Location": "https://elsewhere.example/"}, [])
    with http.exchange(permit=leave, url=recorder.url("/v1"), payload={TEXT: SAID}, shape=polish) as reply:
        assert (reply.status, reply.headers["location"]) == (307, "https://elsewhere.example/")
    assert len(recorder.arrived) == 1


def test_bodies_stream_both_ways(leave: Permit, recorder: Recorder) -> None:
    def pieces(payload: http.Payload) -> Iterator[bytes]:
        yield from (str(payload[TEXT]).encode(), b"!", b"!")

    recorder.answers["/v1"] = (200, {}, [b"a" * 70_000, b"b"])
    with http.exchange(permit=leave, url=recorder.url("/v1"), payload={TEXT: SAID}, shape=pieces) as reply:
        received = list(reply.chunks())
    assert (len(received) > 1, b"".join(received)) == (True, b"a" * 70_000 + b"b")
    assert (recorder.arrived[0].body, dict(recorder.arrived[0].headers)["Transfer-Encoding"]) == (
        f"{SAID}!!".encode(),
        "chunked",
    )


def test_an_answer_that_is_too_large_is_cut(leave: Permit, recorder: Recorder) -> None:
    recorder.answers["/v1"] = (200, {}, [b"a" * 2000])
    with pytest.raises(SendingFailed, match="larger") as failed:
        sent(leave, recorder, limits=http.Limits(reply_bytes=1999))
    assert failed.value.permanent


def test_an_answer_that_trickles_is_given_up(leave: Permit, recorder: Recorder) -> None:
    recorder.answers["/v1"] = (200, {}, [b"a"])
    with pytest.raises(SendingFailed, match="too long"):
        sent(leave, recorder, limits=http.Limits(whole=-1))


def test_an_answer_that_is_no_json_says_so(leave: Permit, recorder: Recorder) -> None:
    recorder.answers["/v1"] = (200, {}, [b"<html>"])
    with (
        pytest.raises(SendingFailed, match="no JSON"),
        http.exchange(permit=leave, url=recorder.url("/v1"), payload={TEXT: SAID}, shape=polish) as reply,
    ):
        reply.json()


def test_a_closed_door_is_told_from_a_broken_line(leave: Permit, recorder: Recorder) -> None:
    nobody = Recorder(port=9)
    with pytest.raises(SendingFailed, match="can't be reached"):
        sent(leave, nobody)
    assert Sending.objects.get().end.outcome == "unreachable"


def test_a_certificate_that_nobody_vouches_for_is_refused(leave: Permit, pair: Pair) -> None:
    with recording(pair.server()) as stranger:
        with pytest.raises(SendingFailed, match="can't be reached"):
            sent(leave, stranger)
        assert stranger.arrived == []
    assert Sending.objects.get().end.outcome == "unreachable"


def test_a_certificate_that_the_system_trusts_is_trusted(
    leave: Permit, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pair.certificate))
    with recording(pair.server()) as known:
        sent(leave, known)
        assert len(known.arrived) == 1
