"""When a certificate has to be renewed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from teamshelf.catalogue.certification.renewing import REMIND_BEFORE, Renewal, renewal_of
from teamshelf.catalogue.tables import App

NOW = datetime(2030, 5, 17, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("left", "is_over"),
    [
        (REMIND_BEFORE + SECOND, None),
        (REMIND_BEFORE, False),
        (SECOND, False),
        (timedelta(0), True),
        (-REMIND_BEFORE * 10, True),
    ],
)
def test_a_certificate_is_to_be_renewed_from_sixty_days_before_its_end(
    left: timedelta, *, is_over: bool | None
) -> None:
    """Until it is, for as long as the app counts as certified once."""
    app = App(certification="certified", certified_until=NOW + left)

    assert (None if is_over is None else Renewal(NOW + left, is_over)) == renewal_of(app, NOW)


@pytest.mark.parametrize("tier", ["none", "verified", "attested"])
def test_what_is_not_certified_is_not_to_be_renewed(tier: str) -> None:
    """Nor is what a certificate was taken from."""
    assert renewal_of(App(certification=tier, certified_until=NOW + SECOND), NOW) is None
    assert renewal_of(App(certification="certified", certified_until=None), NOW) is None
