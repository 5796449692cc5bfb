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


class Example(Struct, frozen=True, kw_only=True):
    """An app to be made up.

    Attributes:
        short, french: what it says of itself in English and French, in a line.
        is_submitted: it waits for a reviewer instead of being published.
    """

    name: str
    capabilities: tuple[str, ...]
    color: tuple[int, int, int]
    publisher: str
    short: str
    french: str
    is_submitted: bool = False


EXAMPLES = (
    Example(
        name="Lunch Menu",
        capabilities=("tab",),
        color=(196, 49, 75),
        publisher="Canteen Collective",
        short="What the canteen cooks today, and what is in it.",
        french="Ce que la cantine prépare aujourd'hui, et ce qu'il y a dedans.",
    ),
    Example(
        name="Standup Notes",
        capabilities=("tab", "bot"),
        color=(79, 70, 184),
        publisher="Lighthouse Labs",
        short="Collects in the morning what everybody is up to.",
        french="Recueille le matin ce que chacun va faire.",
    ),
    Example(
        name="Room Finder",
        capabilities=("bot",),
        color=(0, 120, 112),
        publisher="Building Services",
        short="Finds a free room near you for the next hour.",
        french="Trouve une salle libre près de vous pour l'heure qui vient.",
    ),
    Example(
        name="Ticket Search",
        capabilities=("message-extension",),
        color=(193, 110, 0),
        publisher="Harbour Street Software",
        short="Tickets in the conversation in which they arise.",
        french="Les tickets dans la conversation où ils naissent.",
    ),
    Example(
        name="Build Alerts",
        capabilities=("bot", "tab"),
        color=(38, 107, 191),
        publisher="Lighthouse Labs",
        short="Tells a channel what was built, and what broke.",
        french="Dit à un canal ce qui a été construit, et ce qui a échoué.",
    ),
    Example(
        name="Expense Report",
        capabilities=("tab",),
        color=(90, 90, 105),
        publisher="Harbour Street Software",
        short="Photograph a receipt, and it is done.",
        french="Photographiez un reçu, et c'est fait.",
        is_submitted=True,
    ),
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
    manifest["developer"]["name"] = example.publisher
    manifest["description"]["short"] = example.short
    french = json.loads(made.files["fr.json"]) | {"description.short": example.french}
    changed = {"manifest.json": manifest, "fr.json": french}
    return package_of(made.files | {name: json.dumps(text, indent=2).encode() for name, text in changed.items()})


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
