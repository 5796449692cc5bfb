"""The ids that Graph makes from others, and its entity tags.

Source: the samples of Graph's reference, decoded: `base64("{app}##{version}##{State}")` for a definition,
`base64("{place}##{app}")` for an installation, `base64('"..."')` for an entity tag. Some samples lack the state, some
the padding; all of them are read.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error

from msgspec import Struct

MAX_LENGTH = 1024
"""Characters of an id that is read at most."""

_TAG = re.compile(r"([0-9a-f-]{36})\.([0-9]{1,18})")


class DefinitionId(Struct, frozen=True):
    """What the id of a definition says. The state is None in ids of old, and may have changed since."""

    app_id: str
    number: str
    state: str | None


class InstallationId(Struct, frozen=True):
    """What the id of an installation says."""

    place_id: str
    app_id: str


class Tag(Struct, frozen=True):
    """What an entity tag of a definition says: which row, and how often it had changed."""

    version_id: str
    revision: int


def definition_id(app_id: str, number: str, state: str) -> str:
    """The id of a definition: it changes with its state, as Graph's does."""
    return _encoded(f"{app_id}##{number}##{state.capitalize()}")


def read_definition_id(text: str) -> DefinitionId | None:
    """What the id says; None if it is none."""
    match _decoded(text).split("##"):
        case [app_id, number]:
            return DefinitionId(app_id.lower(), number, None)
        case [app_id, number, state]:
            return DefinitionId(app_id.lower(), number, state.lower())
    return None


def installation_id(place_id: str, app_id: str) -> str:
    """The id of an installation."""
    return _encoded(f"{place_id}##{app_id}")


def read_installation_id(text: str) -> InstallationId | None:
    """What the id says; None if it is none."""
    match _decoded(text).split("##"):
        case [place_id, app_id]:
            return InstallationId(place_id, app_id.lower())
    return None


def entity_tag(version_id: str, revision: int) -> str:
    """The entity tag of a definition in one state: the base64 of a quoted text, as Graph writes them."""
    return _encoded(f'"{version_id}.{revision}"')


def read_entity_tags(header: str) -> tuple[Tag, ...] | None:
    """The tags that an `If-Match` accepts: None is any; a tag that is none of ours matches nothing.

    Clients send back what `@odata.etag` said; that it should be quoted and may be called weak is the web's rule.
    """
    tags = []
    for item in header[: 16 * MAX_LENGTH].split(","):
        text = item.strip().removeprefix("W/").strip('"')
        if text == "*":
            return None
        match = _TAG.fullmatch(_decoded(text).strip('"')) or _TAG.fullmatch(text)
        if match:
            tags.append(Tag(match[1], int(match[2])))
    return tuple(tags)


def _encoded(text: str) -> str:
    return b64encode(text.encode()).decode()


def _decoded(text: str) -> str:
    """The text behind base64 of either alphabet, with its padding or without; empty where there is none."""
    if len(text) > MAX_LENGTH:
        return ""
    bare = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode()
    except (Error, UnicodeDecodeError, ValueError):
        return ""
