"""How often the shelf was changed."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import Table


class ChangeCount(Table):
    """A part of the changes that were made to the shelf: :mod:`teamshelf.catalogue.revision` adds the parts up.

    Attributes:
        lane: a change adds itself to any one of a few, so that two seldom meet in one and wait for each other.
    """

    __tablename__ = "change_counts"

    lane: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
