"""Whose the domains in `validDomains` are, and what kind of machine stands behind them.

An app must not list domains outside its developer's control, directly or through a wildcard (app manifest reference,
`validDomains`); the store adds what it never lets pass. Which domains are shared by strangers is taken from the private
section of the Public Suffix List, and from the names in Microsoft's own guidelines and validator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import say, shown
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.rules.valid_domains import (
    BOT_FRAMEWORK,
    HOSTING,
    IDENTITY,
    LOCAL,
    MICROSOFT,
    PRIVATE,
    SHARED,
    TEST,
    TUNNEL,
    doubtful_entries,
    entries_with,
)
from teamshelf.versions import DEV_PREVIEW_2021

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.findings import Severity
    from teamshelf.package.app import App
    from teamshelf.rules.valid_domains import DoubtfulEntry

_REFERENCE = "app manifest reference (2021 preview), validDomains"
_STORE = "Teams Store validation guidelines"
_SITE_DOMAIN = b"{teamSiteDomain}"
"""What an app hosted by SharePoint writes for the domain of the team's own site."""

_FOR_SHARE_POINT = frozenset(("sharepoint.com", "login.microsoftonline.com"))
"""What the SharePoint Framework's own template lists with a wildcard."""


@rule(
    "valid-domain-not-yours",
    upload=WARNING,
    store=ERROR,
    checks=say("No wildcard in `validDomains` covers the hosts of other customers of the same service."),
    why=say("On shared hosting anybody can have a name, and such a wildcard trusts all of them. The store refuses it."),
    bad={"validDomains": ["*.azurewebsites.net"]},
    good={"validDomains": ["contoso-polls.azurewebsites.net"]},
    source=_REFERENCE,
)
def valid_domain_not_yours(app: App) -> Iterable[Found]:
    """Find shared domains with a wildcard before them, and such a domain itself."""
    entries = doubtful_entries(app)
    if not entries:
        return ()
    return [
        Found(
            entry.pointer,
            say(
                "{entry} covers the hosts of everybody who has a name below `{domain}`",
                entry=shown(entry.text),
                domain=entry.domain,
            )
            if entry.is_wildcard
            else say("`{domain}` belongs to everybody who has a name below it", domain=entry.domain),
            say("list only your own host, which reads `your-name.{domain}`", domain=entry.domain),
            severity=_severity_of_shared(app, entry),
        )
        for entry in entries
        if SHARED in entry.doubts and not _is_for_share_point(app, entry)
    ]


@rule(
    "valid-domain-of-microsoft",
    upload=WARNING,
    store=ERROR,
    checks=say("`validDomains` lists neither Teams itself nor all hosts of Microsoft."),
    why=say("They are outside of your control. The store refuses them."),
    bad={"validDomains": ["*.microsoft.com"]},
    good={"validDomains": ["example.com"]},
    source=_STORE,
)
def valid_domain_of_microsoft(app: App) -> Iterable[Found]:
    """Find the domains of Microsoft that the store's guidelines name."""
    return [
        Found(
            entry.pointer,
            say("the store refuses {entry}, for it is Microsoft's own", entry=shown(entry.text)),
            say("remove it; links to it work without being listed"),
        )
        for entry in entries_with(app, MICROSOFT)
    ]


@rule(
    "valid-domain-botframework-wildcard",
    upload=NOTE,
    store=ERROR,
    checks=say("`validDomains` has no `*.botframework.com`."),
    why=say(
        "The store refuses the wildcard, though Microsoft's own Teams CLI writes it into each new manifest. Signing in "
        "with OAuth cards takes `token.botframework.com` alone."
    ),
    bad={"validDomains": ["*.botframework.com"]},
    good={"validDomains": ["token.botframework.com"]},
    source=_STORE,
)
def valid_domain_botframework_wildcard(app: App) -> Iterable[Found]:
    """Find the wildcard about which Microsoft's own sources contradict each other."""
    return [
        Found(
            entry.pointer,
            say(
                "the store refuses {entry}, although Microsoft's Teams CLI writes it into new manifests",
                entry=shown(entry.text),
            ),
            say("write `token.botframework.com`, which is all that OAuth cards need"),
        )
        for entry in entries_with(app, BOT_FRAMEWORK)
    ]


