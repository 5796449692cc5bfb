"""Apps are installed, upgraded and removed through Graph's requests: in teams, in chats and for users."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.places.directory import create_place
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.server.graph.resources.identifiers import installation_id
from tests.manifests import APP_ID
from tests.server.graph.asking import APPS, CHAT, CONSENT, RSC, TEAM, ZIP, Graph, everywhere, faulted, package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


@pytest.fixture
def graph(shelf: Shelf, people: People) -> Iterator[Graph]:
    """A server of a shelf on which the user owns a team and a chat."""
    create_place(shelf, people.user, PlaceKind.TEAM, "Harbour", TEAM)
    create_place(shelf, people.user, PlaceKind.CHAT, "Lunch", CHAT)
    with Graph(shelf) as graph:
        yield graph


@pytest.fixture
def app_id(graph: Graph, people: People) -> str:
    """The id of an app that is published and can be added anywhere."""
    made: str = graph.publish(people.reviewer, everywhere()).json()["id"]
    return made


PLACES = [f"teams/{TEAM}", f"chats/{CHAT}", "me/teamwork", "users/USER@example.com/teamwork"]


def items(graph: Graph, actor: Any, path: str) -> list[dict[str, Any]]:
    """The items of a list."""
    answer = graph.ask(actor, "GET", f"/v1.0/{path}")
    assert 200 == answer.status_code, answer.text
    found: list[dict[str, Any]] = answer.json()["value"]
    return found


@pytest.mark.parametrize("place", PLACES)
def test_an_app_is_installed_seen_and_removed(graph: Graph, people: People, app_id: str, place: str) -> None:
    """201 without a body, then it is listed by its id alone, then 204 and it is gone; twice is a conflict."""
    assert [] == items(graph, people.user, f"{place}/installedApps")

    made = graph.install(people.user, place, app_id)

    assert (201, b"") == (made.status_code, made.content), made.text
    assert "Content-Type" not in made.headers
    [item] = items(graph, people.user, f"{place}/installedApps")
    assert {"id"} == item.keys()
    assert b64decode(item["id"]).decode().endswith(f"##{app_id}")
    assert made.headers["Location"].endswith(f"/{place}/installedApps/{item['id']}")
    faulted(graph.install(people.user, place, app_id), 409, "Conflict")

    one = f"/v1.0/{place}/installedApps/{item['id']}"
    expanded = graph.ask(people.user, "GET", f"{one}?$expand=teamsapp,teamsAppDefinition($expand=bot)").json()
    assert APP_ID == expanded["teamsApp"]["externalId"]
    assert "1.0.0" == expanded["teamsAppDefinition"]["version"]
    assert "id" in expanded["teamsAppDefinition"]["bot"]
    assert app_id == graph.ask(people.user, "GET", f"{one}/teamsApp").json()["id"]
    assert "Polls" == graph.ask(people.user, "GET", f"{one}/teamsAppDefinition").json()["displayName"]
    chat = graph.ask(people.user, "GET", f"{one}/chat")
    if "teamwork" in place:
        assert chat.json()["id"].startswith(f"19:{people.user.account_id}_")
    else:
        faulted(chat, 404, "NotFound")

    assert 204 == graph.ask(people.user, "DELETE", one.rstrip("=")).status_code
    faulted(graph.ask(people.user, "GET", one), 404, "NotFound")
    assert [] == items(graph, people.user, f"{place}/installedApps")


def test_installations_are_found_by_their_apps(graph: Graph, people: People, app_id: str) -> None:
    """The filters that clients send."""
    assert 201 == graph.install(people.user, f"teams/{TEAM}", app_id).status_code

    for text, count in (
        (f"teamsApp/externalId eq '{APP_ID}'", 1),
        (f"teamsApp/externalId eq '{app_id}'", 0),
        (f"teamsApp/id eq '{app_id.upper()}'", 1),
        ("teamsAppDefinition/displayName eq 'Polls'", 1),
        ("teamsApp/distributionMethod eq 'organization' and teamsAppDefinition/version eq '1.0.0'", 1),
        ("teamsApp/appDefinitions/any(a:a/version eq '1.0.0')", 1),
    ):
        assert count == len(items(graph, people.user, f"teams/{TEAM}/installedApps?$filter={text}"))


@pytest.mark.parametrize("kind", ["application and delegated", "delegated"])
def test_consent_is_given_in_full_or_not_at_all(graph: Graph, people: People, kind: str) -> None:
    """What is asked for must be consented to exactly; where all of it is delegated, nothing need be said."""
    wanted = RSC["permissions"]["resourceSpecific"]
    consent = CONSENT["consentedPermissionSet"]["resourceSpecificPermissions"]
    if kind == "delegated":
        wanted, consent = wanted[1:], consent[1:]
    content = everywhere(authorization={"permissions": {"resourceSpecific": wanted}})
    made = graph.publish(people.reviewer, content)
    assert 201 == made.status_code, made.text
    app_id, team = made.json()["id"], f"teams/{TEAM}"

    if kind == "delegated":
        assert 201 == graph.install(people.user, team, app_id).status_code
    else:
        faulted(graph.install(people.user, team, app_id), 400, "BadRequest", "consent-required")
        half = {"resourceSpecificPermissions": consent[:1]}
        answer = graph.install(people.user, team, app_id, consentedPermissionSet=half)
        faulted(answer, 400, "BadRequest", "consent-differs")
        whole = {"resourceSpecificPermissions": consent}
        assert 201 == graph.install(people.user, team, app_id, consentedPermissionSet=whole).status_code

    assert "consentedPermissionSet" not in items(graph, people.user, f"{team}/installedApps")[0]
    [item] = items(graph, people.user, f"{team}/installedApps?$select=consentedPermissionSet")
    granted = item["consentedPermissionSet"]["resourceSpecificPermissions"]
    assert sorted((each["permissionValue"], each["permissionType"].lower()) for each in consent) == sorted(
        (each["permissionValue"], each["permissionType"]) for each in granted
    )


def test_who_may_install_may_not_therefore_consent(graph: Graph, people: People) -> None:
    """`ReadWriteForTeam` installs what asks for nothing; a token for users reaches no teams."""
    app_id = graph.publish(people.reviewer, everywhere(authorization=RSC)).json()["id"]
    body = {"teamsApp@odata.bind": f"teamsApps('{app_id}')", **CONSENT}

    def answer(scope: str) -> Any:
        path = f"/v1.0/teams/{TEAM}/installedApps"
        return graph.ask(people.user, "POST", path, json=body, scopes=(f"TeamsAppInstallation.{scope}",))

    faulted(answer("ReadWriteForTeam"), 403, "Forbidden", "consent-not-allowed")
    faulted(answer("ReadWriteAndConsentForUser"), 403, "Forbidden")
    faulted(answer("ReadForTeam"), 403, "Forbidden")
    assert 201 == answer("ReadWriteAndConsentForTeam").status_code


def test_an_upgrade_brings_the_newest_version(graph: Graph, people: People, app_id: str) -> None:
    """With the consent that it asks for; an empty body, whatever it is called, says nothing of consent."""
    team = f"teams/{TEAM}"
    assert 201 == graph.install(people.user, team, app_id).status_code
    update = everywhere("1.1.0", authorization=RSC)
    assert 204 == graph.publish(people.reviewer, update, f"{APPS}/{app_id}/appDefinitions").status_code
    one = f"/v1.0/{team}/installedApps/{installation_id(TEAM, app_id)}"
    version = f"{one}/teamsAppDefinition?$select=version"
    assert "1.0.0" == graph.ask(people.user, "GET", version).json()["version"]

    faulted(graph.ask(people.user, "POST", f"{one}/upgrade"), 400, "BadRequest", "consent-required")
    assert 204 == graph.ask(people.user, "POST", f"{one}/upgrade", json=CONSENT).status_code

    assert "1.1.0" == graph.ask(people.user, "GET", version).json()["version"]
    form = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "0"}
    assert 204 == graph.ask(people.user, "POST", f"{one}/upgrade", headers=form).status_code
    assert 204 == graph.ask(people.user, "POST", f"{one}/upgrade", json={}).status_code


def test_an_administrator_installs_for_somebody_else(graph: Graph, people: People, app_id: str) -> None:
    """By id or sign-in name; nobody else may."""
    for name in (people.other_user.name, people.other_user.account_id):
        place = f"users/{name}/teamwork"
        faulted(graph.install(people.user, place, app_id), 404, "NotFound")
    place = f"users/{people.other_user.name}/teamwork"
    assert [] == items(graph, people.admin, f"{place}/installedApps")

    assert 201 == graph.install(people.admin, place, app_id).status_code

    [item] = items(graph, people.other_user, "me/teamwork/installedApps?$expand=teamsApp")
    assert app_id == item["teamsApp"]["id"]
    faulted(graph.ask(people.user, "GET", f"/v1.0/{place}/installedApps"), 404, "NotFound")
    path = f"/v1.0/{place}/installedApps/{item['id']}"
    assert 204 == graph.ask(people.admin, "DELETE", path).status_code


def test_an_administrator_consents_to_all_of_it_for_somebody_else(graph: Graph, people: People) -> None:
    """A consent that says less than the app asks for is refused for others as it is for oneself."""
    app_id = graph.publish(people.reviewer, everywhere(authorization=RSC)).json()["id"]
    place = f"users/{people.other_user.name}/teamwork"

    faulted(graph.install(people.admin, place, app_id), 400, "BadRequest", "consent-required")
    assert 201 == graph.install(people.admin, place, app_id, **CONSENT).status_code


@pytest.mark.parametrize(
    "link",
    [
        "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{id}",
        "https://graph.microsoft.com/beta/appCatalogs/teamsApps('{id}')",
        "/appCatalogs/teamsApps/{id}/",
        "appCatalogs/TEAMSAPPS/{id}",
    ],
)
def test_an_app_is_named_by_the_end_of_its_address(graph: Graph, people: People, app_id: str, link: str) -> None:
    """Whatever host it says: clients always write Graph's."""
    body = {"teamsApp@odata.bind": link.format(id=app_id.upper())}

    assert 201 == graph.ask(people.user, "POST", "/v1.0/me/teamwork/installedApps", json=body).status_code


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"teamsApp@odata.bind": "https://graph.microsoft.com/v1.0/users/x"}, 400, "BadRequest"),
        ({"teamsApp@odata.bind": "teamsApps/"}, 400, "BadRequest"),
        ({"teamsApp@odata.bind": "https://[x/teamsApps/y"}, 400, "BadRequest"),
        ({"teamsApp@odata.bind": "appCatalogs/teamsApps/b5561ec9-8cab-4aa3-8aa2-d8d7172e4311"}, 404, "NotFound"),
        ({"teamsApp@odata.bind": "appCatalogs/teamsApps/x"}, 404, "NotFound"),
        ({}, 400, "BadRequest"),
        ([], 400, "BadRequest"),
    ],
)
def test_an_installation_names_an_app_that_there_is(
    graph: Graph, people: People, body: Any, status: int, code: str
) -> None:
    """Anything else is refused."""
    faulted(graph.ask(people.user, "POST", f"/v1.0/teams/{TEAM}/installedApps", json=body), status, code)


