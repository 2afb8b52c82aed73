"""What an imported interview is built of: a question and what was told upon it, or one utterance of a conversation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from fortell.story.language import Language, words
from fortell.story.writing.backchannels import answers_back, asks, only_hums, only_listens
from fortell.story.writing.cleaning import Dial
from fortell.story.writing.cohesion import LONGEST
from fortell.story.writing.draft import LeftOut, Passage, Sentence, Told
from fortell.story.writing.memoir import photo_passages
from fortell.story.writing.paragraphs import paragraphs
from fortell.story.writing.verbatim import sentences as sentences_of
from fortell.story.writing.verbatim import verbatim

# Answers run on into one block up to here (in words); beyond it a new block begins, without a question.
RUN_ON: Final = 400


@dataclass(frozen=True, slots=True)
class Block:
    """`joined` says how badly a chapter would begin here: 0 well, 1 not at all."""

    told: tuple[Told, ...]
    passages: tuple[Passage, ...]
    length: int
    joined: float


@dataclass(slots=True)
class _Run:
    question: str
    told: list[Told]
    sentences: list[Sentence]
    length: int

    def takes(self, length: int) -> bool:
        return not self.told[-1].photos and self.length < RUN_ON and self.length + length <= LONGEST


def _question(told: Told, language: Language) -> str:
    """The question as shown, without the transcript's signs; empty when it asks nothing that the answer rests on.

    Its words stay at every dial: a question lists no edits.
    """
    rests = not only_listens(text=told.question, language=language) and answers_back(text=told.text, language=language)
    if not rests and not asks(text=told.question, language=language):
        return ""
    asked = verbatim(told=Told(answer="", version=0, text=told.question), language=language)
    return " ".join(sentence.text for sentence in asked)


def left_out(*, told: Told, sentences: Sequence[Sentence], language: Language) -> LeftOut | None:
    """Why an answer of an interview has no place in the draft, if it has none."""
    if not sentences:
        return LeftOut(told.answer, "no-words")
    idle = only_listens(text=told.text, language=language) and only_listens(text=told.question, language=language)
    if idle or only_hums(text=told.text, language=language):
        return LeftOut(told.answer, "backchannel")
    return None


def _passages(run: _Run, language: Language) -> tuple[Passage, ...]:
    texts = {one.answer: one.text for one in run.told}
    asked = [Passage(kind="question", sentences=(), answers=(run.told[0].answer,), text=run.question)]
    answered = [
        Passage("told", paragraph, tuple(dict.fromkeys(sentence.sources[0].answer for sentence in paragraph)))
        for paragraph in paragraphs(sentences=run.sentences, texts=texts, language=language)
    ]
    return (*asked[: bool(run.question)], *answered, *photo_passages(run.told[-1]))


def _parts(run: _Run, language: Language) -> list[Block]:
    """The run as one block; an answer that alone is longer than a chapter as one for every paragraph."""
    passages = _passages(run, language)
    if run.length <= LONGEST:
        return [Block(tuple(run.told), passages, run.length, 0.0 if run.question else 1.0)]
    return [_part(run.told[0], passage, first=number == 0) for number, passage in enumerate(passages)]


def _part(told: Told, passage: Passage, *, first: bool) -> Block:
    """A paragraph with its piece of the answer, the rest blanked so that offsets hold."""
    if not passage.sentences:
        return Block((replace(told, text=""),), (passage,), 0, 1.0 - first)
    start, end = passage.sentences[0].sources[0].start, passage.sentences[-1].sources[0].end
    piece = replace(told, text=" " * start + told.text[start:end])
    return Block((piece,), (passage,), len(words(piece.text)), 0.5)


def interview_blocks(*, told: Sequence[Told], language: Language, dial: Dial) -> tuple[list[Block], list[LeftOut]]:
    runs: list[_Run] = []
    gone: list[LeftOut] = []
    for one in told:
        sentences = sentences_of(told=one, language=language, dial=dial)
        reason = left_out(told=one, sentences=sentences, language=language)
        if reason:
            gone.append(reason)
        if reason and not one.photos:
            continue
        question, length, kept = _question(one, language), len(words(one.text)), [] if reason else list(sentences)
        if runs and not question and runs[-1].takes(length):
            last = runs[-1]
            runs[-1] = _Run(last.question, [*last.told, one], last.sentences + kept, last.length + length)
        else:
            runs.append(_Run(question, [one], kept, length))
    return [block for run in runs for block in _parts(run, language)], gone


def _joined(told: Told, before: Told | None, language: Language) -> float:
    if before and before.text.rstrip().endswith("?"):
        return 1.0
    if only_listens(text=told.text, language=language):
        return 0.6
    return 0.0 if asks(text=told.text, language=language) else 0.2


def conversation_blocks(*, told: Sequence[Told], language: Language, dial: Dial) -> tuple[list[Block], list[LeftOut]]:
    """One block for every utterance that holds a word, or was said over a photo."""
    blocks: list[Block] = []
    gone: list[LeftOut] = []
    for before, one in zip([None, *told], told, strict=False):
        sentences = sentences_of(told=one, language=language, dial=dial)
        said = [Passage(kind="utterance", sentences=sentences, answers=(one.answer,))]
        if not sentences:
            gone.append(LeftOut(one.answer, "no-words"))
        passages = (*said[: bool(sentences)], *photo_passages(one))
        if passages:
            blocks.append(Block((one,), passages, len(words(one.text)), _joined(one, before, language)))
    return blocks, gone
