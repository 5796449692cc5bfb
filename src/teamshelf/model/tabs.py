"""Web pages shown inside Teams.

A configurable tab is set up by whoever adds it to a channel, chat or meeting; a static tab is there at once, first
of all in the personal app. Both are as old as manifest 1.0; the places within a meeting came with 1.8, static tabs
outside the personal app with 1.16 and loading in the background with 1.21. What a host must support for a tab to be
shown stands in `relationships`, and the domains a tab may load in `validDomains`.
"""

from teamshelf.model.facts import ManifestObject, each, prop
from teamshelf.model.kinds import FILE, GUID, HTTP_URL, HTTPS_URL
from teamshelf.model.relationships import RequirementSet


class TabConfiguration(ManifestObject):
    """How the tabs of the app are loaded in the background."""

    content_url: str | None = prop(
        "The address loaded in the background: the `contentUrl` of a static tab, or another page made for the purpose.",
        required=True,
        kind=HTTP_URL,
    )


class BackgroundLoadConfiguration(ManifestObject):
    """The parts of the app that hosts may load in the background."""

    tab_configuration: TabConfiguration | None = prop(
        "Says that the tabs of the app support being loaded in the background, and which page to load.",
    )


class StaticTab(ManifestObject):
    """A tab whose content is given in the manifest.

    It is pinned in the personal app without the user adding it, and in newer versions can be added to chats,
    channels and meetings without a configuration page.
    """

    entity_id: str | None = prop(
        "The id of what the tab shows, unique among the static tabs; links into the app and the page's context "
        "carry it. The reserved ids `conversations` and `about` place the bot chat and the About page among the "
        "tabs, and need neither a name nor content.",
        required=True,
        max_length=64,
    )
    name: str | None = prop(
        "The display name of the tab. Tabs with a reserved `entityId` must not have one.",
        required="..1.6",
        max_length=128,
    )
    content_url: str | None = prop(
        "The https address of the page shown in the tab. Give either this or `contentBotId`.",
        required="..1.6",
        kind={"..1.4": HTTPS_URL, "1.5..": HTTP_URL},
    )
    content_bot_id: str | None = prop(
        "The Microsoft app id of the bot, as registered with the Bot Framework, that draws the tab with Adaptive "
        "Cards. Give it instead of `contentUrl`; it must be the `botId` of this app's bot.",
        versions="1.9..",
        kind={"1.11..1.12 1.13..": GUID},
        max_length={"..1.10 2021-11": 64},
    )
    website_url: str | None = prop(
        "The https address opened when the user chooses to view the tab in a browser.",
        kind={"..1.4": HTTPS_URL, "1.5..": HTTP_URL},
    )
    search_url: str | None = prop(
        "The https address to which a user's search in the app is directed. Teams does not offer this to apps of "
        "other publishers than Microsoft.",
        versions="1.8..",
        kind=HTTP_URL,
    )
    scopes: list[str] = prop(
        "Where the tab is available: `personal` pins it in the personal app, `groupChat` offers it in group chats "
        "and meetings, `team` in channels. Older versions really support only `personal`, even where they accept "
        "`team`.",
        required=True,
        max_items={"..1.15": 2, "1.16..": 3},
        each=each(values={"team": "..", "personal": "..", "groupChat": "1.16..", "groupchat": "1.16"}),
    )
    context: list[str] = prop(
        "The places, within its scopes, in which the tab is supported. `personalTab` is the personal app, "
        "`channelTab` channels (needs the `team` scope), `privateChatTab` group chats, `meetingChatTab`, "
        "`meetingDetailsTab`, `meetingSidePanel` and `meetingStage` the places of a meeting, and `teamLevelApp` the "
        "team as a whole instead of one channel.",
        versions="1.8..",
        max_items={"..1.15": 2, "1.16..": 8},
        each=each(
            values={
                "personalTab": "..",
                "channelTab": "..",
                "privateChatTab": "1.16..",
                "meetingChatTab": "1.16..",
                "meetingDetailsTab": "1.16..",
                "meetingSidePanel": "1.16..",
                "meetingStage": "1.16..",
                "teamLevelApp": "1.16..",
            }
        ),
    )
    requirement_set: RequirementSet | None = prop(
        "What the host must be able to do for the tab to be shown. A host that cannot leaves the tab out.",
        versions="1.20..",
    )
    supported_platform: list[str] = prop(
        "The kinds of client on which the tab works: `desktop`, `mobile` and `teamsMeetingDevices`, which are the "
        "devices of meeting rooms.",
        versions="1.9..1.10 2021-11 devPreview",
        max_items=3,
        each=each(values=("desktop", "mobile", "teamsMeetingDevices")),
    )


