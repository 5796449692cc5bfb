"""The parts of links: ids, addresses and texts, each in one canonical form or refused."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from teamshelf.links.faults import LinkError
from teamshelf.messages import Message, say, shown

TEAMS = "https://teams.microsoft.com"
"""Where links lead unless a shelf of one's own is meant. Source: seed A, 'Add a download button'."""

MAX_LENGTH = 1900
"""Characters of a link above which Windows may not open it: its ShellExecute takes 2,048, and Teams needs some.

Source: Microsoft's page on deep links.
"""

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\Z", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\Z|\[[0-9a-f:.]+\]\Z")
_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|\Z))(?:[\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*\Z", re.ASCII)
_DOTS = re.compile(r"(?:\.|%2e){1,2}\Z", re.IGNORECASE)
_PORTS = {"https": 443, "http": 80}


def guid(text: str, what: Message) -> str:
    """An id in lower case.

    Raises:
        LinkError: it is no GUID; braces around it, as registries write them, are refused too (lifecycle rule 28).
    """
    if _GUID.match(text):
        return text.lower()
    if text.startswith("{") and text.endswith("}") and _GUID.match(text[1:-1]):
        hint = say("write it without the braces: {id}", id=text[1:-1].lower())
    else:
        hint = say("a GUID looks like {example}", example="49e6f432-d79c-49e8-94f7-89b94f3672fd")
    raise LinkError(say("{what} is not a GUID: {value}", what=what, value=shown(text)), hint)


def segment(text: str, what: Message) -> str:
    """An id that becomes a part of the path.

    Raises:
        LinkError: it is empty, holds what no link can, or is `.` or `..`, which browsers take out of an address.
    """
    if not text:
        raise LinkError(say("{what} is empty", what=what))
    if _DOTS.match(text):
        raise LinkError(say("{what} cannot be {value}: it would lead elsewhere", what=what, value=shown(text)))
    return plain(text, what)


def plain(text: str, what: Message) -> str:
    """A text that can be part of a link.

    Raises:
        LinkError: it holds control characters or half a surrogate pair.
    """
    if any(character < " " or "\x7f" <= character < "\xa0" or "\ud800" <= character < "\ue000" for character in text):
        raise LinkError(say("{what} holds characters that no link can: {value}", what=what, value=shown(text)))
    return text


def web_address(text: str, what: Message) -> str:
    """An address of a page on the web, as it was given.

    Raises:
        LinkError: it is none; `javascript:` and the like do not lead to a page.
    """
    address = urlsplit_or_refuse(text, what)
    if address.scheme not in _PORTS or not address.hostname:
        raise LinkError(
            say("{what} is not the address of a page: {value}", what=what, value=shown(text)),
            say("it begins with https://"),
        )
    return text


def base_address(text: str) -> str:
    """The address under which a shelf's links begin, in lower case as far as that matters and with no slash at its end.

    Raises:
        LinkError: it is no such address.
    """
    what = say("the base of the links")
    address = urlsplit_or_refuse(web_address(text, what), what)
    if "@" in address.netloc:
        raise LinkError(say("{what} names a user: {value}", what=what, value=shown(text)))
    if "?" in text or "#" in text:
        raise LinkError(say("{what} goes no further than a path: {value}", what=what, value=shown(text)))
    path = address.path.rstrip("/")
    if not _PATH.match(path):
        raise LinkError(
            say("{what} has a path that is not written as links are: {value}", what=what, value=shown(text))
        )
    return f"{address.scheme}://{host_and_port(address, what)}{path}"


def host_and_port(address: SplitResult, what: Message) -> str:
    """The host in lower case, and the port unless it is the usual one.

    Raises:
        LinkError: they are no host and port.
    """
    host = (address.hostname or "").lower()
    if ":" in host:
        host = f"[{host}]"
    port = address.port
    if not _HOST.match(host):
        hint = say("write the host in letters, digits, dots and hyphens; others have a form that begins with xn--")
        raise LinkError(say("{what} has no host that could be reached: {value}", what=what, value=shown(host)), hint)
    return host if port in (None, _PORTS.get(address.scheme)) else f"{host}:{port}"


def urlsplit_or_refuse(text: str, what: Message) -> SplitResult:
    r"""The parts of an address.

    Python drops tabs and line ends, browsers read `\` as `/`: what is read in two ways is not read at all.

    Raises:
        LinkError: it is none, or has blanks or characters that a link does not have.
    """
    if "\\" in text or " " in text:
        raise LinkError(
            say("{what} holds blanks or backslashes: {value}", what=what, value=shown(text)),
            say("write a blank as %20"),
        )
    try:
        address = urlsplit(plain(text, what))
        _ = address.port  # a port that is none shows when it is asked for
    except LinkError:
        raise
    except ValueError as error:
        raise LinkError(say("{what} is no address: {value}", what=what, value=shown(text))) from error
    return address


def too_long(url: str) -> Message | None:
    """What to say of a link that may not open everywhere; None where all is well."""
    if len(url) <= MAX_LENGTH:
        return None
    return say(
        "the link has {length} characters; Windows may not open one of more than {limit}",
        length=len(url),
        limit=MAX_LENGTH,
    )
