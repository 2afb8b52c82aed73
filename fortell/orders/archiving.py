"""What sealed fields of this room hold, in the published form of a copy."""

from typing import Any

from fortell.orders.models import Order, Parcel, Voucher
from fortell.privacy.archive.rooms import shape

TEXT: dict[str, Any] = {"type": "string"}
ADDRESS: dict[str, Any] = {
    "type": "object",
    "required": ["name", "street", "postcode", "town", "country"],
    "additionalProperties": False,
    "properties": dict.fromkeys(("name", "street", "postcode", "town", "country"), TEXT),
}
shape(Order, buyer=ADDRESS)
shape(Parcel, recipient={"anyOf": [ADDRESS, {"type": "null"}]})
shape(Voucher, content={"type": "object", "required": ["seller", "buyer", "parcels", "taxes"]})