def test_what_is_not_published_cannot_be_installed(graph: Graph, people: People) -> None:
    """Not by its publisher either."""
    app_id = graph.publish(people.publisher, everywhere(), f"{APPS}?requiresReview=true").json()["id"]

    faulted(graph.install(people.publisher, "me/teamwork", app_id), 404, "NotFound")


def test_a_package_is_not_installed_directly(graph: Graph, people: People) -> None:
    """The Agents Toolkit would send it to a channel: it is told what to do instead."""
    path = f"/beta/teams/{TEAM}/installedApps?targetChannelId=19%3Ax%40thread.tacv2"

    error = faulted(graph.ask(people.user, "POST", path, content=package(), headers=ZIP), 415, "UnsupportedMediaType")

    assert "publish it to appCatalogs/teamsApps" in error["message"]


def test_addresses_reach_only_places_of_their_kind(graph: Graph, people: People, app_id: str) -> None:
    """A permission for teams opens no chat, and an installation is found only where it is."""
    admin = people.admin
    for path in (f"teams/{CHAT}", f"chats/{TEAM}", f"teams/{people.user.account_id}", f"users/{TEAM}/teamwork"):
        faulted(graph.ask(admin, "GET", f"/v1.0/{path}/installedApps"), 404, "NotFound")
        faulted(graph.install(admin, path, app_id), 404, "NotFound")
    assert 201 == graph.install(people.user, f"teams/{TEAM}", app_id).status_code
    item = installation_id(TEAM, app_id)
    for path in (f"chats/{CHAT}/installedApps/{item}", f"teams/{TEAM}/installedApps/x", "teams/x/installedApps/x"):
        faulted(graph.ask(people.user, "GET", f"/v1.0/{path}"), 404, "NotFound")
    faulted(graph.ask(people.other_user, "GET", f"/v1.0/teams/{TEAM}/installedApps/{item}"), 404, "NotFound")
    faulted(graph.ask(people.other_user, "DELETE", f"/v1.0/teams/{TEAM}/installedApps/{item}"), 404, "NotFound")


