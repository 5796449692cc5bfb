"""The shelf's settings."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, patch
from litestar.params import JSONBody
from msgspec import UNSET, Meta, UnsetType, structs

from teamshelf.catalogue.settings import (
    EXPLANATIONS,
    BrandName,
    Days,
    Digest,
    Heading,
    HexColor,
    Hours,
    HttpsUrl,
    Lead,
    Picks,
    RuleSet,
    Settings,
    change_settings,
    settings,
)
from teamshelf.server.api.shapes import Shape, Text, Wish
from teamshelf.server.exchange import header_of, language_of
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import MANAGE_SETTINGS, READ_SETTINGS


class SettingsShape(Shape, frozen=True, kw_only=True):
    """All settings, and what each is for."""

    settings: Settings
    explanations: dict[str, str]


class SettingsChange(Wish, frozen=True, kw_only=True, rename=None):
    """What is to be settled otherwise; what is left out stays."""

    rollout_hours: Hours | UnsetType = UNSET
    consent_rules: RuleSet | UnsetType = UNSET
    four_eyes: bool | UnsetType = UNSET
    review_reasons: Annotated[str, Meta(max_length=4000)] | UnsetType = UNSET
    allow_apps: bool | UnsetType = UNSET
    allow_new_apps: bool | UnsetType = UNSET
    is_read_only: bool | UnsetType = UNSET
    allow_uploads: bool | UnsetType = UNSET
    allow_installs: bool | UnsetType = UNSET
    allow_members_to_install: bool | UnsetType = UNSET
    allow_members_to_consent: bool | UnsetType = UNSET
    allow_members_to_update: bool | UnsetType = UNSET
    is_user_personal_scope_resource_specific_consent_enabled: bool | UnsetType = UNSET
    is_chat_resource_specific_consent_enabled: bool | UnsetType = UNSET
    allow_user_requests_for_app_access: bool | UnsetType = UNSET
    ask_again_hours: Hours | UnsetType = UNSET
    request_text: Text | UnsetType = UNSET
    request_url: HttpsUrl | UnsetType = UNSET
    report_url: HttpsUrl | UnsetType = UNSET
    allow_downloads: bool | UnsetType = UNSET
    picks: Picks | UnsetType = UNSET
    create_places_on_use: bool | UnsetType | None = UNSET
    audit_days: Days | UnsetType = UNSET
    brand_name: BrandName | UnsetType = UNSET
    brand_color: HexColor | UnsetType = UNSET
    brand_logo: Digest | UnsetType = UNSET
    hero_title_en: Heading | UnsetType = UNSET
    hero_title_fr: Heading | UnsetType = UNSET
    hero_text_en: Lead | UnsetType = UNSET
    hero_text_fr: Lead | UnsetType = UNSET
    allow_badges: bool | UnsetType = UNSET


@get("/settings", permission=READ_SETTINGS, sync_to_thread=True)
def show_settings(request: Request[Any, Any, Any], shelf: TheShelf) -> SettingsShape:
    """What is settled, and what each setting is for."""
    with shelf.reading() as session:
        return _shape(request, settings(session))


@patch("/settings", permission=MANAGE_SETTINGS, sync_to_thread=True)
def settle(
    request: Request[Any, Any, Any], shelf: TheShelf, actor: TheActor, data: JSONBody[SettingsChange]
) -> SettingsShape:
    """Settle something otherwise."""
    values = {name: value for name, value in structs.asdict(data).items() if value is not UNSET}
    return _shape(request, change_settings(shelf, actor, **values))


def _shape(request: Request[Any, Any, Any], settled: Settings) -> SettingsShape:
    language = language_of(header_of(request.scope, b"accept-language"))
    return SettingsShape(
        settings=settled,
        explanations={name: message.in_language(language) for name, message in EXPLANATIONS.items()},
    )


HANDLERS = [show_settings, settle]
