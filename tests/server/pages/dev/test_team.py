"""The team of an app in the portal, through Graph and through our own API: one rule for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.versions.reviewing import approve
from tests.catalogue.packages import package as faultless
from tests.server.pages.dev.sending import NEW_APP, package, send, submitted
from tests.server.pages.site import Page, Site, sent_to

if TYPE_CHECKING:
    from httpx import Response

APPS = "/v1.0/appCatalogs/teamsApps"


@pytest.fixture
def app_id(site: Site) -> str:
    """A published app of Paul's."""
    site.sign_in("paul")
    app_id, version_id = submitted(site, package())
    approve(site.shelf, site.made.accounts["ada"], version_id)
    return app_id


def add(site: Site, app_id: str, name: str) -> Response:
    """The answer to somebody being added."""
    return site.post(f"/dev/apps/{app_id}/team", name=name)


def account(site: Site, name: str) -> str:
    """The id of somebody's account."""
    return site.made.accounts[name].account_id or ""


def bearer(site: Site, name: str) -> dict[str, str]:
    """The header with a token of somebody's."""
    actor = site.made.accounts[name]
    made = create_token(site.shelf, actor, actor.account_id or "", label="test")
    return {"Authorization": f"Bearer {made.text}"}


def asked(site: Site, name: str, method: str, path: str, content: bytes | None = None) -> int:
    """The status of a request by token."""
    site.client.cookies.clear()
    headers = bearer(site, name) | ({"Content-Type": "application/zip"} if content else {})
    return site.client.request(method, path, content=content, headers=headers).status_code


def test_somebody_is_added_works_on_the_app_and_is_removed(site: Site, app_id: str) -> None:
    """They find the app among their own, send an update of it, and lose all of it at once."""
    assert f"/dev/apps/{app_id}/team?done=member-added" == sent_to(add(site, app_id, " RITA@example.com "))
    path = f"/dev/apps/{app_id}/team/{account(site, 'rita')}/remove"
    site.sign_in("rita")
    mine = site.page("/dev")
    theirs = send(site, package("1.1.0"), app_id)
    team = site.page(f"/dev/apps/{app_id}/team")
    draft = sent_to(theirs)
    site.sign_in("paul")
    assert 200 == site.page(draft).status
    assert f"/dev/apps/{app_id}/team?done=member-removed" == sent_to(site.post(path))
    site.sign_in("rita")

    assert f"/dev/apps/{app_id}" == mine.links["Notice Board"]
    assert "Leave …" in team.text
    assert f"/dev/apps/{app_id}/owner" not in team.forms
    assert "Notice Board" not in site.page("/dev").links
    for address in (f"/dev/apps/{app_id}", draft, f"/dev/apps/{app_id}/team", f"/dev/apps/{app_id}/statistics"):
        assert 404 == site.get(address).status_code
    assert 404 == site.post(path).status_code


@pytest.mark.parametrize(
    ("name", "status"), [("uma@example.com", 400), ("nobody@example.com", 404), ("", 404), ("paul@example.com", 409)]
)
def test_who_cannot_be_added_is_told(site: Site, app_id: str, name: str, status: int) -> None:
    """A user, nobody, and the owner; what was written stays in the form."""
    page = Page(add(site, app_id, name))

    assert status == page.status
    assert name == page.forms[f"/dev/apps/{app_id}/team"]["name"]


def test_a_collaborator_does_not_choose_the_team(site: Site, app_id: str) -> None:
    """Neither adding nor removing nor giving away; leaving is their own decision."""
    add(site, app_id, "rita@example.com")
    site.sign_in("rita")
    remove = f"/dev/apps/{app_id}/team/{account(site, 'rita')}/remove"

    assert 403 == add(site, app_id, "ada@example.com").status_code
    assert 403 == site.post(f"/dev/apps/{app_id}/team/{account(site, 'ada')}/remove").status_code
    assert 403 == site.post(f"/dev/apps/{app_id}/owner", name="rita@example.com").status_code
    assert 403 == site.post(f"/dev/apps/{app_id}/attest").status_code
    assert "/dev?done=member-removed" == sent_to(site.post(remove))


