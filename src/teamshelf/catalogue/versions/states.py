"""The life of a version, as one table.

Source: seed B, "version" (an update is submitted and validated anew); lifecycle rules 9 to 11; Graph's publishing
states, which know three of these.
"""

from __future__ import annotations

from enum import StrEnum

from teamshelf.messages import Message, say


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    """Stored and checked; nobody else sees it."""
    SUBMITTED = "submitted"
    """Waits for a reviewer."""
    IN_REVIEW = "in-review"
    """A reviewer has taken it."""
    PUBLISHED = "published"
    """The newest that is offered."""
    REJECTED = "rejected"
    """Refused by a reviewer; its number may come again."""
    SUPERSEDED = "superseded"
    """Was published; a newer one is. Who has not consented to the newer one still runs it."""
    WITHDRAWN = "withdrawn"
    """Taken back before it was published; its number may come again. Or taken from sale: then its number may not."""
    QUARANTINED = "quarantined"
    """Was published, and was stopped: nobody runs it."""


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.IN_REVIEW, State.PUBLISHED, State.REJECTED, State.WITHDRAWN}),
    State.IN_REVIEW: frozenset({State.SUBMITTED, State.PUBLISHED, State.REJECTED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.SUPERSEDED, State.WITHDRAWN, State.QUARANTINED}),
    State.SUPERSEDED: frozenset({State.PUBLISHED, State.WITHDRAWN, State.QUARANTINED}),
    State.QUARANTINED: frozenset({State.SUPERSEDED, State.PUBLISHED, State.WITHDRAWN}),
    State.REJECTED: frozenset(),
    State.WITHDRAWN: frozenset({State.SUBMITTED, State.PUBLISHED}),
}
"""From each state, those that a version can go to. A superseded version is published again when the newer one is
withdrawn or quarantined. A withdrawn one that was published before is submitted or published again when the very same
bytes are: its number can belong to no others."""

PENDING = frozenset({State.SUBMITTED, State.IN_REVIEW})
"""An app has at most one version in one of these."""

RUNNABLE = frozenset({State.PUBLISHED, State.SUPERSEDED})
"""What an installation can run."""

IN_WORDS: dict[State, Message] = {
    State.DRAFT: say("a draft"),
    State.SUBMITTED: say("submitted"),
    State.IN_REVIEW: say("in review"),
    State.PUBLISHED: say("published"),
    State.REJECTED: say("rejected"),
    State.SUPERSEDED: say("superseded"),
    State.WITHDRAWN: say("withdrawn"),
    State.QUARANTINED: say("in quarantine"),
}
"""Each state as it stands in a sentence on a version."""


def may_move(before: State, after: State) -> bool:
    """Whether a version in the one state can go to the other."""
    return after in MOVES[before]
