"""Languages and regions that exist, and those that do not."""

from __future__ import annotations

import pytest
from babel.localedata import locale_identifiers

from teamshelf.rules.language_tags import LONGEST_TAG, unknown_subtag

TAGS = sorted({name.replace("_", "-") for name in locale_identifiers()})


def test_every_language_that_babel_knows_exists() -> None:
    """The tables hold what another table has, with scripts and regions, in any case."""
    assert [] == [tag for tag in TAGS if unknown_subtag(tag) or unknown_subtag(tag.upper())]
    assert [] == [tag for tag in TAGS if len(tag) > LONGEST_TAG]


@pytest.mark.parametrize(
    ("tag", "unknown"),
    [
        ("zn-TW", ("zn", "zh-TW")),
        ("jp", ("jp", "ja")),
        ("JP", ("JP", "ja")),
        ("cn", ("cn", "zh")),
        ("en-UK", ("UK", "en-gb")),
        ("zh-Hans-UK", ("UK", "zh-Hans-gb")),
        ("xx", ("xx", None)),
        ("english", ("english", None)),
        ("fr-qz", ("qz", None)),
        ("fr-latn-qz", ("qz", None)),
        ("12", ("12", None)),
    ],
)
def test_what_does_not_exist_is_named(tag: str, unknown: tuple[str, str | None]) -> None:
    """The part that is unknown is shown as written, with what was meant where that is known."""
    assert unknown == unknown_subtag(tag)


@pytest.mark.parametrize(
    "tag", ["iw", "in", "sh", "es-419", "sl-rozaj", "haw", "i-klingon", "x-ours", "en_us", "", "-"]
)
def test_what_may_be_right_is_taken_on_trust(tag: str) -> None:
    """Old codes, numbers, variants, private tags, and what is no tag at all."""
    assert unknown_subtag(tag) is None
