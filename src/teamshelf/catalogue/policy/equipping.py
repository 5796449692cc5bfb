"""Bringing what people have in line with their setup policy: what it installs for them is there, and stays.

What is installed so is as if an administrator had added it for each: whoever has it cannot remove it, and its updates
arrive without asking. What a policy no longer installs, or for whom it no longer holds, is not taken away: from then on
it is the user's own, in the version that is published, and they may remove it.

Source: Microsoft's page on app setup policies; it does not say what becomes of an app that leaves a policy, so that is
our choice.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import case, false, or_, select, true, update

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.inserting import insert_all
from teamshelf.catalogue.places.own import ensure_own_place
from teamshelf.catalogue.tables import Account, App, Installation, Place, SetupAssignment, SetupPolicy, Version
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.update.installation import PERSONAL, default_capability, offered_scopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.shelf import Change
    from teamshelf.catalogue.tables.base import Table

EVERYBODYS_SETUP = "Global"
"""The setup policy of everybody who has none of their own; without it nothing is set up."""

_AT_ONCE = 500
"""Accounts that are looked at in one statement."""


def setup_of(session: Session, account_id: str) -> SetupPolicy | None:
    """The setup policy that holds for somebody: their own, or the one for everybody; None where there is neither."""
    own = select(SetupAssignment.policy_id).where(SetupAssignment.account_id == account_id).scalar_subquery()
    either = select(SetupPolicy).where(or_(SetupPolicy.id == own, SetupPolicy.name == EVERYBODYS_SETUP))
    return session.scalars(either.order_by(case((SetupPolicy.id == own, 0), else_=1)).limit(1)).first()


def equip_account(change: Change, account_id: str) -> None:
    """Let somebody have what their setup policy installs; what they have already stays as it is."""
    policy = setup_of(change.session, account_id)
    if policy is not None and policy.installed:
        equip(change, policy, (account_id,))


def equip_fresh(change: Change, account_ids: Iterable[str]) -> None:
    """The same for accounts that have just come to be, and so have no policy of their own."""
    policy = change.session.scalar(select(SetupPolicy).where(SetupPolicy.name == EVERYBODYS_SETUP))
    if policy is not None and policy.installed:
        equip(change, policy, account_ids)


def equip(change: Change, policy: SetupPolicy | None, account_ids: Iterable[str]) -> None:
    """Bring what some people have in line with the policy that holds for them; None where none does any more."""
    wanted = _installable(change.session, policy)
    added = dict.fromkeys(wanted, 0)
    waiting = iter(account_ids)
    while batch := tuple(islice(waiting, _AT_ONCE)):
        for app_id, count in _equip_batch(change, policy, wanted, batch).items():
            added[app_id] += count
    for app_id, count in added.items():
        if count:
            _count_up(change, policy, wanted[app_id], count)


class _Installable(Struct, frozen=True):
    """An app that can be installed for somebody, in its published version."""

    app: App
    version: Version
    capability: str | None
    permissions: list[dict[str, str]]


def _installable(session: Session, policy: SetupPolicy | None) -> dict[str, _Installable]:
    """The apps of a policy that are published and are for people by themselves, held, by their ids."""
    from teamshelf.catalogue.apps.contents import manifest_of
    from teamshelf.catalogue.installations.consenting import required_permissions

    if policy is None or not policy.installed:
        return {}
    held = select(App).where(App.id.in_(policy.installed), App.current_id.is_not(None), App.deleted_at.is_(None))
    found = {}
    for app in session.scalars(held.order_by(App.id).with_for_update().execution_options(populate_existing=True)):
        version = session.get_one(Version, app.current_id)
        manifest = manifest_of(session, version)
        if PERSONAL in offered_scopes(manifest):
            capability = default_capability(manifest, PERSONAL).value
            permissions = [each.stored() for each in required_permissions(manifest)]
            found[app.id] = _Installable(app, version, capability, permissions)
    return found


def _equip_batch(
    change: Change, policy: SetupPolicy | None, wanted: dict[str, _Installable], account_ids: Sequence[str]
) -> dict[str, int]:
    """What was added, by app."""
    session = change.session
    listed = set(policy.installed) if policy is not None else set()
    there = select(
        Installation.id,
        Installation.app_id,
        Installation.place_id,
        Installation.by_policy,
        Installation.setup_policy_id,
    ).where(
        Installation.place_id.in_(account_ids),
        or_(Installation.app_id.in_(wanted), Installation.setup_policy_id.is_not(None)),
    )
    known: set[tuple[str, str]] = set()
    taken: list[str] = []
    left: dict[str, list[str]] = {}
    for row in session.execute(there):
        known.add((row.place_id, row.app_id))
        by_hand = row.by_policy and row.setup_policy_id is None  # an administrator's own doing stays that
        if row.app_id in listed and policy is not None:
            if not by_hand and row.setup_policy_id != policy.id:
                taken.append(row.id)
        elif row.setup_policy_id is not None:
            left.setdefault(row.app_id, []).append(row.id)
    if policy is not None and taken:
        now_theirs = {"by_policy": true(), "setup_policy_id": policy.id}
        session.execute(update(Installation).where(Installation.id.in_(taken)).values(now_theirs))
    for app_id, installation_ids in left.items():
        _let_go(session, app_id, installation_ids)
    missing = [(each, app_id) for each in account_ids for app_id in wanted if (each, app_id) not in known]
    if policy is not None and missing:
        _ensure_places(change, {account_id for account_id, _ in missing})
        insert_all(session, *_rows(change, policy, wanted, missing))
    return {app_id: sum(app_id == each for _, each in missing) for app_id in wanted}


def _rows(
    change: Change, policy: SetupPolicy, wanted: dict[str, _Installable], missing: Sequence[tuple[str, str]]
) -> tuple[type[Table], list[dict[str, object]]]:
    return Installation, [
        {
            "id": new_guid(),
            "app_id": app_id,
            "place_id": account_id,
            "surface_id": wanted[app_id].version.surface_id,
            "sequence": wanted[app_id].version.sequence or 0,
            "by_policy": True,
            "setup_policy_id": policy.id,
            "capability": wanted[app_id].capability,
            "consented_permissions": wanted[app_id].permissions,
            "installed_by": None,
            "installed_at": change.at,
            "accepted_at": change.at,
        }
        for account_id, app_id in missing
    ]


def _let_go(session: Session, app_id: str, installation_ids: Sequence[str]) -> None:
    """Leave an app to those who have it, in the version that they run: it went on by itself, and does not go back."""
    values: dict[str, object] = {"by_policy": false(), "setup_policy_id": None}
    version = session.scalar(select(Version).join(App, App.current_id == Version.id).where(App.id == app_id))
    if version is not None:
        values |= {"surface_id": version.surface_id, "sequence": version.sequence or 0}
    session.execute(update(Installation).where(Installation.id.in_(installation_ids)).values(values))


def _ensure_places(change: Change, account_ids: set[str]) -> None:
    """Somebody who has never added anything may have no place of their own yet."""
    session = change.session
    without = select(Account).outerjoin(Place, Place.id == Account.id).where(Account.id.in_(account_ids))
    for account in session.scalars(without.where(Place.id.is_(None))).all():
        ensure_own_place(session, account, change.at)


def _count_up(change: Change, policy: SetupPolicy | None, each: _Installable, count: int) -> None:
    each.app.installs = App.installs + count
    change.record(
        Action.APP_INSTALLED,
        policy.id if policy is not None else each.app.id,
        label=each.app.display_name,
        app_id=each.app.id,
        digest=each.version.package_digest,
        after={
            "setupPolicy": policy.name if policy is not None else None,
            "version": each.version.number,
            "byPolicy": True,
            "places": count,
        },
    )
