"""The notifications the app can post to users' activity feeds through Microsoft Graph, since manifest 1.7.

Users see them under Activity in Teams and on their devices, and can turn off each kind. Custom icons came with
1.22. Posting them takes a registration in Microsoft Entra ID (`permissions`).
"""

from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import FILE


class ActivityIcon(ManifestObject):
    """An icon for notifications."""

    id: str | None = prop(
        "The id of the icon, unique in the manifest. `allowedIconIds` refers to it.",
        required=True,
        max_length=64,
    )
    icon_file: str | None = prop(
        "Path of a 32x32 image in the package.",
        required=True,
        kind=FILE,
        max_length=128,
    )


class ActivityType(ManifestObject):
    """A kind of notification, with the sentence users read in their feed."""

    type: str | None = prop(
        "The name of the kind, which the Graph call that posts the notification repeats. The name `systemDefault` "
        "is reserved.",
        required=True,
        max_length={"..1.16 devPreview": 32, "1.17..1.30": 64},
    )
    description: str | None = prop(
        "What the notification is about, shown where users decide which notifications of the app they want.",
        required=True,
        max_length=128,
    )
    template_text: str | None = prop(
        "The text of the notification, with parameters in braces that the Graph call fills in, as in `{actor} "
        "created task {taskId} for you`. `{actor}` is the user or app that caused it.",
        required=True,
        max_length=128,
    )
    allowed_icon_ids: list[str] = prop(
        "The ids of the `activityIcons` that this kind of notification may use.",
        versions="1.22..",
        max_items=50,
    )


class Activities(ManifestObject):
    """The notifications the app can post to users' activity feeds through Microsoft Graph."""

    activity_types: list[ActivityType] = prop(
        "The kinds of notification the app can post. Each `type` may occur once.",
        max_items=128,
    )
    activity_icons: list[ActivityIcon] = prop(
        "Icons that can take the place of the app's own icon in a notification.",
        versions="1.22..",
        max_items=50,
    )
