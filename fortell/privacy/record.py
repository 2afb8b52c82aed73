"""The record of processing activities (GDPR art. 30(1)), from the same declarations as the notice."""

import csv
import json
from io import StringIO
from typing import Any, Final

from django.template.loader import render_to_string

from fortell.privacy.activities import Activity
from fortell.privacy.notice import keeping
from fortell.privacy.notice.document import CONTACT, active, categories
from fortell.privacy.notice.words import Words
from fortell.privacy.profile import Profile
from fortell.privacy.terms import Basis, Purpose, Term

Record = dict[str, Any]
# Where the terms come from: the Data Privacy Vocabulary 2 with its extensions.
CONTEXT: Final = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "title": "dct:title",
    "controller": "dpv:hasDataController",
    "activities": "dpv:hasProcess",
    "purposes": "dpv:hasPurpose",
    "bases": "dpv:hasLegalBasis",
    "data": "dpv:hasPersonalData",
    "subjects": "dpv:hasDataSubject",
    "recipients": "dpv:hasRecipient",
    "time_limits": "dpv:hasStorageCondition",
    "security": "dpv:hasTechnicalOrganisationalMeasure",
}
MEASURES: Final = ("sealed", "key", "doors", "trail", "logs")
HEADS: Final = {"subjects": "subjects-head"}
COLUMNS: Final = ("activity", "purposes", "bases", "subjects", "data", "recipients", "transfers", "time_limits")


def record(profile: Profile, language: str) -> Record:
    """The record in one language, as JSON-LD: who, what, for what, about whom, to whom, how long, how protected."""
    words = Words(language)
    return {
        "@context": CONTEXT,
        "@type": "dpv:RecordOfProcessingActivities",
        "language": language,
        "controller": {key: getattr(profile.controller, key) for key in (*CONTACT, "country")},
        "activities": [_activity(doing, profile, words) for doing in active(profile)],
        "security": [words("safety", measure) for measure in MEASURES],
    }


def as_json(found: Record) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2)


def as_csv(found: Record) -> str:
    """A line an activity."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(("controller", *COLUMNS, "security"))
    who = ", ".join(value for value in found["controller"].values() if value)
    for doing in found["activities"]:
        cells = ["; ".join(_titles(doing[column])) for column in COLUMNS]
        writer.writerow([_inert(cell) for cell in (who, *cells, " ".join(found["security"]))])
    return out.getvalue().rstrip("\r\n")


def as_html(found: Record) -> str:
    words = Words(found["language"])
    heads = {column: words("record", HEADS.get(column, column)) for column in COLUMNS[1:]}
    rows = [
        {"title": doing["activity"]["title"], "cells": [(heads[column], _titles(doing[column])) for column in heads]}
        for doing in found["activities"]
    ]
    page = {"record": found, "rows": rows, "title": words("record", "title"), "security": words("record", "security")}
    return render_to_string("privacy/record.html", page)


def _activity(doing: Activity, profile: Profile, words: Words) -> Record:
    purposes = [_term(aim, words("purposes", aim)) for aim in Purpose if aim in doing.purposes]
    given = [
        (key, table) for key, table in profile.processors.items() if doing.key in table.get("activities", [doing.key])
    ]
    return {
        "@type": "dpv:Process",
        "activity": {"key": doing.key, "title": words.of_room(doing.texts, doing.key, "title")},
        "purposes": purposes,
        "bases": [_term(basis, words("bases", basis)) for basis in Basis if basis in doing.bases],
        "subjects": [{"title": words("record", "subjects")}],
        "data": [_term(category, words("categories", category)) for category in categories(doing)],
        "recipients": [{"title": f"{table['name']} ({table['region']})"} for _key, table in given],
        "transfers": [
            {"title": f"{table['name']}: {table['mechanism']}"} for _key, table in given if table.get("mechanism")
        ],
        "time_limits": _limits(doing, profile, words),
    }


def _limits(doing: Activity, profile: Profile, words: Words) -> list[Record]:
    limits = [
        {"rule": rule.key, "number": rule.number, "unit": rule.unit, "title": keeping.sentence(rule, words)}
        for rule in keeping.rules(profile, [doing])
        if rule.key not in keeping.without_rows()
    ]
    return limits or [{"title": words("record", "with-the-book")}]


def _term(term: Term, title: str) -> Record:
    return {"@id": term.dpv, "fideslang": term.fideslang, "title": title}


def _titles(value: Any) -> list[str]:
    return [str(part["title"]) for part in ([value] if isinstance(value, dict) else value)]


def _inert(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
