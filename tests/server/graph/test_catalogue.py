"""Apps are published, updated, reviewed and deleted through Graph's requests, as its reference says."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.server.graph.resources.identifiers import definition_id
from tests.manifests import APP_ID
from tests.server.graph.asking import APPS, BOT, REGISTRATION, RSC, ZIP, Graph, everywhere, faulted, package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


@pytest.fixture
def graph(shelf: Shelf) -> Iterator[Graph]:
    """A server of the shelf."""
    with Graph(shelf) as graph:
        yield graph


def definitions(graph: Graph, actor: Any, app_id: str) -> list[dict[str, Any]]:
    """The definitions of an app as somebody sees them."""
    found: list[dict[str, Any]] = graph.ask(actor, "GET", f"{APPS}/{app_id}/appDefinitions").json()["value"]
    return found


def test_a_published_app_is_answered_and_listed(graph: Graph, people: People) -> None:
    """201 with the app and where it is; then the list has it."""
    made = graph.publish(people.reviewer, everywhere())

    assert 201 == made.status_code, made.text
    app = made.json()
    expected = {"externalId": APP_ID, "displayName": "Polls", "distributionMethod": "organization"}
    assert expected.items() <= app.items()
    assert "http://shelf.test/v1.0/$metadata#appCatalogs/teamsApps/$entity" == app["@odata.context"]
    assert f"http://shelf.test{APPS}/{app['id']}" == made.headers["Location"]
    assert made.headers["Content-Type"].startswith("application/json;odata.metadata=minimal")
    listed = graph.ask(people.user, "GET", f"{APPS}?$filter=externalId eq '{APP_ID}'&$count=true").json()
    del app["@odata.context"]
    assert [app] == listed["value"]
    assert 1 == listed["@odata.count"]
    assert app == _without_context(graph.ask(people.user, "GET", f"{APPS}/{app['id'].upper()}").json())


def _without_context(resource: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name != "@odata.context"}


def test_a_definition_has_all_that_graph_says_of_one(graph: Graph, people: People, shelf: Shelf) -> None:
    """With its bot, its permissions, and ids that decode to what they are made of."""
    app_id = graph.publish(people.reviewer, everywhere(authorization=RSC)).json()["id"]

    path = f"{APPS}?$expand=appDefinitions($expand=bot)&$filter=appDefinitions/any(a:a/bot ne null)"
    definition = graph.ask(people.user, "GET", path).json()["value"][0]["appDefinitions"][0]

    assert b64decode(definition.pop("@odata.etag")).startswith(b'"')
    assert f"{app_id}##1.0.0##Published" == b64decode(definition.pop("id")).decode()
    assert {
        "teamsAppId": app_id,
        "azureADAppId": REGISTRATION["id"],
        "displayName": "Polls",
        "version": "1.0.0",
        "publishingState": "published",
        "shortDescription": "Ask your colleagues and see what they think.",
        "description": "Put a question to a channel and watch the answers arrive. Help: https://www.example.com/help.",
        "lastModifiedDateTime": shelf.clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "createdBy": {
            "application": None,
            "device": None,
            "user": {
                "id": people.reviewer.account_id,
                "displayName": "Reviewer",
                "userIdentityType": "aadUser",
            },
        },
        "authorization": {
            "clientAppId": REGISTRATION["id"],
            "requiredPermissionSet": {
                "resourceSpecificPermissions": [
                    {"permissionValue": "TeamSettings.Read.Group", "permissionType": "application"},
                    {"permissionValue": "ChannelMeeting.ReadBasic.Group", "permissionType": "delegated"},
                ]
            },
        },
        "bot": {"id": BOT["bots"][0]["botId"]},
    } == definition


def test_beta_adds_icons_and_scopes(graph: Graph, people: People) -> None:
    """And the addresses of the icons work."""
    graph.publish(people.reviewer, everywhere())
    path = f"{APPS}?$expand=appDefinitions($expand=colorIcon,outlineIcon)".replace("v1.0", "beta")

    definition = graph.ask(people.user, "GET", path).json()["value"][0]["appDefinitions"][0]

    assert "team,groupChat,personal" == definition["allowedInstallationScopes"]
    for name in ("colorIcon", "outlineIcon"):
        icon = graph.ask(people.user, "GET", definition[name]["webUrl"])
        assert 200 == icon.status_code, icon.text
        assert "image/png" == icon.headers["Content-Type"]
        assert icon.content.startswith(b"\x89PNG")
        part = graph.ask(people.user, "GET", definition[name]["webUrl"].removesuffix("/hostedContent/$value"))
        assert definition[name]["id"] == part.json()["id"]
        faulted(graph.ask(people.user, "GET", definition[name]["webUrl"].replace("beta", "v1.0")), 404, "NotFound")


def test_a_submission_waits_until_it_is_approved(graph: Graph, people: People) -> None:
    """Only publisher and reviewers see it; its id changes with its state; then everybody sees it."""
    made = graph.publish(people.publisher, package(), f"{APPS}?requiresReview=true")
    assert 201 == made.status_code, made.text
    app_id = made.json()["id"]
    assert [] == graph.ask(people.user, "GET", APPS).json()["value"]
    faulted(graph.ask(people.user, "GET", f"{APPS}/{app_id}"), 404, "NotFound")
    [waiting] = definitions(graph, people.publisher, app_id)
    assert "submitted" == waiting["publishingState"]

    answer = graph.ask(
        people.reviewer,
        "PATCH",
        f"{APPS}/{app_id}/appDefinitions/{waiting['id']}",
        json={"publishingState": "published"},
        headers={"If-Match": waiting["@odata.etag"]},
    )

    assert 200 == answer.status_code, answer.text
    assert definition_id(app_id, "1.0.0", "published") == answer.json()["id"]
    assert "published" == answer.json()["publishingState"]
    assert ["Polls"] == [app["displayName"] for app in graph.ask(people.user, "GET", APPS).json()["value"]]
    old = graph.ask(people.user, "GET", f"{APPS}/{app_id}/appDefinitions/{waiting['id']}")
    assert "published" == old.json()["publishingState"]


def test_a_rejected_update_leaves_the_published_version(graph: Graph, people: People) -> None:
    """An update for review is answered with its definition; rejected, its number may come again."""
    app_id = _published(graph, people)
    sent = graph.publish(people.publisher, package("1.1.0"), f"{APPS}/{app_id}/appDefinitions?requiresReview=true")
    assert 201 == sent.status_code, sent.text
    assert "submitted" == sent.json()["publishingState"]
    assert f"http://shelf.test{APPS}/{app_id}/appDefinitions/{sent.json()['id']}" == sent.headers["Location"]

    path = f"{APPS}/{app_id}/appDefinitions('{sent.json()['id']}')"
    rejected = graph.ask(people.reviewer, "PATCH", path, json={"publishingState": "Rejected"})

    assert "rejected" == rejected.json()["publishingState"]
    states = [(each["version"], each["publishingState"]) for each in definitions(graph, people.publisher, app_id)]
    assert [("1.0.0", "published"), ("1.1.0", "rejected")] == states
    assert ["1.0.0"] == [each["version"] for each in definitions(graph, people.user, app_id)]
    again = graph.publish(people.publisher, package("1.1.0"), f"{APPS}/{app_id}/appDefinitions?requiresReview=true")
    assert 201 == again.status_code, again.text
    faulted(
        graph.ask(
            people.reviewer,
            "PATCH",
            f"{APPS}/{app_id}/appDefinitions/{rejected.json()['id']}",
            json={"publishingState": "published"},
        ),
        409,
        "Conflict",
    )


def _published(graph: Graph, people: People) -> str:
    """An app of the publisher's that a reviewer has approved; its id."""
    made = graph.publish(people.publisher, package(), f"{APPS}?requiresReview=true").json()
    [waiting] = definitions(graph, people.reviewer, made["id"])
    path = f"{APPS}/{made['id']}/appDefinitions/{waiting['id']}"
    assert 200 == graph.ask(people.reviewer, "PATCH", path, json={"publishingState": "published"}).status_code
    app_id: str = made["id"]
    return app_id


