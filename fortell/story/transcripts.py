"""What an engine heard in her recordings, word by word, as it is kept and as it is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fortell.gateways.speech import Vocabulary, Word
from fortell.people.queries import names
from fortell.privacy.vault.opening import Opening
from fortell.story.models import Memoir, Recording, Transcript
from fortell.story.remembering import picture_now

SURE: Final = 0.5  # a word that the engine gives less is marked for her to look at
MOST_NAMES: Final = 40  # a Whisper model takes some 200 tokens of vocabulary (half of its prompt's 448)

Heard = tuple[str, int, int, float | None]  # a word, from and to in milliseconds, how sure


@dataclass(frozen=True, kw_only=True)
class WordRead:
    text: str
    start: str  # seconds, as the player counts
    end: str
    unsure: bool


@dataclass(frozen=True, kw_only=True)
class TranscriptRead:
    """`words` so far; `is_whole` once all was heard."""

    words: tuple[WordRead, ...]
    is_whole: bool

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def has_unsure(self) -> bool:
        return any(word.unsure for word in self.words)


def as_kept(words: Iterable[Word], *, begin: int) -> list[Heard]:
    """Words of a piece that begins at so many milliseconds."""
    return [
        (
            word.text,
            begin + round(word.start * 1000),
            begin + round(word.end * 1000),
            None if word.confidence is None else round(word.confidence, 2),
        )
        for word in words
    ]


def read_transcript(recording: Recording, opening: Opening) -> TranscriptRead | None:
    """None where nothing was heard yet."""
    row = Transcript.objects.filter(recording=recording).first()
    if row is None:
        return None
    words = tuple(
        WordRead(
            text=text,
            start=f"{start / 1000:.3f}",
            end=f"{end / 1000:.3f}",
            unsure=sure is not None and sure < SURE,
        )
        for text, start, end, sure in opening.read(row, "words")
    )
    return TranscriptRead(words=words, is_whole=row.heard_at is not None)


def vocabulary(memoir: Memoir, opening: Opening) -> Vocabulary:
    """Names that she may say: the members', and the people and places in what she wrote or corrected, newest first."""
    picture = picture_now(memoir, opening)
    people = sorted(picture.people, key=lambda person: -person.last)
    told = dict.fromkeys([*(person.name for person in people), *picture.places])
    return {
        "people.Member.name": tuple(name for name in names(memoir.id).values() if name),
        "story.Memory.picture": tuple(told)[:MOST_NAMES],
    }
