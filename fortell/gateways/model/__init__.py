"""A language model that may propose other wording: an endpoint of a processor's that speaks OpenAI's form, or none."""

from fortell.gateways.model.choosing import chosen_processor, faults, is_offered, tokens_a_month, writer
from fortell.gateways.model.contract import WISHES, ModelFailed, Wish, Writer, Written, most_tokens
from fortell.gateways.model.invented import INVENTED

__all__ = [
    "INVENTED",
    "WISHES",
    "ModelFailed",
    "Wish",
    "Writer",
    "Written",
    "chosen_processor",
    "faults",
    "is_offered",
    "most_tokens",
    "tokens_a_month",
    "writer",
]
