"""Sixty texts that try to run a script, all of them in every text of one app: no page of the portal runs any."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import Version
from teamshelf.catalogue.versions.accompanying import Words, say_with
from teamshelf.catalogue.versions.drafting import draft
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import comment
from teamshelf.package.build import package_of
from tests.manifests import icons, manifest
from tests.preview.browser import chromium
from tests.preview.hostile import PAYLOADS
from tests.server.pages.hostile import Passed
from tests.server.pages.live import served, signed_in
from tests.server.pages.stocked import id_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.server.pages.stocked import Stocked

ALL = [payload.replace("\ud83d", "").replace("\0", "") for payload in PAYLOADS]
"""Each of them, without half a sign and NUL, which no comparison takes."""

PAGES = (
    "",
    "/submit",
    "/listing",
    "/report",
    "/versions",
    "/diff",
    "/diff?view=listing",
    "/diff?view=icons",
    "/diff?view=raw",
    "/consent",
    "/what-if",
    "/certification",
    "/listing",
    "/statistics",
    "/feedback",
    "/team",
)
"""Every page about an app."""


def hostile(version: str, texts: list[str]) -> bytes:
    """A package with all of the texts in every text of its manifest: in a list one each, elsewhere in a row."""
    text = " ".join(texts)
    tabs = [
        {"entityId": each, "name": each, "contentUrl": each, "websiteUrl": each, "scopes": ["personal"]}
        for each in texts
    ]
    commands = [{"title": each, "description": each} for each in texts]
    stated = manifest(
        id=id_of("all at once"),
        version=version,
        packageName=text,
        developer={"name": text, "websiteUrl": texts[0], "privacyUrl": texts[1], "termsOfUseUrl": texts[2]},
        name={"short": text, "full": f"{text} in full"},
        description={"short": text, "full": text},
        accentColor=text,
        staticTabs=tabs,
        bots=[{"botId": id_of(text), "scopes": ["team"], "commandLists": [{"scopes": ["team"], "commands": commands}]}],
        validDomains=texts,
        webApplicationInfo={"id": text, "resource": text},
        authorization={"permissions": {"resourceSpecific": [{"name": each, "type": "Application"} for each in texts]}},
        localizationInfo={
            "defaultLanguageTag": "en",
            "additionalLanguages": [{"languageTag": "fr", "file": "fr.json"}],
        },
    )
    french = dict.fromkeys(("name.short", "name.full", "description.short", "description.full"), text)
    return package_of({"manifest.json": json.dumps(stated).encode(), "fr.json": json.dumps(french).encode(), **icons()})


def test_no_text_runs_a_script_on_any_page_of_the_portal(
    filled: tuple[Path, Stocked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a published version and a draft that differs in all of it, with what is said with it and to it."""
    template = tmp_path / "shelf.sqlite3"
    template.write_bytes(filled[0].read_bytes())
    shelf, ada = Shelf(open_database(f"sqlite:///{template}")), filled[1].accounts["ada"]
    monkeypatch.setattr("teamshelf.catalogue.versions.intake.check_app", lambda _: Passed())
    app_id = publish(shelf, ada, hostile("1.0.0", ALL)).app_id
    second = draft(shelf, ada, hostile("2.0.0", [f"{each} 2" for each in reversed(ALL)])).version_id
    said: dict[str, Any] = dict.fromkeys(("notes", "review_notes", "test_accounts"), " ".join(ALL)[:4000])
    say_with(shelf, ada, second, Words(**said))
    comment(shelf, ada, second, " ".join(ALL)[:4000])
    with shelf.reading() as session:
        assert "<script>" in session.get_one(Version, second).display_name
    shelf.database.engine.dispose()
    paths = ["/dev", f"/dev/new?app={app_id}", *(f"/dev/apps/{app_id}{each}" for each in PAGES)]
    hits, seen = [], 0
    with served(template, tmp_path / "data") as address, chromium() as browser:
        context = browser.new_context(base_url=address)
        context.set_default_timeout(60_000)
        context.add_init_script(
            "window.hits = []; window.trap = () => window.hits.push('ran');"
            "document.addEventListener('securitypolicyviolation', e => window.hits.push(e.violatedDirective))"
        )
        page = signed_in(context, "ada")
        for path in paths:
            answer = page.goto(path, wait_until="load")
            assert answer is not None
            assert 200 == answer.status, path
            hits += [(path, hit) for hit in page.evaluate("window.hits")]
            seen += "trap()" in page.inner_text("body")

    assert [] == hits
    assert len(paths) == seen
