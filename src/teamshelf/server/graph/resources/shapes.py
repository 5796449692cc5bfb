"""What Graph's resources have. Source: Graph's reference, v1.0, with what beta adds."""

from __future__ import annotations

from teamshelf.server.graph.odata.shapes import Kind, Member, Shape

_TEXT = Member()
_WORD = Member(Kind.WORD)
_FLAG = Member(Kind.FLAG)
_MOMENT = Member(Kind.MOMENT)


def _object(shape: Shape, *, is_many: bool = False, on_request: bool = False) -> Member:
    return Member(Kind.OBJECT, shape, is_many=is_many, on_request=on_request)


def _leading(shape: Shape, *, is_many: bool = False) -> Member:
    return Member(Kind.OBJECT, shape, leads=True, is_many=is_many)


_IDENTITY = Shape("identity", {"id": _WORD, "displayName": _TEXT, "userIdentityType": _WORD})
_IDENTITY_SET = Shape(
    "identitySet", {"application": _object(_IDENTITY), "device": _object(_IDENTITY), "user": _object(_IDENTITY)}
)
_PERMISSION = Shape("teamsAppResourceSpecificPermission", {"permissionValue": _TEXT, "permissionType": _WORD})
PERMISSION_SET = Shape("teamsAppPermissionSet", {"resourceSpecificPermissions": _object(_PERMISSION, is_many=True)})
_AUTHORIZATION = Shape(
    "teamsAppAuthorization", {"clientAppId": _WORD, "requiredPermissionSet": _object(PERMISSION_SET)}
)

BOT = Shape("teamworkBot", {"id": _WORD})

_HOSTED_CONTENT = Shape("teamworkHostedContent", {"id": _WORD, "contentBytes": _TEXT, "contentType": _TEXT})
ICON = Shape("teamsAppIcon", {"id": _WORD, "webUrl": _TEXT, "hostedContent": _leading(_HOSTED_CONTENT)})

_DEFINITION_MEMBERS = {
    "id": _TEXT,
    "teamsAppId": _WORD,
    "azureADAppId": _WORD,
    "displayName": _TEXT,
    "version": _TEXT,
    "publishingState": _WORD,
    "shortDescription": _TEXT,
    "description": _TEXT,
    "lastModifiedDateTime": _MOMENT,
    "createdBy": _object(_IDENTITY_SET),
    "authorization": _object(_AUTHORIZATION),
    "bot": _leading(BOT),
}
DEFINITION = Shape("teamsAppDefinition", _DEFINITION_MEMBERS)
DEFINITION_BETA = Shape(
    "teamsAppDefinition",
    {
        **_DEFINITION_MEMBERS,
        "allowedInstallationScopes": _TEXT,
        "colorIcon": _leading(ICON),
        "outlineIcon": _leading(ICON),
    },
)


def _app(definition: Shape) -> Shape:
    return Shape(
        "teamsApp",
        {
            "id": _WORD,
            "externalId": _WORD,
            "displayName": _TEXT,
            "distributionMethod": _WORD,
            "appDefinitions": _leading(definition, is_many=True),
        },
    )


APP = _app(DEFINITION)
APP_BETA = _app(DEFINITION_BETA)

CHAT = Shape(
    "chat",
    {
        "id": _TEXT,
        "topic": _TEXT,
        "chatType": _WORD,
        "createdDateTime": _MOMENT,
    },
)
_SCOPE_INFO = Shape("teamsAppInstallationScopeInfo", {"scope": _WORD})


def _installation(app: Shape, definition: Shape, *, is_beta: bool, is_personal: bool) -> Shape:
    members = {
        "id": _TEXT,
        "consentedPermissionSet": _object(PERMISSION_SET, on_request=True),
        "teamsApp": _leading(app),
        "teamsAppDefinition": _leading(definition),
    }
    if is_beta:
        members["scopeInfo"] = _object(_SCOPE_INFO)
    if is_personal:
        members["chat"] = _leading(CHAT)
    return Shape("userScopeTeamsAppInstallation" if is_personal else "teamsAppInstallation", members)


INSTALLATION = _installation(APP, DEFINITION, is_beta=False, is_personal=False)
INSTALLATION_BETA = _installation(APP_BETA, DEFINITION_BETA, is_beta=True, is_personal=False)
PERSONAL_INSTALLATION = _installation(APP, DEFINITION, is_beta=False, is_personal=True)
PERSONAL_INSTALLATION_BETA = _installation(APP_BETA, DEFINITION_BETA, is_beta=True, is_personal=True)

USER = Shape("user", {"id": _WORD, "displayName": _TEXT, "userPrincipalName": _TEXT, "mail": _TEXT})
TEAM = Shape("team", {"id": _WORD, "displayName": _TEXT, "description": _TEXT, "createdDateTime": _MOMENT})
SETTINGS = Shape(
    "teamsAppSettings",
    {
        "id": _WORD,
        "allowUserRequestsForAppAccess": _FLAG,
        "isUserPersonalScopeResourceSpecificConsentEnabled": _FLAG,
    },
)
