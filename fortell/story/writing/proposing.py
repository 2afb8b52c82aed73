"""A draft from answers, in one of three forms: life story of a chat, interview, conversation."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from fortell.story.language import Language, mask
from fortell.story.writing.blocks import Block, conversation_blocks, interview_blocks
from fortell.story.writing.cleaning import Dial
from fortell.story.writing.cohesion import Unit, chapter_starts, stems
from fortell.story.writing.draft import Chapter, Form, LeftOut, Proposal, Told, Years
from fortell.story.writing.memoir import memoir
from fortell.story.writing.titles import title_of

# The heading of a chapter in which no clause is clean enough to be its title.
_PART: Final[dict[Language, str]] = {"en": "Part {}", "nb": "Del {}", "nn": "Del {}", "sv": "Del {}"}


def _unit(block: Block, language: Language) -> Unit:
    said = tuple(stem for one in block.told for stem in stems(text=mask(one.text), language=language))
    return Unit(stems=said, length=block.length, joined=block.joined)


def _chapters(blocks: Sequence[Block], language: Language) -> tuple[Chapter, ...]:
    units = [_unit(block, language) for block in blocks]
    everywhere = Counter(stem for unit in units for stem in unit.stems)
    chapters: list[Chapter] = []
    for start, end in pairwise([*chapter_starts(units), len(blocks)]):
        number = len(chapters) + 1
        told = [one for block in blocks[start:end] for one in block.told]
        taken = [chapter.title for chapter in chapters]
        own = title_of(told=told, everywhere=everywhere, taken=taken, language=language)
        title, source = own or (_PART[language].format(number), None)
        passages = tuple(passage for block in blocks[start:end] for passage in block.passages)
        chapters.append(Chapter(key=f"part-{number}", title=title, title_source=source, phase=None, passages=passages))
    return tuple(chapters)


def _in_order(told: Sequence[Told], language: Language, form: Form, dial: Dial) -> Proposal:
    blocks_of = interview_blocks if form == "interview" else conversation_blocks
    blocks, left_out = blocks_of(told=told, language=language, dial=dial)
    return Proposal(chapters=_chapters(blocks, language), left_out=tuple[LeftOut, ...](left_out))


def propose(
    *,
    told: Sequence[Told],
    language: Language,
    form: Form,
    dial: Dial = "verbatim",
    years: Mapping[str, Years] | None = None,
) -> Proposal:
    """The draft: what differs from the answers is listed, edit by edit; up to "light" no word is added or changed.

    `years`: when answers happened, by id, as far as it is sure; a life story puts its chapters in order by them. The
    other forms keep the order told, in which a question leads to what follows.
    Every answer with a word stands in exactly one place of the draft or in `left_out` with its reason.
    Raises ValueError when two answers share an id.
    """
    if len({one.answer for one in told}) < len(told):
        raise ValueError("two answers share an id")
    if form == "memoir":
        return memoir(told=told, language=language, dial=dial, years=years or {})
    return _in_order(told, language, form, dial)
