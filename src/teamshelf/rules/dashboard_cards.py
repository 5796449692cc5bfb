"""Cards for the Viva Connections dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.as_written import is_written
from teamshelf.rules.registry import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

_GRAPH = "Microsoft Graph, Publish teamsApp, error codes"
_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
_BOT: dict[str, Any] = {
    "sourceType": "bot",
    "botConfiguration": {"botId": "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a"},
}
_CARD: dict[str, Any] = {
    "id": _ID,
    "displayName": "Polls",
    "description": "The polls of today",
    "pickerGroupId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "contentSource": _BOT,
    "defaultSize": "medium",
}


@rule(
    "dashboard-card-id-duplicate",
    codes=("DashboardCardEntityIdsAreNotUnique",),
    versions="1.17..",
    upload=ERROR,
    store=ERROR,
    checks=say("No two dashboard cards have the same `id`."),
    why=say("The dashboard asks the bot for a card by its id. Microsoft Graph refuses the manifest."),
    bad={"dashboardCards": [_CARD, {**_CARD, "displayName": "Results"}]},
    good={"dashboardCards": [_CARD, {**_CARD, "displayName": "Results", "id": "16fd2706-8baf-433b-82eb-8c7fada847da"}]},
    source=_GRAPH,
)
def dashboard_card_id_duplicate(app: App) -> Iterable[Found]:
    """An id that an earlier card has, in other letters perhaps."""
    cards = app.manifest.dashboard_cards
    if len(cards) < 2:  # noqa: PLR2004 - one repeats nothing
        return ()
    first: dict[str, int] = {}
    return [
        Found(
            f"/dashboardCards/{index}/id",
            say("there is a dashboard card {id} already", id=shown(card.id)),
            say("give each card an `id` of its own"),
        )
        for index, card in enumerate(cards)
        if card.id and first.setdefault(card.id.lower(), index) != index and placeholder_in(card.id) is None
    ]


@rule(
    "dashboard-card-with-two-icons",
    codes=("DashboardCardBothIconNameAndUrlPresent",),
    versions="1.17..",
    upload=ERROR,
    store=ERROR,
    checks=say("The icon of a dashboard card is either a name or an address."),
    why=say("Only one of them can be shown. Microsoft Graph refuses both."),
    bad={
        "dashboardCards": [
            {**_CARD, "icon": {"iconUrl": "https://example.com/icon.png", "officeUIFabricIconName": "Poll"}}
        ]
    },
    good={"dashboardCards": [{**_CARD, "icon": {"officeUIFabricIconName": "Poll"}}]},
    source=_GRAPH,
)
def dashboard_card_with_two_icons(app: App) -> Iterable[Found]:
    """A name and an address."""
    if not app.manifest.dashboard_cards:
        return ()
    return [
        Found(
            f"/dashboardCards/{index}/icon",
            say("the icon of the card is given twice, as `iconUrl` and as `officeUIFabricIconName`"),
            say("keep one of the two"),
        )
        for index, card in enumerate(app.manifest.dashboard_cards)
        if card.icon is not None
        and card.icon.icon_url is not None
        and card.icon.office_u_i_fabric_icon_name is not None
    ]


@rule(
    "dashboard-card-without-bot",
    versions="1.17..",
    upload=WARNING,
    store=WARNING,
    checks=say("A dashboard card whose content comes from a bot names the bot."),
    why=say("Without `botConfiguration`, the dashboard does not know whom to ask, and the card stays empty."),
    bad={"dashboardCards": [{**_CARD, "contentSource": {"sourceType": "bot"}}]},
    good={"dashboardCards": [_CARD]},
    source="Microsoft Graph, teamsAppDashboardCardContentSource",
)
def dashboard_card_without_bot(app: App) -> Iterable[Found]:
    """A card for a bot that is not named."""
    if not app.manifest.dashboard_cards:
        return ()
    found = []
    for index, card in enumerate(app.manifest.dashboard_cards):
        source = card.content_source
        if source is None or source.source_type != "bot":
            continue
        if not is_written(app, "dashboardCards", index, "contentSource", "botConfiguration", "botId"):
            message = say("the card takes its content from a bot, but names none")
            hint = say("add `botConfiguration` with the `botId`")
            found.append(Found(f"/dashboardCards/{index}/contentSource", message, hint))
    return found
