"""The surfaces on which people meet an app, in the order in which they come across them.

Each has a file that makes a model of it, a frozen value, from a :class:`~teamshelf.preview.surfaces.view.View`, and a
template of the same name that draws the model. :data:`SURFACES` is the table of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.preview.surfaces.app_bar import app_bar
from teamshelf.preview.surfaces.bots import bots
from teamshelf.preview.surfaces.configuration import configuration
from teamshelf.preview.surfaces.connectors import connectors
from teamshelf.preview.surfaces.devices import devices
from teamshelf.preview.surfaces.dialogs import dialogs, dialogs_of
from teamshelf.preview.surfaces.domains import domains
from teamshelf.preview.surfaces.elsewhere import PARTS, elsewhere
from teamshelf.preview.surfaces.extensions import extensions
from teamshelf.preview.surfaces.icons import icons
from teamshelf.preview.surfaces.install import install
from teamshelf.preview.surfaces.languages import languages
from teamshelf.preview.surfaces.link_previews import link_previews
from teamshelf.preview.surfaces.meetings import MEETING, contexts_of, meetings
from teamshelf.preview.surfaces.personal import personal, tabs_in_order
from teamshelf.preview.surfaces.store import store
from teamshelf.update.installation import MEETINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.preview.surfaces.view import View

FINDINGS = "findings"
"""The surface that lists every finding; its model is made from them and not from the app."""


class Surface(Struct, frozen=True, kw_only=True):
    """One surface.

    Attributes:
        name: its name in addresses, and that of its template.
        title, about: what it is called, and what it shows.
        places: the parts of the manifest that it is made from, as pointers; their findings stand beside it.
        model: makes the value that its template draws.
        is_there: whether the app has anything to show there.
        absent: why it has not.
    """

    name: str
    title: Message
    about: Message
    places: tuple[str, ...]
    model: Callable[[View], Any]
    is_there: Callable[[View], Any] = lambda _: True
    absent: Message | None = None


SURFACES: tuple[Surface, ...] = (
    Surface(
        name="store",
        title=say("Store"),
        about=say("How people find the app: its card among others, and the page behind it."),
        places=(
            "",
            "/name",
            "/description",
            "/developer",
            "/icons",
            "/id",
            "/version",
            "/manifestVersion",
            "/$schema",
            "/packageName",
        ),
        model=store,
    ),
    Surface(
        name="install",
        title=say("Adding the app"),
        about=say("The dialog behind an install link: where the app is added, and what people agree to."),
        places=(
            "/defaultInstallScope",
            "/defaultGroupCapability",
            "/permissions",
            "/authorization",
            "/webApplicationInfo",
            "/devicePermissions",
        ),
        model=install,
    ),
    Surface(
        name="app-bar",
        title=say("App bar"),
        about=say("The outline icon at the edge of Teams, on the accent colour while the app is in use."),
        places=("/accentColor", "/icons", "/name/short"),
        model=app_bar,
    ),
    Surface(
        name="personal",
        title=say("Personal app"),
        about=say("The tabs that each person has, in the order in which they stand."),
        places=("/staticTabs", "/isFullScreen", "/showLoadingIndicator"),
        model=personal,
        is_there=tabs_in_order,
        absent=say("The app has neither a tab nor a bot in the personal scope."),
    ),
    Surface(
        name="configuration",
        title=say("Adding a tab"),
        about=say(
            "The gallery behind the plus sign of a channel, chat or meeting, and the dialog that sets up the tab."
        ),
        places=("/configurableTabs",),
        model=configuration,
        is_there=lambda view: bool((made := configuration(view)).setups or made.ready_tabs),
        absent=say("The app has no tab for channels, chats or meetings."),
    ),
    Surface(
        name="meetings",
        title=say("Meetings"),
        about=say("Where the app is before, in and beside a meeting."),
        places=("/configurableTabs", "/meetingExtensionDefinition"),
        model=meetings,
        is_there=lambda view: (
            contexts_of(view).intersection(MEETING)
            or (MEETINGS in view.scopes and view.bot_works_in("groupchat"))
            or view.manifest.meeting_extension_definition
        ),
        absent=say("The app has neither a tab nor a bot for meetings."),
    ),
    Surface(
        name="bots",
        title=say("Bot"),
        about=say("The conversation in each scope, and the commands that the bot proposes there."),
        places=("/bots",),
        model=bots,
        is_there=lambda view: view.manifest.bots,
        absent=say("The app has no bot."),
    ),
    Surface(
        name="extensions",
        title=say("Message extensions"),
        about=say("Commands where messages are written, in the command box and in the menu of a message."),
        places=("/composeExtensions",),
        model=extensions,
        is_there=lambda view: view.manifest.compose_extensions,
        absent=say("The app has no message extension."),
    ),
    Surface(
        name="dialogs",
        title=say("Dialogs"),
        about=say("The dialogs that the manifest names, in the size that they have in a window."),
        places=("/composeExtensions", "/bots"),
        model=dialogs,
        is_there=lambda view: any(True for _ in dialogs_of(view)),
        absent=say("The manifest names no dialog."),
    ),
    Surface(
        name="link-previews",
        title=say("Link previews"),
        about=say("Paste a link, and see which domain of the app takes it."),
        places=("/composeExtensions", "/validDomains"),
        model=link_previews,
        is_there=lambda view: any(extension.message_handlers for extension in view.manifest.compose_extensions),
        absent=say("The app previews no links."),
    ),
    Surface(
        name="connectors",
        title=say("Connector"),
        about=say("The page on which somebody connects a channel to a service."),
        places=("/connectors",),
        model=connectors,
        is_there=lambda view: view.manifest.connectors,
        absent=say("The app has no connector."),
    ),
    Surface(
        name="domains",
        title=say("Domains"),
        about=say("Which pages Teams shows for the app: type an address, and see which entry covers it."),
        places=("/validDomains",),
        model=domains,
    ),
    Surface(
        name="devices",
        title=say("Device"),
        about=say("What people are asked when a page first wants to use their camera, place or notifications."),
        places=("/devicePermissions",),
        model=devices,
        is_there=lambda view: view.manifest.device_permissions,
        absent=say("The app asks for nothing on the device."),
    ),
    Surface(
        name="languages",
        title=say("Languages"),
        about=say("Every text in every language: where it comes from, what is missing, what is too long."),
        places=("/localizationInfo",),
        model=languages,
    ),
    Surface(
        name="icons",
        title=say("Icons"),
        about=say("Each icon in the sizes and masks in which it is shown, on light and on dark."),
        places=("/icons", "/accentColor"),
        model=icons,
    ),
    Surface(
        name="elsewhere",
        title=say("Elsewhere"),
        about=say("What the app has that this preview does not draw."),
        places=tuple(f"/{name}" for name in PARTS),
        model=elsewhere,
        is_there=lambda view: elsewhere(view).parts,
        absent=say("There is nothing that this preview does not draw."),
    ),
    Surface(
        name=FINDINGS,
        title=say("Findings"),
        about=say("Everything that the check says of the app."),
        places=(),
        model=lambda _: None,
    ),
)
"""Every surface."""

BY_NAME = {surface.name: surface for surface in SURFACES}
"""The surfaces by their names."""
