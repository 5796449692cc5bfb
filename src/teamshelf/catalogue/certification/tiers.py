"""The three tiers of trust in an app, each on the one before.

Source: Microsoft's pages on app compliance, 2020 to 2024.
"""

from __future__ import annotations

from enum import StrEnum

from teamshelf.messages import Message, say


class Tier(StrEnum):
    """How far an app's publisher has been looked at."""

    NONE = "none"
    """Nobody has."""
    VERIFIED = "verified"
    """The publisher is who they say they are."""
    ATTESTED = "attested"
    """The publisher has answered the questionnaire; nobody has checked the answers."""
    CERTIFIED = "certified"
    """Somebody else has looked at evidence for the answers."""

    def includes(self, other: Tier) -> bool:
        """Whether an app of this tier has the other one, too."""
        tiers = list(Tier)
        return tiers.index(self) >= tiers.index(other)


DISCLAIMERS: dict[Tier, Message] = {
    Tier.NONE: say("The publisher has said nothing about security and data protection"),
    Tier.VERIFIED: say("The identity of the publisher was verified; the app itself was not looked at"),
    Tier.ATTESTED: say("The answers are the publisher's own; nobody has checked them"),
    Tier.CERTIFIED: say("An assessor has looked at evidence for the publisher's answers, on the date given"),
}
"""What each tier does and does not mean, for whoever sees its badge."""
