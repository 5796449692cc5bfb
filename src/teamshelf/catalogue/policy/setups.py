"""Setup policies: the apps that people find installed and pinned, and whether they may send packages of their own.

Source: Microsoft's page on app setup policies; lifecycle, "apps pinned or installed by policy".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.apps.holding import unknown_app
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.gates import Gate, hold_gates, pass_through
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.policy.access import Reason
from teamshelf.catalogue.policy.equipping import EVERYBODYS_SETUP, equip, setup_of
from teamshelf.catalogue.policy.policies import policy_name
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import Account, App, SetupAssignment, SetupPolicy, Version
from teamshelf.messages import printable, say, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf

MOST_APPS = 50
"""Apps that a policy pins, and apps that it installs: a list that somebody still looks through."""


def save_setup(
    shelf: Shelf,
    actor: Actor,
    name: str,
    *,
    pinned: Sequence[str] = (),
    installed: Sequence[str] = (),
    allow_upload: bool = True,
) -> SetupPolicy:
    """Make a setup policy, or change the one of this name; those for whom it holds have what it installs at once.

    Args:
        shelf: the shelf.
        actor: who.
        name: of the policy; :data:`~teamshelf.catalogue.policy.equipping.EVERYBODYS_SETUP` is everybody's.
        pinned: the apps of the app bar, in order, by the catalogue's ids.
        installed: the apps that its people have.
        allow_upload: its people may send packages.

    Raises:
        Refusal: FORBIDDEN `role-needed`, `personal-consent-off`; NOT_FOUND `unknown-app`, `not-published`;
            INVALID `policy-name`, `too-many-apps`, `scope-not-offered`; UNAVAILABLE as any change.
    """
    require(actor, Role.ADMIN)
    wanted = policy_name(name)
    in_bar, for_all = list(dict.fromkeys(pinned)), list(dict.fromkeys(installed))
    if max(len(in_bar), len(for_all)) > MOST_APPS:
        raise Refusal(
            Kind.INVALID,
            "too-many-apps",
            say("a policy pins at most {limit} apps, and installs at most as many", limit=MOST_APPS),
        )
    with shelf.changing(actor, Gate.ALWAYS) as change:
        _hold(change)
        session = change.session
        policy = session.scalar(select(SetupPolicy).where(SetupPolicy.name == wanted).with_for_update())
        before = None if policy is None else _told(policy)
        apps = {app.id: app for app in session.scalars(select(App).where(App.id.in_({*in_bar, *for_all})))}
        for app_id in (*in_bar, *for_all):
            if app_id not in apps:
                raise unknown_app(app_id)
        known = set(policy.installed) if policy is not None else set()
        for app_id in for_all:
            if app_id not in known:
                _refuse_not_installable(session, apps[app_id])
        if policy is None:
            policy = SetupPolicy(name=wanted, pinned=[], installed=[], allow_upload=True, created_at=change.at)
            session.add(policy)
        policy.pinned, policy.installed, policy.allow_upload = in_bar, for_all, allow_upload
        session.flush()
        if before != _told(policy):
            change.record(Action.POLICY_CHANGED, policy.id, label=wanted, before=before, after=_told(policy))
        equip(change, policy, _people(session, policy))
        return policy


def remove_setup(shelf: Shelf, actor: Actor, policy_id: str) -> None:
    """Remove a setup policy: whoever had it falls under the one for everybody.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-policy`; UNAVAILABLE as any change.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor, Gate.ALWAYS) as change:
        _hold(change)
        session = change.session
        policy = _setup(session, policy_id)
        people = list(_people(session, policy))
        change.record(Action.POLICY_CHANGED, policy.id, label=policy.name, before=_told(policy))
        session.delete(policy)
        session.flush()
        equip(change, session.scalar(_EVERYBODYS), people)


def assign_setup(shelf: Shelf, actor: Actor, account_id: str, policy_id: str | None) -> None:
    """Let a setup policy hold for somebody; None for the one that holds for everybody.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-policy`, `unknown-account`; UNAVAILABLE as any change.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor, Gate.ALWAYS) as change:
        _hold(change)
        session = change.session
        account = session.get(Account, account_id)
        if account is None:
            raise Refusal(Kind.NOT_FOUND, "unknown-account", say("there is no account {id}", id=shown(account_id)))
        policy = None if policy_id is None else _setup(session, policy_id)
        known = session.get(SetupAssignment, account_id)
        before, after = known and known.policy_id, policy and policy.id
        if before == after:
            return
        if known is not None:
            session.delete(known)
            session.flush()
        if policy is not None:
            session.add(SetupAssignment(account_id=account_id, policy_id=policy.id))
            session.flush()
        change.record(
            Action.POLICY_CHANGED,
            account_id,
            label=account.name,
            before={"setupPolicy": before},
            after={"setupPolicy": after},
        )
        equip(change, setup_of(session, account_id), (account_id,))