class ConfigurableTab(ManifestObject):
    """A tab for channels, group chats and meetings that each place sets up for itself.

    Adding it opens the configuration page, on which the user decides what this copy of the tab shows.
    """

    id: str | None = prop(
        "The id of the tab, unique in the manifest. `elementRelationshipSet` refers to it.",
        versions="1.20..",
        max_length=64,
    )
    configuration_url: str | None = prop(
        "The https address of the page that Teams opens for setting up the tab, on adding it and when its settings "
        "are opened again. Placeholders such as `{locale}` in it are filled in by Teams.",
        required=True,
        kind={"..1.4": HTTPS_URL, "1.5..": HTTP_URL},
    )
    can_update_configuration: bool | None = prop(
        "Whether users may change the configuration of a copy of the tab after it has been added. When true, the "
        "menu of the tab offers its settings.",
        default=True,
    )
    scopes: list[str] = prop(
        "Where the tab can be added: `team` for channels, `groupChat` (lower-case in old versions) for group chats "
        "and private meetings. The personal scope is not available to configurable tabs.",
        required=True,
        max_items={"..1.2": 1, "1.3..": 2},
        each=each(values={"team": "..", "groupChat": "1.3..1.12 1.13..", "groupchat": "1.3..1.16"}),
    )
    meeting_surfaces: list[str] = prop(
        "Where in a running meeting the tab can be shown: in the `sidePanel`, or on the `stage` for all "
        "participants. The meeting values of `context` say the same.",
        versions="1.9..",
        max_items=2,
        each=each(values=("sidePanel", "stage")),
    )
    context: list[str] = prop(
        "The places, within its scopes, in which the tab is supported. `channelTab`: channels; `privateChatTab`: "
        "group chats; `meetingChatTab`: chat of a meeting; `meetingDetailsTab`: its details in the calendar; "
        "`meetingSidePanel`: panel in the running meeting; `meetingStage`: shared with everyone; `personalTab`: "
        "personal app; `callingSidePanel`: panel in a call. Leave it out rather than giving an empty list; left "
        "out, the channel, chat and meeting places all count.",
        versions="1.8..",
        max_items={"..1.8": 6, "1.9..1.16 devPreview": 8, "1.17..1.30": 7},
        each=each(
            values={
                "personalTab": "1.9..",
                "channelTab": "..",
                "privateChatTab": "..",
                "meetingChatTab": "..",
                "meetingDetailsTab": "..",
                "meetingSidePanel": "..",
                "meetingStage": "..",
                "callingSidePanel": "1.9..1.16 devPreview",
            }
        ),
    )
    supported_platform: list[str] = prop(
        "The kinds of client on which the tab works: `desktop`, `mobile` and `teamsMeetingDevices`, which are the "
        "devices of meeting rooms.",
        versions="1.9..1.10 2021-11 devPreview",
        max_items=3,
        each=each(values=("desktop", "mobile", "teamsMeetingDevices")),
    )
    share_point_preview_image: str | None = prop(
        "Path of a 1024x768 preview image in the package, shown when somebody picks the tab for a SharePoint page.",
        versions="1.4..",
        kind=FILE,
    )
    supported_share_point_hosts: list[str] = prop(
        "How the tab can be used in SharePoint: as a page of its own (`sharePointFullPage`) or as a part of a page "
        "(`sharePointWebPart`).",
        versions="1.4..",
        max_items=2,
        unique=True,
        each=each(values=("sharePointFullPage", "sharePointWebPart")),
    )