def test_a_review_of_what_has_changed_since_is_refused(graph: Graph, people: People) -> None:
    """412 for another tag; any tag, and none, are unconditional."""
    app_id = graph.publish(people.publisher, package(), f"{APPS}?requiresReview=true").json()["id"]
    [before] = definitions(graph, people.reviewer, app_id)
    path = f"{APPS}/{app_id}/appDefinitions/{before['id']}"
    assert (
        201
        == graph.publish(
            people.publisher,
            package(name={"short": "Votes", "full": "Votes for decisions"}),
            f"{APPS}/{app_id}/appDefinitions?requiresReview=true",
        ).status_code
    )

    for tag in (before["@odata.etag"], "ImNOTW1CY0lRPT0i"):
        answer = graph.ask(
            people.reviewer, "PATCH", path, json={"publishingState": "published"}, headers={"If-Match": tag}
        )
        faulted(answer, 412, "PreconditionFailed")
    answer = graph.ask(people.reviewer, "PATCH", path, json={"publishingState": "published"}, headers={"If-Match": "*"})
    assert "Votes" == answer.json()["displayName"]


def test_updates_are_sent_by_post_and_by_put(graph: Graph, people: People) -> None:
    """Published at once they are answered with nothing, and take the place of the version before."""
    app_id = graph.publish(people.reviewer, package()).json()["id"]

    for method, path, version in (("POST", "/appDefinitions", "1.1.0"), ("PUT", "", "1.2.0")):
        answer = graph.publish(people.reviewer, package(version), f"{APPS}/{app_id}{path}", method=method)
        assert (204, b"") == (answer.status_code, answer.content)

    found = definitions(graph, people.user, app_id)
    assert ["1.0.0", "1.1.0", "1.2.0"] == [each["version"] for each in found]
    assert "3" == graph.ask(people.user, "GET", f"{APPS}/{app_id}/appDefinitions/$count").text
    path = f"{APPS}/{app_id}/appDefinitions?$filter=version eq '1.1.0'&$select=version"
    only = graph.ask(people.user, "GET", path).json()["value"]
    assert ["1.1.0"] == [each["version"] for each in only]


