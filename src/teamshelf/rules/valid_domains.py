"""The entries of `validDomains`, looked at once for all rules about them.

Nearly every entry is the plain host of somebody's own site, which is told in less than a microsecond. Only what is left
is taken apart; what is said of it are the constants below, for the rules in `domains` and `foreign_domains` to put into
words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.package.placeholders import left_behind_in, placeholder_in
from teamshelf.rules.domain_patterns import MAX_HOST, domain_written
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.public_suffixes import REGISTRY, kind_of_suffix

if TYPE_CHECKING:
    from teamshelf.package.app import App
    from teamshelf.rules.domain_patterns import WrittenDomain

IS_URL = "url"
HAS_PORT = "port"
NO_HOST = "no host"
STAR_IN_LABEL = "star in label"
STAR_AFTER_LABEL = "star after label"
TOO_WIDE = "too wide"
SUFFIX = "public suffix"
SHARED = "shared"
MICROSOFT = "of Microsoft"
BOT_FRAMEWORK = "Bot Framework"
IDENTITY = "identity provider"
TUNNEL = "tunnel"
LOCAL = "local"
PRIVATE = "private network"
TEST = "test"
REPEATED = "repeated"

MOST_ENTRIES = 1000
"""Entries looked at; the schema refuses more than 100, and each may cost microseconds."""

TUNNELS = frozenset(
    (
        *("ngrok.io", "openport.io", "portmap.io", "fwd.wf"),  # Microsoft.Teams.ManifestValidation, 2019
        *("ngrok.app", "ngrok.dev", "ngrok-free.app", "ngrok-free.dev", "devtunnels.ms", "trycloudflare.com"),
        *("loca.lt", "localtunnel.me", "localhost.run", "lhr.life", "serveo.net", "tunnelto.dev", "pagekite.me"),
        *("bore.pub", "githubpreview.dev"),
    )
)
"""Domains of services that lead from a public name to a developer's own machine."""

HOSTING = frozenset(
    (
        *("amazonaws.com", "appspot.com", "azurewebsites.net", "cloudapp.net", "dialogflow.com", "glitch.me"),
        *("heroku.com", "onmicrosoft.com", "recast.ai", "sharepoint.com"),  # up to here: the validator of 2019
        *("azureedge.net", "azureedge.com"),  # the guidelines write the second for the first
    )
)
"""Domains that the sources name as shared by the apps of many, whatever the Public Suffix List says."""

MICROSOFTS = frozenset(("microsoft.com", "microsoftonline.com"))
"""Domains below which the store's guidelines allow no wildcard."""

NEVER = frozenset(("go.microsoft.com", "teams.microsoft.com"))
"""Hosts that the store's guidelines never allow."""

SIGN_IN_HOSTS = frozenset(
    (
        *("accounts.google.com", "appleid.apple.com", "login.live.com", "login.salesforce.com", "login.yahoo.com"),
        *("login.microsoft.com", "login.microsoftonline.com", "login.microsoftonline.us", "login.windows.net"),
        "login.partner.microsoftonline.cn",
    )
)
"""Hosts on which identity providers ask users to sign in."""

SIGN_IN_DOMAINS = frozenset(
    ("auth0.com", "b2clogin.com", "ciamlogin.com", "okta.com", "oktapreview.com", "onelogin.com")
)
"""Domains below which each customer of an identity provider has a sign-in host."""

LOCAL_LABELS = frozenset(("localhost", "test", "invalid"))
"""Top-level labels that never lead to another machine (RFC 6761)."""

PRIVATE_LABELS = frozenset(("local", "internal", "lan", "intranet", "corp"))
"""Top-level labels in use within a network."""

TEST_WORDS = frozenset(("staging", "stg", "preprod", "uat", "qa", "dev", "test", "sandbox"))
"""Parts of host names that mark a system as not the one for production."""

_KNOWN = TUNNELS | HOSTING | MICROSOFTS | SIGN_IN_DOMAINS | SIGN_IN_HOSTS
TELLING_PARTS = (
    TEST_WORDS | LOCAL_LABELS | PRIVATE_LABELS | {part for host in _KNOWN for part in host.split(".")[-2].split("-")}
)
"""Parts of host names, between dots and hyphens, by which an entry is worth a second look."""

_CODE_LENGTH = 2  # a top-level label of two letters is that of a country, with public suffixes of two labels below it


class DoubtfulEntry(Struct, frozen=True):
    """An entry with which something is wrong.

    Attributes:
        index: its place in `validDomains`.
        text: as written.
        written: its parts.
        domain: the host without the wildcards in front.
        doubts: what is wrong with it, of the constants above.
    """

    index: int
    text: str
    written: WrittenDomain
    domain: str
    doubts: tuple[str, ...]

    @property
    def pointer(self) -> str:
        """Where it stands in the manifest."""
        return f"/validDomains/{self.index}"

    @property
    def is_wildcard(self) -> bool:
        """Whether it stands for more than one host."""
        return "*" in self.written.host


@once_per_app
def doubtful_entries(app: App) -> tuple[DoubtfulEntry, ...]:
    """The entries of `validDomains` with which something is wrong; none that holds a placeholder."""
    entries = app.manifest.valid_domains
    if not entries or (len(set(entries)) == len(entries) and _are_plain(entries)):  # plain ones have no capitals
        return ()
    repeated = _repeated(entries)
    doubtful = []
    for index, text in enumerate(entries[:MOST_ENTRIES]):
        if index in repeated or not _is_plain(text):
            written = domain_written(text)
            domain = written.host.lstrip("*.")
            doubts = () if _is_unfilled(text, written) else _doubts(text, written, domain)
            if index in repeated:
                doubts = (*doubts, REPEATED)
            if doubts:
                doubtful.append(DoubtfulEntry(index, text, written, domain, doubts))
    return tuple(doubtful)


