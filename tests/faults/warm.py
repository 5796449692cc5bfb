"""Does every deed once: imported by the process that others are forked from.

What a program only does the first time, such as reading rules and compiling schemas, is done when a life begins.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from teamshelf.catalogue.shelf import Shelf
from tests.catalogue.engines import databases
from tests.catalogue.shelves import settled_people
from tests.catalogue.stocking import settle
from tests.faults import deeds


def _do_everything_once() -> None:
    with TemporaryDirectory() as folder:
        for database in databases("sqlite", Path(folder)):
            shelf = Shelf(database)
            people = settled_people(shelf)
            settle(shelf, people)
            random = Random(1)
            for deed, _ in deeds.USUAL:
                list(deed(shelf, people, random))


_do_everything_once()
