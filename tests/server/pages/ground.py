"""The well-filled shelf, with all that a deed for each route needs: see `deeds.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.apps.collaborating import add_collaborator
from teamshelf.catalogue.apps.screenshots import add_screenshot
from teamshelf.catalogue.certification.evidence import add_evidence
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.people.accounts import create_account
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.policy.access import Mode
from teamshelf.catalogue.policy.customising import customise
from teamshelf.catalogue.policy.policies import save_policy
from teamshelf.catalogue.policy.remarks import About, remark, wish
from teamshelf.catalogue.policy.setups import save_setup
from teamshelf.catalogue.tables import Installation, Version
from teamshelf.catalogue.versions.drafting import draft
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.withdrawing import quarantine
from teamshelf.server.graph.resources.identifiers import definition_id, installation_id
from tests.server.pages.pictures import screenshot
from tests.server.pages.stocked import CHAT, SAMPLES, TEAM, Sample, package

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.server.pages.stocked import Stocked


def prepare(shelf: Shelf, made: Stocked) -> dict[str, str]:
    """Put onto the well-filled shelf what else the deeds need; ids by what they are."""
    ada, paul, uma = (made.accounts[name] for name in ("ada", "paul", "uma"))
    apps = made.apps
    there = {
        "ticket": apps["Ticket Desk"],
        "field": apps["Field Notes"],
        "room": apps["Room Finder"],
        "blocked": apps["Quiz Night"],
        "wanted": apps["Lunch Roulette"],
        "parking": apps["Parking"],
        "pulse": apps["Pulse Check"],
        "translate": apps["Translate It"],
        "expenses": apps["Expenses"],
        "team": TEAM,
        "chat": CHAT,
        "ada": ada.account_id or "",
        "paul": paul.account_id or "",
        "uma": uma.account_id or "",
    }
    waiting = Sample("Waiting Room", "#445566", "Paul", ("tab",), "Waits for a reviewer.")
    other = Sample("Drawing Board", "#665544", "Paul", ("tab",), "Is not finished yet.")
    there["waiting"] = publish(shelf, paul, package(waiting), for_review=True).version_id
    there["draft"] = draft(shelf, paul, package(other)).version_id
    expenses = next(sample for sample in SAMPLES if sample.name == "Expenses")
    there["stopped"] = publish(shelf, ada, package(expenses, "1.1.0"), app_id=apps["Expenses"]).version_id
    quarantine(shelf, ada, there["stopped"], reason="it deletes receipts")
    there["token"] = create_token(shelf, ada, ada.account_id or "", label="ci").id
    there["policy"] = save_policy(shelf, ada, "Few", Mode.ALLOW_LISTED, [apps["Expenses"]]).id
    there["setup"] = save_setup(shelf, ada, "Interns", pinned=[apps["Expenses"]], allow_upload=False).id
    there["gone"] = create_account(shelf, OPERATOR, "gone@example.com", Role.USER)
    there["rita"] = made.accounts["rita"].account_id or ""
    add_collaborator(shelf, ada, apps["Expenses"], there["rita"])
    there["file"] = add_evidence(shelf, ada, apps["Expenses"], "multi-factor", b"we do")
    add_screenshot(shelf, ada, apps["Expenses"], screenshot(1))
    there["screenshot"] = add_screenshot(shelf, ada, apps["Expenses"], screenshot(2))
    there["remark"] = remark(shelf, uma, apps["Expenses"], About.PROBLEM, "It forgets what I photograph.")
    there["wish"] = wish(shelf, uma, "Something for the harbour")
    customise(shelf, ada, apps["Parking"], {"name": "Car parking"})
    there["room-in-team"] = install(shelf, uma, apps["Expenses"], uma.account_id or "").installation_id
    with shelf.reading() as session:
        rows = session.execute(select(Installation.id, Installation.app_id, Installation.place_id)).all()
        numbers = {row.id: row for row in session.scalars(select(Version))}
        there["waiting-definition"] = definition_id(
            numbers[there["waiting"]].app_id, numbers[there["waiting"]].number, "submitted"
        )
        there["waiting-app"] = numbers[there["waiting"]].app_id
        there["draft-app"] = numbers[there["draft"]].app_id
        there["translate-version"] = next(row.id for row in numbers.values() if row.app_id == apps["Translate It"])
        there["pulse-digest"] = max(
            (row for row in numbers.values() if row.app_id == apps["Pulse Check"]), key=lambda row: row.sequence or 0
        ).package_digest
    for row in rows:
        if row.app_id == apps["Pulse Check"]:
            there["mine" if row.place_id == uma.account_id else "ours"] = row.id
    there |= {
        "mine-in-graph": installation_id(uma.account_id or "", apps["Pulse Check"]),
        "ours-in-graph": installation_id(TEAM, apps["Pulse Check"]),
        "chats-in-graph": installation_id(CHAT, apps["Release Radar"]),
        "field-in-graph": installation_id(uma.account_id or "", apps["Field Notes"]),
    }
    return there
