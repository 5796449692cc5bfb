"""From the bytes that somebody sends to what is stored of them."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from teamshelf.catalogue.apps.facts import facts_of, folded, from_stored, search_text, stored, text_in
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.versions.intake import opened, precedence_of, take_in
from teamshelf.update.releases import release_of
from tests.catalogue.packages import ANOTHER_ID, package
from tests.manifests import icons

if TYPE_CHECKING:
    from teamshelf.catalogue.apps.facts import Facts


def _facts(files: dict[str, bytes] | None = None, **members: Any) -> Facts:
    return take_in(package(files=files, **members)).facts


def test_the_digests_are_those_of_the_bytes() -> None:
    """The digest of what was sent and that of what is stored are both kept; our own packing is stored as it is."""
    content = package()

    taken = take_in(content)

    assert content == taken.content
    assert sha256(content).hexdigest() == taken.digest == taken.upload_digest


def test_taking_in_is_idempotent() -> None:
    """What is stored, taken in again, is stored the same."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package())) as given_, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in given_.namelist():
            packed.writestr(name, given_.read(name))

    once = take_in(buffer.getvalue())
    twice = take_in(once.content)

    assert once.upload_digest != once.digest
    assert (once.content, once.digest, once.facts, once.surface) == (
        twice.content,
        twice.digest,
        twice.facts,
        twice.surface,
    )


def test_an_icon_is_served_without_what_is_hidden_in_it() -> None:
    """Texts, and whatever follows the picture, are in the package but not in the icon that browsers get."""
    with Image.open(io.BytesIO(icons()["color.png"])) as image:
        secret = PngInfo()
        secret.add_text("Comment", "<script>alert(1)</script>")
        buffer = io.BytesIO()
        image.save(buffer, "PNG", pnginfo=secret)
    content = package(files={"color.png": buffer.getvalue() + b"<html>"})

    taken = take_in(content)

    assert b"<script>" in taken.content
    assert taken.color_icon is not None
    assert b"<script>" not in taken.color_icon
    assert taken.color_icon.endswith(b"IEND\xaeB`\x82")
    with Image.open(io.BytesIO(taken.color_icon)) as served:
        assert (192, 192) == served.size


def test_a_file_that_cannot_be_unpacked_is_an_error() -> None:
    """A damaged file that nothing refers to is found all the same, for it would be stored."""
    content = bytearray(package(files={"notes.txt": b"remember the milk"}))
    at = content.index(b"remember the milk")
    content[at] ^= 1

    with pytest.raises(Refusal) as refused:
        take_in(bytes(content))

    assert "package-has-errors" == refused.value.rule
    assert {"notes.txt"} == {finding.file for finding in refused.value.findings}


_NUMBERS = st.lists(st.integers(0, 10**12), min_size=3, max_size=3).map(lambda parts: ".".join(map(str, parts)))
_PART = st.one_of(st.integers(0, 10**6).map(str), st.from_regex(r"[A-Za-z-][0-9A-Za-z-]{0,5}", fullmatch=True))
_SUFFIX = st.one_of(st.just(""), st.lists(_PART, min_size=1, max_size=3).map(lambda parts: "-" + ".".join(parts)))


@given(st.lists(st.builds(str.__add__, _NUMBERS, _SUFFIX), min_size=2, max_size=8))
def test_precedence_sorts_as_versions_do(versions: list[str]) -> None:
    """Compared as texts, precedences are ordered as semantic versioning orders the versions."""
    for one, other in pairwise(sorted(versions, key=precedence_of)):
        before, after = release_of(one), release_of(other)
        assert before is not None
        assert after is not None
        assert before.compare(after) <= 0
        assert (before.compare(after) == 0) == (precedence_of(one) == precedence_of(other))


def test_builds_are_no_other_version() -> None:
    """What stands behind a plus has no part in it (lifecycle rule 4)."""
    assert precedence_of("1.0.0+b2") == precedence_of("1.0.0")


