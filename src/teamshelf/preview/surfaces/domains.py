"""Which pages Teams shows for the app, and which links it previews: the two lists of domains, and what they cover."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say, shown
from teamshelf.package.placeholders import left_behind_in, placeholder_in
from teamshelf.preview.reading import drawable
from teamshelf.preview.surfaces.view import Address
from teamshelf.rules.domain_patterns import covers, domain_written, host_of, is_covered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import View

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Entry(Struct, frozen=True):
    """One entry of a list of domains, held against a host.

    Attributes:
        domain: the entry as the manifest has it.
        pointer: where the manifest has it.
        covers: it covers the host; None while there is no host to hold it against.
        why: why it does, or does not.
    """

    domain: str
    pointer: str
    covers: bool | None
    why: Message | None


class Verdict(Struct, frozen=True):
    """What a list of domains says of an address.

    Attributes:
        given: the address as it was typed; empty where nothing was.
        host: its host; empty where it has none.
        entries: each entry of the list.
        is_covered: whether one of them covers the host; None while there is no host.
        problem: what is wrong with the address itself.
    """

    given: str
    host: str
    entries: tuple[Entry, ...]
    is_covered: bool | None
    problem: Message | None


class Page(Struct, frozen=True):
    """A page that the manifest names, and whether Teams shows it."""

    url: Text
    host: str
    entry: str | None
    problem: Message | None


class Domains(Struct, frozen=True):
    """The tester of `validDomains`, and the pages that the manifest names itself."""

    verdict: Verdict
    pages: tuple[Page, ...]
    has_list: bool


def domains(view: View) -> Domains:
    """What `validDomains` says of an address that was typed in, and of every page of the manifest."""
    listed = view.manifest.valid_domains
    return Domains(
        verdict=verdict_on(view.options.page, ((domain, f"/validDomains/{i}") for i, domain in enumerate(listed))),
        pages=tuple(_page(view, pointer) for pointer in _pages(view) if view.text(pointer) is not None),
        has_list=bool(listed),
    )


def verdict_on(given: str, entries: Iterable[tuple[str, str]]) -> Verdict:
    """What the entries of a list, each with its place in the manifest, say of an address."""
    host, problem = _host_in(given)
    judged = tuple(_judged(domain, pointer, host) for domain, pointer in entries)
    covered = any(entry.covers for entry in judged) if host else None
    return Verdict(drawable(given), host, judged, covered, problem)


def address(view: View, pointer: str, *, is_for_browser: bool = False) -> Address | None:
    """The address at a pointer, with what keeps Teams from showing it; None where the manifest names none."""
    text = view.text(pointer)
    if text is None:
        return None
    return Address(text, None if is_for_browser else _problem(view, text.value))


def _problem(view: View, url: str) -> Message | None:
    host = host_of(url)
    if placeholder_in(url) or (not host and left_behind_in(url)):
        return say("A placeholder in the address has not been filled in.")
    if not url.lower().startswith("https://"):
        return say("Teams shows only pages whose address begins with https://")
    if host and not is_covered(host, [*view.manifest.valid_domains, *_own_hosts(view)]):
        return say("`validDomains` does not cover `{host}`.", host=host)
    return None


def _page(view: View, pointer: str) -> Page:
    url = view.text(pointer)
    assert url is not None  # noqa: S101 - the caller has looked
    host = host_of(url.value)
    entry = next((domain for domain in view.manifest.valid_domains if host and covers(domain, host)), None)
    return Page(url, host, drawable(entry) if entry else None, _problem(view, url.value))


def _pages(view: View) -> Iterator[str]:
    """Where the manifest names pages that Teams itself shows."""
    manifest = view.manifest
    yield from (f"/staticTabs/{index}/contentUrl" for index in range(len(manifest.static_tabs)))
    yield from (f"/configurableTabs/{index}/configurationUrl" for index in range(len(manifest.configurable_tabs)))
    yield from (f"/connectors/{index}/configurationUrl" for index in range(len(manifest.connectors)))
    for index, extension in enumerate(manifest.compose_extensions):
        yield from (
            f"/composeExtensions/{index}/commands/{each}/taskInfo/url" for each in range(len(extension.commands))
        )
    for index in range(len(manifest.bots)):
        yield from (f"/bots/{index}/configuration/{scope}/taskInfo/url" for scope in ("team", "groupChat"))


def _own_hosts(view: View) -> Iterator[str]:
    """The hosts of configuration pages, which need not be listed."""
    for tab in view.manifest.configurable_tabs:
        yield host_of(tab.configuration_url or "")


def _host_in(given: str) -> tuple[str, Message | None]:
    """The host that was meant by something typed: an address, or a bare host."""
    if not given:
        return "", None
    written = domain_written(given)
    if _SCHEME.match(given) and written.host in {"http", "https"} and "://" not in given:
        return "", say("This is no address: {value}", value=shown(given))
    if "://" in given and not given.lower().startswith(("https://", "http://")):
        return "", say("Only addresses that begin with https:// have a host that Teams looks at.")
    if not written.host or "*" in written.host:
        return "", say("This is no address: {value}", value=shown(given))
    return written.host, None


def _judged(domain: str, pointer: str, host: str) -> Entry:
    name = drawable(domain)
    if not host:
        return Entry(name, pointer, None, None)
    if covers(domain, host):
        why = say("the same name") if "*" not in domain else say("each `*` stands for one part of the name")
        return Entry(name, pointer, covers=True, why=why)
    return Entry(name, pointer, covers=False, why=_why_not(domain, host))


def _why_not(domain: str, host: str) -> Message:
    if placeholder_in(domain):
        return say("the placeholder in it has not been filled in")
    written = domain_written(domain)
    if written.is_url or written.port:
        return say("it is a URL or has a port, and never matches")
    if not written.host:
        return say("it is no host name")
    wanted, given = domain.count(".") + 1, host.count(".") + 1
    if "*" in domain and wanted != given:
        return say("it has {wanted} parts, the host {given}", wanted=wanted, given=given)
    return say("another name")
