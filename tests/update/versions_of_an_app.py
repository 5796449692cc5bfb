"""Versions of an app for tests: one manifest with most of what there is, what changes in it, and generated ones."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from teamshelf.update.compare import Comparison, compare
from tests.manifests import manifest

if TYPE_CHECKING:
    from collections.abc import Callable

BOT_ID = "5d1f0c9e-7b3a-4e62-9c58-2f6a1b0d8e47"
OTHER_BOT_ID = "8a4e2c70-15d3-4b96-a7f1-c03e5d92b6fa"

FULL: dict[str, Any] = manifest(
    staticTabs=[
        {"entityId": "home", "name": "Home", "contentUrl": "https://example.com/home", "scopes": ["personal"]},
        {"entityId": "notes", "name": "Notes", "contentUrl": "https://example.com/notes", "scopes": ["personal"]},
    ],
    configurableTabs=[{"configurationUrl": "https://example.com/setup", "scopes": ["team", "groupChat"]}],
    bots=[
        {
            "botId": BOT_ID,
            "scopes": ["personal", "team"],
            "supportsFiles": False,
            "isNotificationOnly": False,
            "commandLists": [
                {
                    "scopes": ["personal"],
                    "commands": [
                        {"title": "help", "description": "What I can do"},
                        {"title": "vote", "description": "Start a poll"},
                    ],
                }
            ],
        }
    ],
    connectors=[{"connectorId": OTHER_BOT_ID, "configurationUrl": "https://example.com/c", "scopes": ["team"]}],
    composeExtensions=[
        {"botId": BOT_ID, "commands": [{"id": "find", "type": "query", "title": "Find", "description": "Find a poll"}]}
    ],
    permissions=["identity"],
    devicePermissions=["media"],
    webApplicationInfo={"id": BOT_ID, "resource": "api://example.com"},
    authorization={
        "permissions": {"resourceSpecific": [{"name": "TeamMember.Read.Group", "type": "Application"}]},
    },
    activities={"activityTypes": [{"type": "asked", "description": "A question", "templateText": "{actor} asks"}]},
)
"""A manifest with most capabilities, in version 1.0.0."""


def version(change: Callable[[dict[str, Any]], object] | None = None, number: str = "1.1.0") -> dict[str, Any]:
    """The full manifest in another version, changed in place by a function."""
    made = copy.deepcopy(FULL)
    made["version"] = number
    if change is not None:
        change(made)
    return made


def comparison(old: dict[str, Any], new: dict[str, Any], rules: str = "docs-2021") -> Comparison:
    """Two manifests compared."""
    return compare(json.dumps(old).encode(), json.dumps(new).encode(), rules=rules)


def update(change: Callable[[dict[str, Any]], object] | None = None, rules: str = "docs-2021") -> Comparison:
    """What a change of the full manifest means in version 1.1.0."""
    return comparison(FULL, version(change), rules)


def names(compared: Comparison) -> list[str]:
    """The names of all changes but that of the version."""
    return [change.change for change in compared.changes if change.change != "version-changed"]


def triggers(compared: Comparison) -> list[str]:
    """The names of the reasons to ask."""
    return [trigger.change for trigger in compared.consent.triggers]


def asking(change: Callable[[dict[str, Any]], object]) -> dict[str, str]:
    """Whether a change asks for consent, by rule set."""
    return {rules: update(change, rules).consent.answer.value for rules in ("seed", "docs-2021", "admin-2024")}


_TEXTS = st.sampled_from(["a", "b", "A", "é", "~/", "", "1"])
_IDS = st.sampled_from([BOT_ID, OTHER_BOT_ID, BOT_ID.upper(), "x"])
_SCOPES = st.lists(st.sampled_from(["personal", "team", "groupChat", "groupchat"]), max_size=4)
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=4,
)


def _objects(**members: Any) -> Any:
    return st.fixed_dictionaries({}, optional={**members, "unknown": _ANYTHING})


_COMMANDS = st.lists(_objects(title=_TEXTS, description=_TEXTS), max_size=3)
MANIFESTS = _objects(
    id=_IDS,
    version=st.sampled_from(["1.0.0", "1.1.0", "2.0.0-rc.1", "x"]),
    name=_objects(short=_TEXTS, full=_TEXTS),
    staticTabs=st.lists(_objects(entityId=_TEXTS, name=_TEXTS, scopes=_SCOPES) | _ANYTHING, max_size=4),
    configurableTabs=st.lists(_objects(id=_TEXTS, scopes=_SCOPES), max_size=2),
    bots=st.lists(
        _objects(
            botId=_IDS,
            supportsFiles=st.booleans(),
            isNotificationOnly=st.booleans() | st.just(1),
            supportsVideo=st.booleans(),
            scopes=_SCOPES,
            commandLists=st.lists(_objects(scopes=_SCOPES, commands=_COMMANDS), max_size=2),
        ),
        max_size=2,
    ),
    connectors=st.lists(_objects(connectorId=_TEXTS, scopes=_SCOPES), max_size=2),
    composeExtensions=st.lists(
        _objects(
            botId=_IDS,
            composeExtensionType=st.sampled_from(["botBased", "apiBased"]),
            commands=st.lists(_objects(id=_TEXTS, title=_TEXTS), max_size=3),
        ),
        max_size=2,
    ),
    permissions=st.lists(st.sampled_from(["identity", "messageTeamMembers"]) | _ANYTHING, max_size=3),
    validDomains=st.lists(st.sampled_from(["a.com", "A.com", "b.com"]), max_size=3),
    webApplicationInfo=_objects(id=_IDS, applicationPermissions=st.lists(_TEXTS, max_size=2)) | _ANYTHING,
    authorization=_objects(
        permissions=_objects(resourceSpecific=st.lists(_objects(name=_TEXTS, type=_TEXTS), max_size=3))
    ),
    activities=_objects(activityTypes=st.lists(_objects(type=_TEXTS, description=_TEXTS), max_size=2)),
    elementRelationshipSet=_objects(
        mutualDependencies=st.lists(st.lists(_objects(name=_TEXTS, id=_TEXTS), max_size=2), max_size=2)
    ),
)
"""Manifests of every shape, small enough to share much with each other."""


@st.composite
def reordered(draw: st.DrawFn, value: Any, shape: Any) -> Any:
    """A value that says the same: keys and lists in another order, except lists in which places matter."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: draw(reordered(value[key], shape.members.get(key))) if shape else value[key] for key in keys}
    if isinstance(value, list) and shape is not None and shape.is_list:
        items = [draw(reordered(each, shape.of)) for each in value]
        moves = shape.item is not None and shape.item.moves
        return items if moves else draw(st.permutations(items))
    return value
