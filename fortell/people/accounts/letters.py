"""The letter with a code. It names nobody and no memoir: whoever reads over a shoulder learns nothing of a story."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from fortell.kit import mail
from fortell.kit.mail import Letter, Words, letter
from fortell.people.accounts.codes import LIVES, due_letter
from fortell.privacy.egress.permits import permit
from fortell.privacy.egress.processors import Processor
from fortell.privacy.egress.registry import processor_at
from fortell.privacy.terms import Purpose
from fortell.privacy.vault.opening import Opening

EMAIL: Final = "people.EntryCode.email"
CODE: Final = "people.EntryCode.code"
FIELDS: Final = frozenset({EMAIL, CODE})


def postman() -> Processor | None:
    """Who may carry these letters; None where the house sends no mail, or its mail server may not have codes."""
    host = mail.server()
    one = processor_at(host) if host else None
    return one if one and set(one.fields) >= FIELDS and Purpose.SERVICE in one.purposes else None


def offered() -> bool:
    """Whether anybody can make an account here, or come in to one by a code."""
    return postman() is not None


@letter("entry-code")
def code_letter(*, asking: UUID) -> Letter | None:
    carrier, row = postman(), due_letter(asking)
    if carrier is None or row is None:
        return None
    leave = permit(
        processor=carrier.key, purpose=Purpose.SERVICE, fields=FIELDS, scope=row.scope_id, subject=row.member_id
    )
    code = Opening(row.scope_id).text(row, "code")
    return Letter(permit=leave, payload={EMAIL: row.email, CODE: code}, write=partial(_written, row.language))


def _written(language: str, payload: Mapping[str, Any]) -> Words:
    code = str(payload[CODE])
    half = len(code) // 2
    with translation.override(language):
        page = {"code": f"{code[:half]} {code[half:]}", "minutes": LIVES.seconds // 60}
        text = render_to_string("people/accounts/code.txt", page)
        return Words(to=str(payload[EMAIL]), subject=gettext("Your code for Fortell"), text=text)
