"""The developer's website, privacy policy and terms of use: pages that everybody who meets the app can open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.messages import Message
    from teamshelf.package.app import App

Page: TypeAlias = tuple[str, str, str]
"""The property, its URL, and the host of that in lower case."""

STORE_HOSTS = frozenset(("appsource.microsoft.com", "azuremarketplace.microsoft.com", "marketplace.microsoft.com"))
"""Where Microsoft's stores list apps."""

_HOST = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://(?:[^/?#\\]*@)?(\[[^\]]*\]|[^/?#\\:]*)")
_IP_ADDRESS = re.compile(r"[0-9.]+|\[.*")
_SINGLE_LABEL = re.compile(r"[a-z][a-z0-9-]*")
_UNFINISHED = frozenset(("staging", "stage", "stg", "beta", "uat", "preprod"))
_NOT_PUBLIC = frozenset(("localhost", "local", "internal", "lan", "test", "invalid"))
ODD_LABELS = _UNFINISHED | _NOT_PUBLIC | {"appsource", "azuremarketplace", "marketplace", ""}
"""Labels by which a host is worth a second look."""


def host_of(url: str) -> str | None:
    """The host of an `http` or `https` URL in lower case, ``""`` where there is none; None for any other text.

    >>> host_of("https://Contoso.com:8080/privacy")
    'contoso.com'
    """
    found = _HOST.match(url)
    return None if found is None else found.group(1).strip().rstrip(".").lower()


def _contoso(**urls: str) -> dict[str, object]:
    """A faultless developer with some other URLs, for the examples."""
    return {
        "developer": {
            "name": "Contoso",
            "websiteUrl": "https://example.com",
            "privacyUrl": "https://example.com/privacy",
            "termsOfUseUrl": "https://example.com/terms",
            **urls,
        }
    }


