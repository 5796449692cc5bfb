"""A well-filled shelf: apps of many names and colours, people with places, installations, updates, and blocks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from msgspec import Struct

from teamshelf.catalogue.certification.answering import Given, answer
from teamshelf.catalogue.certification.certifying import attest, certify, verify_publisher
from teamshelf.catalogue.certification.questionnaire import QUESTIONS
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.people.accounts import create_account
from teamshelf.catalogue.people.actors import OPERATOR, Actor, Role
from teamshelf.catalogue.places.importing import import_directory
from teamshelf.catalogue.policy.customising import customise, publish_customisation
from teamshelf.catalogue.policy.policies import block
from teamshelf.catalogue.policy.requests import request_access
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.package.build import package_of
from teamshelf.package.drawing import parse_color
from teamshelf.scaffold.app import new_app

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf

PASSWORD = "harbour-lantern-27"

TEAM = "7d5f4b0e-6a55-4f5e-9d0b-3c1f0c6f2f10"
OTHER_TEAM = "0a9d2c44-1f3e-4c58-8d21-5e7b90c6a312"
CHAT = "19:lunch@thread.v2"
MEETING = "19:meeting_monday@thread.v2"

_NAMES = UUID("9b0c3a1e-5d1f-4f59-9a51-7c3a1d2e8f40")


class Sample(Struct, frozen=True):
    """An app that a package is made of: its name, colour, publisher, what it can do, and what it says of itself."""

    name: str
    color: str
    publisher: str
    capabilities: tuple[str, ...]
    short: str


SAMPLES = (
    Sample(
        "Pulse Check",
        "#D64550",
        "Harbour Street Software",
        ("bot", "tab"),
        "Ask how everyone is doing, and see it at a glance.",
    ),
    Sample(
        "Lunch Roulette",
        "#F2C811",
        "Canteen Collective",
        ("bot",),
        "Draws three colleagues and a restaurant. Every day at noon.",
    ),
    Sample(
        "Ticket Desk",
        "#0B6E6E",
        "Harbour Street Software",
        ("message-extension", "bot"),
        "Tickets in the conversation in which they arise.",
    ),
    Sample(
        "Bibliothèque partagée", "#7A3E9D", "Éditions du Pont", ("tab",), "Les livres et documents de votre service."
    ),
    Sample(
        "Field Notes",
        "#1F6FEB",
        "Lighthouse Labs",
        ("tab", "message-extension"),
        "Notes from visits, with pictures and places.",
    ),
    Sample(
        "Standup Buddy",
        "#2E7D32",
        "Lighthouse Labs",
        ("bot",),
        "Collects what everyone is up to and posts it in the morning.",
    ),
    Sample("Expenses", "#111111", "Ledger & Sons", ("tab",), "Photograph a receipt and it is done."),
    Sample(
        "Room Finder",
        "#FFFFFF",
        "Building Services",
        ("message-extension",),
        "Finds a free room near you for the next hour.",
    ),
    Sample(
        "Quarterly Objectives & Results",
        "#C2185B",
        "Department of Very Long Names",
        ("tab",),
        "Goals of teams and people, how far they are, and what stands in their way.",
    ),
    Sample("Onboarding", "#FF7A00", "People & Culture", ("bot", "tab"), "The first hundred days, day by day."),
    Sample("Release Radar", "#5A5FC7", "Lighthouse Labs", ("bot",), "Tells a channel what was deployed, and by whom."),
    Sample("Quiz Night", "#00B7C3", "Canteen Collective", ("bot",), "A question a day keeps boredom away."),
    Sample(
        "Recherche juridique",
        "#3B3A39",
        "Éditions du Pont",
        ("message-extension",),
        "Trouve le texte de loi dont vous avez besoin.",
    ),
    Sample(
        "Whiteboard Archive",
        "#E3008C",
        "Harbour Street Software",
        ("tab",),
        "Keeps what was on the board when the meeting ended.",
    ),
    Sample("Translate It", "#107C10", "Lighthouse Labs", ("message-extension",), "Any message in your language."),
)
"""Names and colours as they come: long, French, white, black."""


class Stocked:
    """The shelf and what is on it.

    Attributes:
        accounts: actors by the local part of their names.
        apps: the catalogue's ids by the names of the apps.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.accounts: dict[str, Actor] = {}
        self.apps: dict[str, str] = {}

    def external(self, name: str) -> str:
        """The manifest's id of an app."""
        return id_of(name)


def stock(shelf: Shelf) -> Stocked:
    """Fill a shelf."""
    made = Stocked(shelf)
    for name, role in (
        ("ada", Role.ADMIN),
        ("paul", Role.PUBLISHER),
        ("rita", Role.REVIEWER),
        ("uma", Role.USER),
        ("noor", Role.USER),
    ):
        account_id = create_account(
            shelf, OPERATOR, f"{name}@example.com", role, password=PASSWORD, display_name=f"{name.title()} Lindqvist"
        )
        made.accounts[name] = Actor(account_id=account_id, name=f"{name}@example.com", role=role)
    _settle(made)
    admin = made.accounts["ada"]
    change_settings(shelf, admin, rollout_hours=0)
    for sample in SAMPLES:
        made.apps[sample.name] = publish(shelf, admin, package(sample)).app_id
    _use(made)
    return made


