"""The archive holds what the database holds: compared with a walk of its own over every table, in plain SQL."""

import json
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from jsonschema import Draft202012Validator

from fortell.people.models import Account, Keeping
from fortell.privacy import activities
from fortell.privacy.archive.form import ABOUT, MEMOIR, SCHEMA
from fortell.privacy.archive.schema import archive_schema, published_schema
from fortell.privacy.inventory import holdings
from fortell.privacy.models import Restriction, SealedFile
from fortell.privacy.rights import objection, requests, restriction
from fortell.privacy.terms import Basis, Export, Source
from fortell.privacy.vault import keys
from fortell.story.actions import choose_naming
from fortell.story.models import MailAddress, MailedQuestion, Memory, Upload, UploadPiece
from fortell.story.naming import Choice
from tests.cast import BOTH, Family, tell
from tests.privacy.archives import document, files_of, taken

pytestmark = pytest.mark.django_db(databases=BOTH)
# Where each table's rows say whose they are, written down here by hand and not read from the inventory.
WHOSE = {
    "people_member": "scope = %s",
    "people_link": "member_id IN (SELECT id FROM people_member WHERE scope = %s AND role = 'storyteller')",
    "people_device": "member_id IN (SELECT id FROM people_member WHERE scope = %s AND role = 'storyteller')",
    "people_account": "id = %s",
    "people_keeping": "account_id = %s",
    "people_session": "account_id = %s",
    "story_memoir": "id = %s",
    "story_turn": "memoir_id = %s",
    "story_familyquestion": "memoir_id = %s",
    "story_memory": "memoir_id = %s",
    "story_answer": "memoir_id = %s",
    "story_answerversion": "answer_id IN (SELECT id FROM story_answer WHERE memoir_id = %s)",
    "story_recording": "memoir_id = %s",
    "story_transcript": "recording_id IN (SELECT id FROM story_recording WHERE memoir_id = %s)",
    "story_photo": "memoir_id = %s",
    "story_namedperson": "memoir_id = %s",
    "story_mailaddress": "memoir_id = %s AND member_id IN (SELECT id FROM people_member WHERE role = 'storyteller')",
    "story_mailedquestion": "memoir_id = %s",
    "story_upload": "memoir_id = %s",
    "story_uploadpiece": "upload_id IN (SELECT id FROM story_upload WHERE memoir_id = %s)",
    "book_draft": "memoir_id = %s",
    "book_chapter": "memoir_id = %s",
    "book_passage": "memoir_id = %s",
    "book_source": "passage_id IN (SELECT id FROM book_passage WHERE memoir_id = %s)",
    "book_revision": "memoir_id = %s",
    "book_modeluse": "memoir_id = %s",
    "book_edition": "memoir_id = %s",
    "book_editionsource": "edition_id IN (SELECT id FROM book_edition WHERE memoir_id = %s)",
    "book_proof": "edition_id IN (SELECT id FROM book_edition WHERE memoir_id = %s)",
    "book_prooffile": "sealed_file IN (SELECT id FROM privacy_sealedfile WHERE scope = %s)",
    "book_approval": "proof_id IN (SELECT p.id FROM book_proof p JOIN book_edition e ON p.edition_id = e.id"
    " WHERE e.memoir_id = %s)",
    "privacy_consententry": "scope = %s",
    "privacy_auditentry": "scope = %s",
    "privacy_sealedfile": "scope = %s",
    "privacy_importedhistory": "scope = %s",
    "people_noticeseen": "member_id IN (SELECT id FROM people_member WHERE scope = %s AND role = 'storyteller')",
    "privacy_restriction": "scope = %s",
    "privacy_objection": "scope = %s",
    "privacy_rightsrequest": "scope = %s",
    "privacy_recipientnotice": "scope = %s",
    "privacy_withdrawal": "scope = %s",
    "privacy_legalhold": "scope = %s",
    "egress_sending": "scope = %s",
    "egress_sendingend": "sending_id IN (SELECT id FROM egress_sending WHERE scope = %s)",
    "egress_disclosure": "scope = %s",
    "egress_disclosureapproval": "disclosure_id IN (SELECT id FROM egress_disclosure WHERE scope = %s)",
    "egress_disclosurerelease": "disclosure_id IN (SELECT id FROM egress_disclosure WHERE scope = %s)",
    "egress_transfer": "scope = %s",
    "egress_taken": "scope = %s",
    "kit_job": "scope = %s",
}

# What did not happen to this family: nothing of it was imported, withdrawn, held, left half sent or sent to anybody.
NOT_LIVED = {
    *("people_account", "people_keeping", "people_session"),
    *("story_upload", "story_uploadpiece", "story_mailaddress", "story_mailedquestion", "book_modeluse"),
    *("privacy_importedhistory", "book_revision", "people_noticeseen", "privacy_withdrawal", "privacy_legalhold"),
    *("privacy_recipientnotice", "egress_sending", "egress_sendingend"),
    *("egress_disclosure", "egress_disclosureapproval", "egress_disclosurerelease", "egress_transfer"),
    "egress_taken",
}
# Rows that open doors or break seals, the ends and seals of a chain whose lines are handed out, marks of our own.
NOT_HANDED_OUT = {
    "privacy_audithead",
    "privacy_auditcheckpoint",
    "privacy_auditseal",
    "privacy_auditstub",
    "privacy_arrival",
    "privacy_sweepmark",
    "privacy_notice",
    "privacy_noticetext",
    "privacy_erasedscope",
    "kit_dailyrun",
    "egress_lapsed",
    "egress_ticket",
    "people_entrycode",
    "keystore_key",
    "keystore_mastercheck",
    "django_migrations",
}
SEALED = b"\xf7\x01"  # how every sealed field begins
SECRETS = {"reply_hash", "word_hash", "token_hash", "secret_hash"}


