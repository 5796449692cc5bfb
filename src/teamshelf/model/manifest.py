"""The root of the app manifest: who the app is, what it offers and what it asks for.

Every package has one, as `manifest.json` at its root. Manifest 1.0 knew tabs, bots, connectors and message
extensions; each later version added properties here, up to the add-ins, agents and connectors for agents of today.
The capabilities themselves are described in files of their own, one for each.
"""

from teamshelf.model.activities import Activities
from teamshelf.model.agent_connectors import AgentConnector
from teamshelf.model.agents import AgenticUserTemplate, AgentSkill, CopilotAgents
from teamshelf.model.bots import Bot
from teamshelf.model.connectors import Connector, GraphConnector
from teamshelf.model.dashboard_cards import DashboardCard
from teamshelf.model.extensions.extension import Extension
from teamshelf.model.facts import ManifestObject, each, prop
from teamshelf.model.identity import Description, Developer, Icons, IntuneInfo, Name, SubscriptionOffer
from teamshelf.model.installation import DefaultGroupCapability, ScopeConstraints
from teamshelf.model.kinds import COLOR, GUID, HTTP_URL
from teamshelf.model.localization import LocalizationInfo
from teamshelf.model.meetings import MeetingExtension
from teamshelf.model.message_extensions import MessageExtension
from teamshelf.model.permissions import Authorization, WebApplicationInfo
from teamshelf.model.relationships import ElementRelationshipSet
from teamshelf.model.tabs import BackgroundLoadConfiguration, ConfigurableTab, StaticTab
from teamshelf.versions import NUMBERED_VERSIONS


