"""The verbatim dial: no word added, none lost, every change listed."""

import pytest
from hypothesis import given

from fortell.story.language import words
from fortell.story.writing import Sentence, Told, words_not_said
from fortell.story.writing.verbatim import verbatim
from tests.story.writing.samples import TEXTS, replayed


def written(text: str) -> tuple[Sentence, ...]:
    return verbatim(told=Told(answer="a1", version=3, text=text), language="nb")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("det er .", ["Det er."]),
        ("Vi rodde. [ler] Så kom far.", ["Vi rodde.", "Så kom far."]),
        ("That's enough. [recording stops]. She used to work.", ["That's enough.", "She used to work."]),
        ("ja # vel ## det er så .", ["Ja vel det er så."]),
        ("så lenge … # nei .", ["Så lenge … nei."]),
        ("Hjem[ler]og ut.", ["Hjem og ut."]),
        ("Be-[be-lieve.", ["Be- be-lieve."]),
        ("Da kom #Ola igjen.", ["Da kom #Ola igjen."]),
        ('"Hei. [ler]"', ['"Hei."']),
        ("I, [be-believe ten.", ["I, be-believe ten."]),
        ("If he sing, I, I, [laughs].", ["If he sing, I, I,"]),
        ("Kom   du\nhit ?", ["Kom du hit?"]),
        ("Hun sa «kom» og gikk.", ["Hun sa «kom» og gikk."]),
        ("…og så gikk vi.", ["…og så gikk vi."]),
        ("iPad hadde vi ikke.", ["iPad hadde vi ikke."]),
        ("Det var fint :)", ["Det var fint :)"]),
        ("👵🏽 # [ler]", []),
    ],
)
def test_sentences_read_clean(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in written(text)] == expected


def test_every_change_is_listed_with_its_kind() -> None:
    (sentence,) = written("[ler] vi # rodde .")
    listed = [(edit.kind, edit.before, edit.after) for edit in sentence.edits]
    assert listed == [("stage-note", "[ler] ", ""), ("capital", "v", "V"), ("pause", "# ", ""), ("space", " ", "")]


def test_edits_point_into_the_version_they_were_made_from() -> None:
    (sentence,) = written("vi rodde .")
    assert {(edit.span.answer, edit.span.version) for edit in sentence.edits} == {("a1", 3)}


@given(TEXTS)
def test_replaying_the_edits_gives_the_sentence(text: str) -> None:
    for sentence in written(text):
        assert replayed(sentence, text) == sentence.text


@given(TEXTS)
def test_every_word_stands_in_one_sentence_or_one_edit(text: str) -> None:
    spans = [sentence.sources[0] for sentence in written(text)]
    covered = [at for span in spans for at in range(span.start, span.end)]
    assert len(covered) == len(set(covered))
    if spans:
        assert [word for word in words(text) if not set(range(word.start, word.end)) <= set(covered)] == []


@given(TEXTS)
def test_only_stage_notes_and_pauses_take_words(text: str) -> None:
    removed = [
        edit for sentence in written(text) for edit in sentence.edits if edit.kind not in {"capital", "stage-note"}
    ]
    assert [edit.before for edit in removed if words(edit.before)] == []


@given(TEXTS)
def test_no_word_of_a_sentence_is_unsaid(text: str) -> None:
    unsaid = [words_not_said(sentence=one.text, sources=[text]) for one in written(text)]
    assert not any(unsaid)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("text", ["# " * 40_000, "[" * 100_000, "a " * 50_000, " \n" * 50_000 + "x", "a. " * 30_000])
def test_very_long_answers_are_taken_in_stride(text: str) -> None:
    assert isinstance(written(text), tuple)
