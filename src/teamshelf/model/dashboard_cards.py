"""Cards for the Viva Connections dashboard, since manifest 1.17.

A dashboard editor picks them from the card picker, and users see them on desktop and mobile. Their content comes
from a bot, the same as in `bots` or another.
"""

from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import GUID


class CardBot(ManifestObject):
    """The bot behind a dashboard card."""

    bot_id: str | None = prop(
        "The Microsoft app id of the bot, as registered with the Bot Framework.",
        kind=GUID,
    )


class ContentSource(ManifestObject):
    """The source of a dashboard card's content."""

    source_type: str | None = prop(
        "The kind of source: `bot` is a bot that answers with the card.",
        values=("bot",),
    )
    bot_configuration: CardBot | None = prop(
        "The bot that provides the card. Needed when `sourceType` is `bot`.",
    )


class CardIcon(ManifestObject):
    """The icon of a dashboard card, as an image or as the name of a Fluent icon; give one of the two."""

    icon_url: str | None = prop(
        "The address of the icon image.",
        max_length=2048,
    )
    office_u_i_fabric_icon_name: str | None = prop(
        "The name of an icon of Fluent UI (formerly Office UI Fabric). Do not give it together with `iconUrl`.",
        max_length=255,
    )


class DashboardCard(ManifestObject):
    """A card for the Viva Connections dashboard that shows a summary and leads on to the app."""

    id: str | None = prop(
        "The GUID of the card, unique in the app.",
        required=True,
        kind=GUID,
    )
    display_name: str | None = prop(
        "The name of the card in the card picker.",
        required=True,
        max_length=255,
    )
    description: str | None = prop(
        "What the card shows, as read in the card picker.",
        required=True,
        max_length=255,
    )
    picker_group_id: str | None = prop(
        "The GUID of the group in the card picker under which the card is listed.",
        required=True,
        kind=GUID,
    )
    icon: CardIcon | None = prop(
        "The icon of the card in the card picker. Without one, the color icon of the app is used.",
    )
    content_source: ContentSource | None = prop(
        "Where the content of the card comes from.",
        required=True,
    )
    default_size: str | None = prop(
        "The size in which the card is first placed on the dashboard.",
        required=True,
        values=("medium", "large"),
    )