class Manifest(ManifestObject):
    """The app manifest: the `manifest.json` at the root of an app package.

    It tells Microsoft Teams what the app is and how it plugs into Teams and the rest of Microsoft 365.
    """

    schema_: str | None = prop(
        "The https URL of the JSON schema this manifest follows. Editors complete and check the file with it; the "
        "version in the URL must agree with `manifestVersion`.",
        name="$schema",
        versions="1.1..",
        format="uri",
    )
    manifest_version: str | None = prop(
        "The version of the manifest schema this file is written for. Use a numbered version unless the app needs "
        "preview features; `devPreview` is for those, and `m365DevPreview` was once used only for previewing apps "
        "that run in Outlook and Office and is retired. Preview manifests are not accepted in the public store.",
        required=True,
        max_length={"..1.3": 16},
        values={
            **{version: version for version in NUMBERED_VERSIONS[4:]},
            "devPreview": "devPreview 2021-11",
            "m365DevPreview": "2021-11",
        },
    )
    version: str | None = prop(
        "The version of the app itself, as three numbers MAJOR.MINOR.PATCH such as `1.4.0`. Increase it whenever "
        "anything in the manifest or package changes, so that the new manifest replaces the installed one and users "
        "get the new features. A store app must then be submitted and validated again; once approved, its users "
        "receive the update by themselves within a few hours. If the requested permissions changed, users are asked "
        "to upgrade and consent again.",
        required=True,
        max_length=256,
    )
    id: str | None = prop(
        "The Microsoft-generated GUID that identifies the app, kept for the whole life of the app. If a bot is "
        "registered, or the web app behind a tab already signs users in with Microsoft, reuse that app id; "
        "otherwise register a new one in Microsoft Entra ID and use it again when a bot is added. It is also the id "
        "in install links.",
        required=True,
        kind=GUID,
    )
    localization_info: LocalizationInfo | None = prop(
        "The default language of the app and the files that hold its strings in other languages.",
        versions="1.5..",
    )
    package_name: str | None = prop(
        "The unique name of the app in reverse domain notation, such as `com.example.myapp`. It is deprecated: "
        "newer schema versions have dropped it, and `id` alone identifies the app.",
        versions="..1.16 devPreview",
        required="..1.4",
        max_length=64,
    )
    developer: Developer | None = prop(
        "Who makes the app: name, website and legal pages, shown on the app's details page. For a store app the "
        "values must equal those of its store listing.",
        required=True,
    )
    name: Name | None = prop(
        "The name of the app as users see it in Teams. For a store app it must equal the store listing, and `short` "
        "and `full` must differ.",
        required=True,
    )
    description: Description | None = prop(
        "What the app does, in a short and a long form, shown to users before they add it. For a store app it must "
        "equal the store listing, and `short` and `full` must differ.",
        required=True,
    )
    icons: Icons | None = prop(
        "The icons of the app. The image files must be in the package.",
        required=True,
    )
    accent_color: str | None = prop(
        "The background color of the outline icon, written as `#` and six hexadecimal digits, such as `#4464ee`. "
        "Choose one on which the white outline stands out; color names and the short form `#fff` are not accepted.",
        required=True,
        kind=COLOR,
    )
    configurable_tabs: list[ConfigurableTab] = prop(
        "The tab that users add to a channel, chat or meeting and set up on a configuration page first. An app has "
        "one such tab, which can be added many times; leave the property out if the app has none.",
        max_items=1,
    )
    static_tabs: list[StaticTab] = prop(
        "The tabs with fixed content, available without a configuration page. Those in the `personal` scope are "
        "always pinned in the app's personal view, in the order given here; leave the property out if the app has "
        "none.",
        max_items=16,
        unique={"1.7..": True},
    )
    bots: list[Bot] = prop(
        "The bot users talk to, with its commands. Leave the property out if the app has no bot.",
        max_items=1,
    )
    connectors: list[Connector] = prop(
        "The Microsoft 365 connector (formerly Office 365 connector) that posts updates from an outside service "
        "into channels. Leave the property out if the app has none.",
        max_items=1,
    )
    subscription_offer: SubscriptionOffer | None = prop(
        "The software-as-a-service offer in the commercial marketplace that is sold with this app.",
        versions="1.10..",
    )
    compose_extensions: list[MessageExtension] = prop(
        "The message extension: search and action commands that users reach from the compose box, the command box "
        "or a message, and previews of pasted links. The feature was renamed from compose extension in 2017; the "
        "property keeps the old name so that existing apps go on working.",
        max_items=1,
    )
    permissions: list[str] = prop(
        "The basic permissions the app asks of users, so that they know what it will do: `identity` needs "
        "information about who the user is, `messageTeamMembers` lets it send direct messages to members of the "
        "team; both can be given. If an update changes the list, users repeat the consent process the first time "
        "they run the updated app.",
        max_items=2,
        each=each(values=("identity", "messageTeamMembers")),
    )
    device_permissions: list[str] = prop(
        "The features of the user's device that the app's pages may ask to use; the user is prompted when a page "
        "first does. `geolocation` is the position, `media` camera, microphone, speakers and gallery, "
        "`notifications` system notifications, `midi` musical devices, `openExternal` opening links in other "
        "programs.",
        versions="1.4..",
        max_items=5,
        each=each(values=("geolocation", "media", "notifications", "midi", "openExternal")),
    )
    valid_domains: list[str] = prop(
        "The domains the app loads content from inside Teams: every host that a tab, dialog or configuration page "
        "navigates to, besides that of the configuration page itself, and every link preview domain of "
        "`messageHandlers`. Entries are bare host names without scheme, port or path. A `*` is a whole label and "
        "stands for exactly one: `*.example.com` matches `a.example.com` but not `a.b.example.com`, which needs "
        "`*.*.example.com`. Never list a domain you do not control, directly or through a wildcard: "
        "`yourapp.onmicrosoft.com` is fine, `*.onmicrosoft.com` is not. Sign-in pages of identity providers such as "
        "`accounts.google.com` must not be listed, even if the app redirects to them; `token.botframework.com` must "
        "be if a bot signs users in with OAuth cards.",
        max_items={"..1.27": 16, "1.28..": 100},
        each=each(max_length=2048),
    )
    web_application_info: WebApplicationInfo | None = prop(
        "The Microsoft Entra app registration behind the app, which lets users sign in without a separate prompt "
        "and lets the app hold resource-specific permissions.",
        versions="1.4..",
    )
    graph_connector: GraphConnector | None = prop(
        "The Microsoft Graph connector that the app brings along. It needs `webApplicationInfo.id` too.",
        versions="1.11..",
    )
    show_loading_indicator: bool | None = prop(
        "Whether Teams shows its own loading animation while a tab or dialog of the app loads. When true, every "
        "page must report through TeamsJS that it has loaded, or users see an error instead of the page.",
        versions="1.6..",
        default=False,
    )
    is_full_screen: bool | None = prop(
        "Whether the personal app fills the window without the bar of tabs above it. It has an effect only for "
        "SharePoint-based apps and apps published to the organization's catalog.",
        versions="1.7..",
        default=False,
    )
    activities: Activities | None = prop(
        "The notifications the app may post to users' activity feeds.",
        versions="1.7..",
    )
    supports_channel_features: str | None = prop(
        "The level of channel features the app handles; `tier1` says that it works in standard, private and shared "
        "channels alike. Teams refuses a manifest of version 1.25 or later that uses the `team` scope and does not "
        "have it. Leave the property out rather than writing null.",
        versions="1.25..",
        values={"tier1": "..", "tier2": "devPreview"},
    )
    supported_channel_types: list[str] = prop(
        "The kinds of channel besides standard ones in which the app works: `sharedChannels` and `privateChannels`. "
        "Standard channels are always included if the app supports the `team` scope. Teams refuses it at upload in "
        "newer manifests, which declare `supportsChannelFeatures` instead.",
        versions="1.14..",
        max_items=2,
        each=each(values=("sharedChannels", "privateChannels")),
    )
    configurable_properties: list[str] = prop(
        "The properties that a Teams administrator may replace for their organization: `name` (display name), "
        "`shortDescription`, `longDescription`, `smallImageUrl` (outline icon), `largeImageUrl` (color icon), "
        "`accentColor`, `developerUrl` (website), `privacyUrl` and `termsOfUseUrl` (all three https). Anything not "
        "listed stays as published; list at least one or leave the property out.",
        versions="1.10..",
        max_items=9,
        each=each(
            values=(
                "name",
                "shortDescription",
                "longDescription",
                "smallImageUrl",
                "largeImageUrl",
                "accentColor",
                "developerUrl",
                "privacyUrl",
                "termsOfUseUrl",
            )
        ),
    )
    default_block_until_admin_action: bool | None = prop(
        "Whether the store app starts out blocked in every organization until an administrator allows it. When a "
        "later version sets it to false, the app becomes allowed wherever no administrator has decided; custom apps "
        "ignore it.",
        versions="1.11..",
        default=False,
    )
    publisher_docs_url: str | None = prop(
        "A page with information and instructions for administrators, linked from the app's page in the Teams admin "
        "center. Useful above all with `defaultBlockUntilAdminAction`.",
        versions="1.11..",
        kind=HTTP_URL,
    )
    default_install_scope: str | None = prop(
        "The place offered first when a user adds the app: it is the option on the Add button, and the others stay "
        "one click away. `personal` is for the user alone, `team`, `groupChat` and `meetings` add it there, "
        "`copilot` opens it in Microsoft 365 Copilot. Some capability of the app must offer that scope.",
        versions="1.9..",
        values={
            "personal": "..",
            "team": "..",
            "groupChat": "..1.12 1.13..",
            "meetings": "..",
            "copilot": "1.21..",
            "groupchat": "..1.16",
        },
    )
    default_group_capability: DefaultGroupCapability | None = prop(
        "The capability that is set up first when the app is added to a team, group chat or meeting. It plays no "
        "part in a personal installation.",
        versions="1.9..",
    )
    meeting_extension_definition: MeetingExtension | None = prop(
        "What the app adds to meetings beyond its tabs and bot: Together mode scenes, streaming, video effects, "
        "guests and sharing to the stage.",
        versions="1.10..",
    )
    authorization: Authorization | None = prop(
        "The permissions the app needs and that are consented to when it is installed. Resource-specific consent is "
        "declared here.",
        versions="1.12..",
    )
    extensions: list[Extension] = prop(
        "The Office add-in part of the app: ribbon buttons, task panes, events and custom functions in Outlook, "
        "Excel, Word and PowerPoint.",
        versions="1.17..",
        max_items=1,
    )
    dashboard_cards: list[DashboardCard] = prop(
        "The cards that the app contributes to the Viva Connections dashboard, where they show users a summary of "
        "what matters to them.",
        versions="1.17..",
    )
    intune_info: IntuneInfo | None = prop(
        "What device and app management with Microsoft Intune needs to know about the app.",
        versions="1.20..",
    )
    copilot_agents: CopilotAgents | None = prop(
        "The agents the app provides in Microsoft 365 Copilot.",
        versions="1.19..",
    )
    agentic_user_templates: list[AgenticUserTemplate] = prop(
        "The template from which organizations create agentic users: agents that are hired and work under an "
        "identity of their own.",
        versions="1.25..",
        max_items=1,
    )
    element_relationship_set: ElementRelationshipSet | None = prop(
        "Which parts of the app need which others, so that a host such as Outlook that cannot show one part does "
        "not show a useless half of the app.",
        versions="1.20..",
    )
    background_load_configuration: BackgroundLoadConfiguration | None = prop(
        "Permission for the host to load the app in the background so that it opens faster. It is no guarantee: the "
        "host decides from use and other criteria whether it does.",
        versions="1.21..",
    )
    agent_connectors: list[AgentConnector] = prop(
        "The connectors through which agents reach tools and data outside Microsoft 365, usually a Model Context "
        "Protocol (MCP) server.",
        versions="1.27..",
        max_items=10,
    )
    agent_skills: list[AgentSkill] = prop(
        "The agent skills in the package, in the open Agent Skills format: folders with instructions that an agent "
        "reads when a task calls for them.",
        versions="1.28..",
        max_items=20,
    )
    scope_constraints: ScopeConstraints | None = prop(
        "The particular teams and group chats to which the app is limited. Without it the app can be added wherever "
        "its scopes allow.",
        versions="devPreview",
    )
