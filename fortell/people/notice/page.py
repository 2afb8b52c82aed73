"""A published version, prepared for its template."""

from typing import Any

from fortell.privacy.models import Notice
from fortell.privacy.notice.publishing import text_of


def page_of(notice: Notice, language: str) -> dict[str, Any]:
    """`notice`, `text` and `document`; each cell of a table carries its column's head, for narrow screens."""
    text = text_of(notice, language)
    sections = [
        section | {"blocks": [_shown(block) for block in section["blocks"]]} for section in text.content["sections"]
    ]
    languages = notice.texts.order_by("id").values_list("language", flat=True)
    return {"notice": notice, "text": text, "document": text.content | {"sections": sections}, "languages": languages}


def _shown(block: dict[str, Any]) -> dict[str, Any]:
    if "table" not in block:
        return block
    table = block["table"]
    rows = [list(zip(table["head"], row, strict=True)) for row in table["rows"]]
    return {"table": {"caption": table["caption"], "head": table["head"], "rows": rows}}
