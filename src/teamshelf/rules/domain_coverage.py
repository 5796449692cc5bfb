"""Which hosts the app uses without listing them in `validDomains`.

Teams shows pages of listed hosts only, and previews links to listed domains only. The page on which a tab is set up is
shown without being listed, and so is what comes from its host: listed must be what the app navigates to besides that
(app manifest reference, 2021 preview, `validDomains`). A list with a placeholder in it may cover anything, so nothing
is said of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import left_behind_in
from teamshelf.rules.domain_patterns import domain_written, host_of, is_covered
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.versions import DEV_PREVIEW_2021

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.model.manifest import Manifest
    from teamshelf.package.app import App

    Page = tuple[str, str | None]  # what it is the address of, as a path in the manifest, and the address

_REFERENCE = "app manifest reference (2021 preview), validDomains"
_MOST_NAMED = 3
_TAB = {"entityId": "home", "name": "Home", "contentUrl": "https://tab.example.com/", "scopes": ["personal"]}
_LINKS = {
    "botId": "6fd8bb80-4a4b-4a0e-9a3c-0f9a7a1e0a57",
    "messageHandlers": [{"type": "link", "value": {"domains": ["*.example.com"]}}],
}


@rule(
    "page-host-not-valid-domain",
    upload=WARNING,
    store=WARNING,
    checks=say("The host of every page that Teams shows for the app is covered by `validDomains`."),
    why=say(
        "Teams does not talk to a page of a host that is not listed. A `*` stands for exactly one part of a name: "
        "`*.example.com` covers `a.example.com`, but neither `example.com` nor `a.b.example.com`."
    ),
    bad={"staticTabs": [_TAB]},
    good={"staticTabs": [_TAB], "validDomains": ["tab.example.com"]},
    source=_REFERENCE,
)
def page_host_not_valid_domain(app: App) -> Iterable[Found]:
    """Find hosts of tabs and dialogs that no entry covers, each host once."""
    manifest = app.manifest
    domains = manifest.valid_domains
    if _all_are_listed(manifest, domains) or _may_cover_anything(domains):
        return ()
    listed = [*domains, *(host_of(tab.configuration_url or "") for tab in manifest.configurable_tabs)]
    homes: dict[str, list[str]] = {}
    for name, url in _pages(manifest):
        host = host_of(url or "")
        if host and left_behind_in(host) is None and not is_covered(host, listed):
            homes.setdefault(host, []).append(name)
    return [
        Found(
            "/validDomains" if domains else "",
            say("no entry of `validDomains` covers `{host}`, the host of {places}", host=host, places=_named(names)),
            say(
                "add `{host}` to `validDomains` if Teams itself is to show its pages; a browser needs no entry",
                host=host,
            )
            if _is_for_browser(names)
            else say("add `{host}` to `validDomains`", host=host),
            severity=NOTE if _is_for_browser(names) else None,
        )
        for host, names in homes.items()
    ]


@rule(
    "link-domain-not-valid-domain",
    versions="1.5..",
    upload=WARNING,
    store=WARNING,
    checks=say("Every domain of `messageHandlers` is covered by `validDomains`."),
    why=say("Teams asks an app for previews only of links whose domain it lists in both places."),
    bad={"composeExtensions": [_LINKS]},
    good={"composeExtensions": [_LINKS], "validDomains": ["*.example.com"]},
    source="app manifest reference (2021 preview), messageHandlers",
)
def link_domain_not_valid_domain(app: App) -> Iterable[Found]:
    """Find domains of link previews that no entry covers."""
    manifest = app.manifest
    if not manifest.compose_extensions or _links_are_listed(app):
        return ()
    domains = manifest.valid_domains
    if _may_cover_anything(domains):
        return ()
    severity = ERROR if app.dialect.version == DEV_PREVIEW_2021 else None
    return [
        Found(
            pointer,
            say("no entry of `validDomains` covers {domain}", domain=shown(domain)),
            say("add `{host}` to `validDomains` as well, or remove it here", host=host),
            severity=severity,
        )
        for pointer, domain in _link_domains(manifest)
        if left_behind_in(domain) is None and (host := domain_written(domain).host) and not is_covered(host, domains)
    ]


@rule(
    "link-domain-is-url",
    versions="1.5..",
    upload=WARNING,
    store=WARNING,
    checks=say("Every domain of `messageHandlers` is a bare host name, without a scheme or a path."),
    why=say("Teams compares the domains with the hosts of pasted links, so a URL never matches one."),
    bad={
        "composeExtensions": [
            {**_LINKS, "messageHandlers": [{"type": "link", "value": {"domains": ["https://example.com"]}}]}
        ]
    },
    good={
        "composeExtensions": [{**_LINKS, "messageHandlers": [{"type": "link", "value": {"domains": ["example.com"]}}]}]
    },
    source="app manifest reference (2021 preview), messageHandlers",
)
def link_domain_is_url(app: App) -> Iterable[Found]:
    """Find domains of link previews that are URLs."""
    manifest = app.manifest
    if not manifest.compose_extensions or _links_are_listed(app):
        return ()
    return [
        Found(
            pointer,
            say("{domain} is a URL, or a part of one, and never matches a link", domain=shown(domain)),
            say("write {host}", host=shown(domain_written(domain).host)),
        )
        for pointer, domain in _link_domains(manifest)
        if "/" in domain and left_behind_in(domain) is None and domain_written(domain).host
    ]


def _all_are_listed(manifest: Manifest, domains: list[str]) -> bool:
    """Whether the hosts of all pages stand literally in `validDomains`: a quick look that settles nearly every case."""
    for tab in manifest.static_tabs:
        content, website = tab.content_url, tab.website_url
        if content is not None and content.partition("://")[2].partition("/")[0] not in domains:
            return False
        if website is not None and website.partition("://")[2].partition("/")[0] not in domains:
            return False
    for bot in manifest.bots:
        if bot.configuration is not None:
            return False
    for extension in manifest.compose_extensions:
        for command in extension.commands:
            if command.task_info is not None:
                return False
    return manifest.background_load_configuration is None


@once_per_app
def _links_are_listed(app: App) -> bool:
    """Whether every domain of link previews stands literally in `validDomains`, and none is a URL."""
    listed = app.manifest.valid_domains
    for extension in app.manifest.compose_extensions:
        for handler in extension.message_handlers:
            for domain in handler.value.domains if handler.value is not None else ():
                if domain not in listed or "/" in domain:
                    return False
    return True


def _pages(manifest: Manifest) -> list[Page]:
    """The pages that Teams shows for the app, apart from those on which a tab or connector is set up."""
    pages: list[Page] = []
    for index, tab in enumerate(manifest.static_tabs):
        pages += (
            (f"staticTabs[{index}].contentUrl", tab.content_url),
            (f"staticTabs[{index}].websiteUrl", tab.website_url),
        )
    for index, extension in enumerate(manifest.compose_extensions):
        pages += [
            (f"composeExtensions[{index}].commands[{number}].taskInfo.url", command.task_info.url)
            for number, command in enumerate(extension.commands)
            if command.task_info is not None
        ]
    for index, bot in enumerate(manifest.bots):
        if bot.configuration is not None:
            pages += [
                (f"bots[{index}].configuration.{name}.taskInfo.url", settings.task_info.url)
                for name, settings in (("team", bot.configuration.team), ("groupChat", bot.configuration.group_chat))
                if settings is not None and settings.task_info is not None
            ]
    background = manifest.background_load_configuration
    if background is not None and background.tab_configuration is not None:
        name = "backgroundLoadConfiguration.tabConfiguration.contentUrl"
        pages.append((name, background.tab_configuration.content_url))
    return pages


def _link_domains(manifest: Manifest) -> list[tuple[str, str]]:
    """The domains of link previews, with their pointers."""
    return [
        (f"/composeExtensions/{index}/messageHandlers/{number}/value/domains/{place}", domain)
        for index, extension in enumerate(manifest.compose_extensions)
        for number, handler in enumerate(extension.message_handlers)
        if handler.value is not None
        for place, domain in enumerate(handler.value.domains)
    ]


def _may_cover_anything(domains: list[str]) -> bool:
    return any(not domain_written(domain).host and left_behind_in(domain) is not None for domain in domains)


def _is_for_browser(names: list[str]) -> bool:
    """Whether these are only addresses that a browser opens, which need not be listed for that."""
    return all(name.endswith(".websiteUrl") for name in names)


def _named(names: list[str]) -> str:
    listed = ", ".join(f"`{name}`" for name in names[:_MOST_NAMED])
    return listed if len(names) <= _MOST_NAMED else f"{listed}, …"
