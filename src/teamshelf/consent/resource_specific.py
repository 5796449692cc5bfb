"""Resource-specific permissions in plain words, one sentence for each name.

What each name means follows Microsoft's page "RSC permissions for your Teams app", in our own words. They are granted
by adding the app to the team, chat or meeting (in the personal scope: for oneself).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.consent.sentence import GROUP_CHAT, MEETINGS, PERSONAL, SCOPES, TEAM, Granter, Group, Moment, Sentence
from teamshelf.messages import SHOWN_LENGTH, printable, say
from teamshelf.rules.rsc import APPLICATION, CATALOGUE, CHAT, DELEGATED, IN_PERSONAL_CHATS, SUCCESSORS, USER
from teamshelf.rules.rsc import TEAM as OF_TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.messages import Message
    from teamshelf.model.manifest import Manifest

TEXTS: dict[str, Message] = {
    "Calls.AccessMedia.Chat": say("Hear and see the calls of the chat or meeting"),
    "Calls.JoinGroupCalls.Chat": say("Join the calls of the chat or meeting"),
    "Chat.Manage.Chat": say("Manage the chat"),
    "Chat.ManageDeletion.Chat": say("Delete the chat, and bring it back"),
    "ChatMember.Read.Chat": say("See who is a member of the chat"),
    "ChatMessage.Read.Chat": say("Read all messages of the chat, also those that do not mention it"),
    "ChatMessage.Send.Chat": say("Send messages to the chat"),
    "ChatMessageReadReceipt.Read.Chat": say("See which messages of the chat have been read, and by whom"),
    "ChatSettings.Read.Chat": say("See the settings of the chat"),
    "ChatSettings.ReadWrite.Chat": say("See and change the settings of the chat"),
    "InAppPurchase.Allow.Chat": say("Offer purchases to the members of the chat"),
    "LiveShareSession.ReadWrite.Chat": say("Keep its content in step for everyone in meetings of the chat"),
    "MeetingParticipantReaction.Read.Chat": say("See the reactions of participants in the meeting"),
    "MeetingStage.Write.Chat": say("Show its content on the stage of the meeting"),
    "OnlineMeeting.ReadBasic.Chat": say("See the subject, time, organizer and link of the meeting"),
    "OnlineMeetingActiveSpeaker.Read.Chat": say("See who is speaking in the meeting"),
    "OnlineMeetingAudioVideo.Stream.Chat": say("Stream the sound and picture of the meeting"),
    "OnlineMeetingIncomingAudio.Detect.Chat": say(
        "Notice when the incoming sound of the meeting is switched on or off"
    ),
    "OnlineMeetingNotification.Send.Chat": say("Send notifications to the participants of the meeting while it runs"),
    "OnlineMeetingParticipant.Read.Chat": say("See who takes part in the meeting, in which role, and when"),
    "OnlineMeetingParticipant.ToggleIncomingAudio.Chat": say("Switch the incoming sound of the meeting on and off"),
    "OnlineMeetingRecording.Read.Chat": say("Play the recordings of the meeting"),
    "OnlineMeetingTranscript.Read.Chat": say("Read the transcripts of the meeting"),
    "TeamsActivity.Send.Chat": say("Notify the members of the chat in their activity feeds"),
    "TeamsAppInstallation.Read.Chat": say("See which apps have been added to the chat"),
    "TeamsTab.Create.Chat": say("Add tabs to the chat"),
    "TeamsTab.Delete.Chat": say("Remove tabs from the chat"),
    "TeamsTab.Read.Chat": say("See the tabs of the chat"),
    "TeamsTab.ReadWrite.Chat": say("See, add, change and remove the tabs of the chat"),
    "Channel.Create.Group": say("Create channels in the team"),
    "Channel.Delete.Group": say("Delete channels of the team"),
    "ChannelMeeting.ReadBasic.Group": say(
        "See the subject, time, organizer and link of meetings in the team's channels"
    ),
    "ChannelMeetingActiveSpeaker.Read.Group": say("See who is speaking in meetings in the team's channels"),
    "ChannelMeetingAudioVideo.Stream.Group": say("Stream the sound and picture of meetings in the team's channels"),
    "ChannelMeetingIncomingAudio.Detect.Group": say(
        "Notice when the incoming sound of meetings in the team's channels is switched on or off"
    ),
    "ChannelMeetingNotification.Send.Group": say(
        "Send notifications to the participants of meetings in the team's channels while they run"
    ),
    "ChannelMeetingParticipant.Read.Group": say(
        "See who takes part in meetings in the team's channels, in which role, and when"
    ),
    "ChannelMeetingRecording.Read.Group": say("Play the recordings of meetings in the team's channels"),
    "ChannelMeetingStage.Write.Group": say("Show its content on the stage of meetings in the team's channels"),
    "ChannelMeetingTranscript.Read.Group": say("Read the transcripts of meetings in the team's channels"),
    "ChannelMember.Read.Group": say("See who is a member of the team's channels"),
    "ChannelMember.ReadWrite.Group": say("See, add and remove the members of the team's channels"),
    "ChannelMessage.Read.Group": say("Read all messages in the team's channels, also those that do not mention it"),
    "ChannelMessage.Send.Group": say("Send messages to the team's channels"),
    "ChannelSettings.Read.Group": say("See the names, descriptions and settings of the team's channels"),
    "ChannelSettings.ReadWrite.Group": say(
        "See and change the names, descriptions and settings of the team's channels"
    ),
    "InAppPurchase.Allow.Group": say("Offer purchases to the members of the team"),
    "LiveShareSession.ReadWrite.Group": say("Keep its content in step for everyone in meetings in the team's channels"),
    "MeetingParticipantReaction.Read.Group": say(
        "See the reactions of participants in meetings in the team's channels"
    ),
    "Member.Read.Group": say("See who is a member of the team's Microsoft 365 group"),
    "Member.ReadWrite.Group": say("See, add and remove the members of the team's Microsoft 365 group"),
    "Owner.Read.Group": say("See who owns the team's Microsoft 365 group"),
    "Owner.ReadWrite.Group": say("See, add and remove the owners of the team's Microsoft 365 group"),
    "TeamMember.Read.Group": say("See who is a member of the team"),
    "TeamSettings.Read.Group": say("See the settings of the team"),
    "TeamSettings.ReadWrite.Group": say("See and change the settings of the team"),
    "TeamsActivity.Send.Group": say("Notify the members of the team in their activity feeds"),
    "TeamsAppInstallation.Read.Group": say("See which apps have been added to the team"),
    "TeamsTab.Create.Group": say("Add tabs to the team's channels"),
    "TeamsTab.Delete.Group": say("Remove tabs from the team's channels"),
    "TeamsTab.Read.Group": say("See the tabs of the team's channels"),
    "TeamsTab.ReadWrite.Group": say("See, add, change and remove the tabs of the team's channels"),
    "AiEnterpriseInteraction.Read.User": say("Read what you and Microsoft 365 Copilot write to each other"),
    "CameraStream.Read.User": say("Use the picture of your camera"),
    "InAppPurchase.Allow.User": say("Offer you purchases"),
    "MeetingParticipantReaction.Read.User": say("See the reactions of participants in your meetings"),
    "MicrophoneStream.Read.User": say("Use the sound of your microphone"),
    "OutgoingVideoStream.Write.User": say("Change the picture that you send in calls and meetings"),
    "TeamsActivity.Send.User": say("Notify you in your activity feed"),
    "TeamsAppInstallation.Read.User": say("See which apps you have added"),
    "Document.Read.User": say("Read the Office document in which you open it"),
    "Document.ReadWrite.User": say("Read and change the Office document in which you open it"),
    "Mailbox.AppendOnSend.User": say("Add text to your messages and appointments when you send them"),
    "Mailbox.ReadWrite.User": say("Read and change everything in your mailbox, and send mail from it"),
    "Mailbox.SharedFolder": say("Work in mailboxes and folders that others share with you"),
    "MailboxItem.Read.User": say("Read the message or appointment on which you open it"),
    "MailboxItem.ReadWrite.User": say("Read and change the message or appointment on which you open it"),
    "MailboxItem.Restricted.User": say("See a little of the message or appointment on which you open it"),
}
"""What each permission lets an app do; the last ones are those of Office add-ins."""

_BY_ITSELF = say("The app does so by itself, whether anybody is signed in or not")
_FOR_THE_USER = say("The app does so on behalf of the user who is signed in")
_BASIC = "TeamsActivity.Send."
_ORDER = {place: number for number, place in enumerate((OF_TEAM, CHAT, USER))}


def resource_specific(manifest: Manifest) -> Iterator[Sentence]:
    """What the app may do in the team, chat or for the user where it is added: teams first, then by name.

    Both lists count: `authorization.permissions.resourceSpecific`, and the older `applicationPermissions`.
    """
    asked = asked_for(manifest)
    for name, kind in sorted(asked, key=_place_and_name):
        yield _sentence(name, kind, asked[name, kind])


def asked_for(manifest: Manifest) -> dict[tuple[str, str], str]:
    """The resource-specific permissions by name and type, each with the pointer of the first place that asks for it."""
    asked: dict[tuple[str, str], str] = {}
    for name, declared, pointer in _lists(manifest):
        if name:
            asked.setdefault((name, _type_of(name, declared)), pointer)
    return asked


def org_wide(manifest: Manifest) -> Iterator[Sentence]:
    """What the app may do in the whole organization, as the developer preview of 2021 lets a manifest ask."""
    if manifest.authorization is None or manifest.authorization.permissions is None:
        return
    for index, permission in enumerate(manifest.authorization.permissions.org_wide):
        if permission.name:
            yield Sentence(
                group=Group.SIGN_IN,
                key=f"org-wide:{permission.name}",
                text=say("Use the permission `{name}` in the whole organization", name=_shown(permission.name)),
                pointer=f"/authorization/permissions/orgWide/{index}",
                moment=Moment.BEFORE_USE,
                by=Granter.ADMIN,
            )


def _lists(manifest: Manifest) -> Iterator[tuple[str | None, str | None, str]]:
    """Name, type and place of every permission in both lists."""
    authorization, web = manifest.authorization, manifest.web_application_info
    if authorization is not None and authorization.permissions is not None:
        for index, permission in enumerate(authorization.permissions.resource_specific):
            yield permission.name, permission.type, f"/authorization/permissions/resourceSpecific/{index}"
    if web is not None:
        for index, name in enumerate(web.application_permissions):
            yield name, APPLICATION, f"/webApplicationInfo/applicationPermissions/{index}"


def _type_of(name: str, declared: str | None) -> str:
    """The type as declared; where it is neither of the two, the one that the permission exists for."""
    if declared in (APPLICATION, DELEGATED):
        return declared
    return DELEGATED if (name, DELEGATED) in CATALOGUE and (name, APPLICATION) not in CATALOGUE else APPLICATION


def _sentence(name: str, kind: str, pointer: str) -> Sentence:
    text = TEXTS.get(SUCCESSORS.get(name) or name)
    if text is None:
        text = say("Use the permission `{name}`, of which Teamshelf does not know what it opens", name=_shown(name))
    return Sentence(
        group=Group.RESOURCE_SPECIFIC,
        key=f"rsc:{name}" if kind == APPLICATION else f"rsc:{name}:delegated",
        text=text,
        detail=_BY_ITSELF if kind == APPLICATION else _FOR_THE_USER,
        pointer=pointer,
        scopes=_scopes(name),
        by=_granter(name, kind),
    )


def _scopes(name: str) -> tuple[str, ...]:
    """The scopes in which the app must be added for a permission to hold; a place we do not know may be any."""
    if name in IN_PERSONAL_CHATS:
        return (PERSONAL, GROUP_CHAT, MEETINGS)
    known = {OF_TEAM: (TEAM,), CHAT: (GROUP_CHAT, MEETINGS), USER: (PERSONAL,)}
    return known.get(_place(name), SCOPES)


def _granter(name: str, kind: str) -> Granter:
    """Who grants a permission: those of the type `Delegated` need no more than the right to add the app.

    Notifications in activity feeds are a basic permission, which goes with every installation.
    """
    if kind == DELEGATED or name.startswith(_BASIC):
        return Granter.INSTALLER
    return {OF_TEAM: Granter.OWNER, CHAT: Granter.PARTICIPANT}.get(_place(name), Granter.INSTALLER)


def _place_and_name(asked: tuple[str, str]) -> tuple[int, str, str]:
    name, kind = asked
    return _ORDER.get(_place(name), len(_ORDER)), name, kind


def _place(name: str) -> str:
    return name.rpartition(".")[2]


def _shown(name: str) -> str:
    return printable(name if len(name) <= SHOWN_LENGTH else f"{name[: SHOWN_LENGTH - 1]}…")
