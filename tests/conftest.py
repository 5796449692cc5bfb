"""What holds for all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Nothing asserts a time: on a busy machine, making an example takes as long as it takes.
settings.register_profile("teamshelf", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("teamshelf")
