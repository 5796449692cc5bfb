"""The store front, search and publishers."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from teamshelf.catalogue.policy.access import Access, Mode, decide, decisions
from teamshelf.catalogue.policy.policies import assign_policy, save_policy, set_access
from teamshelf.catalogue.settings import change_settings, settings
from teamshelf.catalogue.tables import App, Trait
from tests.server.pages.site import Page, Site, sent_to


def test_the_front_has_rows_of_apps(site: Site) -> None:
    """A shelf of some size shows what is new, what many have and what is certified."""
    page = site.page("/")

    assert 200 == page.status
    expected = ["New and updated", "Added most often", "Certified apps"]
    assert expected == [heading for heading in page.headings if heading in expected]


def test_a_visitor_is_asked_to_sign_in(site: Site) -> None:
    """No card promises a visitor what only an account can do."""
    page = site.page("/search")

    labels = {label.partition(":")[0] for label in page.links}
    assert "Sign in" in labels
    assert not labels & {"Add", "Open", "Update", "Request"}


@pytest.mark.parametrize(
    ("name", "label", "leads_to"),
    [
        ("Translate It", "Add", "/l/app/"),
        ("Field Notes", "Open", "https://teams.microsoft.com/l/app/"),
        ("Pulse Check", "Update (2)", "/updates/"),
        ("Quiz Night", "Request", "/l/app/"),
    ],
)
def test_a_card_has_the_button_of_its_state(site: Site, name: str, label: str, leads_to: str) -> None:
    """What can be done with an app is on its card."""
    site.sign_in("uma")

    page = site.page(f"/search?q={name}")

    assert page.links[f"{label}: {name}"].startswith(leads_to)


def test_what_was_asked_for_is_no_button(site: Site) -> None:
    """An app that was asked for says so, and a blocked one that cannot be asked for says that it is blocked."""
    site.sign_in("uma")

    assert "Requested" in site.page("/search?q=lunch").text

    change_settings(site.shelf, site.made.accounts["ada"], allow_user_requests_for_app_access=False)
    blocked = site.page("/search?q=quiz")
    assert "Blocked" in blocked.text
    assert not any(label.startswith(("Add", "Request")) for label in blocked.links)


def test_facets_narrow(site: Site) -> None:
    """A facet lists its values with counts, and choosing one leaves the apps that have it."""
    everything, bots = site.page("/search"), site.page("/search?capability=bot")

    assert "16 apps" in everything.text
    assert "7 apps" in bots.text
    assert "Expenses" not in bots.headings
    assert "Ticket Desk" in bots.headings


def test_apps_are_found_by_what_they_ask_for(site: Site) -> None:
    """What apps ask for is offered with counts, and those that ask for something are told from those that do not."""
    asking, harmless = site.page("/search?permission=resource-specific"), site.page("/search?permission=implied")

    assert "One app" in asking.text
    assert "Pulse Check" in asking.headings
    assert "Data of the team or chat 1" in asking.text
    assert "15 apps" in harmless.text
    assert "Pulse Check" not in harmless.headings


def test_apps_are_found_by_what_they_are_to_the_reader(site: Site) -> None:
    """Whoever is signed in finds what they have, what waits for them and what is blocked; nobody else is asked."""
    assert "Blocked for me" not in site.page("/search").text
    assert "16 apps" in site.page("/search?status=blocked").text

    site.sign_in("uma")
    blocked = site.page("/search?status=blocked")

    for line in ("In one of my places 4", "An update asks me 1", "I have asked for it 1", "Blocked for me 2"):
        assert line in blocked.text
    assert "2 apps" in blocked.text
    assert {"Lunch Roulette", "Quiz Night"} <= set(blocked.headings)
    assert "Request: Quiz Night" in blocked.links
    assert "Update (2): Pulse Check" in site.page("/search?status=update").links
    free = [label for label in site.page("/search?status=available").links if label.startswith("Add: ")]
    assert 10 == len(free)
    assert "10 apps" in site.page("/search?status=available").text


def test_results_come_page_after_page(site: Site) -> None:
    """The next page begins behind the last one, and in the chosen order."""
    first = site.page("/search?sort=name")
    assert "Next page" not in first.links

    from teamshelf.server.pages import searching

    before, searching.ON_A_PAGE = searching.ON_A_PAGE, 10
    try:
        one = site.page("/search?sort=name")
        two = site.page(one.links["Next page"])
    finally:
        searching.ON_A_PAGE = before

    names = [heading for heading in first.headings if heading not in ("All apps", "Results")]
    shown = [heading for heading in one.headings + two.headings if heading not in ("All apps", "Results")]
    assert names == shown


def test_an_id_leads_to_its_app(site: Site) -> None:
    """Whoever searches for an id is sent to the app."""
    assert site.app_path("Expenses") == sent_to(site.get(f"/search?q={site.made.external('Expenses').upper()}"))


def test_a_misspelt_word_is_answered_with_a_better_one(site: Site) -> None:
    """Who finds nothing is told what would have been found."""
    page = site.page("/search?q=tickit")

    assert "Nothing was found" in page.headings
    assert "/search?q=Ticket" == page.links["Ticket"]


def test_a_page_of_another_order_is_refused(site: Site) -> None:
    """A page that is none is said to be none."""
    assert 400 == site.get("/search?after=nonsense").status_code


def test_publishers_have_a_page(site: Site) -> None:
    """All publishers are listed, and each has its apps on a page of its own."""
    page = site.page("/publishers")
    own = site.page(page.links["Ledger & Sons"])

    assert 200 == own.status
    assert ["Ledger & Sons", "Apps", "Expenses"] == own.headings
    assert 404 == site.get("/publishers?name=Nobody").status_code


def test_apps_are_shown_in_the_readers_language(site: Site) -> None:
    """Texts of an app come from its language file, those of the shelf from ours."""
    page = site.page("/search?q=expenses&lang=fr")

    assert "En français : Photograph a receipt and it is done." in page.text
    assert "Une application" in page.text


def test_an_organizations_name_goes_before_the_publishers(site: Site) -> None:
    """An app that was given another name is listed under it."""
    page = site.page("/search?q=parking")

    assert "Car park" in page.headings


def test_an_empty_shelf_says_what_to_do(site: Site) -> None:
    """Nothing on the shelf: who can publish reads how, others that something will come."""
    with site.shelf.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE apps SET current_id = NULL")
        connection.exec_driver_sql("DELETE FROM traits")

    assert "There is nothing here yet" in site.page("/").headings
    site.sign_in("paul")
    assert "The shelf is empty" in site.page("/").headings


def test_a_shelf_that_is_switched_off_says_so(site: Site) -> None:
    """When an administrator has switched off all apps, the front says it, and nothing can be added."""
    change_settings(site.shelf, site.made.accounts["ada"], allow_apps=False)
    site.sign_in("uma")

    page = site.page("/")

    assert "An administrator has switched off all apps of this shelf." in page.text
    assert not any(label.startswith("Add:") for label in page.links)


def test_categories_are_offered(site: Site) -> None:
    """Apps with a category are found by it."""
    app_id = site.made.apps["Expenses"]
    with site.shelf.database.writing() as session:
        session.execute(update(App).where(App.id == app_id).values(category="productivity"))
        session.add(Trait(kind="category", value="productivity", app_id=app_id))

    page = site.page("/")

    assert ["Productivity"] == [heading for heading in page.headings if heading == "Productivity"]
    assert "Expenses" in site.page(page.links["Productivity"]).headings


def test_many_apps_are_judged_as_each_alone(site: Site) -> None:
    """The state on a card rests on the same decision as the deed, whichever lever has been pulled."""
    admin, uma = site.made.accounts["ada"], site.made.accounts["uma"]
    assert uma.account_id is not None
    policy = save_policy(site.shelf, admin, "few", Mode.ALLOW_LISTED, [site.made.apps["Expenses"]])
    assign_policy(site.shelf, admin, uma.account_id, policy.id)
    set_access(site.shelf, admin, site.made.apps["Ticket Desk"], Access.NOBODY)
    with site.shelf.reading() as session:
        apps = session.scalars(select(App)).all()
        alone = [decide(session, app, uma.account_id) for app in apps]
        together = list(decisions(session, apps, uma.account_id, settings(session)))

    assert alone == together
    assert {True, False} == {decision.is_allowed for decision in together}


def test_picks_lead_the_front(site: Site) -> None:
    """What an administrator has chosen stands first, in that order, whichever id names it; what is gone is left out."""
    made = site.made
    named = (made.external("Expenses"), made.apps["Field Notes"], made.external("Translate It"))
    change_settings(site.shelf, made.accounts["ada"], picks=named)

    headings = site.page("/").headings
    start = headings.index("Our picks")

    assert "Find an app for your work" == headings[start - 1]
    assert ["Our picks", "Expenses", "Field Notes", "Translate It", "New and updated"] == headings[start : start + 5]

    with site.shelf.database.writing() as session:
        session.execute(update(App).where(App.id == made.apps["Field Notes"]).values(current_id=None))
    assert ["Our picks", "Expenses", "Translate It"] == site.page("/").headings[start : start + 3]


def test_picks_are_settled_by_their_addresses(site: Site) -> None:
    """The form takes ids and addresses of pages, one in a line, and names the line that is neither."""
    site.sign_in("ada")
    expenses, notes = site.made.external("Expenses"), site.made.external("Field Notes")
    sent = {"rollout_hours": "0", "ask_again_hours": "4", "audit_days": "0", "consent_rules": "docs-2021"}

    answer = site.post("/admin/settings", **sent | {"picks": f"http://shelf.test/apps/{notes.upper()}\r\n{expenses}\n"})
    assert "/admin/settings?done=settled" == sent_to(answer)
    with site.shelf.reading() as session:
        assert (notes, expenses) == settings(session).picks

    for wrong, said in (("Field Notes", "is none"), (site.made.external("nothing"), "There is no app")):
        refused = site.post("/admin/settings", **sent | {"picks": wrong})
        assert 400 == refused.status_code
        assert said in Page(refused).text
        assert wrong in Page(refused).text


def test_similar_apps_stand_beside_an_app(site: Site) -> None:
    """An app in a category has others of it beside it, one in none those that can do the same; nothing stands twice."""
    with site.shelf.database.writing() as session:
        for name in ("Expenses", "Quiz Night", "Pulse Check"):
            session.add(Trait(kind="category", value="education", app_id=site.made.apps[name]))
            session.execute(update(App).where(App.id == site.made.apps[name]).values(category="education"))

    in_category = site.page(site.app_path("Expenses")).headings
    without = site.page(site.app_path("Ticket Desk")).headings

    assert {"Pulse Check", "Quiz Night"} == set(in_category[in_category.index("Similar apps") + 1 :][:2])
    more, similar = without.index("More from this publisher"), without.index("Similar apps")
    siblings, alike = without[more + 1 : similar], without[similar + 1 : similar + 4]
    assert {"Pulse Check", "Whiteboard Archive"} == set(siblings)
    assert 3 == len(alike)
    assert not {"Ticket Desk", *siblings} & set(alike)
