from dataclasses import replace

import pytest
from django.core.management import call_command

from fortell.kit.installation import Controller
from fortell.privacy.keystore.models import MasterCheck
from fortell.privacy.notice.publishing import publish, publish_first
from fortell.privacy.profile import profile
from fortell.privacy.vault import signing
from fortell.privacy.vault.master import make_check
from tests.cast import Family
from tests.pages.telling import Told, told_by

SOLD = dict.fromkeys(("nb", "nn", "sv", "en"), "The Berg family answers from now on.")


@pytest.fixture
def told(family: Family) -> Told:
    MasterCheck.objects.create(sealed=make_check())  # as the first start of a house does
    publish_first(profile())
    publish(profile=replace(profile(), controller=Controller(name="The Berg family")), summaries=SOLD)
    signing.public_key()  # likewise
    return told_by(family)


@pytest.fixture(scope="session", autouse=True)
def _static_files_have_their_names() -> None:
    """Pages name their static files by content; the names come from collecting them, as `fortell serve` does."""
    call_command("collectstatic", interactive=False, verbosity=0)
