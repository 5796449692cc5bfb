"""How long reviews take on this shelf: as the last ones have, and nothing where there were none."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.tables import Review, Version
from teamshelf.catalogue.tables.reviews import Verdict

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LOOKED_AT = 20
"""Reviews that are looked at, the last ones: what was a year ago says little."""


class Waited(Struct, frozen=True):
    """How long the last reviews took, from the submission to the verdict.

    Attributes:
        usual: half of them took longer, half less.
        longest: the one that took longest.
        reviews: how many there were to look at.
    """

    usual: timedelta
    longest: timedelta
    reviews: int


def usual_wait(session: Session) -> Waited | None:
    """How long the last reviews of all apps took; None where nothing was reviewed yet."""
    decided = (
        select(Version.submitted_at, Review.created_at)
        .join(Version, Version.id == Review.version_id)
        .where(
            Review.verdict != Verdict.COMMENT.value,
            Version.submitted_at.is_not(None),
            Review.created_at >= Version.submitted_at,  # what was submitted again says nothing of the verdict before
        )
        .order_by(Review.created_at.desc(), Review.id)
        .limit(LOOKED_AT)
    )
    took = [(at - since).total_seconds() for since, at in session.execute(decided) if since is not None]
    if not took:
        return None
    return Waited(timedelta(seconds=median(took)), timedelta(seconds=max(took)), len(took))
