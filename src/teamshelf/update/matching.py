"""What makes two items of a list the same item in two versions of a manifest: one table for all of them.

A list is never compared by position. A tab is the tab of its `entityId`, a bot that of its `botId`, a permission that
of its name and type, wherever it stands. The table is keyed by the classes of the model, so that the lists themselves
are found by walking the model and none can be forgotten; lists of plain texts are sets.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.model.activities import ActivityIcon, ActivityType
from teamshelf.model.agent_connectors import AgentConnector
from teamshelf.model.agents import AgenticUserTemplate, AgentSkill, CustomEngineAgent, DeclarativeAgent
from teamshelf.model.bots import Bot, BotCommand, CommandList
from teamshelf.model.connectors import Connector
from teamshelf.model.dashboard_cards import DashboardCard
from teamshelf.model.extensions.extension import Extension
from teamshelf.model.facts import ManifestObject, item_type, properties_of, value_type
from teamshelf.model.identity import Feature
from teamshelf.model.installation import ConstrainedTo
from teamshelf.model.localization import AdditionalLanguage
from teamshelf.model.meetings import Scene, VideoFilter
from teamshelf.model.message_extensions import (
    Choice,
    Command,
    MessageExtension,
    MessageHandler,
    Parameter,
    SamplePrompt,
)
from teamshelf.model.permissions import NestedAppAuth, ResourcePermission
from teamshelf.model.relationships import HostFunctionality
from teamshelf.model.tabs import ConfigurableTab, StaticTab

if TYPE_CHECKING:
    from collections.abc import Hashable

ALONE: tuple[str, ...] = ()
"""The second identity of items that are the same when each side has exactly one that is left over."""


class Item(Struct, frozen=True, kw_only=True):
    """How the items of one class are recognised and named.

    Attributes:
        slug: begins the names of changes, as in ``static-tab-added``.
        thing: what people call it.
        by: the properties that identify it; without any, all that it says does.
        or_by: properties by which an item is recognised whose identity changed, :data:`ALONE`, or None for none.
        label: the property that people know it by.
        folds: the case of letters does not matter to the identity, which is a GUID or a language tag.
        moves: its place in the list matters to users.
        absent: what a missing identity means.
    """

    slug: str
    thing: Message
    by: tuple[str, ...] = ()
    or_by: tuple[str, ...] | None = None
    label: str = ""
    folds: bool = False
    moves: bool = False
    absent: str = ""


ITEMS: dict[type[ManifestObject], Item] = {
    StaticTab: Item(slug="static-tab", thing=say("tab"), by=("entityId",), label="name", moves=True),
    ConfigurableTab: Item(slug="configurable-tab", thing=say("configurable tab"), by=("id",), or_by=ALONE, label="id"),
    Bot: Item(slug="bot", thing=say("bot"), by=("botId",), or_by=ALONE, label="botId", folds=True),
    CommandList: Item(slug="bot-command-list", thing=say("command list"), by=("scopes", "triggers"), or_by=ALONE),
    BotCommand: Item(
        slug="bot-command", thing=say("bot command"), by=("title",), or_by=("description",), label="title"
    ),
    Connector: Item(slug="connector", thing=say("connector"), by=("connectorId",), label="connectorId", folds=True),
    MessageExtension: Item(
        slug="message-extension",
        thing=say("message extension"),
        by=("composeExtensionType", "botId"),
        label="botId",
        folds=True,
        absent="botBased",
    ),
    Command: Item(slug="command", thing=say("command"), by=("id",), label="title"),
    Parameter: Item(slug="parameter", thing=say("parameter"), by=("name",), label="title"),
    Choice: Item(slug="choice", thing=say("choice"), by=("value",), or_by=("title",), label="title"),
    MessageHandler: Item(slug="link-preview", thing=say("link preview"), by=("type",), or_by=ALONE),
    SamplePrompt: Item(slug="sample-prompt", thing=say("sample prompt"), by=("text",), label="text"),
    AdditionalLanguage: Item(
        slug="language", thing=say("language"), by=("languageTag",), label="languageTag", folds=True
    ),
    Feature: Item(slug="feature", thing=say("feature text"), by=("title",), or_by=("description",), label="title"),
    ActivityType: Item(slug="activity-type", thing=say("kind of notification"), by=("type",), label="type"),
    ActivityIcon: Item(slug="activity-icon", thing=say("notification icon"), by=("id",), label="id"),
    ResourcePermission: Item(
        slug="resource-permission", thing=say("resource-specific permission"), by=("name", "type"), label="name"
    ),
    NestedAppAuth: Item(
        slug="nested-app-token", thing=say("token request"), by=("redirectUri",), or_by=ALONE, label="redirectUri"
    ),
    DashboardCard: Item(
        slug="dashboard-card", thing=say("dashboard card"), by=("id",), label="displayName", folds=True
    ),
    Scene: Item(slug="scene", thing=say("scene"), by=("id",), label="name", folds=True),
    VideoFilter: Item(slug="video-filter", thing=say("video effect"), by=("id",), label="name", folds=True),
    DeclarativeAgent: Item(slug="declarative-agent", thing=say("agent"), by=("id",), label="id"),
    CustomEngineAgent: Item(slug="custom-engine-agent", thing=say("agent"), by=("id",), label="id", folds=True),
    AgenticUserTemplate: Item(slug="agentic-user-template", thing=say("agentic user"), by=("id",), label="id"),
    AgentSkill: Item(slug="agent-skill", thing=say("agent skill"), by=("folder",), label="folder"),
    AgentConnector: Item(slug="agent-connector", thing=say("agent connector"), by=("id",), label="displayName"),
    Extension: Item(slug="add-in", thing=say("add-in"), or_by=ALONE),
    ConstrainedTo: Item(slug="constrained-place", thing=say("place of use"), by=("id",), label="id"),
    HostFunctionality: Item(slug="host-functionality", thing=say("host requirement"), by=("name",), label="name"),
}
"""The lists of a manifest that have names of their own. The rest are :func:`item_of`'s to settle."""

