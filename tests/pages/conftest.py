import pytest
from django.core.management import call_command

from fortell.privacy.keystore.models import MasterCheck
from fortell.privacy.vault import signing
from fortell.privacy.vault.master import make_check
from tests.cast import Family
from tests.pages.telling import Told, told_by


@pytest.fixture
def told(family: Family) -> Told:
    MasterCheck.objects.create(sealed=make_check())  # as the first start of a house does
    signing.public_key()  # likewise
    return told_by(family)


@pytest.fixture(scope="session", autouse=True)
def _static_files_have_their_names() -> None:
    """Pages name their static files by content; the names come from collecting them, as `fortell serve` does."""
    call_command("collectstatic", interactive=False, verbosity=0)
