"""What the guard refuses and lets stand, case by case."""

import pytest

from fortell.story.guarding import judge
from fortell.story.language import Language

EN = (
    "The oldest was Harald, then came Signe. My father was called Conrad and drove the milk van for 32 years. "
    'He never hit us. I was born in 1938, and in 1952 we moved to Thornby. "Come in," said Mrs Holm to my mother. '
    "Not that we, not that we didn't want to, uh, stay. Tom asked Ellen to dance before the war."
)
NB = (
    "Jeg gikk ikke, jeg gikk ikke på skolen den høsten. Mor sa at Olav var den eldste. Bestefar hadde tolv kyr, "
    "ikke sant, og to hester. «Øyet er godt nok», sa han. Vi flyttet til Vik i nittenfemtito, liksom, da jeg var "
    "fjorten."
)
NN = "Eg var aldri redd. Ho Signe gret då far reiste til Bergen i 1936. Me var sju sysken, og eg var yngst."
SV = "Jag är född 1939 i Ekhult. Pappa körde timmer i tjugoåtta år, och mamma sydde. Det var inte Inger som frågade."


@pytest.mark.parametrize(
    ("language", "source", "sentence"),
    [
        ("en", EN, "My father was called Conrad; he drove the milk van for thirty-two years."),
        ("en", EN, "In 1952 we moved to Thornby."),
        ("en", EN, "We moved to Thornby in 1952."),
        ("en", EN, "Not that we didn’t want to stay."),
        ("en", EN, "“Come in,” said Mrs Holm to my mother."),
        ("en", EN, "She was born in 1938."),
        ("en", EN, "Then came Signe."),
        ("en", "We had about six, seven cows.", "About six, seven cows we had."),
        ("en", "We lived there from 1952 to 1960.", "We lived there from 1952."),
        ("en", "I walk to church.", "She walks to church."),
        ("en", EN, ""),
        ("nb", NB, "Jeg gikk ikke på skolen den høsten."),
        ("nb", NB, "Bestefar hadde 12 kyr og 2 hester."),
        ("nb", NB, "Da jeg var fjorten, flyttet vi til Vik."),
        ("nb", NB, "Vi flyttet til Vik i 1952."),
        ("nn", NN, "Då far reiste til Bergen i 1936, gret ho Signe."),
        ("nn", NN, "Me var 7 sysken; eg var yngst."),
        ("sv", SV, "Pappa körde timmer i 28 år."),
        ("sv", SV, "Mamma sydde, och pappa körde timmer i tjugoåtta år."),
    ],
)
def test_what_was_said_stands(language: Language, source: str, sentence: str) -> None:
    assert judge(language=language, sources=[source], sentence=sentence).reasons == ()


@pytest.mark.parametrize(
    ("language", "source", "sentence", "kind"),
    [
        ("en", EN, "My father was called Edwin and drove the milk van for 32 years.", "name"),
        ("en", EN, "My father was called Conrad and drove the milk van for 34 years.", "number"),
        ("en", EN, "In 1954 we moved to Thornby.", "year"),
        ("en", EN, "In 1952 we moved to Halden.", "place"),
        ("en", EN, "My uncle was called Conrad.", "relation"),
        ("en", EN, "He hit us.", "negation"),
        ("en", EN, "My father was not called Conrad.", "negation"),
        ("en", EN, "“Come inside,” said Mrs Holm to my mother.", "quotation"),
        ("en", EN, "Harald drove the milk van for 32 years.", "who"),
        ("en", EN, "Harald was the oldest, and drove the milk van for 32 years.", "who"),
        ("en", EN, "She never hit us.", "who"),
        ("en", EN, "Ellen asked Tom to dance before the war.", "name who"),
        ("en", EN, "Tom asked Ellen to dance after the war.", "order"),
        ("en", EN, "I was born in 1938, and it snowed.", "added"),
        ("en", EN, "In 1952 we moved to Thornby, and I was proud.", "feeling"),
        ("en", "We had two cows and a pig.", "We had two pigs and a cow.", "number"),
        ("en", "I'm not, my head is white.", "I'm, my head is white.", "negation"),
        ("en", "If you never do that, you will never end it.", "If you do that, you will never end it.", "negation"),
        ("en", "We had about six, seven cows.", "We had about seven cows.", "number"),
        ("en", "There were, I think, six or seven of us.", "There were seven of us.", "number"),
        ("en", "Nearly forty people came.", "Forty people came.", "number"),
        ("en", "My brother was a doctor and lived in Hull.", "My brother is a doctor and lived in Hull.", "order"),
        ("en", "My brother was a doctor and lived in Hull.", "My brother was a doctor and lives in Hull.", "order"),
        ("en", "I was to be called Joan. But the boat was called Edna.", "The boat was called Joan.", "who name"),
        ("nb", "Han kastet garn.", "Han kaster garn.", "order"),
        ("nn", "Han kasta garn.", "Han kastar garn.", "order"),
        ("sv", "Pappa var snickare.", "Pappa är snickare.", "order"),
        ("nb", NB, "Jeg gikk på skolen den høsten.", "negation"),
        ("nb", NB, "Mor sa at Nils var den eldste.", "name"),
        ("nb", NB, "Bestefar hadde to kyr og tolv hester.", "number"),
        ("nb", NB, "«Øyet er bra nok», sa han.", "quotation"),
        ("nb", NB, "Vi flyttet til Vik i 1953.", "year"),
        ("nn", NN, "Eg var redd.", "negation"),
        ("nn", NN, "Ho Signe gret då onkel reiste til Bergen i 1936.", "relation"),
        ("nn", NN, "Far gret då ho Signe reiste til Bergen i 1936.", "relation who added"),
        ("sv", SV, "Jag är född 1941 i Ekhult.", "year"),
        ("sv", SV, "Det var Inger som frågade.", "negation"),
        ("sv", SV, "Mamma körde timmer i tjugoåtta år.", "relation who"),
    ],
)
def test_what_was_not_said_is_refused(language: Language, source: str, sentence: str, kind: str) -> None:
    reasons = judge(language=language, sources=[source], sentence=sentence).reasons
    assert {reason.kind for reason in reasons} & set(kind.split())


def test_a_sentence_may_draw_on_two_answers_but_not_exchange_their_people() -> None:
    sources = ["Anna kept the shop in Vik.", "Peter rang the bell every Sunday."]
    together = judge(language="en", sources=sources, sentence="Anna kept the shop in Vik, and Peter rang the bell.")
    assert together.verdict == "supported"
    assert judge(language="en", sources=sources, sentence="Peter kept the shop in Vik.").verdict == "refused"


def test_a_reason_is_one_plain_line_and_says_what_was_said_instead() -> None:
    (reason,) = judge(language="nb", sources=["Vi flyttet i 1952."], sentence="Vi flyttet i 1954.").reasons
    assert reason.told("nb") == "Årstallet 1954 er ikke nevnt her. I svaret står det «1952»."
    assert reason.told("sv") == "Årtalet 1954 nämns inte här. I svaret står det ”1952”."


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_nothing_is_said_where_there_is_no_source(language: Language) -> None:
    assert judge(language=language, sources=[], sentence="Olav 1952.").verdict == "refused"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [("jaha det var kaldt", "Jaha, det var kaldt."), ("vi budde i vik lenge", "Vi budde i Vik lenge.")],
)
def test_a_capital_that_was_set_names_nobody_new(said: str, sentence: str) -> None:
    assert judge(language="nn", sources=[said], sentence=sentence).reasons == ()