_THING = say("entry")
_WITH_ID = Item(slug="entry", thing=_THING, by=("id",), label="id")
_WITHOUT = Item(slug="entry", thing=_THING, or_by=ALONE)


class Shape(Struct, frozen=True, eq=False):
    """What a comparison has to know of a place in the manifest.

    Attributes:
        members: the shapes of an object's properties; empty where the model knows nothing.
        item: how the items are recognised, where it is a list of objects.
        of: the shape of each item of a list.
        is_list: it is a list: of objects if there is an ``item``, else a set of plain values.
        holds_lists: a list stands somewhere in the object, so that its absence is compared as an empty object.
    """

    members: dict[str, Shape] = {}
    item: Item | None = None
    of: Shape | None = None
    is_list: bool = False
    holds_lists: bool = False


PLAIN = Shape()
"""The shape of a single value, and of all that the model does not know."""


@lru_cache(maxsize=1)
def manifest_shape() -> Shape:
    """The shape of the whole manifest, as the model has it."""
    from teamshelf.model.manifest import Manifest

    return _shape_of(Manifest)


def item_of(cls: type[ManifestObject]) -> Item:
    """How the items of a list of this class are recognised: by the table, else by an `id`, else by all they say."""
    known = ITEMS.get(cls)
    return known or (_WITH_ID if "id" in properties_of(cls) else _WITHOUT)


def key_of(value: Any, item: Item, shape: Shape) -> Hashable:
    """What identifies an item of a list of this shape; equal keys mean the same item."""
    if isinstance(value, dict) and item.by:
        if len(item.by) == 1:
            key = value.get(item.by[0])
            if isinstance(key, str):
                return key.lower() if item.folds else key
        elif any(value.get(name) for name in item.by):
            return tuple(_part(value.get(name), item) for name in item.by)
    return canonical_bytes(value, shape)  # an identity that is missing identifies nothing


def canonical(value: Any, shape: Shape) -> Any:
    """A JSON value in the one form of all that say the same: sets in order and without repeats, nothing empty.

    Lists in which places matter keep their order.
    """
    if isinstance(value, dict):
        made = {name: canonical(each, shape.members.get(name, PLAIN)) for name, each in value.items()}
        return {
            name: each
            for name, each in made.items()
            if each not in ([], {}) or not shape.members.get(name, PLAIN).holds_lists
        }
    if not shape.is_list or not isinstance(value, list):
        return value
    below = shape.of or PLAIN
    items = [canonical(each, below) for each in value]
    if shape.item is None:
        return [known for _, known in sorted({encode_sorted(each): each for each in items}.items())]
    return items if shape.item.moves else sorted(items, key=encode_sorted)


def canonical_bytes(value: Any, shape: Shape = PLAIN) -> bytes:
    """The text of a value's canonical form: equal for values that say the same."""
    return encode_sorted(canonical(value, shape))


encode_sorted = msgspec.json.Encoder(order="sorted").encode
"""A JSON value as text, whatever the order of its keys."""


def _part(value: Any, item: Item) -> Hashable:
    if value is None:
        return item.absent.lower() if item.folds else item.absent
    if isinstance(value, str):
        return value.lower() if item.folds else value
    if isinstance(value, list):  # scopes, whose order and case say nothing
        return tuple(sorted(each.lower() if isinstance(each, str) else repr(each) for each in value))
    return encode_sorted(value)


@lru_cache(maxsize=None)
def _shape_of(annotation: Any) -> Shape:
    item = item_type(annotation)
    if item is not None:
        below = _shape_of(item)
        is_object = isinstance(item, type) and issubclass(item, ManifestObject)
        return Shape(item=item_of(item) if is_object else None, of=below, is_list=True, holds_lists=True)
    if not (isinstance(annotation, type) and issubclass(annotation, ManifestObject)):
        return PLAIN
    members = {name: _shape_of(value_type(each.annotation)) for name, each in properties_of(annotation).items()}
    return Shape(members=members, holds_lists=any(member.holds_lists for member in members.values()))
