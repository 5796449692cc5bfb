"""A sentence of consent: what an app can do or asks for, where the manifest says so, when and by whom it is granted.

The sentences are read in dialogs and lists, so they begin with a capital letter and have no full stop. Each goes on
from "this app can": English has the plain form of the verb, French the infinitive.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from collections.abc import Iterable

PERSONAL, TEAM, GROUP_CHAT, MEETINGS, COPILOT = "personal", "team", "groupchat", "meetings", "copilot"

SCOPES = (PERSONAL, TEAM, GROUP_CHAT, MEETINGS, COPILOT)
"""Where an app is added, in lower case: for oneself, to a team, a group chat, a meeting, or in Copilot."""

ANYWHERE = (PERSONAL, TEAM, GROUP_CHAT, MEETINGS)
"""The scopes of Teams itself."""

SHARED = (TEAM, GROUP_CHAT, MEETINGS)
"""The scopes that are shared with others."""


class Group(StrEnum):
    """The kinds of things people consent to, in the order in which dialogs show them."""

    IMPLIED = "implied"
    """What the capabilities of the app bring with them."""
    PERMISSIONS = "permissions"
    """What the list `permissions` asks for."""
    RESOURCE_SPECIFIC = "resource-specific"
    """Permissions for the team, chat or user where the app is added."""
    SIGN_IN = "sign-in"
    """What is granted in Microsoft Entra ID or another service, when somebody signs in."""
    DEVICE = "device"
    """What the app's pages may use of the device."""


GROUPS: dict[Group, Message] = {
    Group.IMPLIED: say("What the app can do"),
    Group.PERMISSIONS: say("What the app asks for"),
    Group.RESOURCE_SPECIFIC: say("What the app may do where you add it"),
    Group.SIGN_IN: say("Signing in"),
    Group.DEVICE: say("Your device"),
}
"""The heading of each group, in their order."""


class Moment(StrEnum):
    """When something is granted."""

    INSTALL = "install"
    """With the installation: one dialog asks for both. An update that changes it asks again."""
    SIGN_IN = "sign-in"
    """When somebody first signs in, not when the app is added."""
    USE = "use"
    """When a page of the app first wants it; again in each session."""
    BEFORE_USE = "before-use"
    """Apart from the installation, before it can be used."""


MOMENTS: dict[Moment, Message] = {
    Moment.INSTALL: say("When the app is added"),
    Moment.SIGN_IN: say("The first time somebody signs in"),
    Moment.USE: say("When the app first wants to use it"),
    Moment.BEFORE_USE: say("Before it can be used"),
}
"""Each moment in words."""


class Granter(StrEnum):
    """Who grants something."""

    INSTALLER = "installer"
    """Whoever adds the app."""
    OWNER = "owner"
    """An owner of the team; its members too where the organization lets them."""
    PARTICIPANT = "participant"
    """A member of the chat; in a meeting its organizer or a presenter."""
    USER = "user"
    """Each user alone."""
    USER_OR_ADMIN = "user-or-admin"
    """Each user, unless an administrator has done so for everyone."""
    ADMIN = "admin"
    """An administrator of the organization."""


GRANTERS: dict[Granter, Message] = {
    Granter.INSTALLER: say("Whoever adds the app"),
    Granter.OWNER: say("An owner of the team, or a member where the organization allows it"),
    Granter.PARTICIPANT: say("A member of the chat; in a meeting its organizer or a presenter"),
    Granter.USER: say("Each user"),
    Granter.USER_OR_ADMIN: say("Each user, or an administrator for everyone"),
    Granter.ADMIN: say("An administrator"),
}
"""Each granter in words."""


class Sentence(Struct, frozen=True, kw_only=True):
    """One thing that people agree to.

    Attributes:
        group: the heading it stands under.
        key: what it says as a name that stays: ``bot-reads-roster``, ``rsc:ChannelMessage.Read.Group``. Two apps, or
            two versions of one, that have the same key can do the same thing.
        text: the sentence, for the reader of a dialog.
        detail: what more there is to know, as a sentence or two; None where there is nothing.
        pointer: JSON pointer of the first place in the manifest that it comes from.
        scopes: where the app must be added for it to hold, of :data:`SCOPES`.
        moment: when it is granted.
        by: who grants it.
    """

    group: Group
    key: str
    text: Message
    detail: Message | None = None
    pointer: str
    scopes: tuple[str, ...] = SCOPES
    moment: Moment = Moment.INSTALL
    by: Granter = Granter.INSTALLER


def scopes_in_order(scopes: Iterable[str]) -> tuple[str, ...]:
    """The known ones of these scopes, each once, as :data:`SCOPES` has them; :data:`ANYWHERE` where none is known.

    A manifest that leaves out where a capability works says too little, and people should rather be told too much.
    """
    wanted = {scope.lower() for scope in scopes}
    return tuple(scope for scope in SCOPES if scope in wanted) or ANYWHERE
