"""The manifest as it is written."""

from __future__ import annotations

import pytest

from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules.as_written import ABSENT, is_written, written
from tests.package.builder import PackageBuilder

MANIFEST = b'{"a": [{"b": null}, "text"], "c": false}'


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        ((), {"a": [{"b": None}, "text"], "c": False}),
        (("c",), False),
        (("a", 0, "b"), None),
        (("a", 1), "text"),
        (("a", 2), ABSENT),
        (("a", "0"), ABSENT),
        (("a", 1, 0), ABSENT),
        (("c", "d"), ABSENT),
        (("d",), ABSENT),
    ],
)
def test_written(steps: tuple[str | int, ...], value: object) -> None:
    """A path of names and indexes leads to the decoded value, or to nothing."""
    app = App(open_source(MANIFEST))

    assert value == written(app, *steps)
    assert (value is not ABSENT) is is_written(app, *steps)


def test_no_manifest() -> None:
    """Where there is no manifest, nothing is written."""
    app = App(open_source(PackageBuilder().entry("a.txt").build()))

    assert not is_written(app)
