"""Policies, requests, the audit and the settings: what holds for many, and what was done."""

from __future__ import annotations

import csv
import io

import pytest

from teamshelf.catalogue.policy.policies import allow
from teamshelf.catalogue.settings import change_settings, settings
from tests.server.pages.site import Page, Site, sent_to


@pytest.fixture(autouse=True)
def _admin(site: Site) -> None:
    site.sign_in("ada")


def test_a_policy_is_made_changed_and_removed(site: Site) -> None:
    """Apps are named by name or id; the form holds what is known, and removing twice is no mistake."""
    fields = {"name": "Interns", "mode": "allow-listed", "apps": f"Pulse Check\r\n{site.made.external('Quiz Night')}"}
    made = site.page(sent_to(site.post("/admin/policies", **fields)))
    edit = site.page(made.links["Change Interns"].partition("#")[0])
    remove = next(form for form in made.forms if form.endswith("/remove"))
    answers = [site.post(remove) for _ in range(2)]

    assert "Only the apps listed Pulse Check Quiz Night" in made.text
    assert "Interns" == edit.forms["/admin/policies"]["name"]
    assert "Pulse Check\nQuiz Night</textarea>" in edit.source
    assert "There are no policies" in site.page(sent_to(answers[1])).text


def test_an_unknown_app_is_refused_and_the_form_kept(site: Site) -> None:
    """Nothing of the policy is lost."""
    page = Page(site.post("/admin/policies", name="Interns", mode="block-listed", apps="No such app"))

    assert 404 == page.status
    assert "There is no app" in page.text
    assert "Interns" == page.forms["/admin/policies"]["name"]
    assert 400 == site.post("/admin/policies", name=" ").status_code


def test_why_somebody_can_use_an_app_or_not(site: Site) -> None:
    """Every lever is named with its answer, once a policy blocks and before."""
    before = site.page("/admin/policies?user=uma@example.com&app=Translate+It")
    site.post("/admin/policies", name="Careful", mode="block-listed", apps="Translate It")
    policy_id = _policy(site)
    sent_to(site.post("/admin/policies/assign", user="uma@example.com", policy_id=policy_id))
    after = site.page("/admin/policies?user=uma@example.com&app=Translate+It")
    noor = site.page("/admin/policies?user=noor@example.com&app=Translate+It")

    assert "Uma Lindqvist can use Translate It" in before.text
    assert "Uma Lindqvist cannot use Translate It" in after.text
    assert "The policy Careful does not let this user have it." in after.text
    assert "Noor Lindqvist can use Translate It" in noor.text
    assert 404 == site.get("/admin/policies?user=ghost&app=Translate+It").status_code
    assert 404 == site.post("/admin/policies/assign", user="ghost").status_code


def test_requests_are_answered(site: Site) -> None:
    """Who asks, why, and what is in the way; yes pulls the lever and closes them, twice or once."""
    page = site.page("/admin/requests")
    form = next(iter(form for form in page.forms if form.startswith("/admin/requests/")))
    answers = [site.post(form, answer="allow") for _ in range(2)]

    assert "Lunch Roulette" in page.links
    assert "We never know where to go." in page.text
    assert "in the way: Whether the app is blocked" in page.text
    assert "Nobody is waiting" in site.page(sent_to(answers[1])).text
    assert "Allowed" in site.page(f"/admin/apps/{site.made.apps['Lunch Roulette']}").text


def test_what_is_in_the_way_leads_to_its_lever(site: Site) -> None:
    """The status to the app, a policy to the policies, a switched off shelf to the settings."""
    site.post("/admin/policies", name="Global", mode="block-listed", apps="Lunch Roulette")
    change_settings(site.shelf, site.made.accounts["ada"], allow_apps=False)
    links = site.page("/admin/requests").links

    assert f"/admin/apps/{site.made.apps['Lunch Roulette']}" == links["Whether the app is blocked"]
    assert "/admin/policies" == links["Policy"]
    main = site.page("/admin/requests").source.partition("in the way:")[2]
    assert '<a href="/admin/settings">Settings</a>' in main


def test_whoever_asked_learns_that_they_can_use_it(site: Site) -> None:
    """Even where nobody has answered the request, but the app was allowed by another way."""
    site.sign_in("uma")
    waiting = site.page("/my/requests").text
    allow(site.shelf, site.made.accounts["ada"], site.made.apps["Lunch Roulette"])
    usable = site.page("/my/requests").text

    assert "Waiting for an administrator" in waiting
    assert "You can use it by now" not in waiting
    assert "You can use it by now" in usable


