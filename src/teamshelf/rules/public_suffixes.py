"""Which domains are handed out to strangers: the Public Suffix List, as the package `publicsuffixlist` brings it.

The list (https://publicsuffix.org/list/) has two sections: suffixes of registries, such as `co.uk`, and of companies
that give names below their own domain to anybody, such as `azurewebsites.net`. That package's own parser takes 70 ms to
read it and tells nothing of the sections, so the questions here are put to its file, which takes 2 ms, once.
"""

from __future__ import annotations

from functools import lru_cache

REGISTRY = "registry"
"""Names below the domain are sold by a registry."""

SHARED = "shared"
"""Names below the domain are given by a company to its customers."""

_PRIVATE_SECTION = b"// ===BEGIN PRIVATE DOMAINS==="


def kind_of_suffix(domain: str) -> str:
    """:data:`REGISTRY` or :data:`SHARED` for a public suffix in lower case, `""` for any other domain.

    A domain counts as well if every name just below it is a suffix, for nobody owns what is below such a domain.

    >>> kind_of_suffix("co.uk"), kind_of_suffix("azurewebsites.net"), kind_of_suffix("example.com")
    ('registry', 'shared', '')
    """
    if not domain:
        return ""
    name = _as_listed(domain)
    siblings = b"*." + name.partition(b".")[2]
    _, lines = _list()
    if name in lines:
        return _section(name)
    if b"*." + name in lines:
        return _section(b"*." + name)
    return _section(siblings) if siblings in lines and b"!" + name not in lines else ""


def _section(line: bytes) -> str:
    data, _ = _list()
    return REGISTRY if data.find(b"\n" + line + b"\n") < data.find(_PRIVATE_SECTION) else SHARED


@lru_cache(maxsize=1)
def _list() -> tuple[bytes, frozenset[bytes]]:
    """The list's text, and its lines; comments among them do no harm, for no domain looks like one."""
    from publicsuffixlist import PSLFILE  # few manifests raise the question

    with open(PSLFILE, "rb") as file:  # noqa: PTH123 - importing pathlib takes longer than a whole check
        data = file.read()
    return data, frozenset(data.split(b"\n"))


def _as_listed(domain: str) -> bytes:
    """The domain as the list writes it: international names in their own letters, not in punycode."""
    if "xn--" in domain:
        domain = ".".join(map(_readable, domain.split(".")))
    return domain.encode(errors="replace")


def _readable(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode().decode("punycode")
    except UnicodeError:
        return label
