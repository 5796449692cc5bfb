"""What handlers are given when they ask for it by these types: the shelf, how the server is run, and who asks."""

from __future__ import annotations

from litestar.di import NamedDependency

from teamshelf.catalogue.people.actors import Actor
from teamshelf.catalogue.shelf import Shelf
from teamshelf.server.settings import ServerSettings

TheShelf = NamedDependency[Shelf]
"""For a parameter called `shelf`."""

TheSettings = NamedDependency[ServerSettings]
"""For a parameter called `settings`."""

TheActor = NamedDependency[Actor]
"""For a parameter called `actor`."""
