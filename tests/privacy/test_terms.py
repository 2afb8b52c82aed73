"""Our words stand for terms that others know: fideslang's taxonomy, and the W3C's Data Privacy Vocabulary."""

import re

import pytest
from fideslang.default_taxonomy import DEFAULT_TAXONOMY
from fideslang.models import LegalBasisForProcessingEnum

from fortell.privacy.terms import Basis, Category, Purpose, Term


@pytest.mark.parametrize("category", Category)
def test_a_category_is_one_of_fideslang(category: Category) -> None:
    assert category.fideslang in {known.fides_key for known in DEFAULT_TAXONOMY.data_category}


@pytest.mark.parametrize("purpose", Purpose)
def test_a_purpose_is_a_data_use_of_fideslang(purpose: Purpose) -> None:
    assert purpose.fideslang in {known.fides_key for known in DEFAULT_TAXONOMY.data_use}


@pytest.mark.parametrize("basis", Basis)
def test_a_basis_is_one_of_fideslang(basis: Basis) -> None:
    assert basis.fideslang in {known.value for known in LegalBasisForProcessingEnum}


@pytest.mark.parametrize("term", [*Category, *Purpose, *Basis])
def test_a_term_names_one_of_the_data_privacy_vocabulary(term: Term) -> None:
    assert re.fullmatch(r"(dpv|pd):[A-Z][A-Za-z]+|eu-gdpr:A[69]-[12]-[a-f]", term.dpv)
