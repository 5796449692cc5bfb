"""What the dialog for adding an app offers first, and what it opens: default scope and default capability.

Source: seed B, `defaultInstallScope` and `defaultGroupCapability`; lifecycle rules 39 to 42.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say, shown

if TYPE_CHECKING:
    from teamshelf.model.manifest import Manifest

PERSONAL, TEAM, GROUP_CHAT, MEETINGS = "personal", "team", "groupchat", "meetings"

SCOPES = (PERSONAL, TEAM, GROUP_CHAT, MEETINGS)
"""Where an app can be added, in the order in which they are offered."""

CAPABILITIES = ("tab", "bot", "connector")
"""What can be set up in a shared place, in the order in which it is looked for (rule 41)."""

_MEETING_CONTEXTS = frozenset({"meetingchattab", "meetingdetailstab", "meetingsidepanel", "meetingstage"})


class Choice(Struct, frozen=True):
    """What is offered first.

    Attributes:
        value: the scope or capability; None where the app offers none.
        warning: why it is not what the manifest names, None where it is, or names nothing.
    """

    value: str | None
    warning: Message | None = None


def offered_scopes(manifest: Manifest) -> tuple[str, ...]:
    """Where the app can be added, in the order of :data:`SCOPES` (rule 40).

    A message extension can be used anywhere. Meetings take a configurable tab for group chats whose contexts, if it
    names any, include one of a meeting, or a bot for group chats.
    """
    if manifest.compose_extensions:
        return SCOPES
    return tuple(scope for scope in SCOPES if any(_has(manifest, each, scope) for each in CAPABILITIES))


def default_scope(manifest: Manifest) -> Choice:
    """The scope on the button for adding the app (rules 39 and 40)."""
    offered = offered_scopes(manifest)
    first = offered[0] if offered else None
    wanted = manifest.default_install_scope
    if wanted is None:
        return Choice(first)
    if wanted.lower() in offered:
        return Choice(wanted.lower())
    message = say("the app cannot be added in {scope}, which `defaultInstallScope` names", scope=shown(wanted))
    return Choice(first, message)


def offered_capabilities(manifest: Manifest, scope: str) -> tuple[str, ...]:
    """What can be set up where the app is added, in the order of :data:`CAPABILITIES`; nothing for oneself alone."""
    if scope == PERSONAL:
        return ()
    return tuple(capability for capability in CAPABILITIES if _has(manifest, capability, scope))


def default_capability(manifest: Manifest, scope: str) -> Choice:
    """What is set up first where the app is added (rules 41 and 42); nothing in the personal scope.

    Raises:
        ValueError: there is no such scope.
    """
    if scope not in SCOPES:
        raise ValueError(f"there is no scope {scope!r}")
    if scope == PERSONAL:
        return Choice(None)
    first = next((capability for capability in CAPABILITIES if _has(manifest, capability, scope)), None)
    default = manifest.default_group_capability
    named = {TEAM: default.team, GROUP_CHAT: default.groupchat, MEETINGS: default.meetings} if default else {}
    wanted = named.get(scope)
    if wanted is None:
        return Choice(first)
    if wanted in CAPABILITIES and _has(manifest, wanted, scope):
        return Choice(wanted)
    message = say(
        "the app has no {capability} for {scope}, which `defaultGroupCapability` names",
        capability=shown(wanted),
        scope=shown(scope),
    )
    return Choice(first, message)


def _has(manifest: Manifest, capability: str, scope: str) -> bool:
    """Whether the app has a capability in a scope."""
    in_manifest = GROUP_CHAT if scope == MEETINGS else scope
    if capability == "bot":
        return any(in_manifest in _lower(bot.scopes) for bot in manifest.bots)
    if capability == "connector":
        return scope != MEETINGS and any(in_manifest in _lower(each.scopes) for each in manifest.connectors)
    for tab in manifest.configurable_tabs:
        contexts = _lower(tab.context)
        if in_manifest in _lower(tab.scopes) and (
            scope != MEETINGS or not contexts or not contexts.isdisjoint(_MEETING_CONTEXTS)
        ):
            return True
    return scope != MEETINGS and any(in_manifest in _lower(tab.scopes) for tab in manifest.static_tabs)


def _lower(texts: list[str]) -> set[str]:
    return {text.lower() for text in texts}