def test_the_facts_of_an_app_that_has_everything() -> None:
    """Capabilities, scopes, bots, commands, permissions and the rest come from the manifest."""
    facts = _facts(
        id="2C4F7A10-93D8-4B6E-8F51-D07C3E9B5A62",
        bots=[
            {
                "botId": ANOTHER_ID.upper(),
                "scopes": ["team"],
                "commandLists": [{"scopes": ["team"], "commands": [{"title": "vote", "description": "Vote now"}]}],
            }
        ],
        staticTabs=[{"entityId": "home", "name": "Home", "contentUrl": "https://example.com/", "scopes": ["personal"]}],
        webApplicationInfo={"id": ANOTHER_ID, "resource": "api://example.com/x"},
        authorization={"permissions": {"resourceSpecific": [{"name": "TeamMember.Read.Group", "type": "Application"}]}},
        permissions=["identity"],
        defaultInstallScope="team",
        defaultGroupCapability={"team": "bot"},
        configurableProperties=["name"],
        defaultBlockUntilAdminAction=True,
    )

    assert "2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a62" == facts.app_id
    assert {"personal-tab", "bot"} == set(facts.capabilities)
    assert ("personal", "team") == facts.scopes
    assert ((ANOTHER_ID,), ANOTHER_ID) == (facts.bot_ids, facts.web_application_id)
    assert [("vote", "bot")] == [(command.title, command.capability) for command in facts.commands]
    assert [("TeamMember.Read.Group", "Application")] == [(each.name, each.type) for each in facts.resource_specific]
    assert (("identity",), "team", {"team": "bot"}) == (
        facts.permissions,
        facts.default_install_scope,
        facts.default_group_capability,
    )
    assert (("name",), True) == (facts.configurable_properties, facts.default_block_until_admin_action)
    assert facts == from_stored(stored(facts))


def test_old_permissions_are_found_where_they_stood() -> None:
    """Before manifest 1.12 resource-specific permissions stood with the web application."""
    schema = "https://developer.microsoft.com/json-schemas/teams/v1.11/MicrosoftTeams.schema.json"
    version: dict[str, Any] = {"$schema": schema, "manifestVersion": "1.11"}

    facts = _facts(
        **version,
        webApplicationInfo={
            "id": ANOTHER_ID,
            "resource": "https://example.com",
            "applicationPermissions": ["TeamSettings.Read.Group"],
        },
    )

    assert [("TeamSettings.Read.Group", "Application")] == [(each.name, each.type) for each in facts.resource_specific]


def test_texts_are_laid_over_each_other() -> None:
    """A reader gets the region's text, else the language's, else the default, text by text."""
    facts = _facts(
        localizationInfo={
            "defaultLanguageTag": "en",
            "additionalLanguages": [
                {"languageTag": "fr", "file": "fr.json"},
                {"languageTag": "fr-CA", "file": "fr-ca.json"},
            ],
        },
        files={
            "fr.json": _language("Sondages", "Sondages pour décider vite"),
            "fr-ca.json": _language("Sondages d'ici", ""),
        },
    )

    assert ("en", "fr", "fr-ca") == facts.languages
    assert "Sondages d'ici" == text_in(facts, "name.short", "fr-CA")
    assert "Sondages pour décider vite" == text_in(facts, "name.full", "fr-CA")
    assert "Sondages" == text_in(facts, "name.short", "fr-FR")
    assert "Polls" == text_in(facts, "name.short", "de")
    assert "sondages d'ici" in search_text(facts).split("\n")


def _language(short: str, full: str) -> bytes:
    texts = {
        "name.short": short,
        "description.short": "Demandez à vos collègues ce qu'ils pensent.",
        "description.full": "Posez une question dans un canal et regardez les réponses arriver.",
    }
    url = "https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.Localization.schema.json"
    return json.dumps({"$schema": url, **texts, **({"name.full": full} if full else {})}).encode()


def test_a_stored_package_gives_its_facts_again() -> None:
    """Facts come from the stored bytes alone."""
    taken = take_in(package())

    assert taken.facts == facts_of(opened(taken.content))


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """What is searched for and what is searched are folded alike, so folding has to be settled after one time."""
    assert folded(text) == folded(folded(text))
