"""The app in meetings: before one, in its chat, in the panel beside it, and on the stage that everybody sees.

Source: seed B, `configurableTabs.context`; Microsoft's page on apps for meetings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.preview.surfaces.domains import address
from teamshelf.preview.surfaces.view import lower
from teamshelf.update.installation import GROUP_CHAT
from teamshelf.versions import DEV_PREVIEW, DEV_PREVIEW_2021

if TYPE_CHECKING:
    from teamshelf.model.tabs import ConfigurableTab
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import Address, View

CONTEXTS: dict[str, Message] = {
    "channelTab": say("The tabs of a channel"),
    "privateChatTab": say("The tabs of a group chat"),
    "meetingDetailsTab": say("The details of a meeting in the calendar"),
    "meetingChatTab": say("The chat of a meeting"),
    "meetingSidePanel": say("The panel beside a running meeting"),
    "meetingStage": say("The stage of a running meeting, for everybody"),
}
"""Where a tab can be, in the order in which people come across these places."""

MEETING = ("meetingDetailsTab", "meetingChatTab", "meetingSidePanel", "meetingStage")
"""The places of a meeting."""

UNSAID = ("channelTab", "privateChatTab", "meetingChatTab", "meetingDetailsTab")
"""Where a tab is that does not say. The previews take all places. Source: Microsoft's page on apps for meetings."""

_SURFACES = {"sidepanel": "meetingSidePanel", "stage": "meetingStage"}
_NO_TAB = say("No tab of the app is for this place.")


class Context(Struct, frozen=True):
    """One place: whether a tab of the app is there, and whether that goes without saying."""

    name: str
    label: Message
    is_there: bool


class Scene(Struct, frozen=True):
    """A scene for Together mode."""

    name: Text | None
    seats: int


class Meetings(Struct, frozen=True, kw_only=True):
    """The app in meetings.

    Attributes:
        contexts: every place, those outside meetings included.
        is_said: the manifest names the places itself.
        url: the page of the tab: in a meeting it is the one that was set up, so the configuration page stands for it.
        has_bot: the bot can be talked to in the meeting's chat.
        remarks: what else there is to know.
        extras: what the app adds to meetings besides.
    """

    name: Text | None
    contexts: tuple[Context, ...]
    is_said: bool
    url: Address | None
    has_bot: bool
    scenes: tuple[Scene, ...]
    remarks: tuple[Message, ...]
    extras: tuple[Message, ...]

    def is_in(self, name: str) -> bool:
        """Whether a tab of the app is in a place."""
        return any(context.name == name and context.is_there for context in self.contexts)

    @property
    def missing(self) -> Message:
        """What stands where no tab of the app is."""
        return _NO_TAB


def meetings(view: View) -> Meetings:
    """What people see of an app before, in and after a meeting."""
    there = contexts_of(view)
    tabs = view.manifest.configurable_tabs
    extension = view.manifest.meeting_extension_definition
    extras = {
        say("It can stream the meeting to another service."): extension and extension.supports_streaming,
        say("Guests without an account can use it."): extension and extension.supports_anonymous_guest_users,
        say("It has its own way of sharing to the stage."): extension and extension.supports_custom_share_to_stage,
        say("It has effects for video pictures."): extension and (extension.video_filters or extension.filters),
    }
    scenes = extension.scenes if extension else []
    return Meetings(
        name=view.name,
        contexts=tuple(Context(name, label, name in there) for name, label in CONTEXTS.items()),
        is_said=any(tab.context or tab.meeting_surfaces for tab in tabs),
        url=address(view, "/configurableTabs/0/configurationUrl"),
        has_bot=view.bot_works_in(GROUP_CHAT),
        scenes=tuple(
            Scene(view.text(f"/meetingExtensionDefinition/scenes/{index}/name"), scene.max_audience or 0)
            for index, scene in enumerate(scenes)
        ),
        remarks=tuple(_remarks(there)),
        extras=tuple(text for text, applies in extras.items() if applies),
    )


def contexts_of(view: View) -> frozenset[str]:
    """The places in which a tab of the app is, those that go without saying included."""
    found: set[str] = set()
    for tab in view.manifest.configurable_tabs:
        found |= _contexts(tab, is_preview=view.app.dialect.version in {DEV_PREVIEW, DEV_PREVIEW_2021})
    for static in view.manifest.static_tabs:
        found |= {name for name in CONTEXTS if name.lower() in lower(static.context)}
    return frozenset(found)


def _contexts(tab: ConfigurableTab, *, is_preview: bool) -> set[str]:
    said = lower(tab.context)
    places = {name for name in CONTEXTS if name.lower() in said}
    if not said:
        places = set(CONTEXTS if is_preview else UNSAID)
    places |= {name for surface, name in _SURFACES.items() if surface in lower(tab.meeting_surfaces)}
    scopes = lower(tab.scopes)
    if GROUP_CHAT not in scopes:  # then it is in no chat, and meetings are chats
        places &= {"channelTab"}
    return places - (set() if "team" in scopes else {"channelTab"})


def _remarks(there: frozenset[str]) -> list[Message]:
    in_meetings = [name for name in MEETING if name in there]
    remarks = []
    if "meetingStage" in there and "meetingSidePanel" not in there:
        remarks.append(say("The stage is reached from the side panel, in which the app is not."))
    if in_meetings and not {"meetingChatTab", "meetingDetailsTab"} & there:
        remarks.append(say("On phones the app needs the chat or the details of a meeting, and is in neither."))
    if len(in_meetings) > 1:
        remarks.append(say("Set up once in a meeting, the tab is in all of these places."))
    if in_meetings and "privateChatTab" not in there:
        remarks.append(say("The tab is not offered in group chats without a meeting."))
    return remarks
