"""The table of apps, and one app: blocked with a look at who notices, assigned, stopped, certified."""

from __future__ import annotations

import csv
import io

import pytest

from teamshelf.catalogue.tables import App
from teamshelf.catalogue.versions.publishing import publish
from tests.server.pages.site import Page, Site, sent_to
from tests.server.pages.stocked import SAMPLES, package


@pytest.fixture(autouse=True)
def _admin(site: Site) -> None:
    site.sign_in("ada")


def path_of(site: Site, name: str) -> str:
    """The page of an app in the admin centre."""
    return f"/admin/apps/{site.made.apps[name]}"


def test_the_table_is_searched_and_ordered(site: Site) -> None:
    """By words, by what is blocked, and in an order that its head names."""
    by_installs = site.page("/admin/apps?sort=installs")
    blocked = site.page("/admin/apps?show=blocked")

    assert by_installs.text.index("Pulse Check") < by_installs.text.index("Translate It")
    assert 'aria-sort="descending"' in by_installs.source
    assert {"Quiz Night", "Lunch Roulette"} <= set(blocked.links)
    assert "Pulse Check" not in blocked.links
    assert ["Ticket Desk"] == [name for name in site.page("/admin/apps?q=ticket").links if name == "Ticket Desk"]
    assert "No app is like this" in site.page("/admin/apps?q=zzzz").text
    assert 400 == site.get("/admin/apps?after=nonsense").status_code


