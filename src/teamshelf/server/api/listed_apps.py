"""What the pages of an app show to everybody, as JSON: each is made from the same values as its page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from litestar import get
from litestar.params import FromPath, QueryParameter

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.apps.listing import versions_of
from teamshelf.consent import sentences_for
from teamshelf.server.api.cards import StateShape, reader_of, said, state_shape
from teamshelf.server.api.shapes import Shape
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.app_head import seen_app
from teamshelf.server.pages.apps import pictures_of, release_of
from teamshelf.server.pages.buttons import badge_of
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import PUBLIC
from teamshelf.texts.addressing import web_link
from teamshelf.texts.cleaning import clean


class NoticeShape(Shape, frozen=True, kw_only=True):
    """Something to know before anything else."""

    text: str
    url: str


class ScreenshotShape(Shape, frozen=True, kw_only=True):
    """A picture of an app at work, and what it shows in words."""

    url: str
    text: str


class AppShape(Shape, frozen=True, kw_only=True):
    """An app, as its page shows it.

    Attributes:
        id: the manifest's.
        catalogue_id: the shelf's.
        original_name: the publisher's, where the organization has given the app another one.
        version_id, version: which version is shown.
        package_digest: sha256 of its package.
        installs: in how many places it is.
        certification: `none`, `verified`, `attested`, `certified` or `expired`.
        state: what whoever asks can do next; null where nothing is published.
    """

    id: str
    catalogue_id: str
    url: str
    name: str
    full_name: str
    original_name: str
    publisher: str
    description: str
    long_description: str
    icon_url: str
    version_id: str
    version: str
    manifest_version: str
    package_name: str
    package_digest: str
    updated_at: datetime
    installs: int
    category: str | None
    languages: list[str]
    capabilities: list[str]
    scopes: list[str]
    certification: str
    website_url: str
    privacy_url: str
    terms_of_use_url: str
    support_url: str
    video_url: str
    screenshots: list[ScreenshotShape]
    state: StateShape | None
    notices: list[NoticeShape]


class SentenceShape(Shape, frozen=True, kw_only=True):
    """One thing that people agree to.

    Attributes:
        key: what it says, as a name that stays.
        pointer: JSON pointer of the first place in the manifest that it comes from.
        scopes: where the app must be added for it to hold.
        moment: when it is granted.
        by: who grants it.
    """

    group: str
    key: str
    text: str
    detail: str | None
    pointer: str
    scopes: list[str]
    moment: str
    by: str


class PermissionsShape(Shape, frozen=True, kw_only=True):
    """What an app can do and asks for, and the sites that it shows pages of."""

    version: str
    sentences: list[SentenceShape]
    valid_domains: list[str]


class ReleaseShape(Shape, frozen=True, kw_only=True):
    """A version that was published.

    Attributes:
        asks: people were asked before they got it; null where nothing was before it.
        changes: what changed, in sentences.
    """

    number: str
    at: datetime
    is_current: bool
    notes: str
    asks: bool | None
    changes: list[str]


class BadgeShape(Shape, frozen=True, kw_only=True):
    """A badge in parts, as shields.io reads an endpoint."""

    schema_version: int
    label: str
    message: str
    color: str


@get("/apps/{app_id:str}", permission=PUBLIC, sync_to_thread=True)
def show_listed_app(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> AppShape:
    """An app, by the manifest's id or the catalogue's."""
    reader = reader_of(visit)
    with shelf.reading() as session:
        seen = seen_app(session, reader, app_id, shelf.clock())
        pictures = pictures_of(session, seen)
    head, facts, texts = seen.head, seen.facts, seen.texts
    return AppShape(
        id=head.app_id,
        catalogue_id=head.catalogue_id,
        url=head.path,
        name=clean(head.name),
        full_name=clean(head.full_name),
        original_name=clean(head.original_name),
        publisher=clean(head.publisher),
        description=clean(head.text),
        long_description=clean(texts["longDescription"]),
        icon_url=head.icon_url,
        version_id=seen.version.id,
        version=clean(head.number),
        manifest_version=facts.manifest_version,
        package_name=clean(facts.package_name),
        package_digest=seen.version.package_digest,
        updated_at=head.updated_at,
        installs=head.installs,
        category=seen.app.category,
        languages=list(facts.languages),
        capabilities=list(facts.capabilities),
        scopes=list(facts.scopes),
        certification=head.tier.name,
        website_url=web_link(texts["developerUrl"]),
        privacy_url=web_link(texts["privacyUrl"]),
        terms_of_use_url=web_link(texts["termsOfUseUrl"]),
        support_url=web_link(str(seen.app.listing.get("supportUrl", ""))),
        video_url=web_link(str(seen.app.listing.get("videoUrl", ""))),
        screenshots=[ScreenshotShape(url=each.url, text=said(reader, each.text)) for each in pictures],
        state=state_shape(reader, head.state) if head.state is not None else None,
        notices=[NoticeShape(text=said(reader, each.text), url=each.url) for each in head.notices],
    )


@get("/apps/{app_id:str}/permissions", permission=PUBLIC, sync_to_thread=True)
def show_listed_permissions(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> PermissionsShape:
    """What an app can do and asks for, in sentences, each with when and by whom it is granted."""
    reader = reader_of(visit)
    with shelf.reading() as session:
        seen = seen_app(session, reader, app_id, shelf.clock())
        sentences = sentences_for(manifest_of(session, seen.version))
    return PermissionsShape(
        version=clean(seen.head.number),
        sentences=[
            SentenceShape(
                group=each.group.value,
                key=clean(each.key),
                text=said(reader, each.text),
                detail=said(reader, each.detail) if each.detail is not None else None,
                pointer=each.pointer,
                scopes=list(each.scopes),
                moment=each.moment.value,
                by=each.by.value,
            )
            for each in sentences
        ],
        valid_domains=[clean(domain) for domain in seen.facts.valid_domains],
    )


@get("/apps/{app_id:str}/releases", permission=PUBLIC, sync_to_thread=True)
def list_releases(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> list[ReleaseShape]:
    """The versions of an app, the newest first, and which of them asked people."""
    reader = reader_of(visit)
    with shelf.reading() as session:
        seen = seen_app(session, reader, app_id, shelf.clock())
        found = [release_of(reader, seen, row) for row in reversed(versions_of(session, reader.actor, seen.app))]
    return [
        ReleaseShape(
            number=clean(each.number),
            at=each.at,
            is_current=each.is_current,
            notes=clean(each.notes),
            asks=each.asks,
            changes=[clean(change) for change in each.changes],
        )
        for each in found
    ]


@get("/apps/{app_id:str}/badge", permission=PUBLIC, sync_to_thread=True)
def show_badge_parts(
    shelf: TheShelf,
    visit: TheVisit,
    app_id: FromPath[str],
    *,
    kind: Annotated[Literal["add", "version", "certification", "installs"], QueryParameter()] = "version",
) -> BadgeShape:
    """What a badge of the app says, for those who draw badges of their own."""
    badge = badge_of(shelf, app_id, kind, visit.language)
    return BadgeShape(
        schema_version=1,
        label=said(visit, badge.label),
        message=said(visit, badge.value),
        color=badge.color,
    )


HANDLERS = [show_listed_app, show_listed_permissions, list_releases, show_badge_parts]
