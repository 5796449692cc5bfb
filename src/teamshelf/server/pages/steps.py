"""What the pages call places, what is set up in them, and what follows on adding an app."""

from __future__ import annotations

from teamshelf.catalogue.installations.installing import NextStep
from teamshelf.messages import Message, say

CAPABILITY_CHOICES: dict[str, Message] = {
    "tab": say("A tab"),
    "bot": say("A conversation with the bot"),
    "connector": say("A connector"),
}
"""What can be set up first, in words."""

NEXT_STEPS: dict[NextStep, Message] = {
    NextStep.OPEN: say("Nothing is to be set up. The app is ready."),
    NextStep.CONFIGURE_TAB: say("Next, the app's own page asks how the tab shall be."),
    NextStep.MESSAGE_BOT: say("Next, the conversation with the bot opens."),
    NextStep.CHOOSE_CHANNEL: say("Next, you choose the channel to which the bot posts."),
    NextStep.SET_UP_CONNECTOR: say("Next, the connector is set up."),
}
"""What follows, in words."""

PLACE_DRAWINGS = {"personal": "person", "team": "team", "groupchat": "groupchat", "meetings": "calendar"}

KIND_NAMES: dict[str, Message] = {
    "personal": say("For yourself"),
    "team": say("Team"),
    "groupchat": say("Group chat"),
    "meetings": say("Meeting"),
}
"""What a place is, by the scope in which apps are added there."""
