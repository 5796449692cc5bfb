"""A manifest rewritten for another manifest version."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from teamshelf.update.upgrade import lowest_version, upgrade
from teamshelf.versions import ALL_VERSIONS
from tests.manifests import manifest

EXAMPLE = Path(__file__).parents[2] / "examples" / "standup" / "manifest.json"


def example() -> dict[str, Any]:
    """The manifest of the example app."""
    loaded: dict[str, Any] = json.loads(EXAMPLE.read_text("utf-8"))
    return loaded


def said(messages: Any) -> list[str]:
    """The messages as text."""
    return [str(message) for message in messages]


@pytest.mark.parametrize("version", ALL_VERSIONS)
def test_the_outcome_is_valid_for_every_version(version: str) -> None:
    """A valid manifest becomes valid for any version, older or newer, and states it."""
    outcome = upgrade(example(), version)

    assert outcome.is_valid
    assert [] == outcome.left
    assert version.partition("@")[0] == outcome.value["manifestVersion"]


def test_the_manifest_given_stays_as_it_is() -> None:
    """The outcome is a new value; what was given is not changed."""
    given = example()
    before = copy.deepcopy(given)

    upgrade(given, "1.0")

    assert before == given


def test_upgrading_to_its_own_version_changes_nothing() -> None:
    """A manifest in the wanted version already is left as it is, and nothing is said."""
    outcome = upgrade(example(), "1.22")

    assert (example(), (), ()) == (outcome.value, outcome.changes, outcome.losses)


def test_resource_specific_permissions_move_to_where_the_version_has_them() -> None:
    """Names move to typed entries on the way to 1.12, and back on the way to 1.11."""
    old = manifest(
        manifestVersion="1.11",
        webApplicationInfo={
            "id": "2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a62",
            "applicationPermissions": ["Owner.Read.Group"],
        },
    )

    up = upgrade(old, "1.12")
    down = upgrade(up.value, "1.11")

    assert {"permissions": {"resourceSpecific": [{"name": "Owner.Read.Group", "type": "Application"}]}} == up.value[
        "authorization"
    ]
    assert "applicationPermissions" not in up.value["webApplicationInfo"]
    assert old["webApplicationInfo"] == down.value["webApplicationInfo"]
    assert "authorization" not in down.value


def test_delegated_permissions_cannot_go_back() -> None:
    """1.11 knows application permissions only; the others are lost and named."""
    new = manifest(
        webApplicationInfo={"id": "2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a62"},
        authorization={"permissions": {"resourceSpecific": [{"name": "MeetingStage.Write.Chat", "type": "Delegated"}]}},
    )

    outcome = upgrade(new, "1.11")

    assert any("MeetingStage.Write.Chat" in loss for loss in said(outcome.losses))
    assert outcome.is_valid


def test_scopes_are_spelled_as_the_version_spells_them() -> None:
    """`groupchat` becomes `groupChat` for 1.17, and a list that has both keeps one."""
    tab = {"configurationUrl": "https://www.example.com/c", "scopes": ["team", "groupchat"]}

    outcome = upgrade(manifest(manifestVersion="1.16", configurableTabs=[tab]), "1.17")

    assert ["team", "groupChat"] == outcome.value["configurableTabs"][0]["scopes"]


def test_package_name_comes_and_goes() -> None:
    """1.17 has no `packageName`; 1.4 asks for one, which the developer's website gives."""
    named = manifest(manifestVersion="1.16", packageName="com.example.polls")

    assert "packageName" not in upgrade(named, "1.17").value
    assert "com.example.polls" == upgrade(manifest(), "1.4").value["packageName"]


def test_texts_that_grew_are_cut_and_told() -> None:
    """A bot command of 1.21 that is too long for 1.20 is cut to what 1.20 takes, and said so."""
    command = {"title": "x" * 100, "description": "y" * 1000}
    bot = {
        "botId": "2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a62",
        "scopes": ["personal"],
        "commandLists": [{"scopes": ["personal"], "commands": [command]}],
    }

    outcome = upgrade(manifest(bots=[bot]), "1.20")
    cut = outcome.value["bots"][0]["commandLists"][0]["commands"][0]

    assert (32, 128) == (len(cut["title"]), len(cut["description"]))
    assert 2 == len(outcome.losses)
    assert outcome.is_valid


def test_one_lost_item_takes_no_neighbour_with_it() -> None:
    """Two tabs of which one cannot be carried: the other one stays."""
    tabs = [
        {"entityId": "conversations", "scopes": ["personal"]},
        {
            "entityId": "home",
            "name": "Home",
            "contentUrl": "https://www.example.com/home",
            "scopes": ["personal"],
        },
    ]

    outcome = upgrade(manifest(staticTabs=tabs), "1.6")

    assert ["home"] == [tab["entityId"] for tab in outcome.value["staticTabs"]]


def test_what_only_a_person_can_settle_is_left_and_explained() -> None:
    """A bot id that is no GUID was fine in 1.10; for 1.11 somebody has to find the right one."""
    old = manifest(manifestVersion="1.10", bots=[{"botId": "my-bot", "scopes": ["personal"]}])

    outcome = upgrade(old, "1.11")

    assert not outcome.is_valid
    assert ["bot-id-not-guid"] == [finding.rule for finding in outcome.left]


def test_the_lowest_version_takes_everything() -> None:
    """A plain manifest with a language list needs 1.5, when lists of languages came; nothing less loses nothing."""
    plain = manifest(
        localizationInfo={"defaultLanguageTag": "en"}, manifestVersion="1.22", packageName=None, validDomains=None
    )

    assert "1.5" == lowest_version(plain)


def test_an_unknown_version_is_refused() -> None:
    """There never was a 1.18."""
    with pytest.raises(ValueError, match=r"1\.18"):
        upgrade(manifest(), "1.18")
