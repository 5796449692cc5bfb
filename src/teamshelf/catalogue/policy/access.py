"""Who may use which app: one decision, with every reason for and against it.

The shelf as a whole, the decision about the app, the policy of the user and who the app is for: all of them have to
agree. Source: Microsoft's pages on managing apps, "app status", "permission policies" and "app-centric management".
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import and_, case, false, or_, select, true

from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import Account, App, AppAssignment, Membership, Place, Policy, PolicyAssignment
from teamshelf.messages import Message, printable, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.settings import Settings

GLOBAL_POLICY = "Global"
"""The policy of everybody who has none of their own; without it they may use all apps."""


class Access(StrEnum):
    """Who an app is for."""

    EVERYONE = "everyone"
    ASSIGNED = "assigned"
    """The people and places it is assigned to."""
    NOBODY = "nobody"


class Mode(StrEnum):
    """What a permission policy does with the apps it lists."""

    ALLOW_ALL = "allow-all"
    ALLOW_LISTED = "allow-listed"
    BLOCK_LISTED = "block-listed"
    BLOCK_ALL = "block-all"


class Status(StrEnum):
    """What the administrator's list shows of an app, whoever asks."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    BLOCKED_BY_PUBLISHER = "blocked-by-publisher"
    BLOCKED_ORG_WIDE = "blocked-org-wide"


class Reason(Struct, frozen=True):
    """One thing that speaks for or against.

    Attributes:
        rule: its stable name; for what speaks against, the name of the refusal.
        allows: it speaks for.
        message: the reason in words.
        lever: what an administrator changes to have it otherwise: ``settings``, ``status``, ``access`` or ``policy``.
    """

    rule: str
    allows: bool
    message: Message
    lever: str


class Decision(Struct, frozen=True):
    """Whether somebody may use an app.

    Attributes:
        status: of the app, whoever asks.
        reasons: all of them, in the order in which they are asked.
    """

    status: Status
    reasons: tuple[Reason, ...]

    @property
    def is_allowed(self) -> bool:
        """Whether nothing speaks against it."""
        return all(reason.allows for reason in self.reasons)

    @property
    def against(self) -> tuple[Reason, ...]:
        """What speaks against it."""
        return tuple(reason for reason in self.reasons if not reason.allows)


def status_of(app: App, settled: Settings) -> Status:
    """The status of an app, whoever asks."""
    if not settled.allow_apps:
        return Status.BLOCKED_ORG_WIDE
    if app.is_blocked is not None:
        return Status.BLOCKED if app.is_blocked else Status.ALLOWED
    if app.blocked_by_publisher:
        return Status.BLOCKED_BY_PUBLISHER
    return Status.ALLOWED if settled.allow_new_apps else Status.BLOCKED


def decide(
    session: Session, app: App, account_id: str | None, place_id: str | None = None, settled: Settings | None = None
) -> Decision:
    """Whether somebody may use an app, in one of their places or in general.

    Args:
        session: the shelf.
        app: the app.
        account_id: who; None where it is for a place as a whole, as when an administrator installs.
        place_id: where; None for wherever they are.
        settled: the settings, where the caller has read them.
    """
    holds = settled or settings(session)
    reasons = [_of_the_shelf(holds), _of_the_app(app, holds), _of_access(session, app, account_id, place_id)]
    if account_id is not None:
        reasons.append(_of_policy(policy_of(session, account_id), app))
    return Decision(status_of(app, holds), tuple(reasons))


def decisions(session: Session, apps: Iterable[App], account_id: str, settled: Settings) -> Iterator[Decision]:
    """The same as :func:`decide` for many apps, wherever the user is; the policy is looked up once for all of them."""
    yield from decisions_under(session, apps, account_id, settled, policy_of(session, account_id))


def decisions_under(
    session: Session, apps: Iterable[App], account_id: str, settled: Settings, policy: Policy | None
) -> Iterator[Decision]:
    """The same for a user whose policy the caller has looked up."""
    for app in apps:
        reasons = (
            _of_the_shelf(settled),
            _of_the_app(app, settled),
            _of_access(session, app, account_id, None),
            _of_policy(policy, app),
        )
        yield Decision(status_of(app, settled), reasons)


def usable_apps(session: Session, account_id: str, settled: Settings) -> ColumnElement[bool]:
    """The same as :func:`decide`, wherever the user is, as a condition on apps: nothing speaks against them."""
    if not settled.allow_apps:
        return false()
    undecided = and_(App.is_blocked.is_(None), App.blocked_by_publisher == false())
    is_open = or_(App.is_blocked.is_(false()), undecided if settled.allow_new_apps else false())
    held = select(Membership.place_id).where(Membership.account_id == account_id)
    assigned = select(AppAssignment.app_id).where(
        or_(AppAssignment.holder_id == account_id, AppAssignment.holder_id.in_(held))
    )
    is_theirs = or_(
        App.access == Access.EVERYONE.value, and_(App.access == Access.ASSIGNED.value, App.id.in_(assigned))
    )
    return and_(is_open, is_theirs, _under(policy_of(session, account_id)))


