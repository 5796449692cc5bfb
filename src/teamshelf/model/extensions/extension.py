"""Office add-ins in the manifest: the `extensions` list, which holds one extension at most.

An extension brings together what runs (`runtimes`, `contentRuntimes`), what users see of it (`ribbons`,
`contextMenus`, `keyboardShortcuts`, `getStartedMessages`), what starts by itself (`autoRunEvents`) and how it relates
to other versions (`alternates`). The other modules of this package describe these parts.
"""

from teamshelf.model.extensions.alternates import Alternate
from teamshelf.model.extensions.context_menus import ContextMenus
from teamshelf.model.extensions.get_started import GetStartedMessage
from teamshelf.model.extensions.keyboard_shortcuts import KeyboardShortcuts
from teamshelf.model.extensions.requirements import Requirements
from teamshelf.model.extensions.ribbons import Ribbon
from teamshelf.model.extensions.runtimes import AppDeeplink, AutoRunEvents, ContentRuntime, Runtime
from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import HTTP_URL


class Extension(ManifestObject, min_properties=1):
    """An Office add-in carried by the app.

    Its code, its commands in Outlook, Excel, PowerPoint or Word, and the clients it can be installed on.
    """

    requirements: Requirements | None = prop(
        "Conditions a client must meet before the add-in can be installed at all. Clients that do not meet them "
        "never offer the add-in; `requirements` deeper in the extension only remove single features.",
    )
    runtimes: list[Runtime] = prop(
        "Environments in which the add-in's pages and scripts run, each with the actions that buttons, menu items, "
        "events and shortcuts refer to by `actionId`.",
        min_items=1,
        max_items=20,
    )
    ribbons: list[Ribbon] = prop(
        "Buttons and menus that the add-in puts on the ribbon. Give one object for each set of windows (`contexts`) "
        "or clients (`requirements`) with its own layout; of those that fit, the first is used.",
        min_items=1,
        max_items=20,
    )
    auto_run_events: list[AutoRunEvents] = prop(
        "Events on which the add-in runs code without being opened by the user, such as a message being composed or "
        "sent.",
        min_items=1,
        max_items=10,
    )
    alternates: list[Alternate] = prop(
        "Relations to other published versions of the same add-in: which one to prefer, which to hide, and the "
        "icons for Office versions that cannot read this manifest.",
        min_items=1,
        max_items=10,
    )
    content_runtimes: list[ContentRuntime] = prop(
        "Pages embedded in the body of an Excel or PowerPoint document (content add-ins). An extension has either "
        "`runtimes` or `contentRuntimes`, not both.",
        versions="1.23..",
        min_items=1,
    )
    get_started_messages: list[GetStartedMessage] = prop(
        "Texts of the callout that greets users after the add-in is installed. When several are given, "
        "`requirements` separates them by client.",
        versions="1.23..",
        min_items=1,
        max_items=3,
    )
    context_menus: list[ContextMenus] = prop(
        "Commands added to the menu that opens on a right click (or long press) in the document.",
        versions="1.23..",
        min_items=1,
    )
    keyboard_shortcuts: list[KeyboardShortcuts] = prop(
        "Key combinations that run actions of the add-in.",
        versions="1.23..",
        min_items=1,
        max_items=10,
    )
    audience_claim_url: str | None = prop(
        "Address that appears as the audience of Exchange user identity tokens issued for the add-in. The add-in's "
        "server compares it with the token to know that the token was meant for it.",
        kind=HTTP_URL,
    )
    app_deeplinks: list[AppDeeplink] = prop(
        "Links that other Microsoft 365 surfaces can offer to start an action of the add-in. Microsoft reserves "
        "this property for its own use; leave it out.",
        versions="devPreview",
        min_items=1,
    )
