"""From the link to the receipt, and every state on the way."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from sqlalchemy import func, select

from teamshelf.catalogue.installations.installing import find_installation
from teamshelf.catalogue.policy.policies import allow, block
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import App, Installation, Receipt, Version
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.withdrawing import withdraw
from tests.server.pages.site import Page, Site, sent_to, without_ids
from tests.server.pages.stocked import CHAT, OTHER_TEAM, SAMPLES, TEAM, Sample, package

ASKING = {
    "webApplicationInfo": {"id": "5b2f9a30-77c1-4b0e-a4cd-1d2e3f405162", "resource": "api://notes.example.com/x"},
    "authorization": {
        "permissions": {"resourceSpecific": [{"name": "ChannelMessage.Read.Group", "type": "Application"}]}
    },
}


def consent_page(site: Site, name: str, place: str) -> Page:
    """The page on which somebody agrees to add an app to a place."""
    return site.page(f"{site.install_path(name)}?place={place}")


def send(site: Site, page: Page, **more: str) -> str:
    """Send the consent of a page; where it leads."""
    ((action, fields),) = ((a, f) for a, f in page.forms.items() if "digest" in f)
    return sent_to(site.post(action, **(fields | more)))


def test_a_visitor_reads_first_and_signs_in_then(site: Site) -> None:
    """Whoever is not signed in sees what the app asks for, and comes back to the page after signing in."""
    path = site.install_path("Translate It")
    page = site.page(path)

    assert "Add Translate It" in page.headings
    assert "What the app can do" in page.headings
    sign_in = site.page(page.links["Sign in to add it"])
    ((_, fields),) = ((a, f) for a, f in sign_in.forms.items() if "password" in f)
    answer = site.post("/sign-in", **(fields | {"name": "uma@example.com", "password": "harbour-lantern-27"}))
    assert path == sent_to(answer)


def test_places_are_offered_with_what_is_in_the_way(site: Site) -> None:
    """The recommended place is chosen to begin with; where somebody owns nothing the reason is given."""
    site.sign_in("uma")

    page = site.page(site.install_path("Translate It"))

    assert "Where do you want it?" in page.text
    assert site.made.accounts["uma"].account_id == page.forms[site.install_path("Translate It")]["place"]
    assert "Only owners of <code>Lighthouse keepers and their friends</code> may do this." in page.source
    assert f'value="{OTHER_TEAM}"' not in page.source


@pytest.mark.parametrize(("scope", "place"), [("team", TEAM), ("groupchat", CHAT), ("nonsense", "own")])
def test_a_link_can_prefer_a_scope(site: Site, scope: str, place: str) -> None:
    """`?scope=` chooses the first place of a kind; what it cannot mean is ignored."""
    site.sign_in("uma")

    page = site.page(f"{site.install_path('Translate It')}?scope={scope}&tenantId=x&source=site&unknown=1")

    wanted = site.made.accounts["uma"].account_id if place == "own" else place
    assert wanted == page.forms[site.install_path("Translate It")]["place"]


def test_consent_installs_and_leaves_a_receipt(site: Site) -> None:
    """The button names version and place; afterwards the app is there, with a receipt of what was read."""
    site.sign_in("uma")
    page = consent_page(site, "Translate It", TEAM)
    assert ["Accept and add 1.0.0 to Harbour Street"] == [each for each in page.buttons if each.startswith("Accept")]

    done = site.page(send(site, page))

    assert "Translate It was added" in done.headings
    receipt = site.page(done.links["Your receipt"])
    for line in ("What the app can do", "What was shown to you"):
        assert line in receipt.headings
    assert "Harbour Street" in receipt.text
    with site.shelf.reading() as session:
        assert find_installation(session, TEAM, site.made.apps["Translate It"]) is not None


def test_sending_twice_installs_once(site: Site) -> None:
    """The second of two equal forms finds the app added, and says so."""
    site.sign_in("uma")
    page = consent_page(site, "Translate It", TEAM)
    send(site, page)

    again = site.page(send(site, page))

    assert "The app is there already, in version 1.0.0." in again.text
    with site.shelf.reading() as session:
        there = select(func.count()).where(Installation.app_id == site.made.apps["Translate It"])
        assert 1 == session.scalar(there)


def test_what_changed_since_it_was_shown_is_shown_again(site: Site) -> None:
    """A version published between reading and accepting is not accepted; its sentences are shown."""
    site.sign_in("uma")
    page = consent_page(site, "Field Notes", TEAM)
    sample = next(each for each in SAMPLES if each.name == "Field Notes")
    publish(
        site.shelf, site.made.accounts["ada"], package(sample, "2.0.0", **ASKING), app_id=site.made.apps[sample.name]
    )

    ((action, fields),) = ((a, f) for a, f in page.forms.items() if "digest" in f)
    answer = site.post(action, **fields)

    shown = Page(answer)
    assert 412 == answer.status_code
    assert "A version has been published since this was shown: read again what it asks for." in shown.text
    assert "Accept and add 2.0.0 to Harbour Street" in shown.buttons
    assert "Field Notes was added" in site.page(send(site, shown)).headings


def test_an_app_for_one_place_goes_straight_to_consent(site: Site) -> None:
    """Where there is nothing to choose, nobody is asked to choose."""
    site.sign_in("uma")

    page = site.page(site.install_path("Expenses"))

    assert "Accept and add 1.0.0 for yourself" in page.buttons


def test_an_expired_session_comes_back_to_the_page(site: Site) -> None:
    """A form that is sent after the session has ended leads through signing in to the page it stood on."""
    site.sign_in("uma")
    page = consent_page(site, "Translate It", TEAM)
    site.client.cookies.clear()

    to = send(site, page)

    assert to.startswith("/sign-in?return=%2Fl%2Fapp%2F")
    assert TEAM in to


def test_another_sites_form_is_refused(site: Site) -> None:
    """No other site makes a signed-in browser add an app."""
    site.sign_in("uma")
    ((action, fields),) = ((a, f) for a, f in consent_page(site, "Translate It", TEAM).forms.items() if "digest" in f)

    answer = site.client.post(action, data=fields, headers={"sec-fetch-site": "cross-site"}, follow_redirects=False)

    assert 403 == answer.status_code


@pytest.mark.parametrize("capability", ["bot", "tab"])
def test_what_is_set_up_can_be_chosen(site: Site, capability: str) -> None:
    """Where an app has more than one thing to set up, the first choice is the app's, and what follows is said."""
    sample = Sample("Both Ways", "#334455", "Lighthouse Labs", ("bot",), "A bot and a tab for a team.")
    tab = {"configurationUrl": "https://both-ways.example.com/setup", "scopes": ["team"]}
    content = package(
        sample,
        configurableTabs=[tab],
        validDomains=["both-ways.example.com"],
        defaultGroupCapability={"team": "bot"},
        defaultInstallScope="team",
    )
    publish(site.shelf, site.made.accounts["ada"], content)
    site.sign_in("uma")
    page = consent_page(site, "Both Ways", TEAM)
    assert "bot" == page.forms[f"{site.install_path('Both Ways')}?place={TEAM}"]["capability"]

    done = site.page(send(site, page, capability=capability))

    follows = {"bot": "the conversation with the bot opens", "tab": "asks how the tab shall be"}
    assert follows[capability] in done.text


