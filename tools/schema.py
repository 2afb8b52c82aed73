"""Write the published form of archives anew from the inventory: `python -m tools.schema`."""

import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fortell.config.settings")
    import django

    django.setup()
    from fortell.privacy.archive.form import SCHEMA
    from fortell.privacy.archive.schema import archive_schema

    path = ROOT / "fortell" / "privacy" / "archive" / SCHEMA
    path.write_text(json.dumps(archive_schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
