"""The connector: the page on which somebody sets it up for a channel, and what it then posts there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.preview.surfaces.domains import address
from teamshelf.preview.surfaces.view import lower
from teamshelf.update.installation import TEAM

if TYPE_CHECKING:
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import Address, View


class ConnectorView(Struct, frozen=True):
    """One connector.

    Attributes:
        url: the page inside Teams on which it is set up; without one a window of the browser opens.
        works: it has the only scope that connectors have.
    """

    pointer: str
    url: Address | None
    works: bool


class Connectors(Struct, frozen=True):
    """The connectors of an app."""

    name: Text | None
    connectors: tuple[ConnectorView, ...]


def connectors(view: View) -> Connectors:
    """The connectors of an app."""
    return Connectors(
        view.name,
        tuple(
            ConnectorView(
                f"/connectors/{index}",
                address(view, f"/connectors/{index}/configurationUrl"),
                TEAM in lower(each.scopes),
            )
            for index, each in enumerate(view.manifest.connectors)
        ),
    )