def test_a_capability_that_is_not_there_is_refused(site: Site) -> None:
    """A form that asks for what the app does not have is answered with the page and the reason."""
    site.sign_in("uma")
    ((action, fields),) = ((a, f) for a, f in consent_page(site, "Standup Buddy", TEAM).forms.items() if "digest" in f)

    answer = site.post(action, **(fields | {"capability": "connector"}))

    assert 409 == answer.status_code
    assert 'role="alert"' in answer.text


def test_only_owners_add_to_a_team(site: Site) -> None:
    """Whoever does not own a team reads why, and a form sent nevertheless changes nothing."""
    site.sign_in("uma")
    page = consent_page(site, "Translate It", OTHER_TEAM)
    assert "Only owners of" in page.text
    assert not [each for each in page.buttons if each.startswith("Accept")]

    answer = site.post(f"{site.install_path('Translate It')}?place={OTHER_TEAM}", place=OTHER_TEAM)

    assert 409 == answer.status_code
    with site.shelf.reading() as session:
        assert find_installation(session, OTHER_TEAM, site.made.apps["Translate It"]) is None


def test_a_blocked_app_can_be_asked_for(site: Site) -> None:
    """The link of a blocked app says why and leads to the request; it is listed, and asking twice asks once."""
    site.sign_in("noor")
    page = site.page(site.install_path("Quiz Night"))
    assert "not during working hours" in page.text
    form = site.page(page.links["Request: Quiz Night"])

    path = f"{site.install_path('Quiz Night')}/request"
    for _ in range(2):
        assert "/my/requests" == sent_to(site.post(path, reason="for our party"))

    assert "Ask an administrator" in form.buttons
    listed = site.page("/my/requests")
    assert listed.text.count("Waiting for an administrator") == 1
    assert "“for our party”" in listed.text
    assert "You have asked for this app already" in site.page(path).text


