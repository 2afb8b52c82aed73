"""The files of the house itself: what it serves as it stands, and its marks."""

from fortell.config.cli.house import MARK
from fortell.config.maintenance import FLAG
from fortell.config.sample import MARK as SAMPLE
from fortell.privacy.inventory import no_personal_data
from fortell.privacy.places import ALL_BELOW, declare_place

declare_place("style and scripts", f"static/{ALL_BELOW}", holds=no_personal_data("the same for everybody"))
declare_place(
    "standing pages",
    *("public/closed/??.html", "public/closed/??.half", "public/privacy/??.html", "public/privacy/??.half"),
    holds=no_personal_data("public: the notice in force, and that the house is closed"),
)
declare_place("marks", MARK, FLAG, SAMPLE, holds=no_personal_data("that the house was opened, is closed, has a sample"))
