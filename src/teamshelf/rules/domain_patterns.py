"""Domains as a manifest lists them: host names, in which a `*` stands for exactly one label; and what they cover.

`*.example.com` covers `a.example.com`, but neither `example.com` nor `a.b.example.com`, which takes `*.*.example.com`
(app manifest reference, 2021 preview, `validDomains`). The same holds for the domains of `messageHandlers`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_HOST = 253
"""Characters of a host name at most (RFC 1035, section 2.3.4, in the text form)."""

_HOST = re.compile(r"[\w*-]+(?:\.[\w*-]+)*")
_PORT = re.compile(r":\d*\Z")


class WrittenDomain(Struct, frozen=True):
    """The parts of what stands where a domain should.

    Attributes:
        host: the domain in lower case; empty where no host name could be made out.
        is_url: there is a scheme, a path or a user's name around it.
        port: the number behind the colon, with the colon; empty for none.
    """

    host: str
    is_url: bool = False
    port: str = ""


def domain_written(text: str) -> WrittenDomain:
    """Take apart what stands where a domain should, whatever it is.

    >>> domain_written("https://Example.com:8080/tab")
    WrittenDomain(host='example.com', is_url=True, port=':8080')
    """
    before, scheme, behind = text.partition("://")
    rest = behind if scheme else before
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    host = authority.rpartition("@")[2]
    found = _PORT.search(host)
    port = found.group() if found else ""
    host = host[: len(host) - len(port)].lower()
    is_host = len(host) <= MAX_HOST and _HOST.fullmatch(host) is not None
    return WrittenDomain(
        host=host if is_host else "", is_url=bool(scheme) or authority != rest or "@" in authority, port=port
    )


def host_of(url: str) -> str:
    """The host of an http or https URL in lower case; empty where there is none, or where it has a placeholder.

    >>> host_of("https://Example.com:8080/tab"), host_of("https://{teamSiteDomain}/tab")
    ('example.com', '')
    """
    return domain_written(url).host if url[:8].lower().startswith(("https://", "http://")) else ""


def covers(pattern: str, domain: str) -> bool:
    """Whether every host that the domain stands for, itself a pattern perhaps, is covered by the pattern.

    >>> covers("*.example.com", "a.example.com"), covers("*.example.com", "a.b.example.com")
    (True, False)
    """
    if "*" not in pattern:
        return pattern.lower() == domain.lower()
    labels, others = pattern.lower().split("."), domain.lower().split(".")
    return len(labels) == len(others) and all(
        label in {"*", other} for label, other in zip(labels, others, strict=True)
    )


def is_covered(domain: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns covers the domain."""
    return any(covers(pattern, domain) for pattern in patterns)