def test_an_answered_request_says_how(site: Site) -> None:
    """Once an administrator has decided, the list says it; an allowed app can be added from there."""
    from teamshelf.catalogue.policy.requests import allow_requests

    allow_requests(site.shelf, site.made.accounts["ada"], site.made.apps["Lunch Roulette"])
    site.sign_in("uma")

    page = site.page("/my/requests")

    assert "Allowed" in page.text
    assert site.install_path("Lunch Roulette") == page.links["Add: Lunch Roulette"]


def test_an_organization_can_be_asked_elsewhere(site: Site) -> None:
    """With a page of its own, the organization's text and link stand in the place of the form."""
    change_settings(
        site.shelf,
        site.made.accounts["ada"],
        request_text="Write to the service desk.",
        request_url="https://desk.example.com/apps",
    )
    site.sign_in("noor")

    page = site.page(f"{site.install_path('Quiz Night')}/request")

    assert "Write to the service desk." in page.text
    assert "https://desk.example.com/apps" == page.links["Ask on your organization's page"]
    assert "Ask an administrator" not in page.buttons


def test_too_long_a_reason_is_given_back(site: Site) -> None:
    """What cannot be sent is said, and what was written stays."""
    site.sign_in("noor")

    answer = site.post(f"{site.install_path('Quiz Night')}/request", reason="x" * 1001)

    assert 400 == answer.status_code
    assert "A reason has at most 1000 characters." in answer.text


def test_a_request_for_what_is_allowed_leads_to_adding_it(site: Site) -> None:
    """Nobody asks for what they can have."""
    site.sign_in("noor")

    assert site.install_path("Expenses") == sent_to(site.post(f"{site.install_path('Expenses')}/request", reason=""))


def test_an_app_blocked_by_its_publisher_says_so(site: Site) -> None:
    """`defaultBlockUntilAdminAction` blocks until an administrator allows it; the publisher's page is linked."""
    sample = Sample("Careful", "#556677", "Lighthouse Labs", ("tab",), "Needs some setting up.")
    members: dict[str, Any] = {
        "defaultBlockUntilAdminAction": True,
        "publisherDocsUrl": "https://www.example.com/setup",
    }
    app_id = publish(site.shelf, site.made.accounts["ada"], package(sample, **members)).app_id
    site.sign_in("uma")

    page = site.page(site.app_path("Careful"))
    assert "its publisher wants the app to be blocked until an administrator allows it" in page.text
    assert "https://www.example.com/setup" == page.links["Read it"]

    allow(site.shelf, site.made.accounts["ada"], app_id)
    assert site.page(site.app_path("Careful")).links["Add: Careful"] == site.install_path("Careful")


def test_a_block_between_reading_and_accepting_holds(site: Site) -> None:
    """An app that is blocked while somebody reads is not added."""
    site.sign_in("uma")
    page = consent_page(site, "Translate It", TEAM)
    block(site.shelf, site.made.accounts["ada"], site.made.apps["Translate It"])

    ((action, fields),) = ((a, f) for a, f in page.forms.items() if "digest" in f)
    answer = site.post(action, **fields)

    assert 409 == answer.status_code
    assert "Request: Translate It" in Page(answer).links


