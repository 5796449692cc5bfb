"""Hosts that the app uses and does not list."""

from __future__ import annotations

from typing import Any

from teamshelf.findings import Severity
from tests.rules.one_rule import found_by


def tab(number: int, url: str, **members: Any) -> dict[str, Any]:
    """A static tab that shows a page."""
    return {"entityId": f"tab{number}", "name": f"Tab {number}", "contentUrl": url, "scopes": ["personal"], **members}


def test_each_host_is_reported_once() -> None:
    """All pages of a host that is not listed are one finding, at the list to add it to."""
    tabs = [tab(number, f"https://app.example.org/{number}") for number in range(4)]

    (found,) = found_by("page-host-not-valid-domain", "domain_coverage", staticTabs=tabs)

    assert found.pointer == "/validDomains"
    assert str(found.message) == (
        "no entry of `validDomains` covers `app.example.org`, the host of `staticTabs[0].contentUrl`, "
        "`staticTabs[1].contentUrl`, `staticTabs[2].contentUrl`, …"
    )
    assert str(found.hint) == "add `app.example.org` to `validDomains`"


def test_where_there_is_no_list_the_manifest_lacks_it() -> None:
    """The finding points at the whole manifest."""
    (found,) = found_by(
        "page-host-not-valid-domain", "domain_coverage", staticTabs=[tab(0, "https://example.org")], validDomains=None
    )

    assert found.pointer == ""


def test_a_page_for_the_browser_matters_less() -> None:
    """A website opens in a browser whether it is listed or not, and may belong to somebody else."""
    tabs = [tab(0, "https://example.com/", websiteUrl="https://products.example.org/")]

    (found,) = found_by("page-host-not-valid-domain", "domain_coverage", staticTabs=tabs)

    assert found.severity is Severity.NOTE
    assert "a browser needs no entry" in str(found.hint)


def test_a_host_of_content_and_website_matters_as_content() -> None:
    """One page that Teams itself shows is enough."""
    tabs = [tab(0, "https://example.org/", websiteUrl="https://example.org/")]

    (found,) = found_by("page-host-not-valid-domain", "domain_coverage", staticTabs=tabs)

    assert found.severity is None


def test_link_domains_are_an_error_in_the_preview_of_2021() -> None:
    """Its reference demands the entry; the numbered versions let it pass."""
    links = [{"botId": "x", "messageHandlers": [{"type": "link", "value": {"domains": ["wiki.example.com"]}}]}]
    name, file = "link-domain-not-valid-domain", "domain_coverage"

    (then,) = found_by(name, file, composeExtensions=links, manifestVersion="m365DevPreview")
    (now,) = found_by(name, file, composeExtensions=links)

    assert then.severity is Severity.ERROR
    assert now.severity is None
    assert now.pointer == "/composeExtensions/0/messageHandlers/0/value/domains/0"
