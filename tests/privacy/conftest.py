import base64
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from fortell.book.actions import approve_proof, make_draft, make_edition, make_proof
from fortell.kit.ids import new_id
from fortell.kit.installation import Vault, installation
from fortell.people.permissions import OPERATOR
from fortell.privacy.models import SealedFile
from fortell.privacy.terms import Use
from fortell.privacy.vault import files, master, recovery, rotation
from fortell.privacy.vault.opening import opened
from fortell.story.actions import NewPhoto, ask_next, correct_answer, give_answer, set_withheld
from fortell.story.models import Recording
from tests.cast import Family, tell
from tests.hearing import heard
from tests.privacy.archives import gone, taken
from tests.sounds import recorded


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The master key lies in a file of its own, as at home: bytes 0 to 31."""
    path = tmp_path / "key" / master.FILE
    path.parent.mkdir()
    path.write_bytes(base64.b64encode(bytes(range(32))) + b"\n")
    chosen = replace(installation(), vault=Vault(master_key_folder=str(path.parent)))
    for module in (master, recovery, rotation):
        monkeypatch.setattr(module, "installation", lambda: chosen)
    master.masters.cache_clear()
    yield path
    master.masters.cache_clear()


def picture() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def full(family: Family) -> Family:
    """A family with something in every table that an archive takes along."""
    boathouse, winter = tell(
        family,
        "My father Olav built the boathouse in 1947. He smelled of tar all summer.",
        "I never told anybody about the winter in Vik.",
    )
    correct_answer(
        answer=boathouse, text="My father Olav built the boathouse in 1948. He smelled of tar.", by=family.alma.actor
    )
    set_withheld(answer=winter, withheld=True, by=family.alma.actor)
    turn = ask_next(memoir=family.memoir, opening=opened(scope=family.memoir.id, use=Use.BOOK), by=family.alma.actor)
    photo = NewPhoto(content=picture(), caption="The pier, <1950>")
    give_answer(
        turn=turn,
        text="We rowed to church.",
        delivery=new_id(),
        photos=(photo,),
        recording=recorded(1.0),
        by=family.alma.actor,
    )
    heard(Recording.objects.select_related("memoir").get(memoir=family.memoir))
    make_draft(memoir=family.memoir, by=OPERATOR)
    return family


@pytest.fixture
def printed(full: Family) -> Family:
    edition = make_edition(memoir=full.memoir, by=OPERATOR)
    proof = make_proof(edition=edition, by=OPERATOR)
    approve_proof(proof=proof, by=full.ingrid.checked())
    return full


_archives: dict[str, bytes] = {}


def archive_of(name: str, request: pytest.FixtureRequest) -> bytes:
    """The archive of one of these families, made once: the family itself is gone again by the time it is used."""
    if name not in _archives:
        memoir = request.getfixturevalue(name).memoir
        _archives[name] = taken(memoir)
        for row in SealedFile.objects.filter(scope=memoir.id):
            files.delete(row.id)  # no roll-back reaches them
        mark = request.node.get_closest_marker("django_db")
        if mark.kwargs.get("transaction"):
            gone(memoir)
    return _archives[name]


@pytest.fixture
def full_archive(db: None, request: pytest.FixtureRequest) -> bytes:
    return archive_of("full", request)


@pytest.fixture
def printed_archive(db: None, request: pytest.FixtureRequest) -> bytes:
    return archive_of("printed", request)
