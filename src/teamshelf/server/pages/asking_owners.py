"""Turning to the owners of a place where only they may add an app: who they are, and a chat with them in Teams.

Source: web/pages, section 3, "not allowed in this place"; Microsoft's page on deep links, "chat".
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from msgspec import Struct

from teamshelf.catalogue.places.directory import owners_of
from teamshelf.links import TEAMS
from teamshelf.messages import printable, say
from teamshelf.server.pages.states import install_path

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.installations.offering import OfferedPlace
    from teamshelf.catalogue.tables import App

FOR_OWNERS = frozenset({"owner-needed", "consent-needs-owner"})
"""The refusals that an owner of the place would not meet."""

LONGEST_LINK = 1900
"""Characters of a link that Teams on Windows still opens."""


class Owners(Struct, frozen=True):
    """Those who can add an app where whoever looks cannot.

    Attributes:
        names: of them.
        url: a chat with them in Teams, with a message to send; empty where their accounts have no address there.
    """

    names: str
    url: str


def owners_to_ask(
    session: Session, app: App, name: str, offered: tuple[OfferedPlace, ...], *, base: str, language: str
) -> dict[str, Owners]:
    """Whom to ask, by the places in which nothing but an owner is missing; without those that have none."""
    closed = {
        place.place_id: place
        for place in offered
        if place.installation_id is None and place.obstacle is not None and place.obstacle.rule in FOR_OWNERS
    }
    asked = {}
    for place_id, accounts in owners_of(session, closed).items():
        link = f"{base}{install_path(app)}?{urlencode({'target': place_id})}"
        message = say(
            "Could you add {name} to {place}? {link}",
            name=printable(name),
            place=printable(closed[place_id].display_name),
            link=link,
        ).in_language(language)
        addresses = [account.name for account in accounts if "@" in account.name]
        users = quote(",".join(addresses), safe="@,")
        url = f"{TEAMS}/l/chat/0/0?users={users}&message={quote(message, safe='')}" if addresses else ""
        names = ", ".join(printable(account.display_name) for account in accounts)
        asked[place_id] = Owners(names, url if len(url) <= LONGEST_LINK else "")
    return asked