def test_requests_are_dismissed(site: Site) -> None:
    """The app stays blocked, and nobody waits any more."""
    form = next(form for form in site.page("/admin/requests").forms if form.startswith("/admin/requests/"))
    page = site.page(sent_to(site.post(form, answer="dismiss")))

    assert "The requests are dismissed." in page.text
    assert "Blocked" in site.page(f"/admin/apps/{site.made.apps['Lunch Roulette']}").text


def test_the_audit_is_filtered_and_paged(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what, who and when; each page goes on where the last one ended; nonsense filters nothing."""
    blocked = site.page("/admin/audit?action=AppBlocked")
    nobody = site.page("/admin/audit?actor_name=ghost@example.com")
    nonsense = site.page("/admin/audit?action=x&since=yesterday&before=-1")
    monkeypatch.setattr("teamshelf.server.pages.admin.audit.SIZE", 7)
    first = site.page("/admin/audit")
    second = site.page(first.links["Older entries"])

    assert "AppBlocked" in blocked.text.split("From where")[1]
    assert "AppAllowed" not in blocked.text.split("From where")[1]
    assert "No entry is like this" in nobody.text
    assert 200 == nonsense.status
    assert 7 == first.source.count("<tr><td") == second.source.count("<tr><td")
    assert first.text != second.text


def test_the_audit_is_exported_as_it_is_filtered(site: Site) -> None:
    """The CSV holds what the filter lets through, on all pages."""
    link = site.page("/admin/audit?action=AppBlocked").links["Download as CSV"]
    rows = list(csv.DictReader(io.StringIO(site.get(link).text)))

    assert 2 == len(rows)
    assert {"AppBlocked"} == {row["action"] for row in rows}


def test_the_audit_is_exported_as_json(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same entries with their values as they are, whether they take one batch, several, or none at all."""
    monkeypatch.setattr("teamshelf.catalogue.trail._BATCH", 1)
    page = site.page("/admin/audit?action=AppBlocked")
    answer = site.get(page.links["Download as JSON"])
    rows = list(csv.DictReader(io.StringIO(site.get(page.links["Download as CSV"]).text)))
    events = answer.json()

    assert "application/json" == answer.headers["content-type"].partition(";")[0]
    assert [row["id"] for row in rows] == [str(event["id"]) for event in events]
    assert list(rows[0]) == list(events[0])
    assert {"isBlocked": True, "reason": "not during working hours"} == events[-1]["after"]
    assert events[-1]["digest"] is None
    assert [] == site.get("/admin/audit.json?actor_name=ghost").json()


def test_the_audit_ends_on_the_last_day(site: Site) -> None:
    """The last day belongs to the time that is asked for."""
    today = f"{site.shelf.clock():%Y-%m-%d}"

    assert "No entry" not in site.page(f"/admin/audit?since={today}&until={today}").text
    assert "No entry" in site.page("/admin/audit?until=2001-01-01").text


def test_settings_are_saved_as_a_whole(site: Site) -> None:
    """What the form holds is what holds: a switch that is off is off, the others stay as they were."""
    fields = site.page("/admin/settings").forms["/admin/settings"]
    fields |= {"rollout_hours": "12", "consent_rules": "seed", "four_eyes": "yes", "create_places_on_use": "no"}
    fields.pop("allow_new_apps")
    page = site.page(sent_to(site.post("/admin/settings", **fields)))
    with site.shelf.reading() as session:
        settled = settings(session)

    assert "The settings are saved." in page.text
    assert (12, "seed", True, False) == (
        settled.rollout_hours,
        settled.consent_rules,
        settled.four_eyes,
        settled.allow_new_apps,
    )
    assert settled.create_places_on_use is False
    assert settled.allow_installs
    assert "not the default" in page.text


@pytest.mark.parametrize(
    "wrong", [{"rollout_hours": "many"}, {"rollout_hours": "9999"}, {"request_url": "http://x"}, {"consent_rules": "x"}]
)
def test_a_setting_that_cannot_be_is_refused(site: Site, wrong: dict[str, str]) -> None:
    """It is marked, what was written stays, and nothing is settled."""
    fields = site.page("/admin/settings").forms["/admin/settings"] | {"consent_rules": "docs-2021"} | wrong
    page = Page(site.post("/admin/settings", **fields))

    assert 400 == page.status
    assert 'class="question wrong"' in page.source
    with site.shelf.reading() as session:
        assert 0 == settings(session).rollout_hours


def test_every_setting_is_in_the_form(site: Site) -> None:
    """None can be settled elsewhere only."""
    from teamshelf.catalogue.settings import EXPLANATIONS

    text = site.page("/admin/settings").text
    assert [] == [name for name in EXPLANATIONS if name not in text]


def _policy(site: Site) -> str:
    page = site.page("/admin/policies")
    return next(form for form in page.forms if form.endswith("/remove")).split("/")[3]
