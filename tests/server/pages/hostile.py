"""Apps with a text that tries to run a script wherever a manifest holds one, brought past the check that refuses it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.catalogue.versions.publishing import publish
from teamshelf.package.build import package_of
from tests.manifests import icons, manifest
from tests.preview.hostile import PAYLOADS
from tests.server.pages.stocked import id_of

if TYPE_CHECKING:
    import pytest

    from teamshelf.catalogue.shelf import Shelf
    from tests.server.pages.stocked import Stocked


class Passed(Struct, frozen=True):
    """A check that finds nothing, whatever there is."""

    ok: bool = True
    findings: tuple[Any, ...] = ()


def put_hostile_apps(shelf: Shelf, made: Stocked, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Publish an app for each payload; its ids on the shelf and in the manifest."""
    monkeypatch.setattr("teamshelf.catalogue.versions.intake.check_app", lambda _: Passed())
    apps = []
    for number, payload in enumerate(PAYLOADS):
        external = id_of(f"payload {number}")
        content = _package(external, payload.replace("\ud83d", ""))
        app_id = publish(shelf, made.accounts["ada"], content).app_id
        apps.append((app_id, external))
    return apps


def _package(app_id: str, text: str) -> bytes:
    stated = manifest(
        id=app_id,
        packageName=text,
        developer={"name": text, "websiteUrl": text, "privacyUrl": text, "termsOfUseUrl": text, "mpnId": text},
        name={"short": text, "full": f"{text} in full"},
        description={"short": text, "full": f"{text}\n\n- {text}\n\n**{text}** [{text}]({text}) ![{text}]({text})"},
        accentColor=text,
        staticTabs=[{"entityId": text, "name": text, "contentUrl": text, "websiteUrl": text, "scopes": ["personal"]}],
        configurableTabs=[{"configurationUrl": text, "scopes": ["team"]}],
        bots=[
            {
                "botId": id_of(text),
                "scopes": ["personal", "team"],
                "commandLists": [{"scopes": ["team"], "commands": [{"title": text, "description": text}]}],
            }
        ],
        composeExtensions=[
            {
                "botId": id_of(text),
                "commands": [
                    {"id": text, "title": text, "description": text, "parameters": [{"name": text, "title": text}]}
                ],
                "messageHandlers": [{"type": "link", "value": {"domains": [text]}}],
            }
        ],
        validDomains=[text],
        webApplicationInfo={"id": text, "resource": text},
        permissions=["identity"],
        devicePermissions=["media"],
        publisherDocsUrl=text,
        localizationInfo={
            "defaultLanguageTag": "en",
            "additionalLanguages": [{"languageTag": "fr", "file": "fr.json"}],
        },
    )
    texts = {"name.short": text, "name.full": text, "description.short": text, "description.full": text}
    return package_of({"manifest.json": json.dumps(stated).encode(), "fr.json": json.dumps(texts).encode(), **icons()})
