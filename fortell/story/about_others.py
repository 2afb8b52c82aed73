"""What in her answers and captions may be sensitive about somebody who lives: hers to decide before others read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fortell.privacy.vault.opening import Opening
from fortell.story.models import Memoir
from fortell.story.naming import Decided, Naming, Place
from fortell.story.queries import AnswerRead, answers_of, decided_of, naming_of, place_of_caption, read_answers
from fortell.story.sensitive import places
from fortell.story.slots import waiting_in_made


@dataclass(frozen=True, kw_only=True)
class AboutOthers:
    """Neighbouring sentences of one answer, or a caption: `words`, which stand at `place`.

    `around` is the place with what lies round it up to the next such one. `kinds`: of what kinds it may be. `shared`:
    what she decided, None while it waits.
    """

    words: str
    kinds: tuple[str, ...]
    place: Place
    around: Place
    shared: bool | None

    @property
    def name(self) -> str:
        """As a form sends it."""
        return f"{self.place.item}:{self.place.version}:{self.place.start}:{self.place.end}"


def about_others(memoir: Memoir, opening: Opening) -> list[AboutOthers]:
    """All of it in the order told, what waits first. What she keeps to herself is not among it: nobody reads that."""
    naming = naming_of(memoir, opening)
    reads = read_answers(answers_of(memoir).filter(withheld_at=None), opening)
    found = [one for read in reads for one in (*_in_answer(read, naming), *_in_captions(read, naming))]
    found += _only_in_made(found, waiting_in_made(memoir, opening), naming)
    return sorted(found, key=lambda one: one.shared is not None)


def _only_in_made(
    found: Sequence[AboutOthers], made: Sequence[tuple[str, Place]], naming: Naming
) -> Iterator[AboutOthers]:
    """What the book says so that it waits, and her answer does not: there a capital or a full stop makes a name."""
    for text, place in made:
        if not any(place.overlaps(one.place) for one in found):
            kinds = (kind for _start, _end, kind in places(text, language=naming.language, gone=naming.gone))
            yield AboutOthers(words=text, kinds=tuple(dict.fromkeys(kinds)), place=place, around=place, shared=None)


def still_there(memoir: Memoir, opening: Opening) -> list[Decided]:
    """What she decided, without what has been corrected or deleted since."""
    reads = read_answers(answers_of(memoir), opening)
    current = {(str(read.answer.id), read.version) for read in reads}
    current |= {(str(one.photo.id), 0) for read in reads for one in read.photos}
    return [one for one in decided_of(memoir, opening) if (one.place.item, one.place.version) in current]


def _in_answer(read: AnswerRead, naming: Naming) -> Iterator[AboutOthers]:
    text, item = read.text, str(read.answer.id)
    runs = _runs(places(text, language=naming.language, gone=naming.gone), text)
    # What lies between two of them goes with either, for a sentence of the book may join it to one.
    ends = [0, *(run[-1][1] for run in runs)]
    begins = [*(run[0][0] for run in runs), len(text)]
    for number, run in enumerate(runs):
        start, end, first, last = begins[number], ends[number + 1], ends[number], begins[number + 1]
        place = Place(item=item, version=read.version, start=start, end=end)
        yield AboutOthers(
            words=text[start:end],
            kinds=tuple(dict.fromkeys(kind for _start, _end, kind in run)),
            place=place,
            around=Place(item=item, version=read.version, start=first, end=last),
            shared=_decided(place, naming),
        )


def _runs(found: Sequence[tuple[int, int, str]], text: str) -> list[list[tuple[int, int, str]]]:
    """Sentences with nothing but white space between them are one passage."""
    runs: list[list[tuple[int, int, str]]] = []
    for one in found:
        if runs and not text[runs[-1][-1][1] : one[0]].strip():
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _in_captions(read: AnswerRead, naming: Naming) -> Iterator[AboutOthers]:
    for one in read.photos:
        if found := places(one.caption, language=naming.language, gone=naming.gone):
            place = place_of_caption(one.photo, one.caption)
            yield AboutOthers(
                words=one.caption,
                kinds=tuple(dict.fromkeys(kind for _start, _end, kind in found)),
                place=place,
                around=place,
                shared=_decided(place, naming),
            )


def _decided(place: Place, naming: Naming) -> bool | None:
    if naming.is_left_out(place):
        return False
    return True if naming.is_shared(place) else None
