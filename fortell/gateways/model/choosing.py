"""Which model this installation has chosen: `[model]`."""

from typing import Final

from fortell.gateways import endpoints
from fortell.gateways.model.contract import LANGUAGE, PASSAGE, Writer
from fortell.gateways.model.endpoint import Endpoint
from fortell.kit.http import Limits
from fortell.kit.installation import installation
from fortell.privacy.egress.processors import Processor
from fortell.privacy.egress.registry import processors

# Somebody waits for it at the page. A model that runs on this machine needs a while for its first word.
LIMITS: Final = Limits(silence=20.0, whole=60.0, reply_bytes=4 * 1024 * 1024)


def is_offered() -> bool:
    """Whether a model may be asked for other wording here."""
    return bool(installation().model.processor)


def chosen_processor() -> Processor | None:
    """Who gets the passages for that."""
    return processors().get(installation().model.processor) if is_offered() else None


def writer() -> Writer | None:
    """The model; None where there is none, or where something is not in order with it."""
    chosen, processor = installation().model, chosen_processor()
    if processor is None or faults():
        return None
    return Endpoint(address=chosen.address, model=chosen.name, key=chosen.key, processor=processor, limits=LIMITS)


def tokens_a_month() -> int:
    """How many a memoir may use in a month."""
    return installation().model.tokens_a_month


def faults() -> list[str]:
    """What `fortell check` fails on."""
    if not is_offered():
        return []
    return endpoints.faults("model", installation().model, needs=("address", "name"), sends=(PASSAGE, LANGUAGE))
