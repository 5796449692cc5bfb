"""What happens when the app is added to a team, group chat or meeting.

Which capability is set up first, since manifest 1.9, and, in the preview only, to which teams and chats the app is
limited. The scope offered first is `defaultInstallScope` at the root of the manifest.
"""

from teamshelf.model.facts import ManifestObject, prop


class ConstrainedTo(ManifestObject):
    """A team or group chat the app is limited to."""

    id: str | None = prop(
        "The thread id of the team or chat, of the form `19:...@thread.tacv2` or `19:...@thread.v2`.",
        required=True,
        max_length=64,
    )


class ScopeConstraints(ManifestObject):
    """The teams and group chats the app may be added to."""

    group_chats: list[ConstrainedTo] = prop(
        "The group chats to which the app is limited.",
        max_items=128,
    )
    teams: list[ConstrainedTo] = prop(
        "The teams to which the app is limited.",
        max_items=128,
    )


class DefaultGroupCapability(ManifestObject):
    """The capability set up first in each kind of shared place.

    The app must have it with that scope; the others stay available.
    """

    team: str | None = prop(
        "The capability set up first when the app is added to a team.",
        values=("tab", "bot", "connector"),
    )
    groupchat: str | None = prop(
        "The capability set up first when the app is added to a group chat. The key is all lower-case, unlike the "
        "scope `groupChat`. A connector works only in teams.",
        values=("tab", "bot", "connector"),
    )
    meetings: str | None = prop(
        "The capability set up first when the app is added to a meeting. A connector works only in teams.",
        values=("tab", "bot", "connector"),
    )
