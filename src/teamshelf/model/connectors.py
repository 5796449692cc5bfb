"""Connectors that bring in content from outside services.

A Microsoft 365 connector (formerly Office 365 connector), as old as manifest 1.0, posts messages into the channels in
which it has been set up; Microsoft announced its retirement in 2024. A Microsoft Graph connector, since 1.11, feeds
content into search. Connectors for agents are another matter, described in `agent_connectors`.
"""

from teamshelf.model.facts import ManifestObject, each, prop
from teamshelf.model.kinds import HTTP_URL, HTTPS_URL


class GraphConnector(ManifestObject):
    """A Microsoft Graph connector, which brings outside content into Microsoft Search and Copilot."""

    notification_url: str | None = prop(
        "The address that receives the notifications about the Graph connector, such as an administrator turning it "
        "on or off.",
        required=True,
        kind=HTTP_URL,
    )


class Connector(ManifestObject):
    """A Microsoft 365 connector (formerly Office 365 connector).

    It posts messages from an outside service into the channels in which it has been set up.
    """

    connector_id: str | None = prop(
        "The id of the connector, the same as in the connector developer dashboard, in which it is registered.",
        required=True,
        max_length=64,
    )
    configuration_url: str | None = prop(
        "The https address of the page that Teams shows inline when a user sets up the connector in a channel.",
        versions="1.3..",
        kind={"..1.4": HTTPS_URL, "1.5..": HTTP_URL},
    )
    scopes: list[str] = prop(
        "Where the connector can be set up. Only `team` is supported, which means channels.",
        required=True,
        max_items=1,
        each=each(values=("team",)),
    )
