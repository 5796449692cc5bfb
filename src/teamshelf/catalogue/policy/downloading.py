"""Who may take the package of an app away: who made it and who reviews it, and whoever may use the app.

An administrator can settle that nobody else does. What is handed out are the stored bytes, which have the digest that
review, consent and installation name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.holding import is_owner
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.policy.access import decide
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import App
from teamshelf.catalogue.versions.states import RUNNABLE
from teamshelf.messages import say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.settings import Settings
    from teamshelf.catalogue.tables import Version


def obstacle_to_downloading(
    session: Session,
    actor: Actor,
    app: App,
    version: Version,
    *,
    settled: Settings | None = None,
    is_allowed: bool = False,
) -> Refusal | None:
    """Why somebody may not have the package of a version that they can see; None where they may.

    FORBIDDEN `account-needed`, `downloads-off`, and the reasons for which an app is blocked.

    Args:
        session: the shelf.
        actor: who.
        app: the app.
        version: which version of it.
        settled: the settings, where the caller has read them.
        is_allowed: they may use the app, as the caller knows.
    """
    is_theirs = actor.account_id is not None and actor.account_id == version.created_by
    if is_theirs or is_owner(actor, app) or actor.may_act_as(Role.REVIEWER) or version.state not in RUNNABLE:
        return None  # what is not published yet is seen by nobody else
    if actor.account_id is None:
        return Refusal(Kind.FORBIDDEN, "account-needed", say("sign in with an account first"))
    holds = settled or settings(session)
    if not holds.allow_downloads:
        why = say("this shelf hands out no packages: an administrator has switched it off")
        return Refusal(Kind.FORBIDDEN, "downloads-off", why)
    if is_allowed:
        return None
    decision = decide(session, app, actor.account_id, settled=holds)
    if decision.is_allowed:
        return None
    reason = decision.against[0]
    return Refusal(Kind.FORBIDDEN, reason.rule, reason.message)


def package_for(session: Session, actor: Actor, version: Version) -> bytes:
    """The stored bytes of a version that somebody can see, if they may have them.

    Raises:
        Refusal: as :func:`obstacle_to_downloading` says; UNAVAILABLE `package-damaged`.
    """
    obstacle = obstacle_to_downloading(session, actor, session.get_one(App, version.app_id), version)
    if obstacle is not None:
        raise obstacle
    return listing.package_bytes(session, version)
