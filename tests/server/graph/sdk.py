"""Microsoft's own Python SDK, unmodified, as somebody uses it who looks after apps.

It takes more than a second to import, so that only the tests that use it do.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from kiota_abstractions.authentication import AccessTokenProvider, AllowedHostsValidator
from kiota_abstractions.authentication.base_bearer_token_authentication_provider import (
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.method import Method
from msgraph.generated.app_catalogs.teams_apps.teams_apps_request_builder import TeamsAppsRequestBuilder
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.teams_app import TeamsApp
from msgraph.generated.models.teams_app_definition import TeamsAppDefinition
from msgraph.generated.models.teams_app_distribution_method import TeamsAppDistributionMethod
from msgraph.generated.models.teams_app_installation import TeamsAppInstallation
from msgraph.generated.models.teams_app_permission_set import TeamsAppPermissionSet
from msgraph.generated.models.teams_app_publishing_state import TeamsAppPublishingState
from msgraph.generated.models.teams_app_resource_specific_permission import TeamsAppResourceSpecificPermission
from msgraph.generated.models.teams_app_resource_specific_permission_type import (
    TeamsAppResourceSpecificPermissionType,
)
from msgraph.generated.models.user_scope_teams_app_installation import UserScopeTeamsAppInstallation
from msgraph.generated.teams.item.installed_apps.installed_apps_request_builder import InstalledAppsRequestBuilder
from msgraph.generated.teams.item.installed_apps.item.upgrade.upgrade_post_request_body import UpgradePostRequestBody
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient
from msgraph_core.tasks.page_iterator import PageIterator

from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.people.tokens import create_token
from tests.manifests import APP_ID
from tests.server.graph.asking import CHAT, RSC, TEAM, everywhere, package

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People
    from tests.server.graph.live import Live

BIND = "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/"
ERRORS: dict[str, Any] = {"XXX": ODataError}


class Token(AccessTokenProvider):  # type: ignore[misc] # mypy skips the SDK
    """Somebody's token."""

    def __init__(self, text: str) -> None:
        self._text = text

    async def get_authorization_token(self, uri: str, additional_authentication_context: Any = None) -> str:  # noqa: ARG002
        """The token, whatever it is for."""
        return self._text

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        """Any host."""
        return AllowedHostsValidator([])


class Client:
    """The SDK, as somebody uses it."""

    def __init__(self, live: Live, shelf: Shelf, actor: Actor) -> None:
        text = create_token(shelf, OPERATOR, actor.account_id or "", label="msgraph").text
        self.adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Token(text)))
        self.adapter.base_url = f"{live.address}/v1.0"
        self.graph = GraphServiceClient(request_adapter=self.adapter)
        self.apps = self.graph.app_catalogs.teams_apps

    async def __aenter__(self) -> Client:  # noqa: PYI034 - nobody inherits from it
        return self

    async def __aexit__(self, *error: object) -> None:
        client: Any = self.adapter._http_client
        await client._transport.transport.aclose()  # its own `aclose` does not reach the transport below
        await client.aclose()

    async def send(self, request: RequestInformation, content: bytes, kind: Any, *, review: bool = False) -> Any:
        """Send a package in place of the generated body, as everybody does who publishes with the SDK."""
        request.headers.remove("Content-Type")
        request.set_stream_content(content, "application/zip")
        if review:
            request.url_template = f"{request.url_template}{{?requiresReview}}"
            request.query_parameters["requiresReview"] = "true"
        if kind is None:
            return await self.adapter.send_no_response_content_async(request, ERRORS)
        return await self.adapter.send_async(request, kind, ERRORS)

    async def publish(self, content: bytes, *, review: bool = False) -> TeamsApp:
        """Publish a new app."""
        app: TeamsApp = await self.send(
            self.apps.to_post_request_information(TeamsApp()), content, TeamsApp, review=review
        )
        return app

    async def update(self, app_id: str, content: bytes, *, review: bool = False) -> TeamsAppDefinition | None:
        """Update an app."""
        builder = self.apps.by_teams_app_id(app_id).app_definitions
        request = builder.to_post_request_information(TeamsAppDefinition())
        made: TeamsAppDefinition | None = await self.send(
            request, content, TeamsAppDefinition if review else None, review=review
        )
        return made

    async def definitions(self, app_id: str) -> list[TeamsAppDefinition]:
        """The definitions of an app."""
        found = await self.apps.by_teams_app_id(app_id).app_definitions.get()
        assert found is not None
        return found.value or []

    async def decide(
        self, app_id: str, definition: TeamsAppDefinition, state: TeamsAppPublishingState, tag: str | None = None
    ) -> TeamsAppDefinition | None:
        """Review a definition."""
        configuration: RequestConfiguration[Any] = RequestConfiguration()
        if tag:
            configuration.headers.add("If-Match", tag)
        item = self.apps.by_teams_app_id(app_id).app_definitions.by_teams_app_definition_id(definition.id or "")
        return await item.patch(TeamsAppDefinition(publishing_state=state), configuration)


