"""What is done with everything that is held of her, as GDPR art. 15(1) asks to be told."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fortell.privacy import activities
from fortell.privacy.archive.form import FORMAT, VERSION
from fortell.privacy.archive.rooms import Row
from fortell.privacy.archive.schema import exported
from fortell.privacy.archive.values import rows_of
from fortell.privacy.inventory import Holding, holdings
from fortell.privacy.profile import profile
from fortell.privacy.terms import Export, Source
from fortell.privacy.vault.opening import Opening


def about(*, subject: UUID, opening: Opening) -> dict[str, Any]:
    """The content of about.json. `subject`: the member whose copy it is; others' entrances are not hers to see."""
    rows = {
        holding.model._meta.label_lower: list(_hers(holding, subject, opening)) for holding in exported(Export.ACCESS)
    }
    return {**about_processing(opening.scope), "rows": rows}


def about_processing(scope: UUID) -> dict[str, Any]:
    """The same without what is known of her: what is done with everything."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "scope": str(scope),
        "controller": asdict(profile().controller),
        "recipients": list(_recipients()),
        "processing": [_processing(holding) for holding in holdings() if holding.personal and holding.scope],
        "rows": {},
    }


def _hers(holding: Holding, subject: UUID, opening: Opening) -> Iterator[Row]:
    """What is kept of her memoir is hers to see, unless somebody of the family is the one it is about."""
    if holding.subject in {None, holding.scope} or (holding.kept and holding.source is not Source.FAMILY):
        return rows_of(holding, opening)
    return rows_of(holding, opening, **{str(holding.subject): subject})


def _recipients() -> Iterator[dict[str, str]]:
    for key, table in profile().processors.items():
        yield {"key": key} | {name: str(table[name]) for name in ("name", "region", "country") if name in table}


def _processing(holding: Holding) -> dict[str, Any]:
    uses = [doing for key in holding.activities if (doing := activities.named(key))]
    return {
        "model": holding.model._meta.label_lower,
        "categories": sorted(set(holding.personal.values())),
        "purposes": sorted({aim for doing in uses for aim in doing.purposes}),
        "bases": sorted({basis for doing in uses for basis in doing.bases}),
        "source": str(holding.source),
        "kept": _kept(holding),
        "export": str(holding.export),
    }


def _kept(holding: Holding) -> str:
    rule = profile().retention.get(holding.retention)
    return f"{rule.number} {rule.unit} after {rule.event}, for {rule.need}" if rule else "as long as the memoir"
