"""What she has named as off limits is asked about by nothing: no question of the bank, no follow-up, nobody's wish.

What is near a matter is told here by forms of words that were written for these tests, and not by the lists that the
interviewer looks at.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import pytest

from fortell.story.interviewer import (
    MATTERS,
    Asked,
    Exchange,
    Picture,
    WaitingQuestion,
    as_data,
    bank,
    bounds,
    following_up,
    from_data,
    grow,
    picture_of,
    plan,
)
from fortell.story.interviewer.cue import Cue
from fortell.story.interviewer.following_up import KINDS, follow_up
from fortell.story.interviewer.picture import Person, Thread
from fortell.story.language import LANGUAGES, Language, fold, phases, words

# Forms that betray a matter in a question, and the bank's themes that are about it.
BETRAYED: Final[dict[str, tuple[str, dict[Language, str]]]] = {
    "war": ("", {"en": "war", "nb": "krigen krigsårene", "nn": "krigen krigsåra", "sv": "kriget krigsåren"}),
    "faith": (
        "faith",
        {"en": "church prayer hymn", "nb": "kirken bønn salme", "nn": "kyrkja bøn salme", "sv": "kyrkan bön psalm"},
    ),
    "mother": ("", {"en": "mother mother's", "nb": "moren mor", "nn": "mor mora", "sv": "mamma mor"}),
    "father": ("", {"en": "father father's", "nb": "faren far", "nn": "far faren", "sv": "pappa far"}),
    "siblings": (
        "",
        {"en": "brothers sisters", "nb": "søsken søsknene", "nn": "sysken syskena", "sv": "syskon syskonen"},
    ),
    "love": (
        "love",
        {"en": "wedding husband", "nb": "bryllup bryllupet", "nn": "bryllaup bryllaupet", "sv": "bröllop bröllopet"},
    ),
    "money": ("money", {"en": "money", "nb": "penger pengene", "nn": "pengar pengane", "sv": "pengar pengarna"}),
    "school": (
        "school",
        {"en": "school teacher", "nb": "skolen læreren", "nn": "skulen læraren", "sv": "skolan läraren"},
    ),
    "death": ("loss", {"en": "funeral grief", "nb": "begravelse sorg", "nn": "gravferd sorg", "sv": "begravning sorg"}),
    "work": (
        "work",
        {
            "en": "colleagues workplace",
            "nb": "kolleger arbeidsplassen",
            "nn": "kollegaer arbeidsplassen",
            "sv": "kollegor arbetsplatsen",
        },
    ),
    "illness": (
        "body",
        {"en": "illness hospital", "nb": "sykdom sykehuset", "nn": "sjukdom sjukehuset", "sv": "sjukdom sjukhuset"},
    ),
    "grandchildren": ("", {"en": "grandchildren", "nb": "barnebarna", "nn": "barnebarna", "sv": "barnbarnen"}),
}
# Of each answer a part that leads to what is closed: the war, a brother and his name, a place.
CLOSED: Final = frozenset({"matter:war", "say:Arvid", "say:Kvitskjeret"})
SHUT: Final[dict[Language, tuple[str, ...]]] = {
    "en": (
        "The soldiers came up the road in April 1940 and took the radio. We sat in the cellar for two days.",
        "My brother Arvid built a red boat with his own hands, and then we rowed it out together at dawn.",
        "I moved to Kvitskjeret with Mrs. Larsen, I think in 1951 or 1952. The house smelled of tar and wet wool.",
        "Arvid never came back from the sea. He died out there that winter, and I cried every night for a year.",
    ),
    "nb": (
        "Soldatene kom opp veien i april 1940 og tok radioen. Vi satt i kjelleren i to dager.",
        "Broren min Arvid bygde en rød båt med egne hender, og så rodde vi den ut sammen før noen var våkne.",
        "Jeg flyttet til Kvitskjeret med fru Larsen, jeg tror i 1951 eller 1952. Huset luktet tjære og våt ull.",
        "Arvid kom aldri tilbake fra havet. Han døde der ute den vinteren, og jeg gråt hver natt et helt år.",
    ),
    "nn": (
        "Soldatane kom opp vegen i april 1940 og tok radioen. Vi sat i kjellaren i to dagar.",
        "Bror min Arvid bygde ein raud båt med eigne hender, og så rodde vi han ut saman før nokon var vakne.",
        "Eg flytta til Kvitskjeret med fru Larsen, eg trur i 1951 eller 1952. Huset lukta tjøre og våt ull.",
        "Arvid kom aldri att frå havet. Han døydde der ute den vinteren, og eg gret kvar natt eit heilt år.",
    ),
    "sv": (
        "Soldaterna kom uppför vägen i april 1940 och tog radion. Vi satt i källaren i två dagar.",
        "Min bror Arvid byggde en röd båt med egna händer, och sedan rodde vi ut den tillsammans i gryningen.",
        "Jag flyttade till Kvitskjeret med fru Larsen, jag tror 1951 eller 1952. Huset luktade tjära och våt ull.",
        "Arvid kom aldrig tillbaka från havet. Han dog där ute den vintern, och jag grät varje natt i ett helt år.",
    ),
}
FREE: Final[dict[Language, str]] = {
    "en": "Then we baked flat bread with Aunt Signe, and after that we carried the warm loaves over the yard.",
    "nb": "Så bakte vi flatbrød med tante Signe, og etterpå bar vi de varme leivene over tunet til naboene.",
    "nn": "Så baka vi flatbrød med tante Signe, og etterpå bar vi dei varme leivane over tunet til grannane.",
    "sv": "Sedan bakade vi tunnbröd med moster Signe, och efteråt bar vi de varma bröden över gården.",
}
NAMED: Final = frozenset({"arvid", "arvids", "kvitskjeret", "kvitskjerets"})


def folded(text: str) -> set[str]:
    return {fold(word.text) for word in words(text)}


def betrays(text: str, matter: str, language: Language) -> bool:
    return not folded(text).isdisjoint(BETRAYED[matter][1][language].split())


def told(asked: Asked, outcome: str, answer: str = "") -> Exchange:
    return Exchange(asked.text, asked.bank_id, asked.phase, asked.kind, outcome, answer)  # type: ignore[arg-type]


def conversation(
    answers: Iterable[str],
    language: Language,
    off_limits: frozenset[str],
    waiting: tuple[WaitingQuestion, ...] = (),
) -> list[Asked]:
    """What is asked, where she gives these answers; an empty one skips."""
    picture = Picture(off_limits=off_limits)
    asked = [plan(picture=picture, last=None, language=language, family=waiting).asked]
    for answer in answers:
        last = told(asked[-1], "answered" if answer else "skipped", answer)
        picture = grow(picture=picture, exchange=last, language=language)
        asked.append(plan(picture=picture, last=last, language=language, family=waiting).asked)
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("matter", BETRAYED)
def test_no_question_of_the_bank_that_betrays_it_may_be_asked(matter: str, language: Language) -> None:
    theme, _forms = BETRAYED[matter]
    near = [one for one in bank(language) if one.theme == theme or betrays(one.text, matter, language)]
    shut = bounds(Picture(off_limits=frozenset({f"matter:{matter}"})), language)
    assert near
    assert [one.id for one in near if not shut.meet_question(one)] == []
    assert sum(map(shut.meet_question, bank(language))) < len(bank(language)) / 2  # the rest of her life stays open


@pytest.mark.heavy
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_life_is_asked_through_and_nothing_of_it_touched(language: Language) -> None:
    """Every question of the bank has its turn, and between them she comes to what is closed herself."""
    closed = CLOSED | {"phase:youth", "matter:faith", "matter:mother"}
    answers = [said for skipped in range(140) for said in ("", ["", *SHUT[language], FREE[language]][skipped % 6])]
    asked = conversation(answers, language, closed)
    of_bank = {one.bank_id for one in asked if one.bank_id}
    left = [one for one in bank(language) if one.id not in of_bank]
    shut = bounds(Picture(off_limits=closed), language)
    assert [one.id for one in left if not shut.meet_question(one) and not one.needs and one.weight == 1] == []
    assert [one.text for one in asked if one.phase == "youth" and one.bank_id] == []
    assert [one.text for one in asked if one.theme == "faith" and one.bank_id] == []
    assert [
        one.text for one in asked for matter in ("war", "faith", "mother") if betrays(one.text, matter, language)
    ] == []
    assert [one.text for one in asked if not folded(one.text).isdisjoint(NAMED)] == []
    parts = {phase.names[language] for phase in phases() if phase.id == "youth"}
    assert [one.text for one in asked if any(part in one.text for part in parts)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_she_comes_to_it_herself_nothing_follows_on_it(language: Language) -> None:
    for answer in SHUT[language]:
        assert conversation([answer], language, frozenset())[-1].kind in KINDS  # it would be taken up
        after = conversation([answer], language, CLOSED)[-1]
        assert after.bank_id or after.kind == "quiet"
    assert conversation([FREE[language]], language, CLOSED)[-1].kind in KINDS - {"quiet"}


@pytest.mark.parametrize("kind", sorted(KINDS - {"quiet"}))
def test_no_kind_of_follow_up_is_exempt(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind is offered after an answer about a brother, and for words that name him after any other answer."""
    picture = Picture(turns=1, moods=("plain",))
    for answer, said in ((SHUT["en"][1], "the boat"), (FREE["en"], "Arvid")):
        offered = [Cue(kind, said, 0, 0, 9.0)]
        monkeypatch.setattr(following_up, "_offered", lambda *_given, offered=offered: iter(offered))
        about = Exchange("How was it?", None, "roots", "scene", "answered", answer)
        free, _passed = follow_up(picture=picture, last=about, language="en")
        assert free
        assert free.kind == kind
        closed = Picture(turns=1, moods=("plain",), off_limits=CLOSED)
        further, passed = follow_up(picture=closed, last=about, language="en")
        wordless = said == "Arvid" and "Arvid" not in free.text
        assert further == (free if wordless else None)
        assert wordless or {one.why for one in passed} <= {"off limits", "every way of asking it was used"}