async def live_through(live: Live, shelf: Shelf, people: People) -> None:
    """The whole life of an app."""
    async with AsyncExitStack() as stack:
        publisher, reviewer, admin, user = [
            await stack.enter_async_context(Client(live, shelf, actor))
            for actor in (people.publisher, people.reviewer, people.admin, people.user)
        ]
        app_id = await _publish_and_review(publisher, reviewer)
        await _find(user, app_id)
        await _update(admin, app_id)
        await _install_everywhere(user, people, app_id)
        await _upgrade(admin, user, app_id)
        await _delete(publisher, reviewer, user, app_id)
        await _page(admin, user)


async def _publish_and_review(publisher: Client, reviewer: Client) -> str:
    """Submitted, approved; an update rejected, withdrawn, and refused when somebody was quicker."""
    app = await publisher.publish(everywhere(), review=True)
    assert (APP_ID, "Polls", TeamsAppDistributionMethod.Organization) == (
        app.external_id,
        app.display_name,
        app.distribution_method,
    )
    app_id = app.id or ""
    [waiting] = await publisher.definitions(app_id)
    assert TeamsAppPublishingState.Submitted == waiting.publishing_state
    tag = waiting.additional_data["@odata.etag"]
    approved = await reviewer.decide(app_id, waiting, TeamsAppPublishingState.Published, tag)
    assert approved is not None
    assert TeamsAppPublishingState.Published == approved.publishing_state
    assert approved.id != waiting.id
    assert approved.created_by is not None
    assert approved.created_by.user is not None
    assert "Publisher" == approved.created_by.user.display_name

    sent = await publisher.update(app_id, everywhere("1.1.0"), review=True)
    assert sent is not None
    stale = await _refused(reviewer.decide(app_id, sent, TeamsAppPublishingState.Published, tag))
    assert (412, "PreconditionFailed") == (stale.response_status_code, _code(stale))
    rejected = await reviewer.decide(app_id, sent, TeamsAppPublishingState.Rejected)
    assert rejected is not None
    assert TeamsAppPublishingState.Rejected == rejected.publishing_state

    sent = await publisher.update(app_id, everywhere("1.1.0"), review=True)
    assert sent is not None
    item = publisher.apps.by_teams_app_id(app_id).app_definitions.by_teams_app_definition_id(sent.id or "")
    await item.delete()
    assert ["1.0.0", "1.1.0"] == [each.version for each in await publisher.definitions(app_id)]
    return app_id


async def _find(user: Client, app_id: str) -> None:
    """By filters, with expansions, ordered, counted and searched."""
    query = TeamsAppsRequestBuilder.TeamsAppsRequestBuilderGetQueryParameters(
        filter=f"distributionMethod eq 'organization' and externalId eq '{APP_ID}'",
        expand=["appDefinitions($expand=bot)"],
        orderby=["displayName desc"],
        search="polls",
        top=5,
        count=True,
    )
    found = await user.apps.get(RequestConfiguration(query_parameters=query))
    assert found is not None
    assert 1 == found.odata_count
    [app] = found.value or []
    [definition] = app.app_definitions or []
    assert (app_id, "1.0.0") == (app.id, definition.version)
    assert definition.bot is not None
    bots = TeamsAppsRequestBuilder.TeamsAppsRequestBuilderGetQueryParameters(
        filter="appDefinitions/any(a:a/bot ne null)", select=["id", "displayName"]
    )
    with_bot = await user.apps.get(RequestConfiguration(query_parameters=bots))
    assert with_bot is not None
    assert [(app_id, None)] == [(each.id, each.external_id) for each in with_bot.value or []]
    assert 1 == await user.apps.count.get()
    one = await user.apps.by_teams_app_id(app_id).get()
    assert one is not None
    assert "Polls" == one.display_name
    path = user.apps.by_teams_app_id(app_id).app_definitions.by_teams_app_definition_id(definition.id or "")
    bot = await path.bot.get()
    assert bot is not None
    assert definition.bot.id == bot.id


