"""Going on after a form was sent: to a page that says what was done, so that loading it again does nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.response import Redirect

from teamshelf.messages import Message, say
from teamshelf.server.faults import STATUS

if TYPE_CHECKING:
    from teamshelf.catalogue.refusals import Refusal

DONE: dict[str, Message] = {
    "drafted": say("The package is checked and stored as a draft. Nobody else sees it until you submit it."),
    "known": say("The shelf has this very package already. Here it is."),
    "submitted": say("Submitted. A reviewer looks at it next."),
    "noted": say("What you say with the version is saved."),
    "withdrawn": say("Taken back."),
    "commented": say("Your comment is there."),
    "answered": say("Your answers are saved."),
    "evidence-added": say("The file is there. Reviewers and administrators can open it, and nobody else."),
    "evidence-removed": say("The file is gone."),
    "attested": say("You stand by your answers. They are public now."),
    "member-added": say("Added. They can work on the app now."),
    "member-removed": say("Removed. They see no more of the app than others do, from now on."),
    "given-away": say("The app has a new owner."),
    "revoked": say("The token does not work any more."),
    "claimed": say("The submission is with you now."),
    "put-back": say("The submission is back in the queue."),
    "approved": say("Approved and published."),
    "approved-for-some": say("Approved and published, for those whom you named."),
    "approved-blocked": say("Approved and published. It stays blocked until an administrator allows it."),
    "rejected": say("Rejected. The publisher reads your reason."),
    "changes-requested": say("Sent back. The publisher reads what is to be changed."),
    "blocked": say("Blocked. Nobody can add or use the app."),
    "allowed": say("Allowed."),
    "all-blocked": say("Blocked, all of them. Nobody can add or use them."),
    "all-allowed": say("Allowed, all of them."),
    "nothing-ticked": say("Tick the apps first."),
    "access-changed": say("It is settled whom the app is for."),
    "quarantined": say("The version is stopped wherever it runs."),
    "released": say("The version may run again."),
    "category-changed": say("The entry in the store is saved."),
    "screenshot-added": say("The screenshot is there."),
    "screenshot-removed": say("The screenshot is gone."),
    "certification-changed": say("The certification is changed."),
    "customised": say("Saved as a draft. People see it when you publish it."),
    "nothing-to-save": say("Nothing was changed."),
    "customisation-published": say("Published. People see the app like this now."),
    "reset": say("Back to what the publisher says."),
    "policy-saved": say("The policy is saved."),
    "policy-removed": say("The policy is removed. Whoever had it falls under the one for everybody."),
    "policy-assigned": say("The policy holds for this user now."),
    "setup-saved": say("The policy is saved, and its people have what it installs."),
    "setup-removed": say("The policy is removed. What it installed stays, and may be removed by whoever has it."),
    "requests-allowed": say("Allowed for those who asked, and their requests are closed."),
    "requests-dismissed": say("The requests are dismissed."),
    "written": say("Sent. The answer will stand here."),
    "remark-answered": say("Answered. Whoever wrote reads it."),
    "settled": say("The settings are saved."),
}
"""What a page says of what was just done, by the word in its address."""


def going_to(path: str, done: str) -> Redirect:
    """The answer to a form that worked: the browser goes on to a page, which says so."""
    return Redirect(f"{path}{'&' if '?' in path else '?'}done={done}", status_code=303)


def done_of(word: str | None) -> Message | None:
    """What is said of the word in an address; nothing of one that is none of ours."""
    return DONE.get(word or "")


def status_of(problem: Refusal | None) -> int:
    """The status of a page that shows why a form was refused, or of any other."""
    return STATUS[problem.kind] if problem is not None else 200
