"""What a reviewer can choose from: whom a new app is for, and reasons that have been given before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.people.actors import Role
from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.settings import Settings
    from teamshelf.catalogue.tables import Version

ALL, SOME, NOBODY = "everyone", "assigned", "blocked"

CHOICES: dict[str, Message] = {
    ALL: say("Allowed for everyone"),
    SOME: say("Only for some people or places"),
    NOBODY: say("Blocked until an administrator allows it"),
}
"""Whom an app is for once it is published."""

REASONS: tuple[Message, ...] = (
    say("The description does not say what the app does, and for whom."),
    say("The app asks for more than what it does calls for."),
    say("The icons are those of another product, or cannot be recognised."),
    say("The privacy statement or the terms of use cannot be read without signing in."),
    say("The app does not do what it says: the steps are below."),
    say("Notes on how to try it are missing, or an account to do so."),
)
"""Reasons to reject or to send back, where the settings name no others."""


class Written(Struct, frozen=True):
    """What the form that decides holds, when it comes back with a problem.

    Attributes:
        ready: reasons that were ticked.
        access: one of :data:`CHOICES`; empty: nothing was chosen yet.
    """

    reason: str = ""
    ready: tuple[str, ...] = ()
    access: str = ""
    holders: str = ""


NOTHING = Written()
"""Nothing was written yet."""


class Choice(Struct, frozen=True):
    """One of :data:`CHOICES` in the form."""

    name: str
    label: Message
    is_chosen: bool


def choices_for(
    actor: Actor, version: Version, settled: Settings, written: Written, *, is_new: bool
) -> tuple[Choice, ...]:
    """Whom an app can be for once it is approved: administrators choose of a new app, and keep others as they are.

    What is chosen beforehand is what would hold anyway: its publisher, or the settings, may want it blocked at first.
    """
    if not is_new or not actor.may_act_as(Role.ADMIN):
        return ()
    waits = not settled.allow_new_apps or bool(version.facts.get("defaultBlockUntilAdminAction"))
    chosen = written.access if written.access in CHOICES else NOBODY if waits else ALL
    return tuple(Choice(name, label, name == chosen) for name, label in CHOICES.items())


def reasons_from(settled: Settings, language: str) -> tuple[str, ...]:
    """The reasons that a reviewer can tick: those of the settings as they are, ours in the reviewer's language."""
    own = tuple(line.strip() for line in settled.review_reasons.splitlines() if line.strip())
    return own or tuple(reason.in_language(language) for reason in REASONS)
