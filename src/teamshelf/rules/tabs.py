"""Static tabs and configurable tabs: their names and contents, where they can be used, and their picture in SharePoint.

The tabs with the reserved `entityId` values `conversations` and `about` are Teams' own: it knows their names and what
they show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.findings import Change
from teamshelf.messages import say, shown
from teamshelf.package.placeholders import left_behind_in, placeholder_in
from teamshelf.rules.as_written import is_written
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.versions import DEV_PREVIEW, DEV_PREVIEW_2021, order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

RESERVED_TABS = frozenset(("about", "conversations"))
"""The values of `entityId` that stand for tabs of Teams itself."""

PREVIEW_WIDTH, PREVIEW_HEIGHT = 1024, 768
"""Pixels of the picture that SharePoint shows of a tab."""

_GRAPH = "Microsoft Graph, Publish teamsApp, error codes"
_REFERENCE = "app manifest reference (2021 preview), staticTabs"
_CONFIGURABLE_REFERENCE = "app manifest reference (2021 preview), configurableTabs"
_BOT_ID = "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a"
_HOME: dict[str, Any] = {"entityId": "home", "name": "Home", "scopes": ["personal"]}
_PAGE = {"contentUrl": "https://example.com/tab"}
_SETUP: dict[str, Any] = {"configurationUrl": "https://example.com/setup", "scopes": ["team"]}
_PREVIEWS = (DEV_PREVIEW, DEV_PREVIEW_2021)
_UNDOCUMENTED_IN_2021 = frozenset(("personalTab", "callingSidePanel"))
_PICTURE_BYTES = 8 * 2**20
_NAMES_OPTIONAL_FROM = order("1.7")


@rule(
    "reserved-tab-has-name",
    codes=("ReservedStaticTabNameShouldBeNull",),
    versions="1.7..",
    upload=ERROR,
    store=ERROR,
    checks=say("A static tab whose `entityId` is `conversations` or `about` has no `name`."),
    why=say("Teams names these tabs itself, in the language of each user, and refuses a manifest that names them."),
    bad={"staticTabs": [{"entityId": "conversations", "name": "Chat", "scopes": ["personal"]}]},
    good={"staticTabs": [{"entityId": "conversations", "scopes": ["personal"]}]},
    source=_GRAPH,
)
def reserved_tab_has_name(app: App) -> Iterable[Found]:
    """A name where Teams has its own; the schemas up to 1.6 ask for one all the same."""
    found = []
    for index, tab in enumerate(app.manifest.static_tabs):
        if tab.entity_id in RESERVED_TABS and tab.name is not None and placeholder_in(tab.name) is None:
            pointer = f"/staticTabs/{index}/name"
            message = say(
                "the tab {id} is Teams' own, and is not to be named {name}",
                id=shown(tab.entity_id),
                name=shown(tab.name),
            )
            hint = say("remove `name`; Teams names the tab in the language of the user")
            found.append(Found(pointer, message, hint, at_key=True, changes=(Change("remove", pointer),)))
    return found


@rule(
    "tab-name-missing",
    codes=("StaticTabNameCouldNotBeEmpty",),
    upload=ERROR,
    store=ERROR,
    checks=say("Every static tab has a `name`, except `conversations` and `about`."),
    why=say(
        "Users choose the tab by its name. The schemas since 1.7 let it be left out for the sake of those two only."
    ),
    bad={"staticTabs": [{**_HOME, **_PAGE, "name": ""}]},
    good={"staticTabs": [{**_HOME, **_PAGE}]},
    source=_GRAPH,
)
def tab_name_missing(app: App) -> Iterable[Found]:
    """An empty name, or none; up to 1.6 the schema says so of the latter."""
    found = []
    for index, tab in enumerate(app.manifest.static_tabs):
        if tab.name or tab.entity_id in RESERVED_TABS:
            continue
        hint = say("give the tab a name that users see")
        if tab.name is not None:
            found.append(Found(f"/staticTabs/{index}/name", say("the name of the tab is empty"), hint))
        elif (
            tab.entity_id is not None
            and order(app.dialect.version) >= _NAMES_OPTIONAL_FROM
            and not is_written(app, "staticTabs", index, "name")
        ):
            message = say("the tab {id} has no `name`", id=shown(tab.entity_id))
            found.append(Found(f"/staticTabs/{index}", message, hint, severity=WARNING))
    return found


@rule(
    "tab-without-content",
    versions="1.7..",
    upload=WARNING,
    store=WARNING,
    checks=say("Every static tab has a `contentUrl` or a `contentBotId`, except `conversations` and `about`."),
    why=say("Without one of them there is nothing that Teams could show in the tab."),
    bad={"staticTabs": [_HOME]},
    good={"staticTabs": [{**_HOME, **_PAGE}]},
    source=_REFERENCE,
)
def tab_without_content(app: App) -> Iterable[Found]:
    """Neither a page nor a bot; the previews have no other kind of tab."""
    found = []
    for index, tab in enumerate(app.manifest.static_tabs):
        if tab.content_url is not None or tab.content_bot_id is not None or tab.entity_id in RESERVED_TABS:
            continue
        if is_written(app, "staticTabs", index, "contentUrl") or is_written(app, "staticTabs", index, "contentBotId"):
            continue
        if tab.entity_id is not None:
            message = say("the tab {id} has nothing to show", id=shown(tab.entity_id))
            hint = say(
                "add the `contentUrl` of a page, or the `contentBotId` of a bot that answers with Adaptive Cards"
            )
            severity = ERROR if app.dialect.version in _PREVIEWS else None
            found.append(Found(f"/staticTabs/{index}", message, hint, severity=severity))
    return found


@rule(
    "tab-with-two-contents",
    versions="1.9..",
    upload=WARNING,
    store=WARNING,
    checks=say("No static tab has both a `contentUrl` and a `contentBotId`."),
    why=say("The bot wins: Teams shows its Adaptive Cards, and never the page."),
    bad={
        "staticTabs": [{**_HOME, **_PAGE, "contentBotId": _BOT_ID}],
        "bots": [{"botId": _BOT_ID, "scopes": ["personal"], "isNotificationOnly": True}],
    },
    good={"staticTabs": [{**_HOME, **_PAGE}]},
    source=_REFERENCE,
)
def tab_with_two_contents(app: App) -> Iterable[Found]:
    """A page and a bot."""
    found = []
    for index, tab in enumerate(app.manifest.static_tabs):
        if tab.content_bot_id is not None and tab.content_url is not None:
            message = say("the tab {id} has both a bot and a page; Teams asks the bot", id=shown(tab.entity_id or ""))
            hint = say("keep `contentUrl` for a page, or `contentBotId` for Adaptive Cards of the bot")
            found.append(Found(f"/staticTabs/{index}/contentUrl", message, hint, at_key=True))
    return found


@rule(
    "tab-bot-not-declared",
    versions="1.9..",
    upload=WARNING,
    store=WARNING,
    checks=say("The `contentBotId` of a static tab is the `botId` of the app's own bot."),
    why=say("Teams asks that bot for what the tab shows, and only a bot of the app itself is asked."),
    bad={"staticTabs": [{**_HOME, "contentBotId": _BOT_ID}]},
    good={
        "staticTabs": [{**_HOME, "contentBotId": _BOT_ID}],
        "bots": [{"botId": _BOT_ID, "scopes": ["personal"], "isNotificationOnly": True}],
    },
    source=_REFERENCE,
)
def tab_bot_not_declared(app: App) -> Iterable[Found]:
    """The bot of a tab that is not in `bots`."""
    found = []
    for index, tab in enumerate(app.manifest.static_tabs):
        bot_id = tab.content_bot_id
        if bot_id is None or placeholder_in(bot_id) is not None:
            continue
        declared = [bot.bot_id for bot in app.manifest.bots if bot.bot_id is not None]
        if any(left_behind_in(each) is not None or each.lower() == bot_id.lower() for each in declared):
            continue
        message = say("the app has no bot {id} that could fill the tab", id=shown(bot_id))
        hint = say("write the `botId` of the app's bot") if declared else say("declare the bot in `bots`")
        found.append(Found(f"/staticTabs/{index}/contentBotId", message, hint))
    return found


@rule(
    "tab-entity-id-duplicate",
    upload=ERROR,
    store=ERROR,
    checks=say("No two static tabs have the same `entityId`."),
    why=say("Teams tells the tabs of an app apart by it: links and the order of the tabs name it."),
    bad={"staticTabs": [{**_HOME, **_PAGE}, {**_HOME, **_PAGE, "name": "Notes"}]},
    good={"staticTabs": [{**_HOME, **_PAGE}, {**_HOME, **_PAGE, "name": "Notes", "entityId": "notes"}]},
    source=_REFERENCE,
)
def tab_entity_id_duplicate(app: App) -> Iterable[Found]:
    """An `entityId` that an earlier tab has."""
    tabs = app.manifest.static_tabs
    if len({tab.entity_id for tab in tabs}) == len(tabs):
        return ()
    found = []
    seen: dict[str, int] = {}
    for index, tab in enumerate(tabs):
        if tab.entity_id is not None and seen.setdefault(tab.entity_id, index) != index:
            if left_behind_in(tab.entity_id) is not None:
                continue
            message = say(
                "{id} is the `entityId` of `{other}` already",
                id=shown(tab.entity_id),
                other=f"staticTabs[{seen[tab.entity_id]}]",
            )
            found.append(Found(f"/staticTabs/{index}/entityId", message, say("give each tab an `entityId` of its own")))
    return found


@rule(
    "tab-context-empty",
    versions="1.8..",
    upload=WARNING,
    store=WARNING,
    checks=say("The `context` of a tab, where there is one, names at least one place."),
    why=say('An empty list reads as "nowhere", whereas a tab without `context` is shown in all its places.'),
    bad={"configurableTabs": [{**_SETUP, "context": []}]},
    good={"configurableTabs": [_SETUP]},
    source=_CONFIGURABLE_REFERENCE,
)
def tab_context_empty(app: App) -> Iterable[Found]:
    """A list of places without any."""
    manifest = app.manifest
    found = []
    for name, typed in (("configurableTabs", manifest.configurable_tabs), ("staticTabs", manifest.static_tabs)):
        if not typed or app.file is None:
            continue
        for index, tab in enumerate(app.file.value[name]):
            if isinstance(tab, dict) and "context" in tab and tab["context"] == []:
                pointer = f"/{name}/{index}/context"
                message = say("`context` is empty, so the tab has no place to be shown in")
                hint = say("remove it to have the tab in all its places, or name those that are meant")
                found.append(Found(pointer, message, hint))
    return found


@rule(
    "tab-context-undocumented",
    versions="2021-11",
    upload=NOTE,
    store=NOTE,
    checks=say("The `context` of a configurable tab has values that the reference of 2021 documents."),
    why=say("The schema of that preview knew two more, which only later versions explain."),
    bad={
        "manifestVersion": "m365DevPreview",
        "configurableTabs": [{**_SETUP, "context": ["channelTab", "callingSidePanel"]}],
    },
    good={"manifestVersion": "m365DevPreview", "configurableTabs": [{**_SETUP, "context": ["channelTab"]}]},
    source=_CONFIGURABLE_REFERENCE,
)
def tab_context_undocumented(app: App) -> Iterable[Found]:
    """A place that the schema of the 2021 preview has and its reference does not."""
    return [
        Found(
            f"/configurableTabs/{index}/context/{place}",
            say("the reference of 2021 does not know the place {name}", name=shown(name)),
            say("leave it out unless a preview needs it"),
        )
        for index, tab in enumerate(app.manifest.configurable_tabs)
        for place, name in enumerate(tab.context)
        if name in _UNDOCUMENTED_IN_2021
    ]


@rule(
    "tab-preview-image-size",
    versions="1.4..",
    needs_files=True,
    upload=WARNING,
    store=WARNING,
    checks=say("The picture named by `sharePointPreviewImage` has 1024 by 768 pixels."),
    why=say("SharePoint shows it where somebody picks the tab for a page, and cuts or stretches any other size."),
    bad={"configurableTabs": [{**_SETUP, "sharePointPreviewImage": "preview.png"}]},
    good={"configurableTabs": [{**_SETUP, "sharePointPreviewImage": "preview.png"}]},
    files={"preview.png": bytes.fromhex("89504e470d0a1a0a0000000d4948445200000200000001800806000000db20dabf")},
    good_files={"preview.png": bytes.fromhex("89504e470d0a1a0a0000000d4948445200000400000003000806000000baba150d")},
    source=_CONFIGURABLE_REFERENCE,
)
def tab_preview_image_size(app: App) -> Iterable[Found]:
    """A PNG of another size; whether it is in the package is another rule's business."""
    found = []
    for index, tab in enumerate(app.manifest.configurable_tabs):
        name = tab.share_point_preview_image
        content = app.content(name, _PICTURE_BYTES) if name else None
        if content is None:
            continue
        from teamshelf.package.icons import read_icon  # few tabs have a picture

        picture = read_icon(content)
        if picture.width and (picture.width, picture.height) != (PREVIEW_WIDTH, PREVIEW_HEIGHT):
            message = say(
                "the picture {name} has {width} by {height} pixels",
                name=shown(name),
                width=picture.width,
                height=picture.height,
            )
            hint = say("make it {width} by {height} pixels", width=PREVIEW_WIDTH, height=PREVIEW_HEIGHT)
            found.append(Found(f"/configurableTabs/{index}/sharePointPreviewImage", message, hint))
    return found
