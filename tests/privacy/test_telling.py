"""The audit log in words: every verb has a phrase, and nobody who is gone can be named."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import fortell
from fortell.config.accounting import lines_of
from fortell.people.permissions import OPERATOR
from fortell.privacy import audit
from fortell.privacy.models import AuditEntry
from fortell.story.actions import erase_memoir
from fortell.story.actions.turns import LEAVING
from tests.cast import BOTH, Family, tell

CODE = Path(fortell.__file__).parent
RECORDERS = {"record", "record_by_house"}


def verbs_in_the_code() -> Iterator[str]:
    """The texts of the second argument of every call that adds a line; of a choice both."""
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in RECORDERS:
                arguments = [argument for argument in node.args if not isinstance(argument, ast.JoinedStr)]
                constants = (part for argument in arguments for part in ast.walk(argument))
                yield from (str(part.value) for part in constants if isinstance(part, ast.Constant))


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_every_verb_of_the_code_has_a_phrase() -> None:
    computed = {f"question.{outcome}" for outcome in LEAVING} | {"answer.withheld", "answer.shared"}
    verbs = {*verbs_in_the_code(), *computed}
    assert {"memoir.created", "check.passed", "check.failed", "scope.erased"} <= verbs
    assert sorted(verb for verb in verbs if audit.phrase_of(verb) == verb) == []


def test_verb_of_a_room_that_is_gone_stands_for_itself() -> None:
    assert audit.phrase_of("boat.rowed") == "boat.rowed"


def test_a_verb_is_named_once() -> None:
    with pytest.raises(ValueError, match=r"memoir\.created"):
        audit.name_verbs({"memoir.created": audit.phrase_of("memoir.created")})


def test_phrases_are_said_in_the_readers_language() -> None:
    with translation.override("nb"):
        assert audit.phrase_of("answer.given") == "svarte på et spørsmål"


@pytest.mark.django_db(databases=BOTH)
def test_chain_says_who_did_what_to_what(family: Family) -> None:
    tell(family, "We rowed to church.")
    said = [(line["who"], line["did"], line["kind"]) for line in lines_of(family.memoir.id)]
    assert said[0] == ("the operator", "began the memoir", "story.memoir")
    assert said[-3:] == [
        ("the storyteller", "gave consent", "privacy.consententry"),
        ("the storyteller", "was given a question", "story.turn"),
        ("the storyteller", "answered a question", "story.answer"),
    ]


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_nothing_in_the_chain_leads_to_a_person_after_an_erasure(family: Family) -> None:
    tell(family, "We rowed to church.")
    scope = family.memoir.id
    erase_memoir(memoir=family.memoir, by=OPERATOR)
    assert audit.verify(scope) == AuditEntry.objects.filter(scope=scope).count()
    assert {line["who"] for line in lines_of(scope)} == {"somebody who is gone", "the operator", "the house"}
    columns = {field.name for field in AuditEntry._meta.concrete_fields}
    assert columns == {"id", "scope", "number", "at", "actor", "verb", "kind", "thing", "fields", "previous", "hash"}
    names = {name for line in AuditEntry.objects.filter(scope=scope) for name in line.fields}
    assert names <= {
        "role",
        "name",
        "text",
        "photos",
        "recordings",
    }  # names of fields, which are the same for everybody
