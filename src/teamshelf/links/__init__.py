"""Links that open an app in Microsoft Teams, read and written, and the buttons that carry them.

>>> InstallLink("49E6F432-D79C-49E8-94F7-89B94F3672FD").url()
'https://teams.microsoft.com/l/app/49e6f432-d79c-49e8-94f7-89b94f3672fd'
>>> parse_link("https://teams.microsoft.com/l/app/49E6F432-D79C-49E8-94F7-89B94F3672FD?source=site").app_id
'49e6f432-d79c-49e8-94f7-89b94f3672fd'
"""

from __future__ import annotations

from teamshelf.links.button import SIZES, THEMES, Button
from teamshelf.links.faults import LinkError
from teamshelf.links.link import CONVERSATIONS, BotLink, EntityLink, InstallLink, Link
from teamshelf.links.reading import parse_link
from teamshelf.links.words import MAX_LENGTH, TEAMS, too_long

__all__ = [
    "CONVERSATIONS",
    "MAX_LENGTH",
    "SIZES",
    "TEAMS",
    "THEMES",
    "BotLink",
    "Button",
    "EntityLink",
    "InstallLink",
    "Link",
    "LinkError",
    "parse_link",
    "too_long",
]
