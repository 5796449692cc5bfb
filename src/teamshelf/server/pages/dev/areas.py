"""The area of one app in the portal: whose it is, its tabs, its versions, and how their states are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.holding import unknown_app, unknown_version, works_on
from teamshelf.catalogue.versions.states import State
from teamshelf.messages import Message, say
from teamshelf.server.pages.cards import app_path
from teamshelf.server.pages.picture_addresses import icon_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.tables import App, Version

STATE_NAMES: dict[str, Message] = {
    State.DRAFT: say("Draft"),
    State.SUBMITTED: say("Submitted"),
    State.IN_REVIEW: say("In review"),
    State.PUBLISHED: say("Published"),
    State.REJECTED: say("Rejected"),
    State.SUPERSEDED: say("Superseded"),
    State.WITHDRAWN: say("Withdrawn"),
    State.QUARANTINED: say("Stopped"),
}
STATE_LOOKS: dict[str, str] = {
    State.DRAFT: "plain",
    State.SUBMITTED: "warn",
    State.IN_REVIEW: "warn",
    State.PUBLISHED: "good",
    State.REJECTED: "bad",
    State.SUPERSEDED: "plain",
    State.WITHDRAWN: "plain",
    State.QUARANTINED: "bad",
}

OVERVIEW, SUBMITTING, REPORT, VERSIONS, DIFFERENCE, ASKING, CERTIFICATION, LISTING, STATISTICS, FEEDBACK, TEAM = (
    "overview",
    "submit",
    "report",
    "versions",
    "diff",
    "consent",
    "certification",
    "listing",
    "statistics",
    "feedback",
    "team",
)

_TABS = {
    OVERVIEW: say("Overview"),
    SUBMITTING: say("Submit"),
    REPORT: say("Validation report"),
    VERSIONS: say("Versions"),
    DIFFERENCE: say("Differences"),
    ASKING: say("Consent"),
    CERTIFICATION: say("Certification"),
    LISTING: say("Store entry"),
    STATISTICS: say("Statistics"),
    FEEDBACK: say("Feedback"),
    TEAM: say("Team"),
}


class Tab(Struct, frozen=True):
    """A part of an area."""

    label: Message
    url: str
    is_here: bool = False


class Pill(Struct, frozen=True):
    """A state in a word and a colour."""

    label: Message
    look: str


class Area(Struct, frozen=True, kw_only=True):
    """The head of every page about an app."""

    id: str
    external_id: str
    name: str
    publisher: str
    icon_url: str
    path: str
    tabs: tuple[Tab, ...]
    public_url: str
    button_url: str


class VersionRow(Struct, frozen=True, kw_only=True):
    """A version in a list; `notes` say what is new in it."""

    id: str
    number: str
    state: str
    pill: Pill
    created_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    findings: int
    revision: int
    digest: str
    notes: str


def pill_of(state: str) -> Pill:
    """A version's state in a word and a colour."""
    return Pill(STATE_NAMES[state], STATE_LOOKS[state])


def own_app(session: Session, actor: Actor, app_id: str) -> App:
    """An app that whoever asks works on; any for an administrator.

    Raises:
        Refusal: NOT_FOUND `unknown-app`: there is none, or it is somebody else's.
    """
    app = listing.app(session, actor, app_id)
    if not works_on(session, actor, app):
        raise unknown_app(app_id)
    return app


def own_version(session: Session, actor: Actor, version_id: str) -> tuple[App, Version]:
    """A version of an app of whoever asks, likewise.

    Raises:
        Refusal: NOT_FOUND `unknown-version`.
    """
    version = listing.version(session, actor, version_id)
    app = listing.find_app(session, actor, version.app_id)
    if app is None or not works_on(session, actor, app):
        raise unknown_version(version_id)
    return app, version


def own_app_id(shelf: Shelf, actor: Actor, app_id: str) -> str:
    """The catalogue's id of an app that is meant by either of its ids, as :func:`own_app` finds it."""
    with shelf.reading() as session:
        return own_app(session, actor, app_id).id


def own_app_of(shelf: Shelf, actor: Actor, version_id: str) -> str:
    """The id of the app of a version, as :func:`own_version` finds it."""
    with shelf.reading() as session:
        return own_version(session, actor, version_id)[0].id


def area_of(app: App, versions: Sequence[Version], here: str) -> Area:
    """The head of the page `here`."""
    path = f"/dev/apps/{app.id}"
    newest = leading(versions)
    name = newest.display_name if newest is not None and app.current_id is None else app.display_name
    tabs = tuple(
        Tab(label, path if tab == OVERVIEW else f"{path}/{tab}", is_here=tab == here) for tab, label in _TABS.items()
    )
    return Area(
        id=app.id,
        external_id=app.external_id,
        name=name,
        publisher=app.publisher,
        icon_url=icon_url(newest.color_icon if newest else None),
        path=path,
        tabs=tabs,
        public_url=app_path(app) if app.current_id else "",
        button_url=f"{app_path(app)}/button" if app.current_id else "",
    )


def kept_versions(session: Session, actor: Actor, app: App) -> list[Version]:
    """The versions of an app, the newest first; without drafts that others took the place of."""
    found = listing.versions_of(session, actor, app)
    return [each for each in reversed(found) if not _is_forgotten(each)]


def leading(versions: Sequence[Version]) -> Version | None:
    """The version that something has to be done about: what waits, else what came last; of the newest first."""
    for states in ({State.SUBMITTED, State.IN_REVIEW}, {State.DRAFT}):
        for version in versions:
            if version.state in states:
                return version
    return max(versions, key=lambda version: (version.changed_at, version.precedence), default=None)


def chosen_from(versions: Sequence[Version], version_id: str | None) -> Version | None:
    """The version that an address names; NOT_FOUND for one that is not of this app."""
    if not version_id:
        return None
    for version in versions:
        if version.id == version_id:
            return version
    raise unknown_version(version_id)


def former_of(session: Session, actor: Actor, app: App, version: Version) -> Version | None:
    """The version that was sent before this one, whatever became of it."""
    earlier = [each for each in listing.versions_of(session, actor, app) if each.created_at < version.created_at]
    return max(earlier, key=lambda each: each.created_at, default=None)


def row_of(version: Version) -> VersionRow:
    """A version as lists show it."""
    return VersionRow(
        id=version.id,
        number=version.number,
        state=version.state,
        pill=pill_of(version.state),
        created_at=version.created_at,
        submitted_at=version.submitted_at,
        published_at=version.published_at,
        findings=len(version.findings),
        revision=version.revision,
        digest=version.package_digest,
        notes=version.notes or "",
    )


def _is_forgotten(version: Version) -> bool:
    is_unused = version.submitted_at is None and version.published_at is None
    return version.state == State.WITHDRAWN and is_unused
