"""The installation chooses an engine, and hears what is missing for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from fortell.gateways.speech import choosing
from fortell.gateways.speech.endpoint import Endpoint
from fortell.kit.installation import SettingsError, Speech
from fortell.privacy.egress.fields import FILE
from tests.egress import Register, in_order

REMOTE = Speech(engine="endpoint", processor="listener", address="http://127.0.0.1:9/v1", model="large")


def choose(monkeypatch: pytest.MonkeyPatch, speech: Speech) -> None:
    house = replace(choosing.installation(), speech=speech)
    monkeypatch.setattr(choosing, "installation", lambda: house)


def test_nothing_is_chosen_at_first() -> None:
    assert (choosing.is_offered(), choosing.transcriber(), choosing.faults()) == (False, None, [])


def test_an_unknown_engine_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="local, endpoint or empty"):
        Speech(engine="cloud")


def test_a_folder_without_a_model_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    choose(monkeypatch, Speech(engine="local", model_folder=str(tmp_path)))
    assert "[speech] model_folder has no file model.bin" in choosing.faults()
    assert choosing.transcriber() is None
    choose(monkeypatch, Speech(engine="local"))
    assert "[speech] model_folder is not set" in choosing.faults()


def test_an_endpoint_needs_a_processor_that_may_hear_her(monkeypatch: pytest.MonkeyPatch, register: Register) -> None:
    choose(monkeypatch, REMOTE)
    register({})
    assert choosing.faults() == ["[speech] processor names 'listener', which is not registered"]
    register({"listener": in_order(fields=["story.Memoir.language"])})
    assert choosing.faults() == [f"the processor listener may not get {FILE}, and needs it"]
    assert choosing.transcriber() is None
    register({"listener": in_order(fields=["story.Memoir.language", FILE])})
    assert choosing.faults() == []
    assert isinstance(choosing.transcriber(), Endpoint)
    choose(monkeypatch, replace(REMOTE, address="", model=""))
    assert choosing.faults() == ["[speech] address is not set", "[speech] model is not set"]