def package(sample: Sample, version: str = "1.0.0", **members: Any) -> bytes:
    """The package of an app of the well-filled shelf, with members laid over its manifest."""
    name, short = sample.name, sample.short
    made = new_app(
        name,
        capabilities=sample.capabilities,
        app_id=id_of(name),
        bot_id=id_of(f"bot of {name}"),
        color=parse_color(sample.color) or (0, 0, 0),
        languages=("fr",),
    )
    files = dict(made.files)
    manifest = json.loads(files["manifest.json"])
    manifest["version"] = version
    manifest["developer"]["name"] = sample.publisher
    manifest["description"] = {"short": short, "full": _FULL.format(name=name)}
    manifest.update(members)
    files["manifest.json"] = json.dumps(manifest).encode()
    for file in [each for each in files if each.endswith("fr.json")]:
        texts = json.loads(files[file])
        texts["description.short"] = f"En français : {short}"[:80]
        texts["description.full"] = f"**{name}** fonctionne dans Microsoft Teams."
        files[file] = json.dumps(texts).encode()
    return package_of(files)


def id_of(name: str) -> str:
    """The id that goes with a name."""
    return str(uuid5(_NAMES, name))


_FULL = """**{name}** works in Microsoft Teams. What it does:

- it is *quick*
- it asks for little
- it tells you what it does

Help: [our pages](https://www.example.com/help)."""


def _settle(made: Stocked) -> None:
    lines = [
        {"kind": "team", "id": TEAM, "displayName": "Harbour Street"},
        {"kind": "team", "id": OTHER_TEAM, "displayName": "Lighthouse keepers and their friends"},
        {"kind": "chat", "id": CHAT, "displayName": "Lunch"},
        {"kind": "meeting", "id": MEETING, "displayName": "Monday morning"},
        {"kind": "member", "place": TEAM, "user": "uma@example.com", "membership": "owner"},
        {"kind": "member", "place": TEAM, "user": "noor@example.com"},
        {"kind": "member", "place": OTHER_TEAM, "user": "noor@example.com", "membership": "owner"},
        {"kind": "member", "place": OTHER_TEAM, "user": "uma@example.com"},
        {"kind": "member", "place": CHAT, "user": "uma@example.com"},
        {"kind": "member", "place": MEETING, "user": "uma@example.com", "membership": "owner"},
    ]
    import_directory(made.shelf, OPERATOR, "\n".join(map(json.dumps, lines)).encode(), "places.jsonl")


def _use(made: Stocked) -> None:
    shelf, apps = made.shelf, made.apps
    admin, uma = made.accounts["ada"], made.accounts["uma"]
    assert uma.account_id is not None
    install(shelf, uma, apps["Pulse Check"], uma.account_id)
    install(shelf, uma, apps["Pulse Check"], TEAM)
    install(shelf, uma, apps["Field Notes"], uma.account_id)
    install(shelf, uma, apps["Release Radar"], CHAT)
    install(shelf, admin, apps["Onboarding"], uma.account_id, by_policy=True)
    pulse = next(sample for sample in SAMPLES if sample.name == "Pulse Check")
    asked = {
        "webApplicationInfo": {"id": id_of("registration"), "resource": "api://pulse.example.com/x"},
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "ChannelMessage.Read.Group", "type": "Application"}]}
        },
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": ["pulse.example.com", "pulse-check.example.com"],
    }
    publish(shelf, admin, package(pulse, "1.1.0", **asked), app_id=apps["Pulse Check"])
    block(shelf, admin, apps["Quiz Night"], reason="not during working hours")
    block(shelf, admin, apps["Lunch Roulette"])
    request_access(shelf, uma, apps["Lunch Roulette"], reason="We never know where to go.")
    verify_publisher(shelf, admin, apps["Ticket Desk"], name="Harbour Street Software Ltd", publisher_id="1234567")
    given = {
        question.name: Given(
            question.choices[0] if question.choices else "In Frankfurt and Dublin, for 30 days.",
            "https://www.example.com/trust",
        )
        for question in list(QUESTIONS.values())
        if question.is_required
    }
    answer(shelf, admin, apps["Ticket Desk"], given)
    attest(shelf, admin, apps["Ticket Desk"])
    certify(shelf, admin, apps["Ticket Desk"], details_url="https://www.example.com/report")
    verify_publisher(shelf, admin, apps["Field Notes"], name="Lighthouse Labs")


def adapted(made: Stocked) -> str:
    """An app that the organization has given another name; the catalogue's id."""
    shelf, admin = made.shelf, made.accounts["ada"]
    sample = Sample("Parking", "#0078D4", "Building Services", ("tab",), "Find a place for the car.")
    content = package(sample, configurableProperties=["name", "accentColor"])
    app_id = publish(shelf, admin, content).app_id
    customise(shelf, admin, app_id, {"name": "Car park", "accentColor": "#B146C2"})
    publish_customisation(shelf, admin, app_id)
    return app_id
