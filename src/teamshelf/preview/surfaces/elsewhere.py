"""What the manifest declares and no page of the preview draws, so that nobody thinks it was overlooked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import View

PARTS: dict[str, Message] = {
    "activities": say("Notifications in the activity feed; the app sends their texts"),
    "dashboardCards": say("Cards on the Viva Connections dashboard"),
    "extensions": say("Add-ins for Outlook, Excel, Word and PowerPoint"),
    "copilotAgents": say("Agents in Microsoft 365 Copilot"),
    "agentConnectors": say("Tools and data for agents"),
    "agentSkills": say("Skills for agents"),
    "agenticUserTemplates": say("A template for agents that work under an account of their own"),
    "graphConnector": say("Content for the search of Microsoft 365"),
    "subscriptionOffer": say("An offer in the commercial marketplace"),
}
"""What is not drawn, and where people meet it."""


class Part(Struct, frozen=True):
    """One part that is not drawn: the property, what it is, and the names that it holds."""

    property: str
    about: Message
    names: tuple[Text, ...]


class Elsewhere(Struct, frozen=True):
    """Every such part of an app."""

    parts: tuple[Part, ...]


def elsewhere(view: View) -> Elsewhere:
    """The parts of an app that are not drawn."""
    present = (name for name in PARTS if view.reading.at(f"/{name}"))
    return Elsewhere(tuple(Part(name, PARTS[name], _names(view, name)) for name in present))


def _names(view: View, name: str) -> tuple[Text, ...]:
    """What people may know the part by: the kinds of notifications, the titles of cards."""
    listed = {"activities": ("/activities/activityTypes", "type"), "dashboardCards": ("/dashboardCards", "displayName")}
    pointer, member = listed.get(name, ("", ""))
    items = view.reading.at(pointer) if pointer else None
    if not isinstance(items, list):
        return ()
    return view.texts(*(f"{pointer}/{index}/{member}" for index in range(len(items))))
