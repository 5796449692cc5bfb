"""The app's registration in Microsoft Entra ID and the permissions that are consented to on installation.

The registration came with manifest 1.4; resource-specific permissions were kept in it from 1.6 to 1.11 and have a
block of their own since 1.12; tokens for nested app authentication came with 1.22. The basic `permissions` and
`devicePermissions` are lists at the root of the manifest.
"""

from teamshelf.model.facts import ManifestObject, each, prop
from teamshelf.model.kinds import GUID


class ResourcePermission(ManifestObject):
    """A permission the app asks for."""

    name: str | None = prop(
        "The name of the permission, such as `ChannelMessage.Read.Group`. Its last part tells where it holds: "
        "`.Group` is a team, `.Chat` a chat or meeting, `.User` one user. Unknown names are refused when the app is "
        "installed.",
        required=True,
        max_length=128,
    )
    type: str | None = prop(
        "In whose name the permission is used: `Application` by the app without a user, `Delegated` on behalf of "
        "the signed-in user.",
        required=True,
        values=("Application", "Delegated"),
    )


class Permissions(ManifestObject):
    """The permissions of the app, by the reach of what they open."""

    resource_specific: list[ResourcePermission] = prop(
        "Permissions that hold only for the team, chat or user where the app is installed (resource-specific "
        "consent, RSC). They need `webApplicationInfo`, and whoever installs the app there consents to them.",
        max_items=16,
        unique=True,
    )
    org_wide: list[ResourcePermission] = prop(
        "Permissions that hold for the whole organization. Known only in the 2021 preview; current versions ask for "
        "these in Microsoft Entra ID.",
        versions="2021-11",
        max_items=16,
        unique=True,
    )


class Authorization(ManifestObject):
    """What the app asks to be authorized for when it is installed."""

    permissions: Permissions | None = prop(
        "The permissions the app needs to work.",
    )


class NestedAppAuth(ManifestObject):
    """A token that the host fetches in advance for a tab that uses nested app authentication.

    It must describe the very request the page will make.
    """

    redirect_uri: str | None = prop(
        "The redirect URI of the nested app, which is always a base origin without a path.",
        required=True,
    )
    scopes: list[str] = prop(
        "The scopes of the access token, in the same order as in the request of the page.",
        required=True,
        max_items=20,
    )
    claims: str | None = prop(
        "The client capabilities as a JSON text, if the resource server can evaluate access continuously: exactly "
        '`{"access_token":{"xms_cc":{"values":["CP1"]}}}`. Leave it out otherwise; an empty string is wrong.',
        min_length=1,
    )


class WebApplicationInfo(ManifestObject):
    """The app's registration in Microsoft Entra ID (formerly Azure AD).

    Single sign-on and resource-specific permissions are tied to it.
    """

    id: str | None = prop(
        "The GUID of the app registration in Microsoft Entra ID. Each Teams app should have a registration of its "
        "own, as a shared one makes installations conflict.",
        required=True,
        kind=GUID,
        max_length={"..1.4": 36},
    )
    resource: str | None = prop(
        "The URI of the app for which single sign-on acquires a token, such as `api://example.com/<id>`. With "
        "resource-specific permissions and no single sign-on it has no effect, but must not be empty: put any URL "
        "there.",
        required="..1.5",
        max_length=2048,
    )
    application_permissions: list[str] = prop(
        "Resource-specific permissions in the old form, names such as `TeamSettings.Read.Group`. They have moved to "
        "`authorization.permissions.resourceSpecific` with the type `Application`.",
        versions="1.6..1.11",
        max_items=100,
        each=each(max_length=128),
        replaced_by="authorization.permissions.resourceSpecific",
        tolerated="2021-11 devPreview",
    )
    nested_app_auth_info: list[NestedAppAuth] = prop(
        "Tokens for nested app authentication that the host fetches in advance while a tab loads, so that the page "
        "has them sooner.",
        versions="1.22..",
        max_items=5,
    )