def test_no_invitation_comes_back_to_it() -> None:
    everything = frozenset(one.id for one in bank("en"))
    picture = Picture(
        turns=400,
        used=everything,
        people=(Person("Arvid", "person", "your brother", 9, 2), Person("Signe", "person", "your aunt", 5, 3)),
        places={"Kvitskjeret": 4, "Quarrow": 2},
        threads=(
            Thread("the soldiers took the radio", 5.0, 3, "roots"),
            Thread("we baked flat bread", 4.0, 4, "roots"),
        ),
    )

    def invited(off_limits: frozenset[str]) -> str:
        asked, last = [], Exchange("How was it?", None, "roots", "scene", "skipped", "")
        grown = replace(picture, off_limits=off_limits)
        for _turn in range(60):
            one = plan(picture=grown, last=last, language="en").asked
            asked.append(one.text)
            last = told(one, "skipped")
            grown = grow(picture=grown, exchange=last, language="en")
        return " ".join(asked)

    free, shut = invited(frozenset()), invited(CLOSED)
    for thing in ("Arvid", "Kvitskjeret", "the soldiers took the radio"):
        assert thing in free
        assert thing not in shut
    assert "we baked flat bread" in shut
    assert "Quarrow" in shut


def test_what_the_family_would_like_to_ask_waits() -> None:
    waiting = (
        WaitingQuestion("a", "Kari", "What was Arvid like as a boy?"),
        WaitingQuestion("b", "Kari", "What did you hear of the soldiers?"),
        WaitingQuestion("c", "Kari", "What did you read?", "youth"),
        WaitingQuestion("d", "Kari", "What did your brother like to eat?"),
    )
    off_limits = CLOSED | {"phase:youth"}
    brother = [
        told(plan(picture=Picture(), last=None, language="en").asked, "answered", "My brother Arvid could whistle.")
    ]
    picture = picture_of(history=brother, language="en", off_limits=off_limits)
    planned = plan(picture=picture, last=None, language="en", family=waiting)
    assert not planned.family
    assert [one for one in planned.passed if one.what.startswith("family")] == [
        (f"family:{one.name}", "off limits") for one in waiting
    ]
    assert plan(picture=Picture(), last=None, language="en", family=waiting[::-1]).family == "d"


