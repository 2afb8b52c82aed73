"""Spoken words cleaned up, in four languages and at three dials."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fortell.story.language import LANGUAGES, Language, fold, words
from fortell.story.writing import DIALS, Dial, Kept, Told, sentences
from fortell.story.writing.alone import clean, replayed
from tests.story.writing.samples import TEXTS

PIECES = st.sampled_from(["eh, ", "um ", "e # ", "i i ", "I was ", "sk- ", "vi, vi ", "7 år. ", ", you know, "])
STUMBLING = st.lists(st.one_of(PIECES, TEXTS), max_size=8).map("".join)


def light(text: str, language: Language) -> str:
    return clean(text=text, language=language, dial="light").text


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nb", "jeg jeg er eh født i nord og og faren min var var smed", "Jeg er født i nord og faren min var smed."),
        ("nb", "Og da, eh, da rodde vi til sko- skolen.", "Og da rodde vi til skolen."),
        ("nn", "eg trur vi e vi sn- snakkar med han # han som bur der .", "Eg trur vi snakkar med han som bur der."),
        ("sv", "det det var så vi vi bodde öh i i en liten # liten stuga", "Det var så vi bodde i en liten stuga."),
        (
            "en",
            "i i was um born in in leeds # my my father was a was a miner",
            "I was born in leeds my father was a miner.",
        ),
        ("nb", "det var # det er ti år siden . men hun # han var snill .", "Det er ti år siden. Men han var snill."),
        ("nn", "eller det om det er bestemor . han er # var smed .", "Eller om det er bestemor. Han var smed."),
        (
            "sv",
            "han är # han hade en båt . de när de kom # ja alltså de kom",
            "Han hade en båt. När de kom ja alltså de kom.",
        ),
        (
            "en",
            "they was # were ill . he # they were gone . we when we came",
            "They were ill. They were gone. When we came.",
        ),
        ("en", "# it was you know it was late", "You know it was late."),
        (
            "en",
            "I'll tell you, uh. They came. And uh, and then they went, um!",
            "I'll tell you. They came. And then they went!",
        ),
        ("en", "He says, \"Can't uh, can't, can't stop.\"", 'He says, "Can\'t stop."'),
        ("en", "He was the -- he was the oldest, you know.", "He was the oldest, you know."),
        ("en", "went to the sch- # no to the shop # and we # we went home", "Went no to the shop and we went home."),
    ],
)
def test_stumbles_go(language: Language, text: str, expected: str) -> None:
    assert light(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It was a very, very cold winter, and we walked far, far away."),
        ("en", "He ran and ran and ran, over and over and over again."),
        ("en", "There he was # is he here? What it was # is gone. Yes, he was # he had a boat.".replace(" #", " –")),
        ("en", "I had had enough. She said that that was her brother."),
        ("en", "Uh huh. Knock knock, who's there? No, no, said mother."),
        ("nb", "Vi gikk og gikk, år etter år etter år. Nei, nei, sa mor."),
        ("nb", "Han sa at det det var noe galt med, var hånd- og fotball."),
        ("nn", "Eg e frå Bergen, og der vi var var det kaldt."),
        ("nn", "Han såg EM i fotball, og lenge, lenge etter song han."),
        ("en", "He was – he had a boat. I think… I am not sure. She was - she is ill."),
        ("sv", "De e bra, sa han. Det var mycket, mycket kallt, och där vi var var det tyst."),
    ],
)
def test_what_is_meant_stays(language: Language, text: str) -> None:
    assert light(text, language) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("she had had enough and we did this this morning", "She had had enough and we did this this morning."),
        ("it was a very very long way and he ran and ran", "It was a very very long way and he ran and ran."),
    ],
)
def test_what_is_meant_stays_without_any_sign_too(text: str, expected: str) -> None:
    assert light(text, "en") == expected


@pytest.mark.parametrize(
    ("dial", "expected"),
    [
        ("verbatim", "Han må han har jo # vore 7 år, veit du, i nittenførtifem"),
        ("light", "Han må – han har jo vore 7 år, veit du, i nittenførtifem."),
        ("readable", "Han har jo vore sju år i 1945."),
    ],
)
def test_dials_take_more_and_more(dial: Dial, expected: str) -> None:
    text = "han må # han har jo vore 7 år, veit du, i nittenførtifem"
    assert clean(text=text, language="nn", dial=dial).text == expected.replace("# ", "")


def test_every_edit_says_where_and_why() -> None:
    cleaned = clean(text="ja eh vi vi rodde", language="nb", dial="light")
    listed = [(edit.start, edit.end, edit.kind, edit.replacement) for edit in cleaned.edits]
    assert listed == [
        (0, 1, "capital", "J"),
        (3, 6, "filler", ""),
        (6, 9, "repetition", ""),
        (17, 17, "sign", "."),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dial", DIALS)
@given(text=STUMBLING)
def test_edits_make_the_text_in_order_and_never_overlap(text: str, language: Language, dial: Dial) -> None:
    cleaned = clean(text=text, language=language, dial=dial)
    assert replayed(text, cleaned.edits) == cleaned.text
    ends = [0]
    for edit in cleaned.edits:
        assert ends[-1] <= edit.start <= edit.end <= len(text)
        ends.append(edit.end)


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=STUMBLING)
def test_light_adds_and_changes_no_word(text: str, language: Language) -> None:
    said = iter([fold(word.text) for word in words(text)])
    assert all(fold(word.text) in said for word in words(light(text, language)))


def test_a_text_of_sounds_alone_stays() -> None:
    assert light("eh, hm", "nb") == "Eh, hm"


@pytest.mark.parametrize("dial", DIALS)
@given(text=STUMBLING)
def test_what_was_taken_back_is_not_done_again(text: str, dial: Dial) -> None:
    told = Told(answer="a", version=1, text=text)
    for edit in [edit for sentence in sentences(told=told, language="en", dial=dial) for edit in sentence.edits]:
        kept = Kept(edit.kind, edit.span.start, edit.span.end)
        again = sentences(told=replace(told, kept=(kept,)), language="en", dial=dial)
        changes = [one for sentence in again for one in sentence.edits]
        assert not [one for one in changes if kept.covers(one.kind, one.span.start, one.span.end)]