async def _update(admin: Client, app_id: str) -> None:
    """By POST and by PUT; and what is refused arrives as the fields of the SDK's error."""
    await admin.update(app_id, everywhere("1.2.0"))
    request = admin.apps.by_teams_app_id(app_id).to_get_request_information()
    request.http_method = Method.PUT
    await admin.send(request, everywhere("1.3.0"), None)
    newest = (await admin.definitions(app_id))[-1]
    assert ("1.3.0", TeamsAppPublishingState.Published) == (newest.version, newest.publishing_state)

    again = await _refused(admin.publish(everywhere("1.4.0")))
    assert (409, "Conflict") == (again.response_status_code, _code(again))
    assert again.error is not None
    assert (again.error.message or "").startswith("App with same id already exists in the tenant.")
    inner = again.error.inner_error
    assert inner is not None
    assert "AppDefinitionAlreadyExists" == inner.additional_data["code"]
    assert inner.request_id
    assert inner.date is not None
    wrong = await _refused(admin.update(app_id, everywhere("1.4.0", accentColor="blue")))
    assert (400, "BadRequest") == (wrong.response_status_code, _code(wrong))
    assert wrong.error is not None
    assert wrong.error.inner_error is not None
    assert "UnableToParseTeamsAppManifest" == wrong.error.inner_error.additional_data["code"]
    assert "accentColor" == wrong.error.inner_error.additional_data["details"][0]["target"]
    generated = await _refused(admin.apps.post(TeamsApp()))
    assert (415, "UnsupportedMediaType") == (generated.response_status_code, _code(generated))


async def _install_everywhere(user: Client, people: People, app_id: str) -> None:
    """In a team, in a chat, for oneself under each of one's names; twice is a conflict."""
    bind = {"teamsApp@odata.bind": f"{BIND}{app_id}"}
    team, chat = user.graph.teams.by_team_id(TEAM), user.graph.chats.by_chat_id(CHAT)
    for place in (team, chat):
        await place.installed_apps.post(TeamsAppInstallation(additional_data=dict(bind)))
        twice = await _refused(place.installed_apps.post(TeamsAppInstallation(additional_data=dict(bind))))
        assert (409, "Conflict") == (twice.response_status_code, _code(twice))
        query = InstalledAppsRequestBuilder.InstalledAppsRequestBuilderGetQueryParameters(
            expand=["teamsApp", "teamsAppDefinition"], filter=f"teamsApp/externalId eq '{APP_ID}'"
        )
        found = await place.installed_apps.get(RequestConfiguration(query_parameters=query))
        assert found is not None
        [installed] = found.value or []
        assert installed.teams_app is not None
        assert installed.teams_app_definition is not None
        assert (app_id, "1.3.0") == (installed.teams_app.id, installed.teams_app_definition.version)
        item = place.installed_apps.by_teams_app_installation_id(installed.id or "")
        app, definition = await item.teams_app.get(), await item.teams_app_definition.get()
        assert app is not None
        assert definition is not None
        assert (app_id, "1.3.0") == (app.id, definition.version)

    own = user.graph.users.by_user_id(people.user.name).teamwork.installed_apps
    await own.post(
        UserScopeTeamsAppInstallation(
            odata_type="#microsoft.graph.userScopeTeamsAppInstallation", additional_data=dict(bind)
        )
    )
    mine = await user.graph.me.teamwork.installed_apps.get()
    assert mine is not None
    [personal] = mine.value or []
    talk = await own.by_user_scope_teams_app_installation_id(personal.id or "").chat.get()
    assert talk is not None
    assert (talk.id or "").startswith("19:")
    await own.by_user_scope_teams_app_installation_id(personal.id or "").delete()
    mine = await user.graph.me.teamwork.installed_apps.get()
    assert mine is not None
    assert [] == mine.value