def test_an_app_that_is_there_cannot_be_published_anew(graph: Graph, people: People) -> None:
    """The sentence that tools look for, and the code upon which the Agents Toolkit sends an update instead."""
    app_id = graph.publish(people.reviewer, package()).json()["id"]

    for content in (package(), package("1.1.0")):
        error = faulted(graph.publish(people.reviewer, content), 409, "Conflict", "AppDefinitionAlreadyExists")
        assert error["message"].startswith("App with same id already exists in the tenant.")
        assert f"AppId: '{app_id}'" in error["message"]
    assert 204 == graph.publish(people.reviewer, package(), f"{APPS}/{app_id}/appDefinitions").status_code


@pytest.mark.parametrize(
    ("content", "status", "code", "inner_code"),
    [
        (package("1.5.0", accentColor="#0B6E6F"), 409, "Conflict", "AppDefinitionAlreadyExists"),
        (package("1.4.0"), 400, "BadRequest", "version-decreased"),
        (package("1.6.0", id="b5561ec9-8cab-4aa3-8aa2-d8d7172e4311"), 400, "BadRequest", "id-changed"),
    ],
)
def test_an_update_must_be_one(  # noqa: PLR0917
    graph: Graph, people: People, content: bytes, status: int, code: str, inner_code: str
) -> None:
    """A greater version of the same app."""
    app_id = graph.publish(people.reviewer, package("1.5.0")).json()["id"]

    faulted(graph.publish(people.reviewer, content, f"{APPS}/{app_id}/appDefinitions"), status, code, inner_code)


