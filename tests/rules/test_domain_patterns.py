"""What a domain with wildcards covers, and what is left of a text that should be one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.rules.domain_patterns import WrittenDomain, covers, domain_written, host_of, is_covered

LABELS = st.sampled_from(["a", "b", "app", "*"])
PATTERNS = st.lists(LABELS, min_size=1, max_size=4).map(".".join)
HOSTS = st.lists(st.sampled_from(["a", "b", "app"]), min_size=1, max_size=4).map(".".join)


@pytest.mark.parametrize(
    ("pattern", "domain", "expected"),
    [
        ("example.com", "example.com", True),
        ("example.com", "EXAMPLE.com", True),
        ("Example.com", "example.com", True),
        ("example.com", "app.example.com", False),
        ("*.example.com", "app.example.com", True),
        ("*.Example.com", "App.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "a.b.example.com", False),
        ("*.*.example.com", "a.b.example.com", True),
        ("*.*.example.com", "a.example.com", False),
        ("*.example.com", "*.example.com", True),
        ("*.*.example.com", "*.app.example.com", True),
        ("app.example.com", "*.example.com", False),
        ("*.app.example.com", "*.*.example.com", False),
        ("*.example.com", "example.com.evil.org", False),
        ("*.example.com", "app-example.com", False),
    ],
)
def test_a_wildcard_stands_for_exactly_one_label(pattern: str, domain: str, *, expected: bool) -> None:
    """A `*` covers one whole label, whatever it is, and nothing else is left open."""
    assert expected is covers(pattern, domain)


@given(PATTERNS, HOSTS)
def test_covering_agrees_with_a_regular_expression(pattern: str, host: str) -> None:
    """A pattern covers the hosts that match it with `[^.]+` for each `*`."""
    import re

    expression = re.escape(pattern).replace(r"\*", "[^.]+")

    assert (re.fullmatch(expression, host) is not None) is covers(pattern, host)


@given(PATTERNS, PATTERNS, HOSTS)
def test_covering_is_transitive(wide: str, narrow: str, host: str) -> None:
    """What a covered pattern covers, the covering one covers as well."""
    if covers(wide, narrow) and covers(narrow, host):
        assert covers(wide, host)


@given(PATTERNS)
def test_every_pattern_covers_itself(pattern: str) -> None:
    """A domain that is listed is covered."""
    assert is_covered(pattern, [pattern])


def test_nothing_covers_nothing() -> None:
    """Without any pattern no domain is covered."""
    assert not is_covered("example.com", [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example.com", WrittenDomain("example.com")),
        ("*.Example.COM", WrittenDomain("*.example.com")),
        ("https://example.com", WrittenDomain("example.com", is_url=True)),
        ("https://example.com/?next=https://example.org/", WrittenDomain("example.com", is_url=True)),
        ("example.com/tab", WrittenDomain("example.com", is_url=True)),
        ("example.com?tab", WrittenDomain("example.com", is_url=True)),
        ("example.com#tab", WrittenDomain("example.com", is_url=True)),
        ("https:\\\\example.com", WrittenDomain("https", is_url=True, port=":")),
        ("me@example.com", WrittenDomain("example.com", is_url=True)),
        ("https://example.com@example.org", WrittenDomain("example.org", is_url=True)),
        ("example.com:8443", WrittenDomain("example.com", port=":8443")),
        ("https://example.com:8443/tab", WrittenDomain("example.com", is_url=True, port=":8443")),
        ("example.com.", WrittenDomain("")),
        ("exa mple.com", WrittenDomain("")),
        ("", WrittenDomain("")),
        ("a." * 126 + "ab", WrittenDomain("")),
    ],
)
def test_a_domain_is_found_in_what_surrounds_it(text: str, expected: WrittenDomain) -> None:
    """A scheme, a user, a port and a path are told from the host; what cannot be a host is none."""
    assert expected == domain_written(text)


def test_a_host_has_at_most_253_characters() -> None:
    """The longest name that the domain name system takes is a host, one more character is not."""
    longest = "a." * 126 + "a"

    assert longest == domain_written(longest).host
    assert domain_written(longest + "a").host == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.com/tab", "example.com"),
        ("HTTP://example.com", "example.com"),
        ("https://example.com:8443/", "example.com"),
        ("https://{teamSiteDomain}/_layouts/15/page", ""),
        ("ftp://example.com/", ""),
        ("example.com/tab", ""),
        ("https://", ""),
    ],
)
def test_the_host_of_a_url(url: str, expected: str) -> None:
    """Only http and https URLs have a host here, in lower case."""
    assert expected == host_of(url)


@given(st.text())
def test_any_text_can_be_taken_apart(text: str) -> None:
    """Whatever stands in a manifest, the host found in it is a host in lower case, or none."""
    host = domain_written(text).host

    assert host == domain_written(host).host
    assert len(host) <= 253
