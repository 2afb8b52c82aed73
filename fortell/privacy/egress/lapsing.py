"""Letting lines go whose years are over: they are append-only until then."""

from collections.abc import Callable
from typing import Any

from django.db.models import Max, Model

from fortell.privacy.egress.models import Lapsed


def let_go(model: type[Model]) -> Callable[[list[Any]], None]:
    """What the sweep calls with the ids of lines that are due, before it deletes them."""

    def lapse(ids: list[Any]) -> None:
        newest = model._default_manager.filter(pk__in=ids).aggregate(at=Max("at"))["at"]
        if newest:
            Lapsed.objects.get_or_create(id=1, defaults={"until": newest})
            Lapsed.objects.filter(until__lt=newest).update(until=newest)

    return lapse