def entries_with(app: App, doubt: str) -> list[DoubtfulEntry]:
    """The entries of `validDomains` with which one certain thing is wrong."""
    return [entry for entry in doubtful_entries(app) if doubt in entry.doubts]


def _repeated(entries: list[str]) -> frozenset[int]:
    """The places of entries that say the same as an earlier one."""
    if len(entries) < 2 or len(set(map(str.lower, entries))) == len(entries):  # noqa: PLR2004 - one repeats nothing
        return frozenset()
    first: dict[str, int] = {}
    return frozenset(index for index, text in enumerate(entries) if first.setdefault(text.lower(), index) != index)


def _are_plain(entries: list[str]) -> bool:
    """Whether all are ordinary hosts, told from their parts together; never true where one of them is not plain."""
    text = ".".join(entries)
    parts = text.replace("-", ".").split(".")
    if not text.isascii() or text != text.lower() or "" in parts or not "".join(parts).isalnum():
        return False
    if not TELLING_PARTS.isdisjoint(parts):
        return False
    for entry in entries:
        before, _, top = entry.rpartition(".")
        if not before or top.isdecimal() or (len(top) <= _CODE_LENGTH and "." not in before) or len(entry) > MAX_HOST:
            return False
    return True


def _is_plain(entry: str) -> bool:
    """Whether it is an ordinary host of which there is nothing to say; never true of any other."""
    labels = entry.split(".")
    parts = entry.replace("-", ".").split(".") if "-" in entry else labels
    top = labels[-1]
    return (
        (len(labels) > _CODE_LENGTH or (len(labels) == _CODE_LENGTH and len(top) > _CODE_LENGTH))
        and entry.islower()
        and "".join(parts).isalnum()
        and "" not in labels
        and len(entry) <= MAX_HOST
        and not top.isdecimal()
        and TELLING_PARTS.isdisjoint(parts)
    )


def _is_unfilled(text: str, written: WrittenDomain) -> bool:
    """Whether a placeholder stands where a domain should."""
    return placeholder_in(text) is not None or (not written.host and left_behind_in(text) is not None)


def _doubts(text: str, written: WrittenDomain, domain: str) -> tuple[str, ...]:
    host = written.host
    if not host:
        if text.startswith(".") and kind_of_suffix(text[1:].lower()) == REGISTRY:
            return (SUFFIX,)
        return (NO_HOST,)
    labels = host.split(".")
    doubts = [IS_URL] if written.is_url else [HAS_PORT] if written.port and labels[-1] not in LOCAL_LABELS else []
    if any("*" in label and label != "*" for label in labels):
        return (*doubts, STAR_IN_LABEL)
    if "*" in domain:
        return (*doubts, STAR_AFTER_LABEL)
    doubt = (_doubt_of_wildcard(domain) if labels[0] == "*" else _doubt_of_host(host)) or _doubt_of_use(domain)
    return (*doubts, doubt) if doubt else tuple(doubts)


def _doubt_of_wildcard(domain: str) -> str:
    """What is wrong with the owner of the hosts that a wildcard before a domain covers; empty for nothing."""
    if "." not in domain:
        return TOO_WIDE
    kind = kind_of_suffix(domain)
    if kind == REGISTRY:
        return SUFFIX
    if domain == "botframework.com":
        return BOT_FRAMEWORK
    if _is_below(domain, TUNNELS):
        return TUNNEL
    if domain in MICROSOFTS:
        return MICROSOFT
    if _is_sign_in(domain):
        return IDENTITY
    return SHARED if domain in HOSTING or kind else ""


def _doubt_of_host(host: str) -> str:
    """What is wrong with the owner of a host; empty for nothing."""
    if host in NEVER:
        return MICROSOFT
    if _is_below(host, TUNNELS):
        return TUNNEL
    if _is_sign_in(host):
        return IDENTITY
    if host in HOSTING:
        return SHARED
    return SUFFIX if host.count(".") < _CODE_LENGTH and kind_of_suffix(host) == REGISTRY else ""


def _doubt_of_use(domain: str) -> str:
    """What is wrong with the machine behind a domain; empty for nothing."""
    labels = domain.split(".")
    if labels[-1].isdecimal():
        return _doubt_of_address(domain)
    if labels[-1] in LOCAL_LABELS:
        return LOCAL
    if len(labels) > 1 and labels[-1] in PRIVATE_LABELS:
        return PRIVATE
    sold_below = 2 if kind_of_suffix(".".join(labels[-2:])) == REGISTRY else 1
    own = labels[: -1 - sold_below]  # what its owner may choose freely
    return TEST if not TEST_WORDS.isdisjoint("-".join(own).split("-")) else ""


def _doubt_of_address(domain: str) -> str:
    from ipaddress import ip_address  # addresses are rare here

    try:
        address = ip_address(domain)
    except ValueError:
        return ""
    return LOCAL if address.is_loopback else PRIVATE if address.is_private else ""


def _is_sign_in(domain: str) -> bool:
    return _is_below(domain, SIGN_IN_HOSTS) or _is_below(domain, SIGN_IN_DOMAINS)


def _is_below(domain: str, known: frozenset[str]) -> bool:
    """Whether the domain is one of the known ones, or below one."""
    return domain in known or any(domain.endswith(f".{each}") for each in known)
