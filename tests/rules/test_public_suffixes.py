"""Which domains are handed out to strangers, by the list that comes with the program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from teamshelf.rules.public_suffixes import REGISTRY, SHARED, kind_of_suffix

FULL = PublicSuffixList(accept_unknown=False)
REGISTRIES = PublicSuffixList(accept_unknown=False, only_icann=True)
LABELS = st.sampled_from(
    [
        "com",
        "co",
        "uk",
        "kawasaki",
        "city",
        "jp",
        "ck",
        "www",
        "shop",
        "github",
        "io",
        "公司",
        "cn",
        "xn--55qx5d",
        "net",
    ]
)


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("com", REGISTRY),
        ("co.uk", REGISTRY),
        ("公司.cn", REGISTRY),
        ("xn--55qx5d.cn", REGISTRY),
        ("ck", REGISTRY),
        ("shop.ck", REGISTRY),
        ("kawasaki.jp", REGISTRY),
        ("replit.dev", SHARED),
        ("www.ck", ""),
        ("city.kawasaki.jp", ""),
        ("azurewebsites.net", SHARED),
        ("github.io", SHARED),
        ("example.com", ""),
        ("contoso.azurewebsites.net", ""),
        ("localhost", ""),
        ("", ""),
        ("xn--a-", ""),
    ],
)
def test_the_kind_of_a_suffix(domain: str, expected: str) -> None:
    """Wildcards and exceptions of the list count, and punycode is the same as letters."""
    assert expected == kind_of_suffix(domain)


@given(st.lists(LABELS, min_size=1, max_size=3).map(".".join))
def test_the_list_is_read_as_its_own_package_reads_it(domain: str) -> None:
    """A domain is a suffix where that package says so, and a registry's where it says so without private ones."""
    expected = ""
    if FULL.publicsuffix(domain) == domain:
        expected = REGISTRY if REGISTRIES.publicsuffix(domain) == domain else SHARED

    assert expected == kind_of_suffix(domain)


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    """A text that is no domain is no suffix, and no trouble."""
    assert kind_of_suffix(f"{text} .") == ""
