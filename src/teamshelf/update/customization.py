"""What an administrator may change of an app, and what becomes of it when the app is updated.

Overrides lie beside the app: they never change the manifest, its version, or what people consented to.
Source: seed B, `configurableProperties`; lifecycle rules 35 to 38.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.messages import Message, say, shown
from teamshelf.model.dialect import dialect_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

POINTERS: dict[str, str] = {
    "name": "/name/short",
    "shortDescription": "/description/short",
    "longDescription": "/description/full",
    "smallImageUrl": "/icons/outline",
    "largeImageUrl": "/icons/color",
    "accentColor": "/accentColor",
    "developerUrl": "/developer/websiteUrl",
    "privacyUrl": "/developer/privacyUrl",
    "termsOfUseUrl": "/developer/termsOfUseUrl",
}
"""What each configurable property stands for in the manifest (rule 36)."""

_URLS = ("developerUrl", "privacyUrl", "termsOfUseUrl")


class Refusal(Struct, frozen=True):
    """Why an override is refused.

    Attributes:
        rule: ``not-configurable`` or ``override-invalid``.
        property: the configurable property.
        message: why.
    """

    rule: str
    property: str
    message: Message


class Overrides(Struct, frozen=True):
    """Overrides sorted by whether they show.

    Attributes:
        active: those of properties that the app lets administrators change.
        orphaned: those of properties that it does not any more; they are kept, and show again when it does.
    """

    active: dict[str, str]
    orphaned: dict[str, str]


def configurable(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """The properties that the app lets administrators change, each once; none without the block (rule 35)."""
    listed = manifest.get("configurableProperties")
    names = listed if isinstance(listed, list) else []
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name in POINTERS))


def refusals(manifest: Mapping[str, Any], overrides: Mapping[str, str]) -> Iterator[Refusal]:
    """Why overrides cannot be made: the property is not configurable, or the value breaks its limits (rules 35, 37)."""
    allowed = configurable(manifest)
    for name, value in overrides.items():
        if name not in allowed:
            message = say("the app does not let administrators change {property}", property=shown(name))
            yield Refusal("not-configurable", name, message)
            continue
        fault = _fault(manifest, name, value)
        if fault is not None:
            yield Refusal("override-invalid", name, fault)


def sorted_overrides(manifest: Mapping[str, Any], overrides: Mapping[str, str]) -> Overrides:
    """Which overrides show on a version of the app, and which are orphaned by it (rule 38)."""
    allowed = configurable(manifest)
    return Overrides(
        active={name: value for name, value in overrides.items() if name in allowed},
        orphaned={name: value for name, value in overrides.items() if name not in allowed},
    )


def customized(manifest: Mapping[str, Any], overrides: Mapping[str, str]) -> dict[str, Any]:
    """A copy of the manifest as people see it, with the overrides that are active."""
    made: dict[str, Any] = copy.deepcopy(dict(manifest))
    for name, value in sorted_overrides(manifest, overrides).active.items():
        *way, last = POINTERS[name][1:].split("/")
        parent = made
        for step in way:
            parent = parent.setdefault(step, {})
        parent[last] = value
    return made


def _fault(manifest: Mapping[str, Any], name: str, value: str) -> Message | None:
    """What is wrong with a value for a property: what the schema says of it there, and that addresses are https."""
    if name in _URLS and not value.lower().startswith("https://"):
        return say("{value} is no address that begins with https://", value=shown(value))
    from teamshelf.schema.verdict import verdict_on_manifest

    pointer = POINTERS[name]
    findings = verdict_on_manifest(customized(manifest, {name: value}), dialect_of(manifest))
    return next((finding.message for finding in findings if finding.pointer == pointer), None)