def test_an_app_is_given_away_with_nobody_left_on_it(site: Site, app_id: str) -> None:
    """The old owner and the team lose it; the new one has it."""
    add(site, app_id, "rita@example.com")

    assert "/dev?done=given-away" == sent_to(site.post(f"/dev/apps/{app_id}/owner", name="ada@example.com"))
    assert 404 == site.get(f"/dev/apps/{app_id}").status_code
    site.sign_in("rita")
    assert 404 == site.get(f"/dev/apps/{app_id}").status_code
    site.sign_in("ada")
    assert "Collaborator" not in site.page(f"/dev/apps/{app_id}/team").text


@pytest.mark.parametrize("whose", ["owner", "collaborator", "removed", "stranger"])
def test_graph_and_the_api_follow_the_same_rule(site: Site, app_id: str, whose: str) -> None:
    """Updates, waiting definitions, answers and the team: as in the portal, for everybody and at once."""
    name = "paul" if whose == "owner" else "penny"
    if whose != "owner":
        penny(site)
    if whose in ("collaborator", "removed"):
        site.sign_in("paul")
        assert 303 == add(site, app_id, "penny@example.com").status_code
    definitions = f"{APPS}/{app_id}/appDefinitions"
    sending = f"{definitions}?requiresReview=true"
    assert 201 == asked(site, "paul", "POST", sending, package("1.1.0"))
    if whose == "removed":
        site.sign_in("paul")
        site.post(f"/dev/apps/{app_id}/team/{account(site, 'penny')}/remove")
    works = whose in ("owner", "collaborator")
    site.client.cookies.clear()
    headers = bearer(site, name)
    seen = site.client.get(definitions, headers=headers).json()["value"]
    listed: dict[str, Any] = site.client.get(
        f"{APPS}?$filter=externalId eq '{NEW_APP}'&$expand=appDefinitions", headers=headers
    ).json()["value"][0]
    answers = {"answers": {"multi-factor": {"answer": "yes"}}}
    answered = site.client.put(f"/api/v1/apps/{app_id}/certification/answers", json=answers, headers=headers)
    team = site.client.get(f"/api/v1/apps/{app_id}/team", headers=headers)

    assert works == (["1.0.0", "1.1.0"] == sorted(each["version"] for each in seen))
    assert works == (2 == len(listed["appDefinitions"]))
    assert (204 if works else 403) == answered.status_code
    assert (200 if works else 403) == team.status_code
    add_other = f"/api/v1/apps/{app_id}/team/{account(site, 'ada')}"
    assert (204 if whose == "owner" else 403) == asked(site, name, "PUT", add_other)
    assert (204 if whose == "owner" else 403) == asked(site, name, "DELETE", add_other)
    expected = {"owner": 201, "collaborator": 409}.get(whose, 403)  # another's submission waits
    assert expected == asked(site, name, "POST", sending, package("1.2.0"))


def penny(site: Site) -> None:
    """Another publisher."""
    from teamshelf.catalogue.people.accounts import create_account
    from teamshelf.catalogue.people.actors import OPERATOR, Actor
    from tests.server.pages.stocked import PASSWORD

    account_id = create_account(site.shelf, OPERATOR, "penny@example.com", Role.PUBLISHER, password=PASSWORD)
    site.made.accounts["penny"] = Actor(account_id=account_id, name="penny@example.com", role=Role.PUBLISHER)


def test_an_id_that_a_collaborator_works_on_is_an_update(site: Site, app_id: str) -> None:
    """A package that is sent without saying for which app becomes a draft of the app one works on."""
    add(site, app_id, "rita@example.com")
    site.sign_in("rita")

    assert sent_to(send(site, package("1.1.0"))).startswith(f"/dev/apps/{app_id}/report")
    assert 409 == send(site, faultless(id=site.made.external("Pulse Check"), version="9.0.0")).status_code
