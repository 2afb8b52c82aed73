"""Times and people beside the draft: from what is shared, each with its sentence, for those who may see it."""

import html
import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from fortell.book.actions import edit_passage, make_draft, read_out_timeline
from fortell.book.models import Passage
from fortell.book.reckoning import how, when
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.models import AuditEntry
from fortell.story.actions import set_withheld, withdraw_consent
from fortell.story.structure import Moment, Reason
from tests.cast import BOTH, Family, Somebody, tell

pytestmark = pytest.mark.django_db(databases=BOTH)
BORN = "I was born in 1938. My brother Arvid rowed."
WAR = "We had a cow. I was seven when the war ended."


def shown(family: Family, who: Somebody, name: str) -> str:
    answer = who.browser().get(reverse(name, args=[family.memoir.code]))
    assert answer.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def test_family_page_leads_from_each_time_to_its_place_in_the_book(family: Family) -> None:
    tell(family, BORN, WAR)
    make_draft(memoir=family.memoir, by=OPERATOR)
    page = shown(family, family.ingrid, "book:timeline")
    passage = next(one for one in Passage.objects.all() if "seven" in html_of(one, page))
    assert 'lang="en">I was seven when the war ended.</p>' in page
    assert "born in 1938; at the age of 7; the end of the war: 1945" in page
    assert page.index(">1938</h3>") < page.index(">1945</h3>")
    assert f"#p-{passage.id}" in page
    assert "Arvid (brother)" in page
    assert "We had a cow" not in page


def html_of(passage: Passage, page: str) -> str:
    """What stands on the page above the link to a passage."""
    return page.partition(f"#p-{passage.id}")[0][-600:] if f"#p-{passage.id}" in page else ""


def test_her_own_page_leads_to_her_answers(family: Family) -> None:
    _born, war = tell(family, BORN, WAR)
    page = shown(family, family.alma, "book:own-timeline")
    assert reverse("story:answer", args=[family.memoir.code, war.id]) in page
    assert "#p-" not in page


def test_what_she_keeps_to_herself_dates_nothing(family: Family) -> None:
    born, _war = tell(family, BORN, WAR)
    set_withheld(answer=born, withheld=True, by=family.alma.actor)
    page = shown(family, family.ingrid, "book:timeline")
    assert "1938" not in page
    assert "Arvid" not in page
    assert "I was seven when the war ended." not in page  # which war, only her birth says


def test_sentence_that_no_longer_stands_in_the_book_leads_nowhere(family: Family) -> None:
    tell(family, BORN)
    make_draft(memoir=family.memoir, by=OPERATOR)
    assert "#p-" in shown(family, family.ingrid, "book:timeline")
    edit_passage(passage=Passage.objects.get(), text="Summer came early.", version=1, by=family.ingrid.actor)
    page = shown(family, family.ingrid, "book:timeline")
    assert "I was born in 1938." in page
    assert "#p-" not in page


def test_reading_it_out_is_noted_and_names_every_place(family: Family) -> None:
    _born, war = tell(family, BORN, WAR)
    found = json.loads(json.dumps(read_out_timeline(memoir=family.memoir, by=OPERATOR)))
    last = found["times"][-1]
    assert (last["when"], last["certain"], last["words"]) == ("1945", True, "I was seven when the war ended.")
    assert WAR[last["sentence"]["start"] : last["sentence"]["end"]] == last["words"]
    assert last["sentence"]["answer"] == str(war.id)
    assert [(one["name"], one["related"]) for one in found["people"]] == [("Arvid", "brother"), ("Brother", "")]
    assert AuditEntry.objects.filter(scope=family.memoir.id, verb="timeline.read_out").count() == 1


def test_nobody_reads_it_out_without_the_right_or_the_consent(family: Family) -> None:
    tell(family, BORN)
    with pytest.raises(NotAllowed):
        read_out_timeline(memoir=family.memoir, by=family.jonas.actor)
    withdraw_consent(memoir=family.memoir, by=family.alma.actor)
    with pytest.raises(ConsentMissing):
        read_out_timeline(memoir=family.memoir, by=OPERATOR)


MOMENTS = [
    (Moment(1945, 1945, about=False, reasons=(Reason("said", 1945, 1945),)), "1945", ""),
    (Moment(1953, 1953, about=True, reasons=(Reason("from", 1950, 1950), Reason("shift", 3, 3))), "about 1953",
     "counted from 1950, told just before; 3 years after"),
    (Moment(1950, 1951, about=False, reasons=(Reason("born", 1938, 1938), Reason("age", 12, 12))), "1950 or 1951",
     "born in 1938; at the age of 12"),
    (Moment(1940, 1945, about=False, reasons=(Reason("event", 1940, 1945, "war"),)), "1940–1945", "the war: 1940–1945"),
    (Moment(1960, 1960, about=True, reasons=(Reason("own", 1961, 1961, "wedding"), Reason("shift", -1, -1))),
     "about 1960", "the wedding: 1961; 1 year before"),
]  # fmt: skip


@pytest.mark.parametrize(("moment", "year", "steps"), MOMENTS)
def test_moment_is_put_in_plain_words(moment: Moment, year: str, steps: str) -> None:
    assert (when(moment), how(moment)) == (year, steps)


def test_steps_are_told_in_the_readers_language() -> None:
    moment = Moment(
        1945, 1945, about=False, reasons=(Reason("born", 1938, 1938), Reason("event", 1945, 1945, "war_ends"))
    )
    said = {}
    for language in ("nb", "nn", "sv"):
        with translation.override(language):
            said[language] = how(moment)
    assert said == {
        "nb": "født i 1938; slutten på krigen: 1945",
        "nn": "fødd i 1938; slutten på krigen: 1945",
        "sv": "född 1938; krigsslutet: 1945",
    }


def test_sentence_leads_to_its_own_passage_of_several(family: Family) -> None:
    tell(family, "It rained all day, and nobody went out.\n\nI was born in 1938.")
    make_draft(memoir=family.memoir, by=OPERATOR)
    page = shown(family, family.ingrid, "book:timeline")
    rained, born = Passage.objects.order_by("position")
    assert f"#p-{born.id}" in page
    assert f"#p-{rained.id}" not in page