@pytest.mark.parametrize(("off_limits", "answer"), [("say:Arvid", "brother"), ("say:my brother", "Arvid")])
def test_a_name_and_what_its_bearer_is_to_her_are_one(off_limits: str, answer: str) -> None:
    history = [Exchange("How was it?", None, "roots", "scene", "answered", "My brother Arvid could whistle.")]
    picture = picture_of(history=history, language="en", off_limits=frozenset({off_limits}))
    assert bounds(picture, "en").meet(f"You mentioned {answer}. How did {answer} come to whistle?")
    assert not bounds(picture, "en").meet("You mentioned Signe.")


@pytest.mark.parametrize(
    ("language", "own", "text"),
    [
        ("en", "Arvid Moen", "How did Arvid's boat look?"),
        ("en", "the fire of 1962", "What was lost in the fire of 1962?"),
        ("nb", "Krigen", "Hva gjorde dere under krigen?"),
        ("nb", "Per", "Hva likte Pers kone å synge?"),
        ("nn", "garden på Vik", "Korleis såg garden på Vik ut?"),
        ("sv", "branden", "Vad minns du av bränder och branden i Vik?"),
    ],
)
def test_words_of_her_own_close_what_they_name(language: Language, own: str, text: str) -> None:
    assert bounds(Picture(off_limits=frozenset({f"say:{own}"})), language).meet(text)
    assert not bounds(Picture(off_limits=frozenset({f"say:{own}"})), language).meet("Om lyng og bær.")


def test_the_picture_is_kept_with_it_and_grows_otherwise_without() -> None:
    picture = picture_of(
        history=[Exchange("How was it?", None, "roots", "scene", "answered", SHUT["en"][0])],
        language="en",
        off_limits=CLOSED,
    )
    assert from_data(as_data(picture, language="en"), language="en") == picture
    assert (picture.threads, picture.years, picture.places) == ((), (), {})
    assert picture_of(history=[Exchange("", None, "roots", "scene", "answered", SHUT["en"][0])], language="en").years


def test_every_matter_is_known_to_the_lists() -> None:
    """A matter that closed nothing in one of the languages would be a promise without a lock."""
    for language in LANGUAGES:
        for matter in MATTERS:
            shut = bounds(Picture(off_limits=frozenset({f"matter:{matter}"})), language)
            listed = [one for one in bank(language) if shut.meet_question(one)]
            assert listed or matter in {"violence", "drink", "prison"}
