"""What every page shows of the shelf itself: its name, picture and colour, and that it is read-only at present.

It is read anew for each page, so that all processes show the same. Pages that say what went wrong have no time to ask,
or nobody: they show what this process has shown last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.server.pages.accents import BRAND, accent_path
from teamshelf.server.pages.picture_addresses import icon_url

if TYPE_CHECKING:
    from teamshelf.catalogue.settings import Settings
    from teamshelf.catalogue.shelf import Shelf

NAME = "Teamshelf"
"""What a shelf is called that has no name of its own."""


class Face(Struct, frozen=True, kw_only=True):
    """What every page shows.

    Attributes:
        logo_url, accent_url: empty for ours.
    """

    name: str = NAME
    logo_url: str = ""
    accent_url: str = ""
    is_read_only: bool = False


class Faces:
    """The face of a shelf, and the one that was seen last."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.last = Face()
        self._shelf = shelf

    def now(self) -> Face:
        """As it is settled now; where nobody can be asked, as it was."""
        if self._shelf is not None:
            try:
                with self._shelf.reading() as session:
                    self.last = face_of(settings(session))
            except Refusal:
                return self.last
        return self.last

    def kept(self) -> Faces:
        """The one that was seen last, for whoever has no time to ask."""
        made = Faces()
        made.last = self.last
        return made


def face_of(holds: Settings) -> Face:
    """What is settled of it."""
    return Face(
        name=holds.brand_name.strip() or NAME,
        logo_url=icon_url(holds.brand_logo),
        accent_url=accent_path(holds.brand_color, BRAND),
        is_read_only=holds.is_read_only,
    )
