"""The hosts of the developer's pages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.rules.developer_urls import host_of
from tests.manifests import FAULTLESS
from tests.rules.judging import judged

RULES = ("developer-url-without-host", "developer-url-not-public", "developer-url-is-store-page")


def of_page(rule: str, url: str, page: str = "privacyUrl") -> list[Any]:
    """What a rule finds where one of the pages is at this URL."""
    return judged("developer_urls", rule, {"developer": {**FAULTLESS["developer"], page: url}})


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Contoso.com/privacy", "contoso.com"),
        ("HTTPS://contoso.com:8443", "contoso.com"),
        ("https://me:secret@contoso.com?x=1", "contoso.com"),
        ("https://contoso.com.", "contoso.com"),
        ("https://[2001:db8::1]:443/", "[2001:db8::1]"),
        ("https://contoso.com\\@example.com", "contoso.com"),
        ("https://contoso.com#@example.com", "contoso.com"),
        ("https://", ""),
        ("http:///path", ""),
        ("ftp://contoso.com", None),
        ("contoso.com", None),
    ],
)
def test_the_host_of_a_url(url: str, host: str | None) -> None:
    """The host is what a browser would go to: without user, port and final dot, in small letters."""
    assert host == host_of(url)


@given(st.from_regex(r"\A[a-z]{3,10}\.[a-z]{3,10}\.(com|org|net|io)\Z"), st.sampled_from(["", "/", "/a?b#c", "?x"]))
def test_ordinary_hosts_are_left_alone(host: str, rest: str) -> None:
    """A host with a domain is public unless a part of its name says otherwise."""
    said = [finding for rule in RULES for finding in of_page(rule, f"https://{host}{rest}")]

    assert bool(said) == (not {"beta", "stage", "staging", "preprod"}.isdisjoint(host.split(".")))


@pytest.mark.parametrize("page", ["websiteUrl", "privacyUrl", "termsOfUseUrl"])
@pytest.mark.parametrize(
    ("rule", "url"),
    [(RULES[0], "https://#"), (RULES[1], "https://10.0.0.1"), (RULES[2], "https://marketplace.microsoft.com/x")],
)
def test_each_page_is_looked_at(rule: str, url: str, page: str) -> None:
    """The website, the privacy policy and the terms of use are judged alike."""
    (finding,) = of_page(rule, url, page)

    assert f"/developer/{page}" == finding.pointer


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://localhost/x", '`developer.privacyUrl` is on "localhost", which only computers nearby can reach'),
        ("https://nas.lan", '`developer.privacyUrl` is on "nas.lan", which only computers nearby can reach'),
        ("https://127.0.0.1", '`developer.privacyUrl` is on "127.0.0.1", a number instead of a name'),
        ("https://uat.contoso.com", '`developer.privacyUrl` is on "uat.contoso.com", a host for trying things out'),
    ],
)
def test_it_is_said_why_a_host_is_not_public(url: str, message: str) -> None:
    """Each reason has words of its own."""
    (finding,) = of_page("developer-url-not-public", url)

    assert message == str(finding.message)


def test_prose_in_place_of_a_host_is_shown() -> None:
    """What a template left behind is named, not the whole address."""
    (finding,) = of_page("developer-url-without-host", "https://<app url>/privacy")

    assert '`developer.privacyUrl` has "<app url>" where its host should be' == str(finding.message)
