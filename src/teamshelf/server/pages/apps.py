"""The pages of an app: overview, permissions, certification and versions, each with an address of its own.

Source: web/pages, section 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from teamshelf.catalogue.apps.contents import contents_of
from teamshelf.catalogue.apps.listing import versions_of
from teamshelf.catalogue.apps.screenshots import screenshots_of
from teamshelf.catalogue.policy.downloading import obstacle_to_downloading
from teamshelf.catalogue.telling import text_of
from teamshelf.catalogue.versions.states import RUNNABLE
from teamshelf.messages import Message, say
from teamshelf.preview.options import Options
from teamshelf.preview.surfaces.store import Place, places
from teamshelf.preview.surfaces.view import View
from teamshelf.server.addresses import base_url
from teamshelf.server.given import TheSettings, TheShelf
from teamshelf.server.pages.app_head import Seen, seen_app
from teamshelf.server.pages.cards import app_path
from teamshelf.server.pages.consents import groups_of
from teamshelf.server.pages.describing import json_ld
from teamshelf.server.pages.finding import apps_called, is_id, slug_of
from teamshelf.server.pages.once import settled
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.related import Related, related_to
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.states import USABLE
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.pages.words import SCOPE_NAMES
from teamshelf.server.permissions import PUBLIC
from teamshelf.texts.addressing import web_link
from teamshelf.texts.prose import prose
from teamshelf.update.installation import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Version
    from teamshelf.model.manifest import Manifest
    from teamshelf.server.pages.visiting import Visit

_DOMAINS = 20
_COMMANDS = 12


class Tab(Struct, frozen=True):
    """One of the pages of an app."""

    name: str
    url: str
    label: Message


class Part(Struct, frozen=True):
    """Something that the app brings: a tab, a command.

    Attributes:
        drawing: a name of the drawings.
        kind: what it is.
        name, text: in the app's own words.
    """

    drawing: str
    kind: Message
    name: str
    text: str = ""


class Fact(Struct, frozen=True):
    """A line beside the text.

    Attributes:
        url: where it leads; empty where it is only text.
        is_code: it is an id.
    """

    label: Message
    value: Message | str
    url: str = ""
    is_code: bool = False


class Shown(Struct, frozen=True):
    """A screenshot; ``text`` says what it shows."""

    url: str
    text: Message | str


class Overview(Struct, frozen=True, kw_only=True):
    """The first page of an app.

    Attributes:
        video_url, video_host: of a video elsewhere; empty where there is none.
        pictures: of the app at work.
        digest: sha256 of its package.
        package_url: where that can be had; empty where whoever looks may not.
        report_url: where a problem with the app is reported; empty where nobody has settled that.
    """

    video_url: str
    video_host: str
    pictures: tuple[Shown, ...]
    text: Any
    scopes: tuple[Message | str, ...]
    places: tuple[Place, ...]
    parts: tuple[Part, ...]
    more_parts: int
    facts: tuple[Fact, ...]
    related: Related
    digest: str
    package_url: str
    report_url: str


class Release(Struct, frozen=True, kw_only=True):
    """A version in the list.

    Attributes:
        asks: people were asked before they got it; None where there was nothing before it.
        changes: what changed, in sentences.
    """

    number: str
    at: datetime
    is_current: bool
    state: Message | str
    notes: str
    asks: bool | None
    changes: tuple[str, ...]


@get("/apps/{app_id:str}", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_app(
    request: Request[Any, Any, Any], shelf: TheShelf, settings: TheSettings, visit: TheVisit, app_id: FromPath[str]
) -> Response[Any]:
    """The overview; the name of an app, as an address has it, leads to the address that it keeps."""
    with shelf.reading() as session:
        if not is_id(app_id) and (slug := slug_of(app_id)):
            called = apps_called(session, slug)
            if len(called) == 1:
                return Redirect(app_path(called[0]), status_code=302)
            if called:
                return Redirect(f"/search?{urlencode({'q': slug.replace('-', ' ')})}", status_code=302)
        seen = seen_app(session, visit, app_id, shelf.clock())
        overview = _overview(session, visit, seen, shelf.clock())
    base = base_url(request, settings)
    return page(
        visit,
        "app.html",
        app=seen.head,
        tabs=tabs_of(seen),
        here="overview",
        overview=overview,
        base=base,
        data=json_ld(seen, base),
    )


@get("/apps/{app_id:str}/permissions", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_permissions(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> Response[Any]:
    """What it can do and asks for, with when and by whom that is granted."""
    with shelf.reading() as session:
        seen = seen_app(session, visit, app_id, shelf.clock())
        manifest = contents_of(session, seen.version).manifest
    return page(
        visit,
        "app_permissions.html",
        app=seen.head,
        tabs=tabs_of(seen),
        here="permissions",
        groups=groups_of(manifest, in_full=True),
        domains=seen.facts.valid_domains,
        unfurled=unfurled(manifest),
        registration=seen.facts.web_application_id,
    )


@get("/apps/{app_id:str}/versions", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_versions(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> Response[Any]:
    """The versions that were published, the newest first, and which of them asked people."""
    with shelf.reading() as session:
        seen = seen_app(session, visit, app_id, shelf.clock())
        rows = versions_of(session, visit.actor, seen.app)
        releases = tuple(release_of(visit, seen, row) for row in reversed(rows))
    return page(visit, "app_versions.html", app=seen.head, tabs=tabs_of(seen), here="versions", releases=releases)


def tabs_of(seen: Seen) -> tuple[Tab, ...]:
    """The pages of an app."""
    path = seen.head.path
    return (
        Tab("overview", path, say("Overview")),
        Tab("permissions", f"{path}/permissions", say("Permissions")),
        Tab("certification", f"{path}/certification", say("Certification")),
        Tab("versions", f"{path}/versions", say("Versions")),
        Tab("preview", f"/preview/{seen.version.id}", say("Preview")),
    )


def _overview(session: Session, visit: Visit, seen: Seen, at: datetime) -> Overview:
    view = View(contents_of(session, seen.version), Options(lang=visit.language, reader=visit.language))
    parts = tuple(_parts(view.manifest))
    holds = settled(session)
    obstacle = obstacle_to_downloading(
        session,
        visit.actor,
        seen.app,
        seen.version,
        settled=holds,
        is_allowed=seen.head.state is not None and seen.head.state.kind in USABLE,
    )
    is_open = obstacle is None or obstacle.rule == "account-needed"  # who can sign in may find that they may
    video_url = web_link(str(seen.app.listing.get("videoUrl", "")))
    return Overview(
        video_url=video_url,
        video_host=urlsplit(video_url).hostname or "",
        pictures=pictures_of(session, seen),
        text=prose(seen.texts["longDescription"]),
        scopes=tuple(SCOPE_NAMES[scope] for scope in SCOPES),
        places=places(view),
        parts=parts[:_COMMANDS],
        more_parts=max(len(parts) - _COMMANDS, 0),
        facts=tuple(_facts(seen)),
        related=related_to(session, visit, seen, at),
        digest=seen.version.package_digest,
        package_url=f"{seen.head.path}/package" if is_open else "",
        report_url=web_link(holds.report_url.replace("[id]", seen.head.app_id)),
    )


def pictures_of(session: Session, seen: Seen) -> tuple[Shown, ...]:
    """The screenshots of an app, each with words for those who do not see it."""
    rows = screenshots_of(session, seen.app)
    return tuple(
        Shown(icon_url(row.digest), row.caption or say("Screenshot {number}", number=number))
        for number, row in enumerate(rows, start=1)
    )


def _parts(manifest: Manifest) -> Iterator[Part]:
    for tab in manifest.static_tabs:
        if tab.name:
            yield Part("tab", say("Page"), tab.name)
    for bot in manifest.bots:
        titles = {command.title: command for commands in bot.command_lists for command in commands.commands}
        for title, command in titles.items():
            yield Part("bot", say("Bot command"), title or "", command.description or "")
    for extension in manifest.compose_extensions:
        for each in extension.commands:
            yield Part("message-extension", say("Message command"), each.title or "", each.description or "")
    for domain in unfurled(manifest):
        yield Part("link", say("Link preview"), domain)


def unfurled(manifest: Manifest) -> tuple[str, ...]:
    """The domains whose links the app shows a preview of."""
    handlers = (handler for extension in manifest.compose_extensions for handler in extension.message_handlers)
    found = (domain for handler in handlers if handler.value is not None for domain in handler.value.domains)
    return tuple(dict.fromkeys(found))[:_DOMAINS]


def _facts(seen: Seen) -> Iterator[Fact]:
    links = (
        (say("Support"), seen.app.listing.get("supportUrl", "")),
        (say("Website"), seen.texts["developerUrl"]),
        (say("Privacy"), seen.texts["privacyUrl"]),
        (say("Terms of use"), seen.texts["termsOfUseUrl"]),
    )
    for label, url in links:
        if web_link(url):
            yield Fact(label, url.partition("://")[2].rstrip("/"), web_link(url))
    yield Fact(say("Version"), seen.head.number)
    yield Fact(say("App id"), seen.head.app_id, is_code=True)
    yield Fact(say("Catalogue id"), seen.head.catalogue_id, is_code=True)
    if seen.facts.package_name:
        yield Fact(say("Package name"), seen.facts.package_name, is_code=True)
    if seen.facts.developer.mpn_id:
        yield Fact(say("Partner id of the publisher"), seen.facts.developer.mpn_id, is_code=True)
    yield Fact(say("Manifest version"), seen.facts.manifest_version)


def release_of(visit: Visit, seen: Seen, version: Version) -> Release:
    """A version as the list of an app's versions shows it."""
    update = version.update
    return Release(
        number=version.number,
        at=version.published_at or version.created_at,
        is_current=version.id == seen.app.current_id,
        state="" if version.state in RUNNABLE else _STATES.get(version.state, version.state),
        notes=version.notes or "",
        asks=None if update is None else update["consent"]["answer"] == "required",
        changes=() if update is None else tuple(text_of(each["message"], visit.language) for each in update["changes"]),
    )


_STATES: dict[str, Message] = {
    "draft": say("Draft"),
    "submitted": say("Submitted"),
    "in-review": say("In review"),
    "rejected": say("Rejected"),
    "withdrawn": say("Withdrawn"),
    "quarantined": say("Stopped"),
}
