"""Microsoft 365 connectors and Microsoft Graph connectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import left_behind_in
from teamshelf.rules.as_written import is_written
from teamshelf.rules.guids import is_guid
from teamshelf.rules.registry import NOTE, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

_REFERENCE = "app manifest reference (2021 preview), connectors"
_CONNECTOR: dict[str, Any] = {
    "connectorId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "configurationUrl": "https://example.com/connect",
    "scopes": ["team"],
}
_GRAPH_CONNECTOR: dict[str, Any] = {"graphConnector": {"notificationUrl": "https://example.com/notify"}}


@rule(
    "connector-without-configuration",
    versions="1.3..",
    upload=WARNING,
    store=WARNING,
    checks=say("A connector has a `configurationUrl`."),
    why=say("It is the page on which users set the connector up. Without one, the connector posts nothing."),
    bad={"connectors": [{name: value for name, value in _CONNECTOR.items() if name != "configurationUrl"}]},
    good={"connectors": [_CONNECTOR]},
    source=_REFERENCE,
)
def connector_without_configuration(app: App) -> Iterable[Found]:
    """No page to set the connector up on; before 1.3 there was none."""
    if not app.manifest.connectors:
        return ()
    return [
        Found(
            f"/connectors/{index}",
            say("the connector has no `configurationUrl`"),
            say("add the address of the page on which users set it up"),
        )
        for index, connector in enumerate(app.manifest.connectors)
        if connector.configuration_url is None and not is_written(app, "connectors", index, "configurationUrl")
    ]


@rule(
    "connector-id-not-guid",
    upload=NOTE,
    store=NOTE,
    checks=say("The `connectorId` of a connector is a GUID."),
    why=say("The connector developer dashboard gives GUIDs; any other text was perhaps not copied from there."),
    bad={"connectors": [{**_CONNECTOR, "connectorId": "polls"}]},
    good={"connectors": [_CONNECTOR]},
    source=_REFERENCE,
)
def connector_id_not_guid(app: App) -> Iterable[Found]:
    """An id that the dashboard did not give."""
    if not app.manifest.connectors:
        return ()
    return [
        Found(
            f"/connectors/{index}/connectorId",
            say(
                "{id} is not a GUID, as ids from the connector developer dashboard are",
                id=shown(connector.connector_id),
            ),
            say("copy the id from the dashboard"),
        )
        for index, connector in enumerate(app.manifest.connectors)
        if connector.connector_id is not None
        and not is_guid(connector.connector_id)
        and left_behind_in(connector.connector_id) is None
    ]


@rule(
    "graph-connector-without-registration",
    versions="1.11..",
    upload=WARNING,
    store=WARNING,
    checks=say("An app with a `graphConnector` has a `webApplicationInfo` with an `id`."),
    why=say("Microsoft Graph knows the connector by the app's registration in Microsoft Entra ID."),
    bad=_GRAPH_CONNECTOR,
    good={
        **_GRAPH_CONNECTOR,
        "webApplicationInfo": {"id": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "resource": "api://example.com/polls"},
    },
    source="app manifest reference, graphConnector",
)
def graph_connector_without_registration(app: App) -> Iterable[Found]:
    """A Graph connector that nobody can sign in for."""
    manifest = app.manifest
    if manifest.graph_connector is None or is_written(app, "webApplicationInfo", "id"):
        return ()
    message = say("the Graph connector needs the app's registration, which `webApplicationInfo` does not name")
    return [Found("/graphConnector", message, say("add `webApplicationInfo` with the `id` of the registration"))]
