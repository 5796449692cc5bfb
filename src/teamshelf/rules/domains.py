"""How `validDomains` is written: bare host names, with a `*` only where it may stand.

What Teams does with each entry is the same in every manifest version (app manifest reference, `validDomains`), so these
rules are, too. Whose domains they are is the subject of `foreign_domains`, which ones are missing that of
`domain_coverage`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.findings import Change
from teamshelf.messages import say, shown
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.rules.valid_domains import (
    HAS_PORT,
    IS_URL,
    NO_HOST,
    REPEATED,
    STAR_AFTER_LABEL,
    STAR_IN_LABEL,
    SUFFIX,
    TOO_WIDE,
    entries_with,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.messages import Message
    from teamshelf.package.app import App
    from teamshelf.rules.valid_domains import DoubtfulEntry

_REFERENCE = "app manifest reference (2021 preview), validDomains"
_STORE = "Teams Store validation guidelines"


@rule(
    "valid-domain-is-url",
    codes=("ValidDomainsContainsUrl",),
    upload=ERROR,
    store=ERROR,
    checks=say("Every entry of `validDomains` is a bare host name, without a scheme, a path or a user's name."),
    why=say("Teams compares the entries with host names, and refuses a manifest in which one of them is a URL."),
    bad={"validDomains": ["https://example.com/tab"]},
    good={"validDomains": ["example.com"]},
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def valid_domain_is_url(app: App) -> Iterable[Found]:
    """Find entries that are URLs.

    Those of Office add-ins matter less and are not mended: Office asked for the scheme in the XML manifest, and
    Microsoft's own samples of add-ins with a JSON manifest still have it.
    """
    return [
        Found(
            entry.pointer,
            say("{entry} is a URL, or a part of one; the list takes bare host names", entry=shown(entry.text)),
            say("write {host}", host=shown(entry.written.host)),
            changes=() if app.manifest.extensions else _to_bare_host(entry),
            severity=WARNING if app.manifest.extensions else None,
        )
        for entry in entries_with(app, IS_URL)
    ]


@rule(
    "valid-domain-has-port",
    upload=ERROR,
    store=ERROR,
    checks=say("Every entry of `validDomains` is a host name without a port."),
    why=say("The list is one of host names, and Microsoft's own editors of manifests take no ports in it."),
    bad={"validDomains": ["example.com:8443"]},
    good={"validDomains": ["example.com"]},
    source=_REFERENCE,
)
def valid_domain_has_port(app: App) -> Iterable[Found]:
    """Find entries with a port.

    Ports of `localhost` are what Microsoft's own tools write for testing; that host is spoken of elsewhere.
    """
    return [
        Found(
            entry.pointer,
            say("{entry} names a port", entry=shown(entry.text)),
            say("write {host}", host=shown(entry.written.host)),
            changes=() if app.manifest.extensions else _to_bare_host(entry),
            severity=WARNING if app.manifest.extensions else None,
        )
        for entry in entries_with(app, HAS_PORT)
    ]


@rule(
    "valid-domain-not-a-host",
    upload=ERROR,
    store=ERROR,
    checks=say("Every entry of `validDomains` could be the name of a host."),
    why=say("An entry that no host can have lets nothing in, so what it was meant to let in stays blank."),
    bad={"validDomains": ["example .com"]},
    good={"validDomains": ["example.com"]},
    source=_REFERENCE,
)
def valid_domain_not_a_host(app: App) -> Iterable[Found]:
    """Find entries that hold blanks, nothing, or characters that no host name has."""
    return [
        Found(entry.pointer, _why_no_host(entry.text), say("write the host name alone, such as `www.example.com`"))
        for entry in entries_with(app, NO_HOST)
    ]


@rule(
    "valid-domain-wildcard-in-label",
    upload=ERROR,
    store=ERROR,
    checks=say("A `*` in `validDomains` stands alone between dots."),
    why=say("Teams reads a `*` as exactly one whole part of a name; it cannot stand for the rest of a part."),
    bad={"validDomains": ["app-*.example.com"]},
    good={"validDomains": ["*.example.com"]},
    source=_STORE,
)
def valid_domain_wildcard_in_label(app: App) -> Iterable[Found]:
    """Find wildcards that are only a part of a label."""
    return [
        Found(
            entry.pointer,
            say("in {entry} a `*` is only a part of what stands between two dots", entry=shown(entry.text)),
            say("write `*` for the whole part, or list the hosts one by one"),
        )
        for entry in entries_with(app, STAR_IN_LABEL)
    ]


@rule(
    "valid-domain-wildcard-after-label",
    upload=WARNING,
    store=ERROR,
    checks=say("To the left of a `*` in `validDomains` there is nothing but further `*`."),
    why=say("The store refuses a wildcard behind a fixed part; `*.*.example.com` is the way to reach deeper names."),
    bad={"validDomains": ["app.*.example.com"]},
    good={"validDomains": ["*.*.example.com"]},
    source=_STORE,
)
def valid_domain_wildcard_after_label(app: App) -> Iterable[Found]:
    """Find wildcards to the right of a label that is none."""
    return [
        Found(
            entry.pointer,
            say("in {entry} a `*` stands to the right of a fixed part", entry=shown(entry.text)),
            say("write {pattern}, or list the hosts one by one", pattern=shown(_with_stars_in_front(entry))),
        )
        for entry in entries_with(app, STAR_AFTER_LABEL)
    ]


@rule(
    "valid-domain-too-wide",
    upload=ERROR,
    store=ERROR,
    checks=say("No wildcard in `validDomains` covers a whole top-level domain."),
    why=say("Such a wildcard trusts the sites of everybody with the content and the sign-in of your app."),
    bad={"validDomains": ["*.com"]},
    good={"validDomains": ["*.example.com"]},
    source=_REFERENCE,
)
def valid_domain_too_wide(app: App) -> Iterable[Found]:
    """Find wildcards with no domain, or only a top-level one, behind them."""
    return [
        Found(
            entry.pointer,
            say("{entry} covers the sites of everybody", entry=shown(entry.text)),
            say("name your own domain behind the wildcard, as in `*.example.com`"),
        )
        for entry in entries_with(app, TOO_WIDE)
    ]


@rule(
    "valid-domain-public-suffix",
    upload=WARNING,
    store=ERROR,
    checks=say("No entry of `validDomains` is a public suffix such as `com` or `co.uk`, nor all names below one."),
    why=say("Below a public suffix anybody can register a name. The store refuses it."),
    bad={"validDomains": ["*.co.uk"]},
    good={"validDomains": ["*.example.co.uk"]},
    source=_STORE,
)
def valid_domain_public_suffix(app: App) -> Iterable[Found]:
    """Find suffixes of registries, with a wildcard or without."""
    return [
        Found(
            entry.pointer,
            say("below `{suffix}` anybody can register a name", suffix=(entry.domain or entry.text[1:]).lower()),
            say("name the domain that you have registered"),
        )
        for entry in entries_with(app, SUFFIX)
    ]


@rule(
    "valid-domain-duplicate",
    upload=NOTE,
    store=NOTE,
    checks=say("No two entries of `validDomains` are the same."),
    why=say(
        "The second one adds nothing, and the list may hold only 16 entries, or 100 from manifest version 1.28 on."
    ),
    bad={"validDomains": ["example.com", "Example.com"]},
    good={"validDomains": ["example.com"]},
    source=_REFERENCE,
)
def valid_domain_duplicate(app: App) -> Iterable[Found]:
    """Find entries that say the same as an earlier one, in other letters perhaps."""
    return [
        Found(
            entry.pointer,
            say("{entry} is in the list already", entry=shown(entry.text)),
            say("remove one of the two"),
            changes=(Change("remove", entry.pointer),),
        )
        for entry in entries_with(app, REPEATED)
    ]


@rule(
    "valid-domain-wildcard-in-add-in",
    versions="1.17..",
    upload=NOTE,
    store=NOTE,
    checks=say("An Office add-in does not count on wildcards in `validDomains`."),
    why=say("Office ignores entries with a `*`, so pages of such hosts open outside the add-in."),
    bad={"extensions": [{"requirements": {"scopes": ["mail"]}}], "validDomains": ["*.example.com"]},
    good={"extensions": [{"requirements": {"scopes": ["mail"]}}], "validDomains": ["app.example.com"]},
    source="app manifest reference, validDomains",
)
def valid_domain_wildcard_in_add_in(app: App) -> Iterable[Found]:
    """Find wildcards in the list of an app that is an Office add-in as well."""
    manifest = app.manifest
    if not manifest.extensions:
        return ()
    return [
        Found(
            f"/validDomains/{index}",
            say("Office add-ins ignore the wildcard {entry}", entry=shown(text)),
            say("list each host that the add-in opens as well"),
        )
        for index, text in enumerate(manifest.valid_domains)
        if text.startswith("*.")
    ]


def _why_no_host(text: str) -> Message:
    if not text.strip():
        return say("an entry of `validDomains` is empty")
    if any(character.isspace() for character in text):
        return say("{entry} holds blanks, which no host name has", entry=shown(text))
    return say("{entry} cannot be the name of a host", entry=shown(text))


def _with_stars_in_front(entry: DoubtfulEntry) -> str:
    """The pattern of as many labels that begins with wildcards and covers what the entry was meant to."""
    labels = entry.written.host.split(".")
    last = len(labels) - 1 - labels[::-1].index("*")
    return ".".join(["*"] * (last + 1) + labels[last + 1 :])


def _to_bare_host(entry: DoubtfulEntry) -> tuple[Change, ...]:
    """The change that leaves the host alone, unless something else is wrong with it as well."""
    return () if len(entry.doubts) > 1 else (Change("replace", entry.pointer, entry.written.host),)
