"""What she tells one way and then another stands side by side: nobody corrects her, and nothing is chosen for her."""

import pytest
from django.urls import reverse

from fortell.book.actions import make_draft
from fortell.book.queries import read_draft
from fortell.people.permissions import OPERATOR
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import wish_manner
from tests.cast import BOTH, Family, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
ONE_WAY = "I was born in 1938. Then we moved to Quarrow with the grey horse in 1946."
ANOTHER = "I was born in 1941. Then we moved to Quarrow with the brown horse in 1949."


@pytest.mark.parametrize("dial", ["verbatim", "readable"])
def test_both_stand_in_the_book_and_among_the_times(family: Family, dial: str) -> None:
    wish_manner(memoir=family.memoir, calm=True, by=family.ingrid.actor)
    type(family.memoir).objects.update(dial=dial)
    family.memoir.refresh_from_db()
    tell(family, ONE_WAY, ANOTHER)
    make_draft(memoir=family.memoir, by=OPERATOR)
    opening = opened(scope=family.memoir.id, use=Use.BOOK)
    chapters = read_draft(family.memoir, opening)
    said = [one.text for chapter in chapters for read in chapter.passages for one in read.body.sentences]
    assert {*ONE_WAY.replace(". ", ".|").split("|"), *ANOTHER.replace(". ", ".|").split("|")} <= set(said)
    page = family.ingrid.browser().get(reverse("book:timeline", args=[family.memoir.code])).content.decode()
    for told in (ONE_WAY, ANOTHER):
        assert all(sentence.strip(".") in page for sentence in told.split(". "))
    hers = family.alma.browser().get(reverse("story:tell", args=[family.memoir.code])).content.decode()
    assert "1938" not in hers.partition('id="answers"')[0]  # no question holds the one against the other
