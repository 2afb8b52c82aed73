"""When things happened, from what is said of it: worked out where it can be, left uncertain where it can't."""

import pytest

from fortell.story.language import Language
from fortell.story.structure.dating import known_of, timeline
from fortell.story.structure.moments import Entry
from fortell.story.writing import Told

BORN: dict[Language, str] = {
    "en": "I was born in 1938.",
    "nb": "Jeg er født i 1938.",
    "nn": "Eg er fødd i 1938.",
    "sv": "Jag är född 1938.",
}


def told(*texts: str) -> list[Told]:
    return [Told(f"a{number}", 1, text) for number, text in enumerate(texts)]


def dated(language: Language, *texts: str) -> list[tuple[int, int, bool]]:
    """Earliest, latest and whether it is certain, of all that the texts tell; without her birth."""
    entries = timeline(told=told(*texts), language=language)
    return [
        (entry.moment.earliest, entry.moment.latest, entry.moment.certain)
        for entry in entries
        if entry.words != BORN[language]
    ]


def whys(entry: Entry) -> list[tuple[str, int, int]]:
    return [(reason.why, reason.low, reason.high) for reason in entry.moment.reasons]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We moved in 1952."),
        ("en", "It was nineteen fifty-two, in May."),
        ("en", "We came in the summer of '52."),
        ("en", "It was 1951, no, 52."),
        ("nb", "I femti-to flyttet vi."),
        ("nb", "Det var nittenfemtito."),
        ("nb", "Det var i to og femti."),
        ("nn", "Me flytta i nitten hundre og femtito."),
        ("nn", "Me flytta sommaren 52."),
        ("sv", "Det var nittonhundrafemtiotvå."),
        ("sv", "Vi flyttade sommaren -52."),
    ],
)
def test_year_is_read_however_it_is_said(language: Language, text: str) -> None:
    assert dated(language, text) == [(1952, 1952, True)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We had fifty-two subscribers in 52 houses."),
        ("en", "She was in her fifties."),
        ("en", "I was seven years in Oslo."),
        ("en", "I was one of them."),
        ("nb", "Jeg var tre år på sjøen."),
        ("nb", "Det tok oss i 52 dager."),
        ("nb", "Etter at krigen sluttet, ble det bedre."),
        ("nn", "Eg var sju år i Oslo, og det kosta femti kroner."),
        ("sv", "Jag var sju år i Oslo."),
        ("en", "Was it in 1952?"),
    ],
)
def test_what_only_looks_like_a_time_dates_nothing(language: Language, text: str) -> None:
    assert dated(language, BORN[language], text) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I was seven when the war ended."),
        ("nb", "Jeg var sju år da krigen sluttet."),
        ("nn", "Eg var sju då krigen var slutt."),
        ("sv", "Jag var sju när kriget tog slut."),
    ],
)
def test_age_and_event_agree_on_a_year_and_say_how(language: Language, text: str) -> None:
    entry = timeline(told=told(BORN[language], text), language=language)[-1]
    assert (entry.moment.earliest, entry.moment.latest, entry.moment.certain) == (1945, 1945, True)
    assert whys(entry) == [("born", 1938, 1938), ("age", 7, 7), ("event", 1945, 1945)]
    assert entry.moment.reasons[0].source == timeline(told=told(BORN[language]), language=language)[0].sentence
    assert entry.words == text


def test_age_alone_leaves_two_years() -> None:
    assert dated("nb", BORN["nb"], "Jeg var tolv år gammel da far døde.") == [(1950, 1951, False)]
    assert dated("en", BORN["en"], "I was nine or ten, so I had time.") == [(1947, 1949, False)]
    assert dated("en", "I was twelve years old.") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "That was in the early fifties."),
        ("nb", "Det var tidlig på femtitallet."),
        ("nn", "Det var tidleg på femtitalet."),
        ("sv", "Det var i början av femtiotalet."),
    ],
)
def test_decade_stays_a_decade(language: Language, text: str) -> None:
    assert dated(language, text) == [(1950, 1954, False)]


def test_years_are_counted_from_what_was_just_told() -> None:
    assert dated("en", "We moved in 1950. Three years later we moved back.") == [
        (1950, 1950, True),
        (1953, 1953, False),
    ]
    assert dated("en", "We moved in 1950.", "Three years later we moved back.") == [(1950, 1950, True)]
    assert dated("en", "We moved in 1950. Three years later, in 1954, we left.")[1:] == [(1954, 1954, True)]
    assert dated("nb", "Han kom i 1960. Det var året etter at Harald ble borte.") == [(1960, 1960, True)]


@pytest.mark.parametrize(
    ("language", "wedding", "text"),
    [
        ("en", "We married in June 1961.", "We built the house a year before we married."),
        ("nb", "Vi giftet oss i 1961.", "Året før vi giftet oss, bygde vi hus."),
        ("nn", "Me gifta oss i 1961.", "Året før me gifta oss, bygde me hus."),
        ("sv", "Vi gifte oss 1961.", "Året innan vi gifte oss byggde vi hus."),
    ],
)
def test_years_are_counted_from_her_own_events(language: Language, wedding: str, text: str) -> None:
    assert dated(language, text, wedding) == [(1960, 1960, False), (1961, 1961, True)]


def test_event_that_may_be_two_is_settled_by_her_life_alone() -> None:
    assert dated("en", "I was a child when the war ended.") == []
    assert dated("en", "I was born in 1911. I was seven when the war ended.")[1:] == [(1918, 1918, True)]
    assert dated("en", "I was born in 1938. I was a child when the war ended.") == [(1945, 1945, True)]


def test_birth_follows_from_an_age_in_a_year() -> None:
    born = known_of(told=told("Hausten 1957, då var eg atten."), language="nn").born
    assert born
    assert (born.why, born.low, born.high) == ("born-from", 1938, 1939)
    assert dated("nn", "Hausten 1957, då var eg atten.", "Eg var ti år gammal.")[0] == (1948, 1950, False)


def test_contradiction_is_kept_and_named() -> None:
    entry = timeline(told=told(BORN["en"], "I was twelve years old when Father died in 1962."), language="en")[-1]
    assert (entry.moment.earliest, entry.moment.latest, entry.moment.certain) == (1950, 1962, False)
    assert whys(entry)[-1] == ("disagrees", 1950, 1962)


def test_nobodys_age_is_taken_where_the_speaker_is_unknown() -> None:
    said = "Eg er fødd i 1938. Eg var sju år gammal. Krigen var slutt."
    unknown = [Told("a", 1, said, speaker_unknown=True)]
    found = [(entry.moment.earliest, entry.words) for entry in timeline(told=unknown, language="nn")]
    assert found == [(1938, "Eg er fødd i 1938."), (1945, "Krigen var slutt.")]


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_words_are_those_of_the_answer(language: Language) -> None:
    answers = told(f"  # {BORN[language]} [ler] Xyz. 1952, 1953.", "\n1960.")
    texts = {one.answer: one.text for one in answers}
    entries = timeline(told=answers, language=language)
    assert [entry.moment.earliest for entry in entries] == [1938, 1952, 1953, 1960]
    assert [texts[e.sentence.answer][e.sentence.start : e.sentence.end] for e in entries] == [e.words for e in entries]
