"""The pages of a well-filled shelf, asked in process; each test finds it as it was filled."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.database import FILE_NAME, open_database
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.upkeep.migrating import migrate
from tests.server.pages.site import Site
from tests.server.pages.stocked import Stocked, adapted, stock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Stocked]:
    """The database of a filled shelf, which nobody writes to, and what is on it."""
    folder = tmp_path_factory.mktemp("filled")
    database = open_database(data=folder)
    migrate(database)
    made = stock(Shelf(database))
    made.apps["Parking"] = adapted(made)
    database.close()
    return folder / FILE_NAME, made


@pytest.fixture(scope="session")
def opened(filled: tuple[Path, Stocked], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application, made once: its database is put back for each test."""
    folder = tmp_path_factory.mktemp("opened")
    shutil.copyfile(filled[0], folder / FILE_NAME)
    with Site(Shelf(open_database(data=folder)), filled[1]) as site:
        yield site


@pytest.fixture
def site(filled: tuple[Path, Stocked], opened: Site, tmp_path: Path) -> Site:
    """The pages, on the filled shelf, with nobody signed in."""
    folder = tmp_path / "shelf"  # a file of its own: some connection may still be open on that of the test before
    folder.mkdir(mode=0o700)
    shutil.copyfile(filled[0], folder / FILE_NAME)
    (folder / FILE_NAME).chmod(0o600)
    opened.shelf.database.close()
    opened.shelf.database = open_database(data=folder)
    opened.client.cookies.clear()
    return opened
