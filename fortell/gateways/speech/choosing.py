"""Which engine this installation has chosen: `[speech]`."""

from typing import Final

from fortell.gateways import endpoints
from fortell.gateways.speech import local
from fortell.gateways.speech.contract import LANGUAGE, Transcriber
from fortell.gateways.speech.endpoint import Endpoint
from fortell.gateways.speech.local import LocalWhisper
from fortell.kit.http import Limits
from fortell.kit.installation import installation
from fortell.privacy.egress.fields import FILE
from fortell.privacy.egress.processors import Processor
from fortell.privacy.egress.registry import processors

LIMITS: Final = Limits(silence=120.0, whole=300.0)  # an endpoint answers once it has heard a whole minute of sound


def is_offered() -> bool:
    """Whether what she says is written down for her here."""
    return bool(installation().speech.engine)


def chosen_processor() -> Processor | None:
    """Who gets her voice so that it is written down; None where it stays in this house."""
    speech = installation().speech
    return processors().get(speech.processor) if speech.engine == "endpoint" else None


def transcriber() -> Transcriber | None:
    """The engine; None where there is none, or where something is not in order with it."""
    speech = installation().speech
    if not speech.engine or faults():
        return None
    if processor := chosen_processor():
        return Endpoint(address=speech.address, model=speech.model, key=speech.key, processor=processor, limits=LIMITS)
    return LocalWhisper(speech.model_folder)


def faults() -> list[str]:
    """What `fortell check` fails on."""
    speech = installation().speech
    if speech.engine == "local":
        return local.faults(speech.model_folder)
    if speech.engine == "endpoint":
        return endpoints.faults("speech", speech, needs=("address", "model"), sends=(FILE, LANGUAGE))
    return []
