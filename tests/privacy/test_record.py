"""The record of processing activities (GDPR art. 30), as people, machines and spreadsheets read it."""

import csv
import json
from io import StringIO

import pytest

from fortell.privacy.activities import Activity, activities
from fortell.privacy.profile import Profile, chosen, shipped
from fortell.privacy.record import as_csv, as_html, as_json, record
from fortell.privacy.terms import Basis, Category, Purpose


def served(profile: Profile) -> list[Activity]:
    """What is done where a profile's services are on."""
    return [doing for doing in activities() if not doing.service or doing.service in profile.services]


@pytest.mark.promise("MIM-5.1")
@pytest.mark.parametrize("name", shipped())
def test_each_activity_says_what_article_30_asks(name: str) -> None:
    profile = chosen(name)
    found = record(profile, "en")
    asked = ("purposes", "bases", "subjects", "data", "time_limits")
    assert [doing["activity"]["key"] for doing in found["activities"] if not all(doing[key] for key in asked)] == []
    assert {doing["activity"]["key"] for doing in found["activities"]} == {doing.key for doing in served(profile)}
    assert found["security"]


def test_the_json_speaks_dpv_and_fideslang() -> None:
    found = json.loads(as_json(record(chosen("life-story"), "nb")))
    terms = [term for doing in found["activities"] for key in ("purposes", "bases", "data") for term in doing[key]]
    known = {term.dpv: term.fideslang for kind in (Purpose, Basis, Category) for term in kind}
    assert {term["@id"] for term in terms} <= set(known)
    assert {term["@id"].split(":")[0] for term in terms} <= set(found["@context"])
    assert found["controller"]["number"] == "111 111 111"
    assert found["activities"][0]["recipients"] == [{"title": "Fjordvert Drift AS (NO)"}]


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_csv_has_a_line_an_activity(language: str) -> None:
    head, *lines = csv.reader(StringIO(as_csv(record(chosen("agency"), language))))
    assert head[:4] == ["controller", "activity", "purposes", "bases"]
    assert len(lines) == len(served(chosen("agency")))
    assert {line[0].split(",")[0] for line in lines} == {"Måkeskrik Byrå AS"}


def test_the_html_escapes_what_an_operator_wrote() -> None:
    own = {"processors": {"x": {"name": "<b>Loft</b>", "description": "Disks", "region": "NO"}}}
    shown = as_html(record(chosen("family", tables=own), "sv"))
    assert "<h1>Register över behandlingar (GDPR art. 30)</h1>" in shown
    assert "&lt;b&gt;Loft&lt;/b&gt; (NO)" in shown
    assert "<b>" not in shown