def test_places_come_to_be_on_their_first_use_where_that_is_settled(
    graph: Graph, people: People, app_id: str, shelf: Shelf
) -> None:
    """As in an embedded shelf, so that a test suite need not describe its organisation."""
    team, chat = "0240a368-25e0-4569-8ebe-13601cb55a18", "19:new@thread.v2"
    change_settings(shelf, OPERATOR, create_places_on_use=False)
    faulted(graph.install(people.user, f"teams/{team}", app_id), 404, "NotFound")
    change_settings(shelf, OPERATOR, create_places_on_use=True)

    assert 201 == graph.install(people.user, f"teams/{team}", app_id).status_code
    assert 201 == graph.install(people.user, f"chats/{chat}", app_id).status_code

    assert 1 == len(items(graph, people.user, f"teams/{team}/installedApps"))
    assert team in [item["id"] for item in items(graph, people.user, "me/joinedTeams")]


def test_beta_says_where_an_app_was_added(graph: Graph, people: People, app_id: str) -> None:
    """`scopeInfo`, in Graph's words."""
    for place, scope in ((f"teams/{TEAM}", "team"), (f"chats/{CHAT}", "groupChat"), ("me/teamwork", "personal")):
        assert 201 == graph.install(people.user, place, app_id).status_code
        [item] = graph.ask(people.user, "GET", f"/beta/{place}/installedApps").json()["value"]
        assert {"scope": scope} == item["scopeInfo"]
