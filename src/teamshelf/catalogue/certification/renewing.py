"""When a certificate has to be renewed: told to those who work on the app before it ends, and after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.certification.tiers import Tier

if TYPE_CHECKING:
    from teamshelf.catalogue.tables import App

REMIND_BEFORE = timedelta(days=60)
"""How long before a certificate ends its publisher is reminded."""


class Renewal(Struct, frozen=True):
    """A certificate that ends soon, or has ended.

    Attributes:
        until: it holds, or held.
        is_over: it has ended.
    """

    until: datetime
    is_over: bool


def renewal_of(app: App, at: datetime) -> Renewal | None:
    """The renewal that an app needs at a moment; None for one that needs none, or was never certified."""
    until = app.certified_until
    if until is None or app.certification != Tier.CERTIFIED or until - at > REMIND_BEFORE:
        return None
    return Renewal(until, is_over=until <= at)
