"""What is done by way of the pages, and what the audit says of it."""

from __future__ import annotations

from msgspec.structs import asdict

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.settings import Settings
from tests.manifests import icons
from tests.server.pages.deeds import ANSWER, EVIDENCE, FILES, FORM, FRESH, NONE, QUESTION, Deed, form
from tests.server.pages.pictures import screenshot


def settings_form(**changed: str) -> dict[str, str]:
    """The form of the settings as it is at first, with something changed."""
    first = {name: value for name, value in asdict(Settings()).items() if value is not False and value is not None}
    return {name: _field(value) for name, value in first.items()} | changed


def _field(value: object) -> str:
    """How the form writes what is settled."""
    return "\n".join(value) if isinstance(value, tuple) else "on" if value is True else str(value)


LOGO = icons()["color.png"]
"""A picture of the organisation."""

A = Action

PAGE_DEEDS = (
    Deed("POST /admin/apps/status", "ada", (A.APP_BLOCKED,), {"app": "<field>", "to": "block", "reason": "x"}, FORM),
    Deed(
        "POST /admin/apps/{app_id:str}/access",
        "ada",
        (A.ACCESS_CHANGED,),
        {"access": "assigned", "holders": "uma@example.com"},
        FORM,
        {"app_id": "field"},
    ),
    Deed("POST /admin/apps/{app_id:str}/allow", "ada", (A.APP_ALLOWED,), {}, FORM, {"app_id": "blocked"}),
    Deed("POST /admin/apps/{app_id:str}/block", "ada", (A.APP_BLOCKED,), {"reason": "x"}, FORM, {"app_id": "field"}),
    Deed(
        "POST /admin/apps/{app_id:str}/certification",
        "ada",
        (A.CERTIFICATION_CHANGED,),
        {"step": "verify", "publisher": "Building Services"},
        FORM,
        {"app_id": "room"},
    ),
    Deed(
        "POST /admin/apps/{app_id:str}/customise",
        "ada",
        (A.APP_CUSTOMISED,),
        b'--edge\r\nContent-Disposition: form-data; name="name"\r\n\r\nCar place\r\n--edge--\r\n',
        FILES,
        {"app_id": "parking"},
    ),
    Deed(
        "POST /admin/apps/{app_id:str}/customise/preview",
        "ada",
        NONE,
        b'--edge\r\nContent-Disposition: form-data; name="name"\r\n\r\nCar place\r\n--edge--\r\n',
        FILES,
        {"app_id": "parking"},
    ),
    Deed(
        "POST /admin/apps/{app_id:str}/customise/publish", "ada", (A.APP_CUSTOMISED,), {}, FORM, {"app_id": "parking"}
    ),
    Deed(
        "POST /admin/apps/{app_id:str}/customise/reset",
        "ada",
        (A.CUSTOMISATION_RESET,),
        {},
        FORM,
        {"app_id": "parking"},
    ),
    Deed(
        "POST /admin/remarks/{remark_id:str}",
        "ada",
        (A.REMARK_ANSWERED,),
        {"ending": "declined", "answer": "no"},
        FORM,
        {"remark_id": "wish"},
    ),
    Deed("POST /admin/policies", "ada", (A.POLICY_CHANGED,), {"name": "Many", "mode": "allow-all"}, FORM),
    Deed(
        "POST /admin/policies/assign",
        "ada",
        (A.POLICY_CHANGED,),
        {"user": "uma@example.com", "policy_id": "<policy>"},
        FORM,
    ),
    Deed("POST /admin/policies/{policy_id:str}/remove", "ada", (A.POLICY_CHANGED,), {}, FORM, {"policy_id": "policy"}),
    Deed(
        "POST /admin/policies/setup",
        "ada",
        (A.POLICY_CHANGED, A.APP_INSTALLED),
        {"name": "Global", "installed": "Room Finder", "pinned": "Expenses"},
        FORM,
    ),
    Deed(
        "POST /admin/policies/setup/assign",
        "ada",
        (A.POLICY_CHANGED,),
        {"user": "uma@example.com", "policy_id": "<setup>"},
        FORM,
    ),
    Deed(
        "POST /admin/policies/setup/{policy_id:str}/remove",
        "ada",
        (A.POLICY_CHANGED,),
        {},
        FORM,
        {"policy_id": "setup"},
    ),
    Deed(
        "POST /admin/requests/{app_id:str}",
        "ada",
        (A.REQUEST_CLOSED,),
        {"answer": "dismiss"},
        FORM,
        {"app_id": "wanted"},
    ),
    Deed(
        "POST /admin/reviews/{version_id:str}/claim", "rita", (A.REVIEW_CLAIMED,), {}, FORM, {"version_id": "waiting"}
    ),
    Deed(
        "POST /admin/reviews/{version_id:str}/comment",
        "rita",
        (A.REVIEW_COMMENTED,),
        {"text": "Why?"},
        FORM,
        {"version_id": "waiting"},
    ),
    Deed(
        "POST /admin/reviews/{version_id:str}/decision",
        "rita",
        (A.APP_REJECTED,),
        {"verdict": "reject", "reason": "no"},
        FORM,
        {"version_id": "waiting"},
    ),
    Deed("POST /admin/settings/logo", "ada", (A.SETTING_CHANGED,), form("picture", LOGO, "image/png"), FILES),
    Deed("POST /admin/settings", "ada", (A.SETTING_CHANGED,), settings_form(rollout_hours="5"), FORM),
    Deed(
        "POST /admin/versions/{version_id:str}/release",
        "ada",
        (A.VERSION_RELEASED,),
        {"reason": "fine"},
        FORM,
        {"version_id": "stopped"},
    ),
    Deed(
        "POST /admin/versions/{version_id:str}/stop",
        "rita",
        (A.VERSION_QUARANTINED,),
        {"reason": "bad"},
        FORM,
        {"version_id": "translate-version"},
    ),
    Deed("POST /dev/apps/{app_id:str}/attest", "ada", (A.CERTIFICATION_CHANGED,), {}, FORM, {"app_id": "ticket"}),
    Deed(
        "POST /dev/apps/{app_id:str}/certification",
        "ada",
        (A.QUESTION_ANSWERED,),
        {"part": QUESTION.section.value, QUESTION.name: ANSWER},
        FORM,
        {"app_id": "room"},
    ),
    Deed(
        "POST /dev/apps/{app_id:str}/listing",
        "ada",
        (A.LISTING_CHANGED,),
        {"support_url": "https://www.example.com/help"},
        FORM,
        {"app_id": "room"},
    ),
    Deed(
        "POST /dev/apps/{app_id:str}/screenshots",
        "ada",
        (A.LISTING_CHANGED,),
        form("file", screenshot(3), "image/png"),
        FILES,
        {"app_id": "room"},
    ),
    Deed(
        "POST /dev/apps/{app_id:str}/screenshots/{digest:str}/remove",
        "ada",
        (A.LISTING_CHANGED,),
        {},
        FORM,
        {"app_id": "expenses", "digest": "screenshot"},
    ),
    Deed(
        "POST /dev/apps/{app_id:str}/screenshots/{digest:str}/first",
        "rita",
        (A.LISTING_CHANGED,),
        {},
        FORM,
        {"app_id": "expenses", "digest": "screenshot"},
    ),
    Deed("POST /dev/apps/{app_id:str}/evidence", "ada", (A.EVIDENCE_ADDED,), EVIDENCE, FILES, {"app_id": "room"}),
    Deed(
        "POST /dev/apps/{app_id:str}/evidence/{evidence_id:str}/remove",
        "ada",
        (A.EVIDENCE_REMOVED,),
        {"part": "security"},
        FORM,
        {"app_id": "expenses", "evidence_id": "file"},
    ),
    Deed(
        "POST /dev/apps/{app_id:str}/feedback/{remark_id:str}",
        "rita",
        (A.REMARK_ANSWERED,),
        {"ending": "done"},
        FORM,
        {"app_id": "expenses", "remark_id": "remark"},
    ),
    Deed(
        "POST /dev/apps/{app_id:str}/owner",
        "ada",
        (A.COLLABORATOR_REMOVED, A.APP_TRANSFERRED),
        {"name": "paul@example.com"},
        FORM,
        {"app_id": "expenses"},
    ),
    Deed(
        "POST /dev/apps/{app_id:str}/team",
        "ada",
        (A.COLLABORATOR_ADDED,),
        {"name": "paul@example.com"},
        FORM,
        {"app_id": "room"},
    ),
    Deed(
        "POST /dev/apps/{app_id:str}/team/{account_id:str}/remove",
        "rita",
        (A.COLLABORATOR_REMOVED,),
        {},
        FORM,
        {"app_id": "expenses", "account_id": "rita"},
    ),
    Deed("POST /dev/apps/{app_id:str}/what-if", "ada", NONE, {"manifest": "{}"}, FORM, {"app_id": "room"}),
    Deed("POST /dev/check", "paul", NONE, {"manifest": "{}"}, FORM),
    Deed("POST /dev/tokens", "paul", (A.TOKEN_CREATED,), {"label": "ci"}, FORM),
    Deed("POST /dev/tokens/{token_id:str}/revoke", "ada", (A.TOKEN_REVOKED,), {}, FORM, {"token_id": "token"}),
    Deed("POST /dev/upload", "paul", (A.APP_DRAFTED,), form("package", FRESH), FILES),
    Deed(
        "POST /dev/versions/{version_id:str}/comment",
        "paul",
        (A.REVIEW_COMMENTED,),
        {"text": "Please."},
        FORM,
        {"version_id": "waiting"},
    ),
    Deed(
        "POST /dev/versions/{version_id:str}/notes",
        "paul",
        (A.NOTES_CHANGED,),
        {"notes": "More room."},
        FORM,
        {"version_id": "draft"},
    ),
    Deed("POST /dev/versions/{version_id:str}/submit", "paul", (A.APP_SUBMITTED,), {}, FORM, {"version_id": "draft"}),
    Deed(
        "POST /dev/versions/{version_id:str}/withdraw",
        "paul",
        (A.VERSION_WITHDRAWN, A.APP_DELETED),
        {},
        FORM,
        {"version_id": "waiting"},
    ),
    Deed("POST /l/app/{app_id:str}", "uma", (A.APP_INSTALLED,), {"place": "<uma>"}, FORM, {"app_id": "room"}),
    Deed(
        "POST /l/app/{app_id:str}/request",
        "noor",
        (A.REQUEST_CREATED,),
        {"reason": "please"},
        FORM,
        {"app_id": "wanted"},
    ),
    Deed("POST /language", "uma", (A.ACCOUNT_CHANGED,), {"language": "fr"}, FORM),
    Deed(
        "POST /my/apps/{installation_id:str}/remove", "uma", (A.APP_UNINSTALLED,), {}, FORM, {"installation_id": "mine"}
    ),
    Deed("POST /my/wish", "uma", (A.REMARK_MADE,), {"text": "A calendar of the harbour"}, FORM),
    Deed(
        "POST /apps/{app_id:str}/remark",
        "uma",
        (A.REMARK_MADE,),
        {"about": "correction", "text": "It is not in Frankfurt any more."},
        FORM,
        {"app_id": "ticket"},
    ),
    Deed("POST /theme", "uma", NONE, {"theme": "dark"}, FORM),
    Deed(
        "POST /updates/{installation_id:str}",
        "uma",
        (A.CONSENT_DECLINED,),
        {"answer": "stay"},
        FORM,
        {"installation_id": "mine"},
    ),
)