@rule(
    "valid-domain-identity-provider",
    upload=WARNING,
    store=WARNING,
    checks=say("`validDomains` lists no sign-in page of an identity provider."),
    why=say("An app may send its users there to sign in, but must not list a page as its own that is not."),
    bad={"validDomains": ["accounts.google.com"]},
    good={"validDomains": ["example.com"]},
    source=_REFERENCE,
)
def valid_domain_identity_provider(app: App) -> Iterable[Found]:
    """Find the hosts of well-known identity providers."""
    entries = doubtful_entries(app)
    if not entries:
        return ()
    return [
        Found(
            entry.pointer,
            say("`{domain}` is where an identity provider asks users to sign in", domain=entry.domain),
            say("remove it; the sign-in works without it"),
        )
        for entry in entries
        if IDENTITY in entry.doubts and not _is_for_share_point(app, entry)
    ]


@rule(
    "valid-domain-tunnel",
    upload=WARNING,
    store=ERROR,
    checks=say("`validDomains` lists no tunnel to a developer's own machine."),
    why=say(
        "The app works only while that machine runs, and the name may be a stranger's tomorrow. The store refuses it."
    ),
    bad={"validDomains": ["d3adb33f.ngrok.io"]},
    good={"validDomains": ["example.com"]},
    source="Microsoft.Teams.ManifestValidation (2019), tunnel sites",
)
def valid_domain_tunnel(app: App) -> Iterable[Found]:
    """Find hosts of tunnel services; a wildcard for all tunnels of one is refused in the preview of 2021."""
    return [
        Found(
            entry.pointer,
            say("{entry} covers the tunnels of everybody", entry=shown(entry.text))
            if entry.is_wildcard
            else say("{entry} is a tunnel to somebody's own machine", entry=shown(entry.text)),
            say("list the host that the app has in production"),
            severity=ERROR if entry.is_wildcard and app.dialect.version == DEV_PREVIEW_2021 else None,
        )
        for entry in entries_with(app, TUNNEL)
    ]


@rule(
    "valid-domain-local",
    upload=WARNING,
    store=ERROR,
    checks=say("`validDomains` lists no name that leads back to the user's own machine."),
    why=say("What works on the developer's machine shows an empty page on everybody else's. The store refuses it."),
    bad={"validDomains": ["localhost"]},
    good={"validDomains": ["example.com"]},
    source="Teams Store, common reasons for failed submissions",
)
def valid_domain_local(app: App) -> Iterable[Found]:
    """Find `localhost` and its like."""
    return [
        Found(
            entry.pointer,
            say("{entry} works on the developer's own machine only", entry=shown(entry.text)),
            say("list the host that the app has in production"),
        )
        for entry in entries_with(app, LOCAL)
    ]


@rule(
    "valid-domain-not-production",
    upload=NOTE,
    store=WARNING,
    checks=say("`validDomains` lists no host of a test system or a private network."),
    why=say("The store takes no app that names systems other than those its users are to reach."),
    bad={"validDomains": ["staging.example.com"]},
    good={"validDomains": ["example.com"]},
    source="Teams Store, common reasons for failed submissions",
)
def valid_domain_not_production(app: App) -> Iterable[Found]:
    """Find hosts whose name says that they are for testing, or that cannot be reached from everywhere."""
    entries = doubtful_entries(app)
    if not entries:
        return ()
    return [
        Found(
            entry.pointer,
            say("{entry} can be reached from inside its own network only", entry=shown(entry.text))
            if PRIVATE in entry.doubts
            else say("{entry} looks like the host of a test system", entry=shown(entry.text)),
            say("leave it out of what you submit to the store"),
        )
        for entry in entries
        if TEST in entry.doubts or PRIVATE in entry.doubts
    ]


def _severity_of_shared(app: App, entry: DoubtfulEntry) -> Severity | None:
    """The preview of 2021 forbids the wildcard outright; the store surely refuses only the domains it names."""
    if entry.is_wildcard and app.dialect.version == DEV_PREVIEW_2021:
        return ERROR
    return None if entry.domain in HOSTING else WARNING


def _is_for_share_point(app: App, entry: DoubtfulEntry) -> bool:
    return entry.domain in _FOR_SHARE_POINT and app.file is not None and _SITE_DOMAIN in app.file.content
