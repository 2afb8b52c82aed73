from uuid import UUID

from fortell.book.actions.editions import FilesChanged
from fortell.kit.jobs import PermanentFailure, Running, handler
from fortell.orders import folder
from fortell.orders.actions import hand_over
from fortell.orders.models import Order, Step
from fortell.orders.shop import shop
from fortell.privacy.consent import ConsentMissing
from fortell.privacy.purpose import Work, works_on_content

works_on_content("orders.hand-over", Work.PRINTING)


@handler("orders.hand-over")
def handing_over(_running: Running, *, order: str) -> None:
    found, house = Order.objects.filter(id=UUID(order)).first(), shop()
    if found is None:
        raise PermanentFailure("erased")
    if house is None:
        raise PermanentFailure("no-shop")
    try:
        hand_over(order=found, house=house)
    except ConsentMissing as error:
        raise PermanentFailure("no-consent") from error
    except (FilesChanged, folder.NotTheApproved) as error:
        raise PermanentFailure("files-changed") from error


def tidy_folders() -> int:
    """Once a day: books that were sent, and orders whose memoir was erased, leave nothing in the printer's folder."""
    house = shop()
    if house is None:
        return 0
    waiting = Order.objects.filter(steps__kind=Step.Kind.RELEASED).exclude(
        steps__kind__in=(Step.Kind.SENT, Step.Kind.CANCELLED)
    )
    return folder.tidy(house.folder, waiting.values_list("number", flat=True))