def test_pages_of_the_table_follow_each_other(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every app is on one page, and the last page has no next."""
    monkeypatch.setattr("teamshelf.server.pages.admin.apps.SIZE", 4)
    path, seen = "/admin/apps", []
    while path:
        page = site.page(path)
        seen += [name for name, url in page.links.items() if url.startswith("/admin/apps/") and url.count("/") == 3]
        path = page.links.get("More apps", "")

    assert sorted(site.made.apps) == sorted(seen)


def test_the_csv_has_all_apps_and_no_formulas(site: Site) -> None:
    """One row for each app; a name that a spreadsheet would compute is a text."""
    with site.shelf.database.writing() as session:
        session.get_one(App, site.made.apps["Quiz Night"]).publisher = "=HYPERLINK(1)"
    rows = list(csv.DictReader(io.StringIO(site.get("/admin/apps.csv").text)))

    assert len(site.made.apps) == len(rows)
    quiz = next(row for row in rows if row["name"] == "Quiz Night")
    assert ("blocked", "'=HYPERLINK(1)") == (quiz["status"], quiz["publisher"])
    assert {("published", "no")} == {(row["publishing"], row["customisable"]) for row in rows} - {("published", "yes")}


@pytest.mark.parametrize(
    ("name", "area", "expected"),
    [
        ("Ticket Desk", "about", ("Tickets in the conversation in which they arise.", "Message extension", "Français")),
        ("Pulse Check", "permissions", ("What people agree to", "Know who you are")),
        (
            "Lunch Roulette",
            "requests",
            ("1 person asks for it", "Uma Lindqvist", "We never know where to go.", "waits"),
        ),
        ("Quiz Night", "requests", ("Nobody has asked for it",)),
        ("Quiz Night", "history", ("AppBlocked", "AppPublishedToCatalog", "ada@example.com")),
    ],
)
def test_an_app_has_an_area_for_each_thing(site: Site, name: str, area: str, expected: tuple[str, ...]) -> None:
    """What it is, what it asks for, who asks for it, what was done: each led to from its page, and back."""
    page = site.page(f"{path_of(site, name)}/{area}")

    assert [text for text in expected if text not in page.text] == []
    assert path_of(site, name) == page.links["Status and users"]
    assert f"{path_of(site, name)}/{area}" in site.page(path_of(site, name)).links.values()
    assert 404 == site.get(f"{path_of(site, name)}/nonsense").status_code


def test_an_answered_request_stays_in_the_area_of_its_app(site: Site) -> None:
    """With its outcome; there is nothing left to answer."""
    path = f"{path_of(site, 'Lunch Roulette')}/requests"
    sent_to(site.post(f"/admin/requests/{site.made.apps['Lunch Roulette']}", answer="dismiss"))
    page = site.page(path)

    assert "dismissed" in page.text
    assert "Dismiss" not in page.buttons


def test_the_table_says_of_which_apps_an_update_waits(site: Site) -> None:
    """And leads to its review."""
    site.post("/admin/apps/columns", column="publishing")
    before = site.page("/admin/apps?q=expenses")
    sample = next(each for each in SAMPLES if each.name == "Expenses")
    sent = publish(
        site.shelf,
        site.made.accounts["ada"],
        package(sample, "1.1.0"),
        app_id=site.made.apps["Expenses"],
        for_review=True,
    )
    after = site.page("/admin/apps?q=expenses")

    assert "Published" in before.text
    assert "Update submitted" not in before.text
    assert f"/admin/reviews/{sent.version_id}" == after.links["Update submitted: Expenses"]


def test_who_notices_is_told_before_an_app_is_blocked(site: Site) -> None:
    """Places by kind and by name, and how many people are there; then it is blocked, and users read why."""
    path = path_of(site, "Pulse Check")
    before = site.page(f"{path}/block")
    after = site.page(sent_to(site.post(f"{path}/block", reason="<u>under</u> inspection")))

    assert "2 people in 2 places" in before.text
    assert "Harbour Street" in before.text
    assert "Blocked. Nobody can add or use the app." in after.text
    assert "<u>under</u> inspection" in after.text
    site.sign_in("uma")
    assert "under" in site.page(site.app_path("Pulse Check")).text


def test_who_notices_is_told_before_several_apps_are_blocked(site: Site) -> None:
    """Each place and each of the people once, and which apps are blocked already; then all of them are."""
    apps = [site.made.apps[name] for name in ("Pulse Check", "Field Notes", "Quiz Night")]
    page = site.page(f"/admin/apps/status?to=block&{'&'.join(f'app={each}' for each in apps)}")
    done = site.page(sent_to(site.post("/admin/apps/status", to="block", app=apps, reason="closed")))

    assert "Block 2 apps?" in page.text
    assert "2 people in 2 places" in page.text
    assert "Quiz Night is blocked already" in page.text
    assert "Blocked, all of them." in done.text
    assert "Blocked" in site.page(path_of(site, "Field Notes")).text
    site.sign_in("uma")
    assert "closed" in site.page(site.app_path("Pulse Check")).text


def test_several_apps_are_changed_all_or_none(site: Site) -> None:
    """One that is not there keeps the others as they were; of the page that asks, it is said that it is gone."""
    apps = [site.made.apps["Field Notes"], "00000000-0000-4000-8000-00000000ffff"]
    asked = site.page(f"/admin/apps/status?to=block&app={apps[0]}&app={apps[1]}")
    refused = Page(site.post("/admin/apps/status", to="block", app=apps, reason="x"))
    many = site.post("/admin/apps/status", to="allow", app=[f"{number}" for number in range(101)])

    assert (200, 404, 400) == (asked.status, refused.status, many.status_code)
    assert "There is no app 00000000" in asked.text
    assert "Allowed" in site.page(path_of(site, "Field Notes")).text
    assert "Tick the apps first." in site.page(sent_to(site.get("/admin/apps/status?to=block"))).text
    assert 404 == site.get("/admin/apps/status?to=block&app=nonsense").status_code


def test_the_columns_are_chosen_and_remembered(site: Site) -> None:
    """What was chosen is shown from then on, none at all included; what is no column of ours is none."""
    usual = site.page("/admin/apps")
    sent_to(site.post("/admin/apps/columns", column=["owner", "externalId", "nonsense"]))
    chosen = site.page("/admin/apps")
    sent_to(site.post("/admin/apps/columns"))
    none = site.page("/admin/apps")
    away = site.post("/admin/apps/columns", **{"return": "//elsewhere.example"})

    heads = [page.source.partition("<thead>")[2].partition("</thead>")[0] for page in (usual, chosen, none)]
    assert [True, False, False] == ["Certification" in head for head in heads]
    assert [False, True, False] == ["Id in the manifest" in head for head in heads]
    assert site.made.external("Pulse Check") in chosen.source
    assert "Pulse Check" in none.links
    assert "/" == sent_to(away)


def test_a_table_can_be_handed_on_as_it_is(site: Site) -> None:
    """Its link names the columns: whoever opens it sees them, in another order and with other words as well."""
    site.post("/admin/apps/columns", column=["owner", "installs"])
    link = site.page("/admin/apps?q=e&sort=updated").links["A link to this table"]
    site.sign_in("ada")
    page = site.page(link)
    head = page.source.partition("<thead>")[2].partition("</thead>")[0]

    assert "columns=owner.installs" in link
    assert "Owner" in head
    assert "Certification" not in head
    assert "columns=owner.installs" in page.links["Installed"]
    assert "owner.installs" == next(fields["columns"] for fields in page.forms.values() if "columns" in fields)
    assert "columns" not in page.forms["/admin/apps/columns"]["return"]
    assert 200 == site.page("/admin/apps?columns=nonsense").status


def test_an_app_that_is_nowhere_is_missed_by_nobody(site: Site) -> None:
    """The page says so."""
    assert "nobody" in site.page(f"{path_of(site, 'Translate It')}/block").text


def test_a_blocked_app_is_allowed_again(site: Site) -> None:
    """Sending the form twice is no mistake; a reason that is too long is refused."""
    path = path_of(site, "Quiz Night")
    assert "Blocked" in site.page(path).text
    answers = [site.post(f"{path}/allow") for _ in range(2)]
    page = site.page(sent_to(answers[1]))

    assert "Allow" not in page.buttons
    assert 400 == site.post(f"{path}/block", reason="x" * 1001).status_code
    assert 404 == site.post("/admin/apps/nonsense/allow").status_code


def test_an_app_is_assigned_by_name(site: Site) -> None:
    """Users by sign-in name and places by id; one that is not there is refused, and nothing is changed."""
    path = path_of(site, "Translate It")
    good = site.page(sent_to(site.post(f"{path}/access", access="assigned", holders="uma@example.com\r\n")))
    bad = Page(site.post(f"{path}/access", access="assigned", holders="ghost@example.com"))

    assert "uma@example.com" in good.text
    assert "Uma Lindqvist" in good.text
    assert 404 == bad.status
    assert "uma@example.com" in site.page(path).text


def test_a_version_is_stopped_and_let_run_again(site: Site) -> None:
    """It takes a reason; the version before it is offered meanwhile."""
    path = path_of(site, "Pulse Check")
    stop = next(form for form in site.page(path).forms if form.endswith("/stop"))
    without = site.post(stop, reason="")
    stopped = site.page(sent_to(site.post(stop, reason="it leaks")))
    release = next(form for form in stopped.forms if form.endswith("/release"))
    running = site.page(sent_to(site.post(release)))

    assert 400 == without.status_code
    assert "1.0.0 offered now" in stopped.text
    assert "1.1.0 offered now" in running.text


def test_the_tiers_are_recorded_in_their_order(site: Site) -> None:
    """A certificate needs the publisher's word first; what was recorded is taken away with a reason."""
    path = path_of(site, "Translate It")
    early = Page(site.post(f"{path}/certification", step="certify"))
    verified = site.page(sent_to(site.post(f"{path}/certification", step="verify", publisher="Lighthouse Labs")))
    bad_date = site.post(f"{path_of(site, 'Ticket Desk')}/certification", step="certify", expires="tomorrow")
    gone = site.page(sent_to(site.post(f"{path}/certification", step="verified", reason="it was a mistake")))

    assert 409 == early.status
    assert "Take it away" in verified.buttons
    assert 400 == bad_date.status_code
    assert "Take it away" not in gone.buttons


def test_the_rooms_are_for_administrators(site: Site) -> None:
    """A reviewer sees the queue and nothing that only administrators decide."""
    site.sign_in("rita")

    page = site.page("/admin")
    assert 200 == page.status
    assert "Reviews" in page.links
    assert "Policies" not in page.links
    rooms = ("apps", "requests", "policies", "audit", "settings", "apps.csv", "audit.csv")
    assert {403} == {site.get(f"/admin/{room}").status_code for room in rooms}


def test_the_first_page_counts_what_calls_for_somebody(site: Site) -> None:
    """Each number leads to what it counts."""
    page = site.page("/admin")

    assert f"{len(SAMPLES) + 1} apps on the shelf" in page.text
    assert "1 requests by users" in page.text
    assert "/admin/requests" == page.links["requests by users"]
    assert "2 apps blocked here" in page.text
