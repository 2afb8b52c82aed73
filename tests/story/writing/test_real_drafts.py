"""Drafts of real interviews: nothing invented, nothing lost. Two of them every day, the others at length."""

from functools import cache

import pytest

from fortell.story.language import words
from fortell.story.writing import DIALS, Dial, Proposal, Told, propose, words_not_said
from tests.story.corpus import DIALECT, life_story, utterances
from tests.story.writing.samples import replayed, sentences

pytestmark = pytest.mark.corpus
EVERY_DAY = ("life story", "lia-farsund.nn.jsonl")
SOURCES = [*EVERY_DAY, *(pytest.param(name, marks=pytest.mark.heavy) for name in DIALECT if name not in EVERY_DAY)]


@cache
def draft(source: str, dial: Dial = "verbatim") -> tuple[list[Told], Proposal]:
    if source in DIALECT:
        told = [Told(f"a{n}", 1, text, speaker_unknown=True) for n, text in enumerate(utterances(source))]
        return told, propose(told=told, language="nn", form="conversation", dial=dial)
    told = [Told(f"a{n}", 1, answer, question=question) for n, (question, answer) in enumerate(life_story())]
    return told, propose(told=told, language="en", form="interview", dial=dial)


@pytest.mark.parametrize("dial", ["verbatim", "light"])
@pytest.mark.parametrize("source", SOURCES)
def test_draft_holds_only_what_was_said(source: str, dial: Dial) -> None:
    told, proposal = draft(source, dial)
    texts = {one.answer: one.text for one in told}
    for sentence in sentences(proposal):
        said = [texts[span.answer] for span in sentence.sources]
        assert said
        assert words_not_said(sentence=sentence.text, sources=said) == ()
        assert replayed(sentence, texts[sentence.sources[0].answer]) == sentence.text


@pytest.mark.parametrize("dial", DIALS)
@pytest.mark.parametrize("source", SOURCES)
def test_draft_loses_nothing(source: str, dial: Dial) -> None:
    told, proposal = draft(source, dial)
    gone = {left.answer for left in proposal.left_out}
    covered: dict[str, set[int]] = {one.answer: set() for one in told}
    for sentence in sentences(proposal):
        span = sentence.sources[0]
        assert covered[span.answer].isdisjoint(range(span.start, span.end))
        covered[span.answer].update(range(span.start, span.end))
    for one in told:
        lost = [word for word in words(one.text) if not covered[one.answer].issuperset(range(word.start, word.end))]
        assert one.answer in gone or lost == []


@pytest.mark.parametrize("source", SOURCES)
def test_chapters_have_a_readable_length_and_titles_of_her_own(source: str) -> None:
    told, proposal = draft(source)
    texts = {one.answer: one.text for one in told}
    titles = []
    for chapter in proposal.chapters:
        span = chapter.title_source
        assert span
        assert texts[span.answer][span.start : span.end].casefold() == chapter.title.casefold()
        titles.append(chapter.title)
        length = sum(len(words(one.text)) for passage in chapter.passages for one in passage.sentences)
        assert 900 <= length <= 2600
    assert len(set(titles)) == len(titles) > 1


def test_only_hums_are_left_out_of_the_life_story() -> None:
    told, proposal = draft("life story")
    texts = {one.answer: one.text for one in told}
    assert [texts[gone.answer] for gone in proposal.left_out] == ["Hmmm?", "Mmmm?"]