def test_a_withdrawn_app_cannot_be_added(site: Site) -> None:
    """The link of an app that was taken from the shelf says so."""
    with site.shelf.reading() as session:
        version = session.get_one(App, site.made.apps["Expenses"]).current_id
    assert version is not None
    withdraw(site.shelf, site.made.accounts["ada"], version)

    for name in ("uma", "ada"):
        site.sign_in(name)
        page = site.page(site.install_path("Expenses"))
        assert (404, ["No longer here"]) == (page.status, page.headings)


def test_an_older_installation_leads_to_its_update(site: Site) -> None:
    """Adding an app where an older version waits for consent leads to the update."""
    site.sign_in("uma")

    page = consent_page(site, "Pulse Check", TEAM)

    assert "/updates/*" == without_ids(page.links["See the update"])


def test_an_update_says_why_it_asks_and_is_accepted_once(site: Site) -> None:
    """What is new is marked; accepting reaches all places, leaves receipts, and empties the list."""
    site.sign_in("uma")
    waiting = site.page("/updates")
    where = next(url for label, url in waiting.links.items() if label.endswith("Harbour Street"))
    page = site.page(where)
    assert "Why you are asked" in page.headings
    assert '<li class="new">' in page.source
    assert "Accept 1.1.0 in 2 places" in page.buttons
    assert "Stay with 1.0.0" in page.buttons

    done = site.page(sent_to(site.post(where, **(page.forms[where] | {"answer": "accept"}))))

    assert "The update is in place in 2 of your places." in done.text
    assert "Everything is up to date" in done.headings
    assert "Update accepted" in site.page("/my/apps").text
    assert "/updates?accepted=0" == sent_to(site.post(where, **(page.forms[where] | {"answer": "accept"})))


def test_staying_changes_nothing_but_is_remembered(site: Site) -> None:
    """Whoever declines keeps the version, has a receipt, and can still accept."""
    site.sign_in("uma")
    where = next(url for label, url in site.page("/updates").links.items() if label.endswith("Harbour Street"))
    page = site.page(where)

    stayed = site.page(sent_to(site.post(where, **(page.forms[where] | {"answer": "stay"}))))

    assert "you stay with the version that you have" in stayed.text
    assert "You declined this version on" in site.page(where).text
    assert "Update declined" in site.page("/my/apps").text
    with site.shelf.reading() as session:
        numbers = {version.number for version in session.scalars(select(Version).where(Version.number == "1.1.0"))}
        assert {"1.1.0"} == numbers
        assert 0 == session.scalar(select(func.count()).where(Receipt.decision == "updated"))


def test_somebody_elses_update_is_not_there(site: Site) -> None:
    """An installation in a place that one is not in is not found, by whatever method."""
    with site.shelf.reading() as session:
        there = find_installation(session, CHAT, site.made.apps["Release Radar"])
    assert there is not None
    site.sign_in("noor")

    assert 404 == site.get(f"/updates/{there.id}").status_code
    assert 404 == site.post(f"/updates/{there.id}", answer="accept").status_code
    assert 404 == site.get(f"/my/apps/{there.id}/remove").status_code


def test_removing_asks_first_and_keeps_the_receipts(site: Site) -> None:
    """An app is removed from where it is, by a form; sending it twice removes it once."""
    site.sign_in("uma")
    mine = site.page("/my/apps")
    where = mine.links["Remove: Release Radar, Lunch"]
    assert "for everybody there" in site.page(where).text

    for _ in range(2):
        assert "/my/apps?removed=1" == sent_to(site.post(where))

    left = site.page("/my/apps")
    assert "Remove: Release Radar, Lunch" not in left.links
    assert "Release Radar" in left.links  # its receipt


def test_what_the_organization_added_stays(site: Site) -> None:
    """An app that an administrator added cannot be removed by its user, nor by a form sent nevertheless."""
    site.sign_in("uma")
    page = site.page("/my/apps")
    assert not any(label.startswith("Remove: Onboarding") for label in page.links)
    assert "Cannot be removed" in page.text

    with site.shelf.reading() as session:
        own = site.made.accounts["uma"].account_id
        assert own is not None
        there = find_installation(session, own, site.made.apps["Onboarding"])
    assert there is not None
    assert 403 == site.post(f"/my/apps/{there.id}/remove").status_code