def refuse_sending(session: Session, actor: Actor) -> None:
    """Go on only for somebody whose setup policy lets them send packages, and for administrators.

    Raises:
        Refusal: FORBIDDEN `uploads-not-allowed`.
    """
    obstacle = obstacle_to_sending(session, actor)
    if obstacle is not None:
        raise obstacle


def obstacle_to_sending(session: Session, actor: Actor) -> Refusal | None:
    """Why somebody may send no packages; None where their setup policy lets them."""
    if actor.account_id is None or actor.may_act_as(Role.ADMIN):
        return None
    policy = setup_of(session, actor.account_id)
    if policy is None or policy.allow_upload:
        return None
    why = say("the setup policy `{policy}` lets you send no packages", policy=printable(policy.name))
    return Refusal(Kind.FORBIDDEN, "uploads-not-allowed", why)


def setup_reasons(session: Session, app: App, account_id: str) -> Iterator[Reason]:
    """What the setup policy of somebody does about an app, beside what decides whether they may use it."""
    policy = setup_of(session, account_id)
    if policy is None:
        return
    name = printable(policy.name)
    found = []
    if app.id in policy.installed:
        found.append(("setup-installs", say("the setup policy `{policy}` installs it for this user", policy=name)))
    if app.id in policy.pinned:
        place = policy.pinned.index(app.id) + 1
        pins = say("the setup policy `{policy}` pins it at place {place}", policy=name, place=place)
        found.append(("setup-pins", pins))
    if not found:
        found.append(("setup-nothing", say("the setup policy `{policy}` neither installs nor pins it", policy=name)))
    for rule, message in found:
        yield Reason(rule, allows=True, message=message, lever="setup")


def _hold(change: Change) -> None:
    """Let nobody come, go or add an app meanwhile, on a shelf that can be changed: it is seldom, and misses nobody."""
    hold_gates(change.session)
    pass_through(change.session, change.actor, Gate.INSTALL)


def _people(session: Session, policy: SetupPolicy) -> Iterator[str]:
    """Those for whom a policy holds: for everybody's, all who have none of their own."""
    holds: Select[Any] = select(SetupAssignment.account_id).where(SetupAssignment.policy_id == policy.id)
    if policy.name == EVERYBODYS_SETUP:
        holds = select(Account.id).where(Account.id.not_in(select(SetupAssignment.account_id)))
    yield from session.scalars(holds).all()


def _told(policy: SetupPolicy) -> dict[str, Any]:
    return {"pinned": policy.pinned, "installed": policy.installed, "allowUpload": policy.allow_upload}


def _refuse_not_installable(session: Session, app: App) -> None:
    from teamshelf.catalogue.apps.contents import manifest_of
    from teamshelf.catalogue.installations.consenting import asks_in
    from teamshelf.catalogue.tables.directory import PlaceKind
    from teamshelf.update.installation import PERSONAL, offered_scopes

    if app.current_id is None:
        why = say("no version of {name} is published", name=printable(app.display_name))
        raise Refusal(Kind.NOT_FOUND, "not-published", why)
    manifest = manifest_of(session, session.get_one(Version, app.current_id))
    if PERSONAL not in offered_scopes(manifest):
        why = say(
            "{name} has nothing for people by themselves: it cannot be installed for them",
            name=printable(app.display_name),
        )
        raise Refusal(Kind.INVALID, "scope-not-offered", why, details={"appId": app.id})
    is_on = settings(session).is_user_personal_scope_resource_specific_consent_enabled
    if not is_on and asks_in(manifest, PlaceKind.USER):
        why = say("apps that ask for permissions of this kind cannot be added for oneself here")
        raise Refusal(Kind.FORBIDDEN, "personal-consent-off", why, details={"appId": app.id})


def _setup(session: Session, policy_id: str) -> SetupPolicy:
    found = session.get(SetupPolicy, policy_id, with_for_update=True)
    if found is None:
        raise Refusal(Kind.NOT_FOUND, "unknown-policy", say("there is no policy {id}", id=shown(policy_id)))
    return found


_EVERYBODYS = select(SetupPolicy).where(SetupPolicy.name == EVERYBODYS_SETUP)
