"""The options of a preview, and the addresses that hold them."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.preview.options import MAX_GIVEN, Options, options_from

NAMES = ("lang", "reader", "theme", "client", "scope", "pinned", "tab", "ready", "link", "page", "other")


@given(
    st.dictionaries(st.sampled_from(NAMES), st.text(max_size=40) | st.sampled_from(["fr", "dark", "team", "no", "3"]))
)
def test_an_address_keeps_every_option(query: dict[str, str]) -> None:
    """What an address says is read back from the address made of it, whatever stood there at first."""
    options = options_from(query)

    assert options == options_from(dict(parse_qsl(options.query())))


def test_an_address_says_only_what_is_not_usual() -> None:
    """Addresses stay short; the language is always said, because the next person's may be another."""
    assert "lang=en" == Options().query()
    assert "lang=fr&client=mobile" == Options(lang="fr", client="mobile").query()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("scope", "copilot"),
        ("tab", "-1"),
        ("tab", "٣"),
        ("tab", "100"),
        ("reader", "fr_FR"),
        ("reader", "x" * 36),
        ("reader", "é"),
        ("pinned", ""),
    ],
)
def test_nonsense_counts_as_not_said(name: str, value: str) -> None:
    """An option outside its choices is the usual one."""
    assert Options() == options_from({name: value})


def test_what_is_typed_is_bounded() -> None:
    """A tester looks at so many characters, and drops blanks around them."""
    assert "x" * MAX_GIVEN == options_from({"link": "x" * 9999}).link
    assert "a b" == options_from({"page": "  a b "}).page


def test_the_language_of_the_page_is_that_of_its_reader_unless_said() -> None:
    """A command line in French opens pages in French; an address that says English stays English."""
    assert "fr" == options_from({}, "fr").lang
    assert "en" == options_from({"lang": "en"}, "fr").lang
