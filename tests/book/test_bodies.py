import json

from hypothesis import given
from hypothesis import strategies as st

from fortell.book.bodies import Body, BodySentence, Change, Source, from_json, rewritten, to_json

SOURCE = Source(answer="a", version=1, start=0, end=20)
BEFORE = Body(
    sentences=(
        BodySentence(text="We rowed to school.", sources=(SOURCE,)),
        BodySentence(text="The ice was thin.", sources=(Source(answer="a", version=1, start=21, end=40),)),
    )
)
SAID = ("We rowed to school. The ice was thin.",)
NAMES = st.text(max_size=8)
SOURCES = st.builds(Source, answer=NAMES, version=st.integers(1, 9), start=st.integers(0, 99), end=st.integers(0, 99))
CHANGES = st.builds(Change, kind=NAMES, before=NAMES, after=NAMES)
SENTENCES = st.builds(
    BodySentence,
    text=st.text(max_size=30),
    sources=st.lists(SOURCES, max_size=3).map(tuple),
    changes=st.lists(CHANGES, max_size=3).map(tuple),
    by=NAMES,
    not_said=st.lists(NAMES, max_size=3).map(tuple),
)


def retyped(text: str) -> tuple[BodySentence, ...]:
    return rewritten(BEFORE, text=text, by="ingrid", said=SAID, language="en").sentences


@given(st.builds(Body, sentences=st.lists(SENTENCES, max_size=4).map(tuple), text=NAMES, photo=NAMES))
def test_a_body_comes_back_from_json_as_it_was(body: Body) -> None:
    assert from_json(json.loads(json.dumps(to_json(body)))) == body


def test_words_and_answers_of_a_body() -> None:
    assert BEFORE.words == "We rowed to school. The ice was thin."
    assert BEFORE.answers == ("a",)


def test_a_changed_sentence_keeps_the_source_of_the_one_it_grew_out_of() -> None:
    (typed,) = retyped("The ice was very thin.")
    assert typed == BodySentence(
        text="The ice was very thin.", sources=BEFORE.sentences[1].sources, by="ingrid", not_said=("very",)
    )


def test_less_than_half_the_words_is_no_kinship() -> None:
    (typed,) = retyped("The moon was full that night.")
    assert typed.sources == ()
    assert typed.not_said == ("moon", "full", "that", "night")


def test_half_the_words_is_kinship() -> None:
    (typed,) = retyped("We rowed home early.")
    assert typed.sources == (SOURCE,)


def test_an_emptied_body_has_no_sentences() -> None:
    assert retyped("  \n ") == ()


@given(st.text(max_size=80))
def test_no_typed_sentence_goes_unmarked(text: str) -> None:
    before = {sentence.text: sentence for sentence in BEFORE.sentences}
    for sentence in retyped(text):
        assert sentence == before.get(sentence.text) or sentence.by == "ingrid"
