"""Who looks at a submission, and how long that usually takes on this shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.catalogue.tables import Account
from teamshelf.catalogue.versions.states import PENDING
from teamshelf.catalogue.versions.waiting import usual_wait
from teamshelf.messages import Message, say
from teamshelf.server.pages.dates import lasting

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Version


class Expecting(Struct, frozen=True):
    """What whoever submits can expect.

    Attributes:
        who: reviews it.
        waits: how long it has waited by now; None where it does not wait.
        usual: how long reviews take; None where there is nothing to tell that by.
    """

    who: Message
    waits: Message | None
    usual: Message | None


def expecting(session: Session, version: Version, at: datetime) -> Expecting:
    """What can be expected of the review of a version, at a moment."""
    waits = None
    if version.state in PENDING and version.submitted_at is not None:
        waits = say("It has waited for {duration}.", duration=lasting(at - version.submitted_at))
    return Expecting(_who(session, version), waits, _usual(session))


def _who(session: Session, version: Version) -> Message:
    reviewer = session.get(Account, version.claimed_by) if version.claimed_by else None
    if reviewer is not None:
        return say("{name} reviews it.", name=reviewer.display_name)
    if settled_in(session).four_eyes:
        return say("One of the reviewers of this shelf takes it, and nobody reviews what they have sent themselves.")
    return say("One of the reviewers of this shelf takes it.")


def _usual(session: Session) -> Message | None:
    waited = usual_wait(session)
    if waited is None:
        return None
    usual, longest = lasting(waited.usual), lasting(waited.longest)
    if waited.reviews == 1:
        return say("The only review on this shelf so far took {duration}.", duration=usual)
    return say(
        "Half of the last {count} reviews on this shelf took {usual} or less, the longest {longest}.",
        count=waited.reviews,
        usual=usual,
        longest=longest,
    )