def _under(policy: Policy | None) -> ColumnElement[bool]:
    """The same as :func:`policy_allows`, as a condition on apps."""
    if policy is None or policy.mode == Mode.ALLOW_ALL:
        return true()
    if policy.mode == Mode.ALLOW_LISTED:
        return App.id.in_(policy.app_ids)
    if policy.mode == Mode.BLOCK_LISTED:
        return App.id.not_in(policy.app_ids)
    return false()


def policy_of(session: Session, account_id: str) -> Policy | None:
    """The policy that holds for somebody: their own, or the one for everybody; None where there is neither."""
    own = select(PolicyAssignment.policy_id).where(PolicyAssignment.account_id == account_id).scalar_subquery()
    either = select(Policy).where(or_(Policy.id == own, Policy.name == GLOBAL_POLICY))
    return session.scalars(either.order_by(case((Policy.id == own, 0), else_=1)).limit(1)).first()


def policy_allows(policy: Policy, app_id: str) -> bool:
    """Whether a policy lets an app be used."""
    if policy.mode == Mode.ALLOW_LISTED:
        return app_id in policy.app_ids
    if policy.mode == Mode.BLOCK_LISTED:
        return app_id not in policy.app_ids
    return policy.mode == Mode.ALLOW_ALL


def _for(rule: str, message: Message, lever: str) -> Reason:
    return Reason(rule, allows=True, message=message, lever=lever)


def _against(rule: str, message: Message, lever: str) -> Reason:
    return Reason(rule, allows=False, message=message, lever=lever)


def _of_the_shelf(settled: Settings) -> Reason:
    if settled.allow_apps:
        return _for("apps-allowed", say("apps of this shelf can be used"), "settings")
    return _against("apps-blocked", say("an administrator has switched off all apps of this shelf"), "settings")


def _of_the_app(app: App, settled: Settings) -> Reason:
    if app.is_blocked:
        why = (
            say("an administrator has blocked the app: {reason}", reason=printable(app.block_reason))
            if app.block_reason
            else say("an administrator has blocked the app")
        )
        return _against("app-blocked", why, "status")
    if app.is_blocked is not None:
        return _for("app-allowed", say("an administrator has allowed the app"), "status")
    if app.blocked_by_publisher:
        why = say("its publisher wants the app to be blocked until an administrator allows it")
        return _against("app-blocked-by-publisher", why, "status")
    if not settled.allow_new_apps:
        why = say("no administrator has allowed the app yet, which this shelf asks for")
        return _against("app-not-allowed-yet", why, "status")
    return _for("app-not-blocked", say("nobody has blocked the app"), "status")


def _of_access(session: Session, app: App, account_id: str | None, place_id: str | None) -> Reason:
    if app.access == Access.EVERYONE:
        return _for("app-for-everyone", say("the app is for everyone"), "access")
    if app.access == Access.NOBODY:
        return _against("app-for-nobody", say("the app is for nobody at present"), "access")
    held = _holder(session, app.id, account_id, place_id)
    if held is None:
        why = say("the app is only for those it is assigned to")
        return _against("app-not-assigned", why, "access")
    if held == account_id:
        return _for("app-assigned", say("the app is assigned to this user"), "access")
    place = session.get(Place, held)
    name = printable(place.display_name if place else held)
    return _for("app-assigned", say("the app is assigned to `{place}`", place=name), "access")


def _holder(session: Session, app_id: str, account_id: str | None, place_id: str | None) -> str | None:
    """Through whom somebody has an app: themselves first, then the place it is used in, then any they are in."""
    holders = [each for each in (account_id, place_id) if each is not None]
    named = select(AppAssignment.holder_id).where(AppAssignment.app_id == app_id)
    direct = set(session.scalars(named.where(AppAssignment.holder_id.in_(holders))))
    for holder in holders:
        if holder in direct:
            return holder
    if account_id is None:
        return None
    through = named.join(Membership, Membership.place_id == AppAssignment.holder_id)
    return session.scalar(through.where(Membership.account_id == account_id).order_by(AppAssignment.holder_id).limit(1))


def _of_policy(policy: Policy | None, app: App) -> Reason:
    if policy is None:
        return _for("policy-none", say("no policy holds for this user"), "policy")
    name = printable(policy.name)
    if policy_allows(policy, app.id):
        return _for("policy-allows", say("the policy `{policy}` lets this user have it", policy=name), "policy")
    why = say("the policy `{policy}` does not let this user have it", policy=name)
    return _against("policy-blocks", why, "policy")


def holder_exists(session: Session, holder_id: str) -> bool:
    """Whether something can be assigned to this account or place."""
    return session.get(Account, holder_id) is not None or session.get(Place, holder_id) is not None