async def _upgrade(admin: Client, user: Client, app_id: str) -> None:
    """To a version that asks for permissions: only with consent to exactly these."""
    await admin.update(app_id, everywhere("2.0.0", authorization=RSC))
    installed = user.graph.teams.by_team_id(TEAM).installed_apps
    found = await installed.get()
    assert found is not None
    [one] = found.value or []
    item = installed.by_teams_app_installation_id(one.id or "")
    refused = await _refused(item.upgrade.post(UpgradePostRequestBody()))
    assert (400, "BadRequest") == (refused.response_status_code, _code(refused))
    await item.upgrade.post(UpgradePostRequestBody(consented_permission_set=_consent()))
    definition = await item.teams_app_definition.get()
    assert definition is not None
    assert "2.0.0" == definition.version
    assert definition.authorization is not None
    query = InstalledAppsRequestBuilder.InstalledAppsRequestBuilderGetQueryParameters(
        select=["id", "consentedPermissionSet"]
    )
    with_consent = await installed.get(RequestConfiguration(query_parameters=query))
    assert with_consent is not None
    [one] = with_consent.value or []
    assert one.consented_permission_set is not None
    assert {each["name"] for each in RSC["permissions"]["resourceSpecific"]} == {
        each.permission_value for each in one.consented_permission_set.resource_specific_permissions or []
    }
    await item.delete()
    gone = await _refused(item.get())
    assert (404, "NotFound") == (gone.response_status_code, _code(gone))


def _consent() -> TeamsAppPermissionSet:
    return TeamsAppPermissionSet(
        resource_specific_permissions=[
            TeamsAppResourceSpecificPermission(
                permission_value=each["name"],
                permission_type=TeamsAppResourceSpecificPermissionType(each["type"].lower()),
            )
            for each in RSC["permissions"]["resourceSpecific"]
        ]
    )


async def _delete(publisher: Client, reviewer: Client, user: Client, app_id: str) -> None:
    """By those who may; then it is nowhere any more."""
    forbidden = await _refused(user.apps.by_teams_app_id(app_id).delete())
    assert (403, "Forbidden") == (forbidden.response_status_code, _code(forbidden))
    await publisher.apps.by_teams_app_id(app_id).delete()
    unknown = await _refused(reviewer.apps.by_teams_app_id(app_id).get())
    assert (404, "NotFound") == (unknown.response_status_code, _code(unknown))
    left = await user.graph.chats.by_chat_id(CHAT).installed_apps.get()
    assert left is not None
    assert [] == left.value


async def _page(admin: Client, user: Client) -> None:
    """The SDK's own iterator follows the links, without the headers of the first request."""
    for number in range(5):
        name = {"short": f"App {number}", "full": f"One of five apps {number}"}
        await admin.publish(package(id=f"2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a7{number}", name=name))
    query = TeamsAppsRequestBuilder.TeamsAppsRequestBuilderGetQueryParameters(top=2)
    first = await user.apps.get(RequestConfiguration(query_parameters=query))
    assert first is not None
    names: list[str | None] = []

    def note(app: TeamsApp) -> bool:
        names.append(app.display_name)
        return True

    await PageIterator(first, user.adapter).iterate(note)
    assert [f"App {number}" for number in range(5)] == names


async def _refused(request: Any) -> ODataError:
    with pytest.raises(ODataError) as caught:
        await request
    return caught.value


def _code(error: ODataError) -> str | None:
    return error.error.code if error.error else None


async def search_too_often(live: Live, client: Client, text: str) -> None:
    """Raw requests are refused, those of the SDK wait."""
    address = f"{live.address}/v1.0/appCatalogs/teamsApps?$search=polls"
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {text}"}) as raw:
        answers = await asyncio.gather(*(raw.get(address) for _ in range(25)))
    refused = [answer for answer in answers if answer.status_code == httpx.codes.TOO_MANY_REQUESTS]
    assert refused
    assert {"1"} == {answer.headers["Retry-After"] for answer in refused}
    assert {"TooManyRequests"} == {answer.json()["error"]["code"] for answer in refused}

    query = TeamsAppsRequestBuilder.TeamsAppsRequestBuilderGetQueryParameters(search="polls")
    found = await asyncio.gather(*(client.apps.get(RequestConfiguration(query_parameters=query)) for _ in range(8)))
    assert [[]] * 8 == [page.value if page else None for page in found]
