"""Some life on a shelf of examples, so that every page has something to show and every button something to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from teamshelf.catalogue.certification.answering import Given, answer
from teamshelf.catalogue.certification.certifying import attest, certify, verify_publisher
from teamshelf.catalogue.certification.questionnaire import QUESTIONS
from teamshelf.catalogue.demo.examples import EXAMPLES, Example, example_package
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.people.actors import OPERATOR, Actor
from teamshelf.catalogue.places.importing import import_directory
from teamshelf.catalogue.policy.customising import customise, publish_customisation
from teamshelf.catalogue.policy.equipping import EVERYBODYS_SETUP
from teamshelf.catalogue.policy.policies import block
from teamshelf.catalogue.policy.requests import request_access
from teamshelf.catalogue.policy.setups import save_setup
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.versions.drafting import draft
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, reject

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf

TEAM = "7d5f4b0e-6a55-4f5e-9d0b-3c1f0c6f2f10"
"""The team of the demo, which its user owns."""

_CHAT = "19:lunch@thread.v2"
_TRUST = "https://www.example.com/trust"

_RENAMED = {"configurableProperties": ["name", "accentColor", "shortDescription"]}
_REFUSED = Example(
    name="Vacation Planner",
    capabilities=("tab",),
    color=(0, 90, 158),
    publisher="People and Culture",
    short="Who is away when, and who stands in.",
    french="Qui est absent quand, et qui remplace.",
)
_DRAFTED = Example(
    name="Parking",
    capabilities=("bot",),
    color=(16, 124, 16),
    publisher="Building Services",
    short="A place for the car, for a day.",
    french="Une place pour la voiture, pour une journée.",
)


class People(Struct, frozen=True):
    """Who takes part in the demo: one account of each role."""

    user: Actor
    publisher: Actor
    reviewer: Actor
    admin: Actor


def enliven(shelf: Shelf, people: People) -> None:
    """Publish the examples on a fresh shelf, and let everybody do something with them.

    Raises:
        Refusal: the shelf does not take a step, because it is not a fresh one.
    """
    change_settings(shelf, people.admin, rollout_hours=0)  # whoever looks around does not wait for hours
    _give_places(shelf, people.user)
    apps = {example.name: _publish(shelf, people, example) for example in EXAMPLES}
    _vouch(shelf, people, apps)
    _use(shelf, people, apps)
    _decide(shelf, people, apps)
    change_settings(shelf, people.admin, picks=(apps["Standup Notes"], apps["Room Finder"]))
    pinned = [apps[name] for name in ("Room Finder", "Standup Notes", "Build Alerts")]
    save_setup(shelf, people.admin, EVERYBODYS_SETUP, pinned=pinned, installed=[apps["Room Finder"]])


def _give_places(shelf: Shelf, user: Actor) -> None:
    lines = (
        {"kind": "team", "id": TEAM, "displayName": "Harbour Street"},
        {"kind": "chat", "id": _CHAT, "displayName": "Lunch"},
        {"kind": "member", "place": TEAM, "user": user.name, "membership": "owner"},
        {"kind": "member", "place": _CHAT, "user": user.name},
    )
    import_directory(shelf, OPERATOR, "\n".join(map(json.dumps, lines)).encode(), "places.jsonl")


def _publish(shelf: Shelf, people: People, example: Example) -> str:
    """The catalogue's id of an example that its publisher has handed in, and that is approved unless it shall wait."""
    more: dict[str, Any] = _RENAMED if example.name == "Room Finder" else {}
    handed_in = publish(shelf, people.publisher, example_package(example, **more), for_review=True)
    if not example.is_submitted:
        approve(shelf, people.reviewer, handed_in.version_id)
    return handed_in.app_id


def _vouch(shelf: Shelf, people: People, apps: dict[str, str]) -> None:
    """One app has all three tiers, another the first."""
    given = {
        question.name: Given(question.choices[0] if question.choices else "As our page on trust says.", _TRUST)
        for question in QUESTIONS.values()
        if question.is_required
    }
    verify_publisher(shelf, people.admin, apps["Standup Notes"], name="Lighthouse Labs Ltd", publisher_id="1234567")
    answer(shelf, people.publisher, apps["Standup Notes"], given)
    attest(shelf, people.publisher, apps["Standup Notes"])
    certify(shelf, people.admin, apps["Standup Notes"], details_url=_TRUST)
    verify_publisher(shelf, people.admin, apps["Room Finder"], name="Building Services")


def _use(shelf: Shelf, people: People, apps: dict[str, str]) -> None:
    """The user has some apps, and one of them an update that asks."""
    user = people.user
    for name in ("Standup Notes", "Build Alerts"):
        install(shelf, user, apps[name], user.account_id or "")
    install(shelf, user, apps["Build Alerts"], TEAM)
    before = next(example for example in EXAMPLES if example.name == "Build Alerts")
    after = structs.replace(before, capabilities=(*before.capabilities, "message-extension"))
    content = example_package(after, "1.1.0")
    handed_in = publish(shelf, people.publisher, content, for_review=True, app_id=apps["Build Alerts"])
    approve(shelf, people.reviewer, handed_in.version_id)


def _decide(shelf: Shelf, people: People, apps: dict[str, str]) -> None:
    """One app is blocked and asked for, one has another name here, one was refused, and one is not sent yet."""
    block(shelf, people.admin, apps["Lunch Menu"], reason="until the canteen has opened again")
    request_access(shelf, people.user, apps["Lunch Menu"], reason="We never know what there is.")
    customise(shelf, people.admin, apps["Room Finder"], {"name": "Find a room"})
    publish_customisation(shelf, people.admin, apps["Room Finder"])
    refused = publish(shelf, people.publisher, example_package(_REFUSED), for_review=True)
    reject(shelf, people.reviewer, refused.version_id, reason="The privacy page does not say where the dates are kept.")
    draft(shelf, people.publisher, example_package(_DRAFTED))
