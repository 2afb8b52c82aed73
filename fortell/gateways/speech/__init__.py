"""Speech to text behind one contract: a local Whisper model, an endpoint that a processor runs, or none."""

from fortell.gateways.speech.choosing import chosen_processor, faults, is_offered, transcriber
from fortell.gateways.speech.contract import EngineFailed, Transcriber, Vocabulary, Word
from fortell.gateways.speech.sound import decoded, milliseconds, pieces

__all__ = [
    "EngineFailed",
    "Transcriber",
    "Vocabulary",
    "Word",
    "chosen_processor",
    "decoded",
    "faults",
    "is_offered",
    "milliseconds",
    "pieces",
    "transcriber",
]
