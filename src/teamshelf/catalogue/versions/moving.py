"""Moving a version from one state to another: the one function that does, and the table that it keeps to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.catalogue.apps.holding import label_of
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.versions.states import IN_WORDS, State, may_move
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from teamshelf.catalogue.auditing import Action
    from teamshelf.catalogue.shelf import Change
    from teamshelf.catalogue.tables import Version


def move(change: Change, version: Version, to: State, action: Action | None, /, **after: Any) -> None:
    """Bring a version that is held into another state, and write it into the audit.

    Args:
        change: the change.
        version: it is held, see :mod:`teamshelf.catalogue.apps.holding`.
        to: the state.
        action: what the audit calls it; None where it only follows from another move that the audit tells of.
        after: more for the audit to tell, such as a reason.

    Raises:
        Refusal: CONFLICT `state-not-possible`: the table of states does not lead there.
    """
    before = State(version.state)
    if not may_move(before, to):
        raise Refusal(
            Kind.CONFLICT,
            "state-not-possible",
            say(
                "{name} {number} is {before}, and cannot be {after} from there",
                name=printable(version.display_name),
                number=printable(version.number),
                before=IN_WORDS[before],
                after=IN_WORDS[to],
            ),
            details={"versionId": version.id, "state": before.value},
        )
    version.state = to.value
    version.changed_at = change.at
    version.revision += 1
    if action is not None:
        change.record(
            action,
            version.id,
            label=label_of(version),
            app_id=version.app_id,
            digest=version.package_digest,
            before={"state": before.value},
            after={"state": to.value, **after},
        )
    change.session.flush()  # no two versions of an app are published, not even for a moment within a transaction
