"""Whether people are asked again: one decision over two consent surfaces, for the comparison and for the shelf alike.

What is compared is the surface that people accepted last with that of the version they would get, however many versions
lie between (lifecycle rules 16 and 27). A first installation always asks, and is none of this module's business
(rule 18).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.update.consent_rules import DEFAULT, LITERAL_SEED, RULE_SETS, SEED, Who
from teamshelf.update.reasons import Trigger, triggers_between

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.update.surface import Surface


class Answer(StrEnum):
    """Whether an update asks for consent (lifecycle rule 23)."""

    REQUIRED = "required"
    """People are asked, and stay on what they have until they accept."""
    LIKELY = "likely"
    """The sources leave it open: be prepared."""
    NOT_REQUIRED = "not-required"
    """It reaches everyone silently."""


class Consent(Struct, frozen=True, kw_only=True):
    """Whether people are asked, why, and who.

    Attributes:
        answer: under the rule set.
        rules: the rule set, one of :data:`RULE_SETS` or :data:`LITERAL_SEED`.
        triggers: the reasons to ask under this rule set.
        likely: reasons that this rule set leaves open.
        elsewhere: reasons that only other rule sets know.
    """

    answer: Answer
    rules: str
    triggers: tuple[Trigger, ...] = ()
    likely: tuple[Trigger, ...] = ()
    elsewhere: tuple[Trigger, ...] = ()

    @property
    def is_required(self) -> bool:
        """Whether people are asked."""
        return self.answer is Answer.REQUIRED

    @property
    def who(self) -> tuple[Who, ...]:
        """Who has to accept, each once; empty where nobody is asked."""
        return tuple(dict.fromkeys(trigger.who for trigger in self.triggers))

    @property
    def unanswered(self) -> Message | None:
        """What happens to those who do not accept; None where nobody is asked."""
        if not self.is_required:
            return None
        return say("whoever does not accept stays on the version they have, which goes on working")


def decide(old: Surface, new: Surface, rules: str = DEFAULT, *, incremented: bool = True) -> Consent:
    """Whether somebody who accepted the old surface is asked before they get the new one.

    Args:
        old: what was accepted last.
        new: what the version comes to.
        rules: one of :data:`RULE_SETS`, or :data:`LITERAL_SEED`.
        incremented: the new version is greater; only :data:`LITERAL_SEED` wants to know.

    Raises:
        ValueError: there is no such rule set.
    """
    before, after = dict.fromkeys(old.facts), dict.fromkeys(new.facts)
    return consent_for(triggers_between(before, after, incremented=incremented), rules)


def is_silent(old: Surface, new: Surface, rules: str = DEFAULT) -> bool:
    """Whether a version is reached without asking anybody who accepted the old surface.

    What the rule set leaves open is silent: it is announced, not asked.
    """
    return not decide(old, new, rules).is_required


def consent_for(triggers: Iterable[Trigger], rules: str) -> Consent:
    """What reasons come to under one rule set."""
    if rules not in (*RULE_SETS, LITERAL_SEED):
        raise ValueError(f"there is no rule set {rules!r}")
    asked = {rules, SEED} if rules == LITERAL_SEED else {rules}
    fired: list[Trigger] = []
    likely: list[Trigger] = []
    elsewhere: list[Trigger] = []
    for trigger in triggers:
        home = fired if asked & {*trigger.rules} else likely if asked & {*trigger.likely} else elsewhere
        home.append(trigger)
    answer = Answer.REQUIRED if fired else Answer.LIKELY if likely else Answer.NOT_REQUIRED
    # What no set but the literal one asks for is no news elsewhere: every update has a greater version.
    told = tuple(trigger for trigger in elsewhere if {*trigger.rules} & {*RULE_SETS})
    return Consent(answer=answer, rules=rules, triggers=tuple(fired), likely=tuple(likely), elsewhere=told)