@rule(
    "website-url-not-https",
    codes=("DeveloperWebsiteUrlMustBeHttps",),
    upload=ERROR,
    store=ERROR,
    checks=say("`developer.websiteUrl` is an `https://` address."),
    why=say("Teams refuses an app whose pages for users are not encrypted, though the schema lets them pass."),
    bad=_contoso(websiteUrl="http://example.com"),
    good=_contoso(websiteUrl="https://example.com"),
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def website_is_https(app: App) -> Iterable[Found]:
    """An `http://` website."""
    developer = app.manifest.developer
    if developer is None or developer.website_url is None or developer.website_url.startswith("https://"):
        return ()
    return _not_https("websiteUrl", developer.website_url)


@rule(
    "privacy-url-not-https",
    codes=("DeveloperPrivacyUrlMustBeHttps",),
    upload=ERROR,
    store=ERROR,
    checks=say("`developer.privacyUrl` is an `https://` address."),
    why=say("Teams refuses an app whose pages for users are not encrypted, though the schema lets them pass."),
    bad=_contoso(privacyUrl="http://example.com/privacy"),
    good=_contoso(privacyUrl="https://example.com/privacy"),
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def privacy_policy_is_https(app: App) -> Iterable[Found]:
    """An `http://` privacy policy."""
    developer = app.manifest.developer
    if developer is None or developer.privacy_url is None or developer.privacy_url.startswith("https://"):
        return ()
    return _not_https("privacyUrl", developer.privacy_url)


@rule(
    "terms-of-use-url-not-https",
    codes=("DeveloperTermsOfUseUrlMustBeHttps",),
    upload=ERROR,
    store=ERROR,
    checks=say("`developer.termsOfUseUrl` is an `https://` address."),
    why=say("Teams refuses an app whose pages for users are not encrypted, though the schema lets them pass."),
    bad=_contoso(termsOfUseUrl="http://example.com/terms"),
    good=_contoso(termsOfUseUrl="https://example.com/terms"),
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def terms_of_use_are_https(app: App) -> Iterable[Found]:
    """`http://` terms of use."""
    developer = app.manifest.developer
    if developer is None or developer.terms_of_use_url is None or developer.terms_of_use_url.startswith("https://"):
        return ()
    return _not_https("termsOfUseUrl", developer.terms_of_use_url)


def _not_https(name: str, url: str) -> Iterable[Found]:
    """A finding for an `http` URL; that anything else is no URL at all is the schema's to say."""
    if url[:7].lower() != "http://" or placeholder_in(url):
        return ()
    return (
        Found(
            f"/developer/{name}",
            say("`developer.{name}` is {url}, which is not encrypted", name=name, url=shown(url)),
            say("write `https://` instead of `http://`"),
        ),
    )


@rule(
    "developer-url-without-host",
    upload=ERROR,
    store=ERROR,
    checks=say("The website, privacy policy and terms of use of the developer are on some host."),
    why=say("The schema looks at the beginning of these addresses only; one without a host leads nowhere."),
    bad=_contoso(termsOfUseUrl="https://"),
    good=_contoso(termsOfUseUrl="https://example.com/terms"),
    source="app manifest reference (2021 preview), developer",
)
def developer_url_has_host(app: App) -> Iterable[Found]:
    """A URL with nothing, or with prose for whoever fills it in, where its host should be."""
    return [
        Found(f"/developer/{name}", message, say("write the whole address, such as `https://contoso.com/terms`"))
        for name, url, host in _odd_pages(app)
        for message in _why_no_host(f"developer.{name}", url, host)
        if not placeholder_in(url)
    ]


def _why_no_host(place: str, url: str, host: str) -> Iterator[Message]:
    """What is wrong with the host of a URL, if it is none."""
    if not host.strip("[].-"):
        yield say("`{place}` is {url}, which names no host", place=place, url=shown(url))
    elif " " in host:
        yield say("`{place}` has {prose} where its host should be", place=place, prose=shown(host))


@rule(
    "developer-url-not-public",
    upload=WARNING,
    store=ERROR,
    checks=say("The website, privacy policy and terms of use of the developer are on a public host."),
    why=say("Users open these pages before they install the app; the store rejects pages that are not for them."),
    bad=_contoso(websiteUrl="https://localhost:3000", privacyUrl="https://staging.example.com/privacy"),
    good=_contoso(websiteUrl="https://example.com", privacyUrl="https://example.com/privacy"),
    source="Teams Store validation guidelines",
)
def developer_url_is_public(app: App) -> Iterable[Found]:
    """A host that only the developer reaches, or one for trying things out."""
    hint = say("give the address of the page that users will see")
    return [
        Found(f"/developer/{name}", message, hint)
        for name, url, host in _odd_pages(app)
        for message in _why_not_public(f"developer.{name}", host)
        if not placeholder_in(url)
    ]


def _why_not_public(place: str, host: str) -> Iterator[Message]:
    """What speaks against a host for everybody."""
    if host.rpartition(".")[2] in _NOT_PUBLIC or _SINGLE_LABEL.fullmatch(host):
        yield say("`{place}` is on {host}, which only computers nearby can reach", place=place, host=shown(host))
    elif _IP_ADDRESS.fullmatch(host):
        yield say("`{place}` is on {host}, a number instead of a name", place=place, host=shown(host))
    elif not _UNFINISHED.isdisjoint(host.lower().split(".")[:-1]):
        yield say("`{place}` is on {host}, a host for trying things out", place=place, host=shown(host))


@rule(
    "developer-url-is-store-page",
    upload=WARNING,
    store=ERROR,
    checks=say("The website, privacy policy and terms of use of the developer are not pages of a Microsoft store."),
    why=say("They are to lead to the developer; the store does not let an app lead back to a listing in the store."),
    bad=_contoso(websiteUrl="https://appsource.microsoft.com/product/office/WA200000000"),
    good=_contoso(websiteUrl="https://example.com/polls"),
    source="Teams Store validation guidelines; app manifest reference, developer",
)
def developer_url_is_no_store_page(app: App) -> Iterable[Found]:
    """A page of AppSource or one of its siblings."""
    return [
        Found(
            f"/developer/{name}",
            say("`developer.{name}` leads to a listing on {host}", name=name, host=shown(host)),
            say("give a page of your own"),
        )
        for name, _, host in _odd_pages(app)
        if host in STORE_HOSTS
    ]


@once_per_app
def _odd_pages(app: App) -> list[Page]:
    """The pages whose host is worth a second look; hardly any app has one."""
    developer = app.manifest.developer
    if developer is None:
        return []
    website, privacy, terms = developer.website_url or "", developer.privacy_url or "", developer.terms_of_use_url or ""
    for beginning in {website[8:].partition("/")[0], privacy[8:].partition("/")[0], terms[8:].partition("/")[0]}:
        if not _is_usual(beginning):  # what is behind "https://" in the others
            break
    else:
        return []
    pages = (("websiteUrl", website), ("privacyUrl", privacy), ("termsOfUseUrl", terms))
    return [(name, url, host) for name, url in pages if (host := host_of(url)) is not None]


def _is_usual(host: str) -> bool:
    """Whether the part of an `https` URL up to the path is a host of which no rule has anything to say."""
    labels = host.lower().split(".")
    return len(labels) > 1 and labels[-1].isalpha() and ODD_LABELS.isdisjoint(labels)
