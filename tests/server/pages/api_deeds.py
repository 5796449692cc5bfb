"""What is done by way of Graph and of our own API, and what the audit says of it."""

from __future__ import annotations

from teamshelf.catalogue.auditing import Action
from tests.server.pages.deeds import ANSWERS, EVIDENCE, FILES, FRESH, NONE, ZIP, Deed, form
from tests.server.pages.pictures import screenshot
from tests.server.pages.stocked import SAMPLES, package

_RSC = {
    "resourceSpecificPermissions": [{"permissionValue": "ChannelMessage.Read.Group", "permissionType": "Application"}]
}
_CONSENT = [{"value": "ChannelMessage.Read.Group", "type": "application"}]


def _bind(app: str) -> dict[str, str]:
    return {"teamsApp@odata.bind": f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/<{app}>"}


def _update(name: str, version: str) -> bytes:
    return package(next(sample for sample in SAMPLES if sample.name == name), version)


A = Action

API_DEEDS = (
    Deed("DELETE /api/v1/apps/{app_id:str}", "ada", (A.APP_DELETED,), named={"app_id": "field"}),
    Deed(
        "DELETE /api/v1/apps/{app_id:str}/customisation", "ada", (A.CUSTOMISATION_RESET,), named={"app_id": "parking"}
    ),
    Deed(
        "DELETE /api/v1/installations/{installation_id:str}",
        "uma",
        (A.APP_UNINSTALLED,),
        named={"installation_id": "mine"},
    ),
    Deed("DELETE /api/v1/policies/{policy_id:str}", "ada", (A.POLICY_CHANGED,), named={"policy_id": "policy"}),
    Deed("DELETE /api/v1/setup-policies/{policy_id:str}", "ada", (A.POLICY_CHANGED,), named={"policy_id": "setup"}),
    Deed("DELETE /api/v1/tokens/{token_id:str}", "ada", (A.TOKEN_REVOKED,), named={"token_id": "token"}),
    Deed(
        "DELETE /api/v1/versions/{version_id:str}",
        "paul",
        (A.VERSION_WITHDRAWN, A.APP_DELETED),
        named={"version_id": "draft"},
    ),
    Deed("DELETE /v1.0/appCatalogs/teamsApps/{app_id:str}", "ada", (A.APP_DELETED,), named={"app_id": "pulse"}),
    Deed(
        "DELETE /v1.0/appCatalogs/teamsApps/{app_id:str}/appDefinitions/{definition_id:str}",
        "paul",
        (A.VERSION_WITHDRAWN, A.APP_DELETED),
        named={"app_id": "waiting-app", "definition_id": "waiting-definition"},
    ),
    Deed(
        "DELETE /v1.0/chats/{place_id:str}/installedApps/{installation_id:str}",
        "uma",
        (A.APP_UNINSTALLED,),
        named={"place_id": "chat", "installation_id": "chats-in-graph"},
    ),
    Deed(
        "DELETE /v1.0/me/teamwork/installedApps/{installation_id:str}",
        "uma",
        (A.APP_UNINSTALLED,),
        named={"installation_id": "mine-in-graph"},
    ),
    Deed(
        "DELETE /v1.0/teams/{place_id:str}/installedApps/{installation_id:str}",
        "uma",
        (A.APP_UNINSTALLED,),
        named={"place_id": "team", "installation_id": "ours-in-graph"},
    ),
    Deed(
        "DELETE /v1.0/users/{place_id:str}/teamwork/installedApps/{installation_id:str}",
        "ada",
        (A.APP_UNINSTALLED,),
        named={"place_id": "uma", "installation_id": "mine-in-graph"},
    ),
    Deed(
        "PATCH /api/v1/accounts/{account_id:str}",
        "ada",
        (A.ACCOUNT_CHANGED,),
        {"isDisabled": True},
        named={"account_id": "gone"},
    ),
    Deed(
        "PATCH /api/v1/apps/{app_id:str}/customisation",
        "ada",
        (A.APP_CUSTOMISED,),
        {"values": {"name": "Car place"}},
        named={"app_id": "parking"},
    ),
    Deed("PATCH /api/v1/settings", "ada", (A.SETTING_CHANGED,), {"rollout_hours": 5}),
    Deed(
        "PATCH /v1.0/appCatalogs/teamsApps/{app_id:str}/appDefinitions/{definition_id:str}",
        "rita",
        (A.APP_APPROVED,),
        {"publishingState": "published"},
        named={"app_id": "waiting-app", "definition_id": "waiting-definition"},
    ),
    Deed(
        "PATCH /v1.0/teamwork/teamsAppSettings", "ada", (A.SETTING_CHANGED,), {"allowUserRequestsForAppAccess": False}
    ),
    Deed("POST /api/v1/accounts", "ada", (A.ACCOUNT_CREATED,), {"name": "new@example.com"}),
    Deed(
        "POST /api/v1/apps/{app_id:str}/certification/attested",
        "ada",
        (A.CERTIFICATION_CHANGED,),
        named={"app_id": "ticket"},
    ),
    Deed(
        "POST /api/v1/apps/{app_id:str}/certification/evidence",
        "ada",
        (A.EVIDENCE_ADDED,),
        EVIDENCE,
        FILES,
        {"app_id": "room"},
    ),
    Deed(
        "DELETE /api/v1/apps/{app_id:str}/certification/evidence/{evidence_id:str}",
        "ada",
        (A.EVIDENCE_REMOVED,),
        named={"app_id": "expenses", "evidence_id": "file"},
    ),
    Deed(
        "POST /api/v1/apps/{app_id:str}/certification/revoked",
        "ada",
        (A.CERTIFICATION_CHANGED,),
        {"tier": "certified", "reason": "old"},
        named={"app_id": "ticket"},
    ),
    Deed(
        "POST /api/v1/apps/{app_id:str}/customisation/published",
        "ada",
        (A.APP_CUSTOMISED,),
        named={"app_id": "parking"},
    ),
    Deed(
        "POST /api/v1/apps/{app_id:str}/requests",
        "noor",
        (A.REQUEST_CREATED,),
        {"reason": "please"},
        named={"app_id": "wanted"},
    ),
    Deed(
        "POST /api/v1/apps/{app_id:str}/requests/allow",
        "ada",
        (A.REQUEST_CLOSED, A.APP_ALLOWED),
        named={"app_id": "wanted"},
    ),
    Deed("POST /api/v1/apps/{app_id:str}/requests/dismiss", "ada", (A.REQUEST_CLOSED,), named={"app_id": "wanted"}),
    Deed("POST /api/v1/installations", "uma", (A.APP_INSTALLED,), {"appId": "<room>", "placeId": "<uma>"}),
    Deed(
        "POST /api/v1/installations/{installation_id:str}/accept",
        "uma",
        (A.CONSENT_GRANTED,),
        {"everywhere": False, "digest": "<pulse-digest>", "consented": _CONSENT},
        named={"installation_id": "mine"},
    ),
    Deed(
        "POST /api/v1/installations/{installation_id:str}/decline",
        "uma",
        (A.CONSENT_DECLINED,),
        {},
        named={"installation_id": "mine"},
    ),
    Deed(
        "PUT /api/v1/apps/{app_id:str}/entry",
        "ada",
        (A.LISTING_CHANGED,),
        {"category": "sales", "videoUrl": "https://video.example.com/1"},
        named={"app_id": "room"},
    ),
    Deed(
        "POST /api/v1/apps/{app_id:str}/screenshots",
        "ada",
        (A.LISTING_CHANGED,),
        form("file", screenshot(3), "image/png"),
        FILES,
        {"app_id": "room"},
    ),
    Deed(
        "DELETE /api/v1/apps/{app_id:str}/screenshots/{digest:str}",
        "ada",
        (A.LISTING_CHANGED,),
        named={"app_id": "expenses", "digest": "screenshot"},
    ),
    Deed("POST /api/v1/wishes", "uma", (A.REMARK_MADE,), {"text": "A calendar of the harbour"}),
    Deed(
        "POST /api/v1/apps/{app_id:str}/remarks",
        "uma",
        (A.REMARK_MADE,),
        {"about": "problem", "text": "It is slow."},
        named={"app_id": "ticket"},
    ),
    Deed(
        "POST /api/v1/remarks/{remark_id:str}/answer",
        "rita",
        (A.REMARK_ANSWERED,),
        {"ending": "done", "answer": "It is mended."},
        named={"remark_id": "remark"},
    ),
    Deed("POST /api/v1/policies", "ada", (A.POLICY_CHANGED,), {"name": "Many", "mode": "allow-all"}),
    Deed("POST /api/v1/setup-policies", "ada", (A.POLICY_CHANGED,), {"name": "Newcomers", "allowUpload": False}),
    Deed("POST /api/v1/tokens", "uma", (A.TOKEN_CREATED,), {"label": "x"}),
    Deed(
        "POST /api/v1/versions/{version_id:str}/decisions",
        "rita",
        (A.CHANGES_REQUESTED,),
        {"action": "request-changes", "reason": "more"},
        named={"version_id": "waiting"},
    ),
    Deed(
        "PUT /api/v1/versions/{version_id:str}/notes",
        "paul",
        (A.NOTES_CHANGED,),
        {"notes": "More room.", "reviewNotes": "Try the second tab."},
        named={"version_id": "waiting"},
    ),
    Deed(
        "POST /api/v1/versions/{version_id:str}/reviews",
        "paul",
        (A.REVIEW_COMMENTED,),
        {"text": "Please."},
        named={"version_id": "waiting"},
    ),
    Deed("POST /v1.0/appCatalogs/teamsApps", "ada", (A.APP_PUBLISHED,), FRESH, ZIP),
    Deed(
        "POST /v1.0/appCatalogs/teamsApps/{app_id:str}/appDefinitions",
        "ada",
        (A.APP_UPDATED,),
        _update("Room Finder", "1.0.1"),
        ZIP,
        {"app_id": "room"},
    ),
    Deed(
        "POST /v1.0/chats/{place_id:str}/installedApps",
        "uma",
        (A.APP_INSTALLED,),
        _bind("ticket"),
        named={"place_id": "chat"},
    ),
    Deed(
        "POST /v1.0/chats/{place_id:str}/installedApps/{installation_id:str}/upgrade",
        "uma",
        NONE,
        {},
        named={"place_id": "chat", "installation_id": "chats-in-graph"},
    ),
    Deed("POST /v1.0/me/teamwork/installedApps", "uma", (A.APP_INSTALLED,), _bind("room")),
    Deed(
        "POST /v1.0/me/teamwork/installedApps/{installation_id:str}/upgrade",
        "uma",
        (A.APP_UPGRADED,),
        {"consentedPermissionSet": _RSC},
        named={"installation_id": "mine-in-graph"},
    ),
    Deed(
        "POST /v1.0/teams/{place_id:str}/installedApps",
        "uma",
        (A.APP_INSTALLED,),
        _bind("ticket"),
        named={"place_id": "team"},
    ),
    Deed(
        "POST /v1.0/teams/{place_id:str}/installedApps/{installation_id:str}/upgrade",
        "uma",
        (A.APP_UPGRADED,),
        {"consentedPermissionSet": _RSC},
        named={"place_id": "team", "installation_id": "ours-in-graph"},
    ),
    Deed(
        "POST /v1.0/users/{place_id:str}/teamwork/installedApps",
        "uma",
        (A.APP_INSTALLED,),
        _bind("room"),
        named={"place_id": "uma"},
    ),
    Deed(
        "POST /v1.0/users/{place_id:str}/teamwork/installedApps/{installation_id:str}/upgrade",
        "uma",
        (A.APP_UPGRADED,),
        {"consentedPermissionSet": _RSC},
        named={"place_id": "uma", "installation_id": "mine-in-graph"},
    ),
    Deed(
        "PUT /api/v1/accounts/{account_id:str}/policy",
        "ada",
        (A.POLICY_CHANGED,),
        {"policyId": "<policy>"},
        named={"account_id": "uma"},
    ),
    Deed(
        "PUT /api/v1/accounts/{account_id:str}/setup-policy",
        "ada",
        (A.POLICY_CHANGED,),
        {"policyId": "<setup>"},
        named={"account_id": "uma"},
    ),
    Deed(
        "PUT /api/v1/apps/{app_id:str}/access",
        "ada",
        (A.ACCESS_CHANGED,),
        {"access": "assigned", "holders": ["<uma>"]},
        named={"app_id": "field"},
    ),
    Deed(
        "PUT /api/v1/apps/{app_id:str}/certification/answers",
        "ada",
        (A.QUESTION_ANSWERED,),
        {"answers": ANSWERS},
        named={"app_id": "room"},
    ),
    Deed(
        "PUT /api/v1/apps/{app_id:str}/certification/certified",
        "ada",
        (A.CERTIFICATION_CHANGED,),
        {},
        named={"app_id": "ticket"},
    ),
    Deed(
        "PUT /api/v1/apps/{app_id:str}/certification/verified",
        "ada",
        (A.CERTIFICATION_CHANGED,),
        {"name": "Building Services"},
        named={"app_id": "room"},
    ),
    Deed(
        "PUT /api/v1/apps/{app_id:str}/team/{account_id:str}",
        "ada",
        (A.COLLABORATOR_ADDED,),
        named={"app_id": "room", "account_id": "paul"},
    ),
    Deed(
        "DELETE /api/v1/apps/{app_id:str}/team/{account_id:str}",
        "ada",
        (A.COLLABORATOR_REMOVED,),
        named={"app_id": "expenses", "account_id": "rita"},
    ),
    Deed(
        "PUT /api/v1/apps/{app_id:str}/owner",
        "ada",
        (A.APP_TRANSFERRED,),
        {"accountId": "<paul>"},
        named={"app_id": "room"},
    ),
    Deed(
        "PUT /api/v1/apps/{app_id:str}/status", "ada", (A.APP_BLOCKED,), {"isBlocked": True}, named={"app_id": "field"}
    ),
    Deed(
        "PUT /v1.0/appCatalogs/teamsApps/{app_id:str}",
        "ada",
        (A.APP_UPDATED,),
        _update("Room Finder", "1.0.1"),
        ZIP,
        {"app_id": "room"},
    ),
)
