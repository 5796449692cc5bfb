"""The version of Teamshelf, in a file of its own so that knowing it costs nothing."""

from __future__ import annotations

VERSION = "0.1.0"
"""Teamshelf's version, as the package's metadata and every report state it."""
