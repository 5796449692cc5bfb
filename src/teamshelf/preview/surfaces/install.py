"""The dialog that adds the app: where, what is set up there first, and what people agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.preview.surfaces.store import consent
from teamshelf.preview.surfaces.view import SCOPE_NAMES
from teamshelf.update.installation import (
    GROUP_CHAT,
    MEETINGS,
    PERSONAL,
    SCOPES,
    TEAM,
    default_capability,
    default_scope,
    offered_capabilities,
)

if TYPE_CHECKING:
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.store import Consent
    from teamshelf.preview.surfaces.view import View

ADD: dict[str, Message] = {
    PERSONAL: say("Add for me"),
    TEAM: say("Add to a team"),
    GROUP_CHAT: say("Add to a chat"),
    MEETINGS: say("Add to a meeting"),
}
"""The button that adds an app, by scope."""

NEXT: dict[str, Message] = {
    "tab": say("A dialog opens in which the tab is set up."),
    "bot": say("The conversation opens, where the bot can be mentioned."),
    "connector": say("The page opens on which the connector is set up for a channel."),
}
"""What happens once the app has been added, by the capability that is set up first."""

CAPABILITY_NAMES: dict[str, Message] = {"tab": say("tab"), "bot": say("bot"), "connector": say("connector")}

_CHANNEL = say("First a channel is asked for; then the conversation opens there.")
_NOTHING = say("Nothing needs to be set up.")
_OPENED = say("The personal app opens.")
_NO_PLACE = say("Teams offers no place: the app has no capability that could be added")
_NOT_OFFERED = say("No capability of the app works here")


class Offer(Struct, frozen=True):
    """One place where the app might be added.

    Attributes:
        scope: one of :data:`teamshelf.update.installation.SCOPES`.
        name: what the place is called.
        add: what the button says.
        refused: why it cannot be added there; None where it can.
        is_default: the dialog offers it first.
        is_chosen: the preview shows what follows from it.
        sets_up: the capability that is set up first.
        others: the capabilities that stay available beside it.
        next: what happens after the app has been added.
        warning: why another capability is set up than the manifest names.
    """

    scope: str
    name: Message
    add: Message
    refused: Message | None
    is_default: bool
    is_chosen: bool
    sets_up: Message | None
    others: tuple[Message, ...]
    next: Message
    warning: Message | None


class Install(Struct, frozen=True, kw_only=True):
    """The dialog.

    Attributes:
        offers: every place, whether the app can be added there or not.
        chosen: the one that the preview follows; None where there is none.
        is_personal_only, is_shared_only: the app can be added only so.
        warning: why another place comes first than the manifest names, or why there is none.
    """

    name: Text | None
    publisher: Text | None
    short: Text | None
    offers: tuple[Offer, ...]
    chosen: Offer | None
    is_personal_only: bool
    is_shared_only: bool
    consent: tuple[Consent, ...]
    warning: Message | None


def install(view: View) -> Install:
    """The dialog that adds an app, for the scope that is chosen."""
    default = default_scope(view.manifest)
    offers = tuple(_offer(view, scope, is_default=scope == default.value) for scope in SCOPES)
    chosen = next((offer for offer in offers if offer.is_chosen), None)
    return Install(
        name=view.name,
        publisher=view.text("/developer/name"),
        short=view.text("/description/short"),
        offers=offers,
        chosen=chosen,
        is_personal_only=view.scopes == (PERSONAL,),
        is_shared_only=bool(view.scopes) and PERSONAL not in view.scopes,
        consent=consent(view, view.scope),
        warning=default.warning or (None if view.scopes else _NO_PLACE),
    )


def _offer(view: View, scope: str, *, is_default: bool) -> Offer:
    choice = default_capability(view.manifest, scope)
    offered = offered_capabilities(view.manifest, scope)
    needs_channel = scope == TEAM and any(bot.needs_channel_selector for bot in view.manifest.bots)
    if choice.value is None:
        following = _OPENED if scope == PERSONAL else _NOTHING
    else:
        following = _CHANNEL if choice.value == "bot" and needs_channel else NEXT[choice.value]
    return Offer(
        scope=scope,
        name=SCOPE_NAMES[scope],
        add=ADD[scope],
        refused=None if scope in view.scopes else _NOT_OFFERED,
        is_default=is_default,
        is_chosen=scope == view.scope,
        sets_up=CAPABILITY_NAMES[choice.value] if choice.value else None,
        others=tuple(CAPABILITY_NAMES[each] for each in offered if each != choice.value),
        next=following,
        warning=choice.warning,
    )
