"""Setup policies: the apps that people find installed and pinned, and whether they may send packages."""

from __future__ import annotations

from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, field
from sqlalchemy import select

from teamshelf.catalogue.policy.equipping import setup_of
from teamshelf.catalogue.policy.policies import MAX_NAME
from teamshelf.catalogue.policy.setups import (
    MOST_APPS,
    assign_setup,
    obstacle_to_sending,
    remove_setup,
    save_setup,
)
from teamshelf.catalogue.tables import SetupPolicy
from teamshelf.server.api.shapes import Name, Shape, Wish
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import MANAGE_SETTINGS, READ_INSTALLATIONS, READ_SETTINGS

Ids = Annotated[list[Name], Meta(max_length=MOST_APPS)]


class SetupWish(Wish, frozen=True, kw_only=True):
    """A setup policy. One of this name is changed; `Global` is everybody's who has no other."""

    name: Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
    pinned: Ids = field(default_factory=list)
    installed: Ids = field(default_factory=list)
    allow_upload: bool = True


class SetupShape(Shape, frozen=True, kw_only=True):
    """A setup policy: the ids of the apps in the order of the app bar, and of those that its people have."""

    id: str
    name: str
    pinned: list[str]
    installed: list[str]
    allow_upload: bool


class OwnSetup(Shape, frozen=True, kw_only=True):
    """What is set up for whoever asks; without a policy nothing is."""

    policy: str | None
    pinned: list[str]
    installed: list[str]
    may_upload: bool


class SetupChoice(Wish, frozen=True, kw_only=True):
    """The setup policy of an account; null leaves it to the one for everybody."""

    policy_id: str | None


@get("/me/setup", permission=READ_INSTALLATIONS, sync_to_thread=True)
def show_own_setup(shelf: TheShelf, actor: TheActor) -> OwnSetup:
    """What the setup policy of whoever asks installs and pins."""
    with shelf.reading() as session:
        policy = setup_of(session, actor.account_id or "")
        return OwnSetup(
            policy=policy.name if policy is not None else None,
            pinned=list(policy.pinned) if policy is not None else [],
            installed=list(policy.installed) if policy is not None else [],
            may_upload=obstacle_to_sending(session, actor) is None,
        )


@get("/setup-policies", permission=READ_SETTINGS, sync_to_thread=True)
def list_setups(shelf: TheShelf) -> list[SetupShape]:
    """The setup policies."""
    with shelf.reading() as session:
        return [_shape(policy) for policy in session.scalars(select(SetupPolicy).order_by(SetupPolicy.name))]


@post("/setup-policies", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=200)
def keep_setup(shelf: TheShelf, actor: TheActor, data: JSONBody[SetupWish]) -> SetupShape:
    """Make a setup policy, or change the one of this name: its people have what it installs at once."""
    saved = save_setup(
        shelf, actor, data.name, pinned=data.pinned, installed=data.installed, allow_upload=data.allow_upload
    )
    return _shape(saved)


@delete("/setup-policies/{policy_id:str}", permission=MANAGE_SETTINGS, sync_to_thread=True)
def end_setup(shelf: TheShelf, actor: TheActor, policy_id: FromPath[str]) -> None:
    """Remove a setup policy: what it has installed stays, and is its people's own."""
    remove_setup(shelf, actor, policy_id)


@put("/accounts/{account_id:str}/setup-policy", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=204)
def choose_setup(shelf: TheShelf, actor: TheActor, account_id: FromPath[str], data: JSONBody[SetupChoice]) -> None:
    """Say which setup policy holds for an account."""
    assign_setup(shelf, actor, account_id, data.policy_id)


def _shape(policy: SetupPolicy) -> SetupShape:
    return SetupShape(
        id=policy.id,
        name=policy.name,
        pinned=list(policy.pinned),
        installed=list(policy.installed),
        allow_upload=policy.allow_upload,
    )


HANDLERS = [show_own_setup, list_setups, keep_setup, end_setup, choose_setup]
