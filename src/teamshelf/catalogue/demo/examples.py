"""Example apps for a shelf that is looked at for the first time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.people.accounts import create_account, find_account
from teamshelf.catalogue.people.actors import OPERATOR, Actor, Role
from teamshelf.catalogue.tables import App
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.package.build import package_of
from teamshelf.scaffold.app import new_app

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf

PUBLISHER = "demo-publisher"
"""The account that the example apps belong to. It has no password: nobody signs in with it."""


class Example(Struct, frozen=True):
    """An app to be made up.

    Attributes:
        is_submitted: it waits for a reviewer instead of being published.
    """

    name: str
    capabilities: tuple[str, ...]
    color: tuple[int, int, int]
    is_submitted: bool = False


EXAMPLES = (
    Example("Lunch Menu", ("tab",), (196, 49, 75)),
    Example("Standup Notes", ("tab", "bot"), (79, 70, 184)),
    Example("Room Finder", ("bot",), (0, 120, 112)),
    Example("Ticket Search", ("message-extension",), (193, 110, 0)),
    Example("Build Alerts", ("bot", "tab"), (38, 107, 191)),
    Example("Expense Report", ("tab",), (90, 90, 105), is_submitted=True),
)
"""What the shelf shows, one app for each thing that an app can be, and one that waits for a review."""


def seed_demo(shelf: Shelf) -> int:
    """Put the example apps on a shelf, those that are not there yet; how many there are of them.

    Raises:
        Refusal: the shelf does not take one, because its id is somebody else's here.
    """
    publisher = _publisher(shelf)
    for example in EXAMPLES:
        if app_named(shelf, example.name) is None:
            publish(shelf, publisher, example_package(example), for_review=example.is_submitted)
    return len(EXAMPLES)


def app_named(shelf: Shelf, name: str) -> str | None:
    """The catalogue's id of an example; None while it is not on the shelf."""
    with shelf.reading() as session:
        return session.scalar(select(App.id).where(App.external_id == _id_of(name)))


def example_package(example: Example, version: str = "1.0.0", **members: Any) -> bytes:
    """The package of an example in some version, with members laid over its manifest."""
    made = new_app(
        example.name,
        capabilities=example.capabilities,
        app_id=_id_of(example.name),
        bot_id=_id_of(f"{example.name}/bot"),
        color=example.color,
        languages=("fr",),
    )
    manifest = json.loads(made.files["manifest.json"]) | {"version": version} | members
    return package_of(made.files | {"manifest.json": json.dumps(manifest, indent=2).encode()})


def _id_of(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"https://teamshelf.example/demo/{name}"))


def _publisher(shelf: Shelf) -> Actor:
    with shelf.reading() as session:
        known = find_account(session, PUBLISHER)
    account_id = (
        known.id
        if known is not None
        else create_account(shelf, OPERATOR, PUBLISHER, Role.REVIEWER, display_name="Demo publisher")
    )
    return Actor(account_id=account_id, name=PUBLISHER, role=Role.REVIEWER)
