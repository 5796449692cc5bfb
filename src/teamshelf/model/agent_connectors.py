"""Connectors through which agents reach tools outside Microsoft 365, since manifest 1.27.

Each leads to an MCP server over the network or, in the preview only, to one on the user's computer or to an API
plugin. Users do not see them directly, but in what their agents can do. They have nothing to do with the connectors
that post into channels (`connectors`).
"""

from teamshelf.model.constraints import RequiredFor
from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import FILE, HTTPS_URL


class Plugin(ManifestObject):
    """An API plugin that provides the tools of a connector."""

    file: str | None = prop(
        "Path of the plugin manifest in the package.",
        required=True,
        kind=FILE,
    )
    id: str | None = prop(
        "The id of the plugin.",
        required=True,
        max_length=64,
    )


class McpToolDescription(ManifestObject):
    """A file with the descriptions of an MCP server's tools."""

    file: str | None = prop(
        "Path of the tool description file in the package.",
        required="..1.30",
        kind=FILE,
    )


class McpAuthorization(
    ManifestObject,
    constraints=(
        RequiredFor(
            "type",
            {
                "OAuthPluginVault": "..",
                "ApiKeyPluginVault": "..",
                "DynamicClientRegistration": "..",
                "AzureKeyVault": "1.29..",
            },
            required="referenceId",
        ),
    ),
):
    """How the host authenticates to an MCP server."""

    type: str | None = prop(
        "The kind of authentication: `None` is anonymous, `OAuthPluginVault` an OAuth flow, `ApiKeyPluginVault` an "
        "API key, `DynamicClientRegistration` an OAuth client registered on the fly, `AzureKeyVault` a secret kept "
        "in Azure Key Vault. All but `None` need a `referenceId`.",
        required=True,
        values={
            "None": "..",
            "OAuthPluginVault": "..",
            "ApiKeyPluginVault": "..",
            "DynamicClientRegistration": "..",
            "AzureKeyVault": "1.29..",
        },
    )
    reference_id: str | None = prop(
        "The id received on registering the credentials, so that no secret stands in the package. Needed by every "
        "`type` but `None`.",
        max_length=128,
    )


class LocalMcpServer(ManifestObject):
    """An MCP server that runs on the user's computer."""

    authorization: McpAuthorization | None = prop(
        "How the host authenticates to the server.",
    )
    mcp_server_identifier: str | None = prop(
        "The id under which the server has been deployed to the user's computer.",
        required=True,
        max_length=128,
    )
    mcp_tool_description: McpToolDescription | None = prop(
        "A file that describes the tools of the server. With it, the host does not ask the server which tools it has.",
    )


class RemoteMcpServer(ManifestObject):
    """An MCP server reached over https."""

    mcp_server_url: str | None = prop(
        "The https address of the server. Unlike other addresses of the manifest, http is refused.",
        required=True,
        kind=HTTPS_URL,
    )
    mcp_tool_description: McpToolDescription | None = prop(
        "A file that describes the tools of the server. With it, the host does not ask the server which tools it has.",
        required="..1.28",
    )
    authorization: McpAuthorization | None = prop(
        "How the host authenticates to the server.",
    )


class ToolSource(ManifestObject):
    """The source of a connector's tools; give exactly one."""

    remote_mcp_server: RemoteMcpServer | None = prop(
        "An MCP server that is reached over the network.",
    )
    local_mcp_server: LocalMcpServer | None = prop(
        "An MCP server on the user's own computer.",
        versions="devPreview",
    )
    plugin: Plugin | None = prop(
        "An API plugin, described by its own manifest in the package.",
        versions="devPreview",
    )


class AgentConnector(ManifestObject):
    """A connection from agents to tools and data outside Microsoft 365.

    Other parts of this app can use it, and some can serve other apps too.
    """

    id: str | None = prop(
        "The id of the connector, unique in the manifest.",
        required=True,
        max_length=64,
    )
    display_name: str | None = prop(
        "The name of the connector as users see it.",
        required=True,
        max_length=128,
    )
    description: str | None = prop(
        "What the connector gives access to and what it is for.",
        max_length=4000,
    )
    tool_source: ToolSource | None = prop(
        "Where the tools of the connector come from.",
    )
    reusable: bool | None = prop(
        "Whether other apps may use the connector by referring to it.",
        versions="devPreview",
        default=False,
    )
