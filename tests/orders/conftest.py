"""A house that sells, and a book that somebody approved: small files, so that nothing has to be set."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from fortell.book.actions import approve_proof
from fortell.book.models import Approval, Edition, Proof, ProofFile
from fortell.kit.ids import new_id
from fortell.kit.installation import Controller, Orders, installation
from fortell.orders import shop as shops
from fortell.orders.actions import place_order
from fortell.orders.addresses import Address
from fortell.orders.models import Order
from fortell.people.permissions import Actor
from fortell.privacy.profile import profile
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from tests.cast import Family

SELLER = Controller(name="Vassvika Bokbinderi AS", number="999 999 999", address="Kaien 2, 0000 Vassvika", country="NO")
HOME = Address(name="Ingrid Solvang", street="Naustveien 4", postcode="0000", town="Vassvika", country="NO")
ABROAD = Address(name="Sven Solvang", street="Hamngatan 1", postcode="123 45", town="Sundby", country="SE")
FILES = {"interior.pdf": b"%PDF-interior", "cover.pdf": b"%PDF-cover", "book.epub": b"PK"}


@dataclass(frozen=True)
class Approved:
    family: Family
    proof: Proof
    approval: Approval
    owner: Actor

    def order(self, *copies: int, to: tuple[Address, ...] = (HOME, ABROAD)) -> Order:
        parcels = list(zip(to, copies or (2,), strict=False))
        return place_order(
            proof=self.proof, product="soft-cover", buyer=HOME, parcels=parcels, name=new_id(), by=self.owner
        )


@pytest.fixture
def sells(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[shops.Shop]:
    """[orders] as a house would write it."""
    chosen = Orders(folder=str(tmp_path / "printer"), account="0000 00 00000", vat_number="999 999 999 MVA")
    house, rules = replace(installation(), orders=chosen), replace(profile(), controller=SELLER)
    monkeypatch.setattr(shops, "installation", lambda: house)
    monkeypatch.setattr(shops, "profile", lambda: rules)
    found = shops.shop()
    assert found
    yield found
    shops.catalogue.cache_clear()


@pytest.fixture
def approved(family: Family, sells: shops.Shop) -> Approved:
    proof, owner = proof_for(family), family.ingrid.checked()
    return Approved(family=family, proof=proof, approval=approve_proof(proof=proof, by=owner), owner=owner)


def proof_for(family: Family, number: int = 1) -> Proof:
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    edition = Edition(id=new_id(), memoir=family.memoir, number=number, fingerprint="0" * 64, made_by="test")
    opening.make_keys([edition.id])
    opening.seal(edition, content={"title": "A Headwind Both Ways", "chapters": []})
    edition.save(force_insert=True)
    proof = Proof(id=new_id(), edition=edition, theme="classic", trim="a5", pages=100)
    opening.seal(proof, facts={"trim_mm": [148, 210]})
    proof.save(force_insert=True)
    for name, content in FILES.items():
        stored = opening.store_file(item=edition.id, content=content, media_type="application/pdf")
        digest = hashlib.sha256(content).hexdigest()
        ProofFile.objects.create(
            proof=proof,
            name=name,
            media_type="application/pdf",
            sha256=digest,
            size=len(content),
            sealed_file=stored.id,
        )
    return proof