def test_a_package_with_errors_is_refused_with_each_of_them(graph: Graph, people: People) -> None:
    """Graph's code for each fault, and where it is."""
    wrong = package(
        "1.0", name={"short": "x" * 31, "full": "Too long"}, bots=[{"botId": "no guid", "scopes": ["team"]}]
    )

    error = faulted(graph.publish(people.reviewer, wrong), 400, "BadRequest", "UnableToParseTeamsAppManifest")

    details = {(each["target"], each["code"]) for each in error["innerError"]["details"]}
    assert ("name.short", "SchemaError_MaximumLength") in details or ("name.short", "ShortNameLengthCheck") in details
    assert ("bots[0].botId", "BotIdIsNotGuid") in details or ("bots[0].botId", "SchemaError_Pattern") in details
    assert "name.short | " in error["message"]
    assert ".; " in error["message"]


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b"{}", {"Content-Type": "application/json"}, 415, "UnsupportedMediaType"),
        (package(), {"Content-Type": "application/json"}, 415, "UnsupportedMediaType"),
        (package(), {}, 415, "UnsupportedMediaType"),
        (b"", ZIP, 400, "BadRequest"),
        (b'{"fd":null}', ZIP, 400, "BadRequest"),
    ],
)
def test_only_a_zip_that_says_so_is_published(  # noqa: PLR0917
    graph: Graph, people: People, content: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    """What the generated `post()` of the Python SDK sends is no app, nor a stream that was written as JSON."""
    faulted(graph.ask(people.reviewer, "POST", APPS, content=content, headers=headers), status, code)


def test_who_may_only_submit_does_not_publish(graph: Graph, people: People) -> None:
    """Neither a publisher nor a reviewer whose token grants no more; n8n then asks for a review."""
    faulted(graph.publish(people.publisher, package()), 403, "Forbidden")
    submit = ("AppCatalog.Submit",)
    faulted(graph.ask(people.reviewer, "POST", APPS, content=package(), headers=ZIP, scopes=submit), 403, "Forbidden")
    path = f"{APPS}?requiresReview=true"
    assert 201 == graph.ask(people.reviewer, "POST", path, content=package(), headers=ZIP, scopes=submit).status_code
    faulted(graph.publish(people.user, package(), path), 403, "Forbidden")
    faulted(graph.ask(None, "GET", APPS), 401, "InvalidAuthenticationToken")
    faulted(graph.ask(people.reviewer, "GET", APPS, scopes=("User.Read",)), 403, "Forbidden")


def test_a_submission_is_withdrawn_by_who_sent_it(graph: Graph, people: People) -> None:
    """The app is gone with its only version."""
    app_id = graph.publish(people.publisher, package(), f"{APPS}?requiresReview=true").json()["id"]
    [waiting] = definitions(graph, people.publisher, app_id)
    path = f"{APPS}/{app_id}/appDefinitions/{waiting['id']}"
    faulted(graph.ask(people.other_publisher, "DELETE", path), 404, "NotFound")

    assert 204 == graph.ask(people.publisher, "DELETE", path).status_code

    faulted(graph.ask(people.publisher, "GET", f"{APPS}/{app_id}"), 404, "NotFound")


def test_a_deleted_app_is_gone_with_its_versions(graph: Graph, people: People) -> None:
    """204, and 404 from then on."""
    app_id = graph.publish(people.reviewer, package()).json()["id"]

    faulted(graph.ask(people.publisher, "DELETE", f"{APPS}/{app_id}"), 403, "Forbidden")
    assert 204 == graph.ask(people.reviewer, "DELETE", f"{APPS}/{app_id}").status_code

    for method in ("GET", "DELETE"):
        faulted(graph.ask(people.reviewer, method, f"{APPS}/{app_id}"), 404, "NotFound")
    faulted(graph.publish(people.reviewer, package("2.0.0"), f"{APPS}/{app_id}", method="PUT"), 404, "NotFound")
    assert "0" == graph.ask(people.user, "GET", f"{APPS}/$count", headers={"Accept": "text/plain;q=0.9"}).text


def test_pages_are_linked_with_all_options(graph: Graph, people: People) -> None:
    """Scheme and host are those that the client used; the link works as it is."""
    for number in range(3):
        app_id = f"2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a6{number}"
        name = {"short": f"Polls {number}", "full": f"Polls for decisions {number}"}
        assert 201 == graph.publish(people.reviewer, package(id=app_id, name=name)).status_code
    path = f"{APPS}?$top=2&$filter=contains(displayName,'Polls')&$select=displayName&$count=true"

    first = graph.ask(people.user, "GET", path, headers={"Host": "shelf.test:8443"}).json()

    assert first["@odata.nextLink"].startswith(f"http://shelf.test:8443{APPS}?")
    second = graph.ask(people.user, "GET", first["@odata.nextLink"].replace(":8443", "")).json()
    assert [{"displayName": f"Polls {number}"} for number in range(3)] == first["value"] + second["value"]
    assert "@odata.nextLink" not in second
    assert 3 == first["@odata.count"] == second["@odata.count"]
    assert first["@odata.context"].endswith("#appCatalogs/teamsApps(displayName)")


def test_metadata_are_left_out_on_request(graph: Graph, people: People) -> None:
    """CLI for Microsoft 365 shows its users all that it gets."""
    graph.publish(people.reviewer, package())
    headers = {"Accept": "application/json;odata.metadata=none"}

    app = graph.ask(people.user, "GET", f"{APPS}?$expand=appDefinitions", headers=headers).json()

    assert {"value"} == app.keys()
    assert not [name for name in app["value"][0]["appDefinitions"][0] if name.startswith("@")]


@pytest.mark.parametrize(
    ("path", "headers", "status", "code", "words"),
    [
        ("?$filter=foo eq 1", {}, 400, "BadRequest", 'Invalid $filter: "foo" is no property of teamsApp'),
        ("?$expand=owners", {}, 400, "BadRequest", 'Invalid $expand: "owners" is no property'),
        ("?$skiptoken=p2", {}, 400, "BadRequest", "Invalid $skiptoken"),
        ("?$format=xml", {}, 406, "NotAcceptable", "application/json"),
        ("", {"Accept": "application/xml"}, 406, "NotAcceptable", "application/json"),
        ("/nothing", {}, 404, "NotFound", "App doesn't exist in the tenant."),
        ("/nothing/else/at/all", {}, 404, "NotFound", "nothing at this address"),
    ],
)
def test_what_cannot_be_asked_is_said_in_graphs_shape(  # noqa: PLR0917
    graph: Graph, people: People, path: str, headers: dict[str, str], status: int, code: str, words: str
) -> None:
    """The reason stands in the message, which is what CLI for Microsoft 365 shows."""
    error = faulted(graph.ask(people.user, "GET", f"{APPS}{path}", headers=headers), status, code)

    assert words in error["message"]
    assert words in error["innerError"]["message"]


def test_other_methods_are_not_answered(graph: Graph, people: People) -> None:
    """405, and which methods there are."""
    answer = graph.ask(people.reviewer, "PATCH", APPS, json={})

    faulted(answer, 405, "MethodNotAllowed")
    assert "POST" in answer.headers["Allow"]


def test_the_clients_own_id_comes_back(graph: Graph, people: People) -> None:
    """In the header of every answer, and in the body of an error."""
    headers = {"client-request-id": "fbcd64f5-ab41-b355-ec47-dbe2e7258ebe"}

    answer = graph.ask(people.user, "GET", f"{APPS}/x", headers=headers)

    assert headers["client-request-id"] == answer.headers["client-request-id"]
    assert headers["client-request-id"] == answer.json()["error"]["innerError"]["client-request-id"]


@pytest.mark.parametrize("body", ["", "[]", '{"publishingState":5}', '{"publishingState":"submitted"}', "{" * 5000])
def test_a_review_says_published_or_rejected(graph: Graph, people: People, body: str) -> None:
    """Anything else is no decision."""
    app_id = graph.publish(people.publisher, package(), f"{APPS}?requiresReview=true").json()["id"]
    [waiting] = definitions(graph, people.reviewer, app_id)
    path = f"{APPS}/{app_id}/appDefinitions/{waiting['id']}"

    json = {"Content-Type": "application/json"}
    faulted(graph.ask(people.reviewer, "PATCH", path, content=body, headers=json), 400, "BadRequest")
    faulted(graph.ask(people.publisher, "PATCH", path, json={"publishingState": "published"}), 403, "Forbidden")
