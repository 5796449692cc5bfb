"""The other end of the wire: Microsoft Graph's REST API for apps, spoken to our own shelf and to Microsoft's alike."""

from teamshelf.client.catalog import AppEntry, Catalog, Definition
from teamshelf.client.connection import Connection
from teamshelf.client.faults import NotReached, Refused
from teamshelf.client.installations import InstalledApp, Place
from teamshelf.client.notes import Words, say_with_newest

__all__ = [
    "AppEntry",
    "Catalog",
    "Connection",
    "Definition",
    "InstalledApp",
    "NotReached",
    "Place",
    "Refused",
    "Words",
    "say_with_newest",
]