def test_a_receipt_is_its_owners(site: Site) -> None:
    """Nobody else reads a receipt, but for administrators."""
    site.sign_in("uma")
    url = next(url for url in site.page("/my/apps").links.values() if url.startswith("/my/receipts/"))

    assert 200 == site.get(url).status_code
    site.sign_in("noor")
    assert 404 == site.get(url).status_code
    site.sign_in("ada")
    assert 200 == site.get(url).status_code


TENANT = "a1f6f0de-7a1c-4a43-9a1e-2f5b3c6d7e80"


def test_what_the_link_says_goes_on_to_teams(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Tenant, template and environment survive place, consent and a second form, and stand in the link to Teams."""
    caplog.set_level("INFO", logger="teamshelf.arrivals")
    external = site.made.external("Translate It")
    said = f"tenantId={TENANT}&templateInstanceId={TENANT}&environment=prod-7"
    link = f"/l/app/{external}?{said}&source=wiki&return=%2Fsearch%3Fq%3Dx&sneaked=1"
    visitor = site.page(link)
    site.sign_in("uma")

    came_back = unquote(visitor.links["Sign in to add it"].partition("return=")[2])
    where = site.page(came_back)
    form = where.forms[f"/l/app/{external}"]
    consent = site.page(f"/l/app/{external}?{urlencode(form)}")
    action, fields = next((path, each) for path, each in consent.forms.items() if "digest" in each)
    done = site.page(sent_to(site.post(action, **fields)))
    again = site.page(sent_to(site.post(action, **fields)))

    assert link == came_back
    assert "sneaked" not in action
    assert f"https://teams.microsoft.com/l/app/{external}?{said}" == done.links["Open in Teams"]
    assert f"https://teams.microsoft.com/l/app/{external}?{said}" == again.links["Open in Teams"]
    assert "/search?q=x" == done.links["Go back"]
    assert f"/apps/{external}/package" == done.links["Download the package"]
    noted = [(record.__dict__["appId"], record.__dict__["source"]) for record in caplog.records]
    assert {(external, "wiki")} == set(noted)


@pytest.mark.parametrize(
    "query",
    [
        "tenantId=contoso&source=a%20b&environment=%3Cb%3E",
        f"source={'x' * 65}&tenantId={TENANT}0",
        "return=https%3A%2F%2Fevil.example%2F",
        "return=%2F%2Fevil.example",
        "return=javascript%3Aalert(1)",
    ],
)
def test_what_a_link_may_not_say_is_dropped(site: Site, query: str) -> None:
    """Nothing malformed is handed on, and nobody is led to another site in the end."""
    external = site.made.external("Translate It")
    site.sign_in("uma")

    consent = site.page(f"/l/app/{external}?{query}&place={site.made.accounts['uma'].account_id}")
    action, fields = next((path, each) for path, each in consent.forms.items() if "digest" in each)
    done = site.page(sent_to(site.post(action, **fields)))

    assert f"/l/app/{external}?place={site.made.accounts['uma'].account_id}" == action
    assert f"https://teams.microsoft.com/l/app/{external}" == done.links["Open in Teams"]
    assert "Go back" not in done.links


def test_the_dialog_leads_to_privacy_and_terms(site: Site) -> None:
    """Before anybody agrees, the publisher's privacy statement and terms are a click away."""
    page = site.page(site.install_path("Expenses"))

    assert page.links["Privacy"].startswith("https://")
    assert page.links["Terms of use"].startswith("https://")


def test_an_app_that_is_missed_can_be_asked_for(site: Site) -> None:
    """Whoever finds nothing is led to a form with their words in it, and reads the administrators' answer."""
    nothing = site.page("/search?q=tides")
    wish_url = nothing.links["Ask for an app that is not here"]
    assert sent_to(site.get(wish_url)).startswith("/sign-in?return=")
    site.sign_in("uma")
    assert "tides" in site.page(wish_url).text
    assert "/my/requests?done=written" == sent_to(site.post("/my/wish", text="tides, please"))
    assert 400 == site.post("/my/wish", text=" ").status_code

    site.sign_in("ada")
    desk = site.page("/admin/requests")
    assert "tides, please" in desk.text
    (answer,) = (path for path in desk.forms if path.startswith("/admin/remarks/"))
    assert "/admin/requests?done=remark-answered" == sent_to(site.post(answer, ending="done", answer="It is here now."))
    assert "tides, please" not in site.page("/admin/requests").text

    site.sign_in("uma")
    mine = site.page("/my/requests")
    assert "Answer: It is here now." in mine.text
    assert "Done" in mine.text


def test_an_organization_can_be_asked_elsewhere_for_what_is_missed(site: Site) -> None:
    """Where the settings name a page, the form leads there; where nobody may ask, nobody is led to it."""
    admin = site.made.accounts["ada"]
    site.sign_in("uma")
    change_settings(site.shelf, admin, request_url="https://example.com/ask")
    page = site.page("/my/wish")
    assert "https://example.com/ask" == page.links["Ask on your organization's page"]
    assert "Send" not in page.buttons

    change_settings(site.shelf, admin, request_url="", allow_user_requests_for_app_access=False)
    assert "Ask for an app that is not here" not in site.page("/search?q=tides").links
    assert "This shelf takes no requests for apps." in site.page("/my/wish").text
    assert 403 == site.post("/my/wish", text="tides").status_code


def test_corrections_and_problems_reach_those_who_look_after_an_app(site: Site) -> None:
    """The certification panel and the overview lead to a form; the publisher reads it in the portal and answers."""
    path = site.app_path("Expenses")
    correction = site.page(f"{path}/certification").links["Propose a correction"]
    problem = site.page(path).links["Report a problem with this app"]
    site.sign_in("noor")
    assert "Propose a correction" in site.page(correction).headings
    assert "Report a problem" in site.page(problem).headings
    assert 303 == site.post(f"{path}/remark", about="correction", text="It is in Dublin.").status_code
    assert 303 == site.post(f"{path}/remark", about="nonsense", text="It is slow.").status_code
    assert 404 == site.post("/apps/00000000-0000-4000-8000-000000000000/remark", text="x").status_code
    kinds = [name for name in site.page("/my/requests").headings if name.endswith(": Expenses")]
    assert ["A correction: Expenses", "A problem: Expenses"] == sorted(kinds)

    site.sign_in("ada")
    feedback = f"/dev/apps/{site.made.apps['Expenses']}/feedback"
    read = site.page(feedback)
    assert "It is in Dublin." in read.text
    answer = next(iter(path for path in read.forms if path.startswith(feedback)))
    assert f"{feedback}?done=remark-answered" == sent_to(site.post(answer, ending="declined", answer="No."))
    assert feedback == sent_to(site.get(answer))
    assert 1 == sum(path.startswith(feedback) for path in site.page(feedback).forms)
    site.sign_in("uma")
    assert 403 == site.get(feedback).status_code


def test_whoever_may_not_add_an_app_is_led_to_an_owner(site: Site) -> None:
    """The place names its owners, and a chat with them says what is asked for; other obstacles lead nowhere."""
    site.sign_in("noor")
    path = site.install_path("Ticket Desk")
    page = site.page(path)
    chat = page.links["Ask an owner"]
    asked = site.page(f"{path}?place={TEAM}")

    assert "Ask an owner : Uma Lindqvist" in page.text.replace("owner:", "owner :")
    address, _, query = chat.partition("?")
    given = dict(part.split("=", 1) for part in query.split("&"))
    assert "https://teams.microsoft.com/l/chat/0/0" == address
    assert "uma@example.com" == given["users"]
    link = f"http://shelf.test{path}?target={TEAM}"
    assert f"Could you add Ticket Desk to Harbour Street? {link}" == unquote(given["message"])
    assert chat == asked.links["Ask an owner"]
    site.sign_in("uma")
    assert chat.replace("uma", "noor") not in site.page(path).links.values()
    assert "Harbour Street" in site.page(f"{path}?target={TEAM}").text

    change_settings(site.shelf, site.made.accounts["ada"], allow_installs=False)
    site.sign_in("noor")
    assert "Ask an owner" not in site.page(path).text
