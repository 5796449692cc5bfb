"""What the app adds to Teams meetings besides its tabs and bot.

Together mode scenes since manifest 1.10, streaming since 1.14, guests since 1.16 and sharing to the stage since 1.21.
Video effects have only ever been in the preview. Tabs in meetings are declared in `tabs`, by their `context`.
"""

from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import FILE, GUID, HTTP_URL


class VideoFilter(ManifestObject):
    """A video effect that participants can apply to their camera picture."""

    id: str | None = prop(
        "The GUID of the effect, unique in the manifest.",
        required=True,
        kind=GUID,
    )
    name: str | None = prop(
        "The name of the effect as users see it.",
        required=True,
        max_length=128,
    )
    thumbnail: str | None = prop(
        "Path of the picture in the package that shows the effect in the list of effects.",
        required=True,
        kind=FILE,
    )


class Scene(ManifestObject):
    """A scene for Together mode."""

    id: str | None = prop(
        "The GUID of the scene, unique in the manifest.",
        required=True,
        kind=GUID,
    )
    name: str | None = prop(
        "The name of the scene as users see it.",
        required=True,
        max_length=128,
    )
    file: str | None = prop(
        "Path of the JSON file in the package that lays out the scene.",
        required=True,
        kind=FILE,
    )
    preview: str | None = prop(
        "Path of the PNG in the package that shows the scene in the list of scenes.",
        required=True,
        kind=FILE,
    )
    max_audience: int | None = prop(
        "The number of people the scene has room for.",
        required=True,
        maximum=50,
    )
    seats_reserved_for_organizers_or_presenters: int | None = prop(
        "The number of its seats that are kept for organizers and presenters.",
        required=True,
        maximum=50,
    )


class MeetingExtension(ManifestObject):
    """What the app brings to Teams meetings apart from tabs and bots."""

    scenes: list[Scene] = prop(
        "Scenes for Together mode, in which all participants sit in one picture.",
        max_items=5,
        unique=True,
    )
    supports_streaming: bool | None = prop(
        "Whether the app can stream the audio and video of the meeting to an RTMP endpoint.",
        versions="1.14..",
        default=False,
    )
    supports_custom_share_to_stage: bool | None = prop(
        "Whether the app brings its own way of sharing content to the meeting stage.",
        versions="1.21..",
        default=False,
    )
    supports_anonymous_guest_users: bool | None = prop(
        "Whether people who join the meeting without signing in can use the app.",
        versions="1.16..",
        default=False,
    )
    filters: list[VideoFilter] = prop(
        "The video effects of the app, as the 2021 preview named them. The current preview calls them `videoFilters`.",
        versions="2021-11",
        max_items=16,
        unique=True,
        replaced_by="meetingExtensionDefinition.videoFilters",
    )
    video_app_content_url: str | None = prop(
        "The address of the page that runs the video effects of the 2021 preview. The current preview has dropped it.",
        versions="2021-11",
        kind=HTTP_URL,
        replaced_by="meetingExtensionDefinition.videoFiltersConfigurationUrl",
    )
    video_filters: list[VideoFilter] = prop(
        "The video effects participants can apply to their own camera picture.",
        versions="devPreview",
        max_items=32,
        unique=True,
    )
    video_filters_configuration_url: str | None = prop(
        "The address of the page in which users choose and configure the video effects.",
        versions="devPreview",
        max_length=2048,
    )
