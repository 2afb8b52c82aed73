"""The form of the chat: chapters by phase of life and in order of time, her words alone, the questions not shown."""

from collections.abc import Iterator, Mapping, Sequence

from fortell.story.language import Language, Phase, phases
from fortell.story.writing.cleaning import Dial
from fortell.story.writing.draft import Chapter, LeftOut, Passage, Proposal, Sentence, Told, Years
from fortell.story.writing.ordering import in_order_of_time
from fortell.story.writing.paragraphs import paragraphs
from fortell.story.writing.sorting import sort_by_phase
from fortell.story.writing.verbatim import sentences as sentences_of

Sentences = Mapping[str, tuple[Sentence, ...]]


def photo_passages(told: Told) -> list[Passage]:
    return [Passage(kind="photo", sentences=(), answers=(told.answer,), text=photo) for photo in told.photos]


def _passages(told: Told, sentences: Sequence[Sentence], language: Language) -> Iterator[Passage]:
    for paragraph in paragraphs(sentences=sentences, texts={told.answer: told.text}, language=language):
        yield Passage(kind="told", sentences=paragraph, answers=(told.answer,))
    yield from photo_passages(told)


def _chapter(phase: Phase, answers: Sequence[Told], sentences: Sentences, language: Language) -> Chapter:
    passages = tuple(passage for one in answers for passage in _passages(one, sentences[one.answer], language))
    return Chapter(key=phase.id, title=phase.names[language], title_source=None, phase=phase.id, passages=passages)


def memoir(*, told: Sequence[Told], language: Language, dial: Dial, years: Mapping[str, Years]) -> Proposal:
    sentences = {one.answer: sentences_of(told=one, language=language, dial=dial) for one in told}
    by_id = {phase.id: phase for phase in phases()}
    chapters = (
        _chapter(by_id[phase], in_order_of_time(told=answers, years=years), sentences, language)
        for phase, answers in sort_by_phase(told=told, language=language).items()
    )
    return Proposal(
        chapters=tuple(chapter for chapter in chapters if chapter.passages),
        left_out=tuple(LeftOut(one.answer, "no-words") for one in told if not sentences[one.answer]),
    )
