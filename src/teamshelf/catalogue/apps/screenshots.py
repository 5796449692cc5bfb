"""Pictures of an app at work, which its page shows first: a few, of one size, drawn afresh from what was sent.

Their bytes are kept as those of icons are, under their digests. Source: Microsoft's page on what a store entry needs,
"screenshots".
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from teamshelf.catalogue.apps.holding import hold_app, require_team
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.inserting import insert_if_absent
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Icon, Screenshot
from teamshelf.messages import say
from teamshelf.package.pictures import redrawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.catalogue.tables import App

WIDTH, HEIGHT = 1366, 768
"""Pixels of a screenshot."""

MOST_SCREENSHOTS = 5
MAX_SCREENSHOT = 2 * 2**20
"""Bytes of a file that is sent, at most."""

LONGEST_CAPTION = 200
"""Characters that say what a screenshot shows."""


def add_screenshot(shelf: Shelf, actor: Actor, app_id: str, content: bytes, *, caption: str = "") -> str:
    """Show a picture on the page of an app, after the others, as one who works on it; its digest.

    A picture that is there already gets the caption.

    Raises:
        Refusal: NOT_FOUND `unknown-app`; FORBIDDEN `not-the-owner`; CONFLICT `too-many-screenshots`; INVALID
            `screenshot-missing`, `screenshot-too-large`, `screenshot-invalid`, `caption-too-long`.
    """
    said = " ".join(caption.split())
    if len(said) > LONGEST_CAPTION:
        message = say("a caption has at most {limit} characters", limit=LONGEST_CAPTION)
        raise Refusal(Kind.INVALID, "caption-too-long", message)
    drawn = _drawn(content)
    digest = sha256(drawn).hexdigest()
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_team(change.session, actor, app)
        known = change.session.get(Screenshot, (app.id, digest))
        if known is not None:
            if known.caption != said:
                _record(change, app, Action.LISTING_CHANGED, digest, before=known.caption, after=said)
                known.caption = said
            return digest
        there = screenshots_of(change.session, app)
        if len(there) >= MOST_SCREENSHOTS:
            raise Refusal(
                Kind.CONFLICT,
                "too-many-screenshots",
                say("an app has at most {limit} screenshots: take one away first", limit=MOST_SCREENSHOTS),
            )
        insert_if_absent(change.session, Icon, digest=digest, content=drawn)
        change.session.add(
            Screenshot(
                app_id=app.id,
                digest=digest,
                position=max((each.position for each in there), default=0) + 1,
                caption=said,
                added_by=actor.account_id,
                added_at=change.at,
            )
        )
        _record(change, app, Action.LISTING_CHANGED, digest, before=None, after=said)
        return digest


def remove_screenshot(shelf: Shelf, actor: Actor, app_id: str, digest: str) -> None:
    """Take a picture off the page of an app; one that is not there is not missed.

    Raises:
        Refusal: NOT_FOUND `unknown-app`; FORBIDDEN `not-the-owner`.
    """
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_team(change.session, actor, app)
        known = change.session.get(Screenshot, (app.id, digest.lower()))
        if known is None:
            return
        change.session.delete(known)
        _record(change, app, Action.LISTING_CHANGED, known.digest, before=known.caption, after=None)


def show_first(shelf: Shelf, actor: Actor, app_id: str, digest: str) -> None:
    """Show a picture before the others.

    Raises:
        Refusal: NOT_FOUND `unknown-app`, `unknown-screenshot`; FORBIDDEN `not-the-owner`.
    """
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_team(change.session, actor, app)
        known = change.session.get(Screenshot, (app.id, digest.lower()))
        if known is None:
            raise Refusal(Kind.NOT_FOUND, "unknown-screenshot", say("there is no such screenshot"))
        first = change.session.scalar(select(func.min(Screenshot.position)).where(Screenshot.app_id == app.id)) or 0
        if known.position == first:
            return
        known.position = first - 1
        change.record(
            Action.LISTING_CHANGED,
            app.id,
            label=app.display_name,
            app_id=app.id,
            digest=known.digest,
            after={"screenshot": known.digest, "position": "first"},
        )


def screenshots_of(session: Session, app: App) -> Sequence[Screenshot]:
    """The pictures of an app, in the order in which its page shows them."""
    wanted = select(Screenshot).where(Screenshot.app_id == app.id)
    return session.scalars(wanted.order_by(Screenshot.position, Screenshot.digest)).all()


def _drawn(content: bytes) -> bytes:
    if not content:
        raise Refusal(Kind.INVALID, "screenshot-missing", say("choose a file first"))
    if len(content) > MAX_SCREENSHOT:
        message = say("the file has more than {limit} bytes", limit=MAX_SCREENSHOT)
        raise Refusal(Kind.INVALID, "screenshot-too-large", message)
    drawn = redrawn(content, WIDTH, HEIGHT)
    if drawn is None:
        raise Refusal(
            Kind.INVALID,
            "screenshot-invalid",
            say("a screenshot is a PNG file of {width} x {height} pixels", width=WIDTH, height=HEIGHT),
        )
    return drawn


def _record(change: Change, app: App, action: Action, digest: str, *, before: str | None, after: str | None) -> None:
    change.record(
        action,
        app.id,
        label=app.display_name,
        app_id=app.id,
        digest=digest,
        before=None if before is None else {"screenshot": digest, "caption": before},
        after=None if after is None else {"screenshot": digest, "caption": after},
    )