def walked(table: str, scope: UUID) -> list[dict[str, Any]]:
    value = scope.hex if connection.vendor == "sqlite" else scope
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {WHOSE[table]}", [value])
        assert cursor.description
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def handed_out(archive: bytes) -> dict[str, list[dict[str, Any]]]:
    rows = {**document(archive)["rows"], **document(archive, ABOUT)["rows"]}
    return {name.replace(".", "_"): found for name, found in rows.items()}


@pytest.mark.promise("MIM-12.1")
def test_every_column_of_every_row_is_handed_out(printed: Family) -> None:
    scope, alma = printed.memoir.id, printed.alma.actor
    restriction.restrict(scope=scope, reason=Restriction.Reason.CLAIMS, by=alma)
    restriction.lift(scope=scope, by=alma, at_her_word=True)
    objection.object_to(activity=objection.FAULT_FINDING, scope=scope, by=alma)
    choose_naming(memoir=printed.memoir, choice=Choice(spellings=("Olav", "Olav Lie")), by=alma)
    requests.done_at_once(kind=requests.Kind.ACCESS, scope=scope, verb="copy.taken", by=alma)
    exported = handed_out(taken(printed.memoir))
    assert set(exported) == set(WHOSE)
    for table in WHOSE:
        stored = walked(table, printed.memoir.id)
        assert len(exported[table]) == len(stored), table
        columns = {name.removesuffix("_id") for row in stored for name in row}
        assert {name.removesuffix("_id") for row in exported[table] for name in row} == columns, table
        assert filled(exported[table], sealed_in(stored)) == filled(stored, sealed_in(stored)), table
    assert not [table for table in WHOSE if not exported[table] and table not in NOT_LIVED]


def filled(rows: list[dict[str, Any]], sealed: set[str]) -> Counter[str]:
    """How often each column says something; an empty text that is sealed is not told apart from a long one."""
    empty = (None, "", b"", "[]", "{}", [], {}, False, 0)
    return Counter(
        name.removesuffix("_id")
        for row in rows
        for name, value in row.items()
        if (value is not None if name in sealed else value not in empty)
    )


def sealed_in(rows: list[dict[str, Any]]) -> set[str]:
    return {
        name
        for row in rows
        for name, value in row.items()
        if isinstance(value, bytes | memoryview) and bytes(value)[:2] == SEALED
    }


def test_every_table_there_is_was_walked() -> None:
    with connection.cursor() as cursor:
        tables = {table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"}
    assert tables - NOT_HANDED_OUT == set(WHOSE)


def test_words_are_open_and_secrets_are_not(printed: Family) -> None:
    archive = taken(printed.memoir)
    versions = document(archive)["rows"]["story.answerversion"]
    assert [row["text"] for row in versions if row["number"] == 1][1] in {row["text"] for row in versions}
    assert {row["caption"] for row in document(archive)["rows"]["story.photo"]} == {"The pier, <1950>"}
    found = {(key, row[key]) for rows in handed_out(archive).values() for row in rows for key in SECRETS & row.keys()}
    assert found == {("word_hash", False), ("word_hash", True), ("token_hash", True), ("secret_hash", True)}


def test_files_are_the_sealed_ones(printed: Family) -> None:
    archive = taken(printed.memoir)
    files, paths = files_of(archive), document(archive)["files"]
    root, _version = keys.root_key(printed.memoir.id)
    rows = list(SealedFile.objects.filter(scope=printed.memoir.id))
    assert len(rows) == 6
    assert {str(row.id): row.size for row in rows} == {name: len(files[path]) for name, path in paths.items()}
    assert root not in b"".join(files.values())


def test_both_documents_are_of_the_published_form(printed: Family) -> None:
    archive = taken(printed.memoir)
    schema = json.loads(files_of(archive)[SCHEMA])
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document(archive, MEMOIR))
    about = {"$ref": "#/$defs/about", "$defs": schema["$defs"]}
    Draft202012Validator(about).validate(document(archive, ABOUT))


def test_published_form_is_that_of_the_inventory() -> None:
    """`python -m tools.schema` writes it anew."""
    assert json.loads(published_schema()) == archive_schema()


def test_what_is_taken_along_is_what_was_provided_under_contract_or_consent() -> None:
    portable = {holding.model for holding in holdings() if holding.export is Export.PORTABLE}
    agreed = {
        holding.model
        for holding in holdings()
        for doing in [activities.named(holding.activity)]
        if doing and doing.bases & {Basis.CONTRACT, Basis.CONSENT, Basis.EXPLICIT_CONSENT}
        if holding.source is not Source.USE
    }
    # The list of the files comes along too; what the interviewer remembers is made anew from her answers, and a file
    # that has come in part is whole on her own device. An account is no memoir's: it has a file of its own.
    ours = {MailAddress, MailedQuestion}  # confirmed here, and for letters that this house writes
    assert portable == agreed - {Memory, Upload, UploadPiece, Account, Keeping, *ours} | {SealedFile}


def test_another_memoirs_rows_are_in_nobody_elses_archive(family: Family, neighbour: Family) -> None:
    tell(family, "We rowed to church.")
    tell(neighbour, "Nobody was to know of the barn.")
    archive = b"".join(files_of(taken(family.memoir)).values())
    assert b"rowed to church" in archive
    assert b"the barn" not in archive
    assert str(neighbour.memoir.id).encode() not in archive
