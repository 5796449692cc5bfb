"""How many findings there are, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.findings import Severity
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teamshelf.messages import Message


def counted(counts: Mapping[Severity, int], language: str) -> str:
    """Such as "3 errors, 1 warning"; severities without a finding are left out, so the text may be empty."""
    return ", ".join(
        _counted(severity, counts[severity]).in_language(language) for severity in Severity if counts.get(severity)
    )


def _counted(severity: Severity, count: int) -> Message:
    match severity:
        case Severity.ERROR:
            return say("1 error") if count == 1 else say("{count} errors", count=count)
        case Severity.WARNING:
            return say("1 warning") if count == 1 else say("{count} warnings", count=count)
        case Severity.NOTE:
            return say("1 note") if count == 1 else say("{count} notes", count=count)
