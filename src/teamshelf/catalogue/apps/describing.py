"""What the shelf says of an app beside its manifest: the category it stands in, where its users find help, a video.

Manifests have neither. Everything else that a listing shows comes from the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.catalogue.apps.holding import hold_app, require_team
from teamshelf.catalogue.apps.showing import Facet, set_traits
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.certification.answering import https_url
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import Message, alternatives, printable, say

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf

CATEGORIES: dict[str, Message] = {
    "analytics": say("Analytics and business intelligence"),
    "developer": say("Developer and IT"),
    "education": say("Education"),
    "human-resources": say("Human resources"),
    "productivity": say("Productivity"),
    "project-management": say("Project management"),
    "sales": say("Sales and support"),
    "social": say("Social and fun"),
}
"""The categories that the Teams store has."""


def describe_app(
    shelf: Shelf,
    actor: Actor,
    app_id: str,
    *,
    category: str | None = None,
    support_url: str | None = None,
    video_url: str | None = None,
) -> None:
    """Say in which category an app stands, where its users find help and a video, as its owner; None takes one away.

    Raises:
        Refusal: NOT_FOUND `unknown-app`; FORBIDDEN `not-the-owner`; INVALID `unknown-category`, `url-malformed`.
    """
    if category is not None and category not in CATEGORIES:
        raise Refusal(
            Kind.INVALID,
            "unknown-category",
            say(
                "there is no category `{name}`; there are {names}",
                name=printable(category[:40]),
                names=alternatives(CATEGORIES),
            ),
        )
    urls = {"supportUrl": https_url(support_url), "videoUrl": https_url(video_url)}
    listing = {name: url for name, url in urls.items() if url}
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_team(change.session, actor, app)
        if (app.category, app.listing) == (category, listing):
            return
        before = {"category": app.category, **app.listing}
        app.category, app.listing = category, listing
        set_traits(change.session, app, {Facet.CATEGORY: (category or "",)})
        change.record(
            Action.LISTING_CHANGED,
            app.id,
            label=app.display_name,
            app_id=app.id,
            before=before,
            after={"category": category, **listing},
        )
