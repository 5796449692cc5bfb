"""The catalogue of resource-specific permissions: what each name is for, in whose name it is used, what it was called.

The names are those that Teams CLI 3.0.3 ships, 69 in all by place and type, checked against Microsoft's page "RSC
permissions for your Teams app" and the manifest reference of 1.30.
"""

from __future__ import annotations

APPLICATION, DELEGATED = "Application", "Delegated"
"""The types: used by the app alone, or on behalf of a signed-in user."""

TEAM, CHAT, USER = "Group", "Chat", "User"
"""The last parts of the names: permissions for a team, for a chat or meeting, for one user."""

SCOPES = {TEAM: "team", CHAT: "groupChat", USER: "personal"}
"""The scope in which an app is installed where such a permission is granted."""

_OF_CHATS = """
    Calls.AccessMedia Calls.JoinGroupCalls Chat.Manage Chat.ManageDeletion ChatMember.Read ChatMessage.Read
    ChatMessage.Send ChatMessageReadReceipt.Read ChatSettings.Read ChatSettings.ReadWrite OnlineMeeting.ReadBasic
    OnlineMeetingNotification.Send OnlineMeetingParticipant.Read OnlineMeetingRecording.Read
    OnlineMeetingTranscript.Read TeamsActivity.Send TeamsAppInstallation.Read TeamsTab.Create TeamsTab.Delete
    TeamsTab.Read TeamsTab.ReadWrite
"""
_OF_CHATS_DELEGATED = """
    InAppPurchase.Allow LiveShareSession.ReadWrite MeetingParticipantReaction.Read MeetingStage.Write
    OnlineMeetingActiveSpeaker.Read OnlineMeetingAudioVideo.Stream OnlineMeetingIncomingAudio.Detect
    OnlineMeetingParticipant.Read OnlineMeetingParticipant.ToggleIncomingAudio
"""
_OF_TEAMS = """
    Channel.Create Channel.Delete ChannelMeeting.ReadBasic ChannelMeetingNotification.Send
    ChannelMeetingParticipant.Read ChannelMeetingRecording.Read ChannelMeetingTranscript.Read ChannelMember.Read
    ChannelMember.ReadWrite ChannelMessage.Read ChannelMessage.Send ChannelSettings.Read ChannelSettings.ReadWrite
    Member.Read Owner.Read TeamMember.Read TeamSettings.Read TeamSettings.ReadWrite TeamsActivity.Send
    TeamsAppInstallation.Read TeamsTab.Create TeamsTab.Delete TeamsTab.Read TeamsTab.ReadWrite
"""
_OF_TEAMS_DELEGATED = """
    ChannelMeetingActiveSpeaker.Read ChannelMeetingAudioVideo.Stream ChannelMeetingIncomingAudio.Detect
    ChannelMeetingStage.Write InAppPurchase.Allow LiveShareSession.ReadWrite MeetingParticipantReaction.Read
"""
_OF_USERS = "AiEnterpriseInteraction.Read TeamsActivity.Send TeamsAppInstallation.Read"
_OF_USERS_DELEGATED = """
    CameraStream.Read InAppPurchase.Allow MeetingParticipantReaction.Read MicrophoneStream.Read
    OutgoingVideoStream.Write
"""

CATALOGUE = frozenset(
    (f"{name}.{place}", permission_type)
    for names, place, permission_type in (
        (_OF_CHATS, CHAT, APPLICATION),
        (_OF_CHATS_DELEGATED, CHAT, DELEGATED),
        (_OF_TEAMS, TEAM, APPLICATION),
        (_OF_TEAMS_DELEGATED, TEAM, DELEGATED),
        (_OF_USERS, USER, APPLICATION),
        (_OF_USERS_DELEGATED, USER, DELEGATED),
    )
    for name in names.split()
)
"""Every permission: its name and its type. A few have both types."""

ALSO_DELEGATED = frozenset(("ChannelMeetingParticipant.Read.Group", "ChannelMeeting.ReadBasic.Group"))
"""Permissions of the type Application to which Microsoft's manifest reference and examples give the other type too."""

NAMES = frozenset(name for name, _ in CATALOGUE)
"""Every name."""

SUCCESSORS = {
    "ChannelSettings.Edit.Group": "ChannelSettings.ReadWrite.Group",
    "Member.ReadWrite.Group": None,
    "Owner.ReadWrite.Group": None,
    "TeamSettings.Edit.Group": "TeamSettings.ReadWrite.Group",
    "TeamsApp.Read.Group": "TeamsAppInstallation.Read.Group",
    "TeamsTab.Edit.Group": "TeamsTab.ReadWrite.Group",
}
"""Names of the developer preview of 2021 and before, and what they are called today; None where nothing took over."""

OFFICE = frozenset(("Document", "Mailbox", "MailboxItem"))
"""First parts of the permissions of Office add-ins, which stand in the same list and are no concern of Teams."""

IN_PERSONAL_CHATS = frozenset(("ChatMessageReadReceipt.Read.Chat",))
"""Permissions for chats that are granted in the personal scope as well."""
