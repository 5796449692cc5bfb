"""Rewriting a manifest for another manifest version, up or down.

The model knows in which versions each property, choice and limit holds. What has another name or home in the wanted
version moves there; what it does not have is left out and listed; what it asks for is added where it can be told. The
outcome is valid for the wanted version whenever the manifest was valid for its own.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.messages import Message, say, shown
from teamshelf.model.facts import at, values_at
from teamshelf.model.kinds import HTTPS_URL
from teamshelf.model.places import dotted, place_of
from teamshelf.schema.faults import SchemaFault, schema_faults
from teamshelf.schema.manifest import manifest_validator
from teamshelf.schema.wording import explain
from teamshelf.versions import DEV_PREVIEW, DEV_PREVIEW_2021, NUMBERED_VERSIONS, order

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.findings import Finding

    Json = Any

ROUNDS = 1000
"""Times that the outcome is looked at again; each round settles a fault, and few manifests need three."""

SCHEMA_URL = "https://developer.microsoft.com/json-schemas/teams/{name}/MicrosoftTeams.schema.json"
"""Where Microsoft publishes the schema of a version."""

_CUT = "…"


class Upgraded(Struct, frozen=True):
    """A manifest in another version.

    Attributes:
        value: the manifest.
        changes: what moved, was added or was respelled.
        losses: what could not be carried over.
        version: the manifest version it is now valid for.
    """

    value: Json
    changes: tuple[Message, ...]
    losses: tuple[Message, ...]
    version: str

    @property
    def left(self) -> list[Finding]:
        """What is still wrong for the version, and only a person can settle."""
        faults = schema_faults(manifest_validator(self.version).iter_errors(self.value))
        return [explain(fault, self.version) for fault in faults]

    @property
    def is_valid(self) -> bool:
        """Whether the schema of the version accepts it."""
        return manifest_validator(self.version).is_valid(self.value)


def upgrade(manifest: dict[str, Json], version: str) -> Upgraded:
    """The manifest rewritten for a version; the one given stays as it is.

    Raises:
        ValueError: there is no such manifest version.
    """
    order_of_wanted = _order(version)
    work = _Work(copy.deepcopy(manifest), version)
    work.say_version()
    work.move_permissions(order_of_wanted)
    work.settle()
    return Upgraded(work.value, tuple(work.changes), tuple(work.losses), version)


def lowest_version(manifest: dict[str, Json]) -> str | None:
    """The lowest numbered version that takes all of a manifest, with names and places adapted; None if none does."""
    for version in NUMBERED_VERSIONS:
        outcome = upgrade(manifest, version)
        if not outcome.losses and outcome.is_valid:
            return version
    return None


def _order(version: str) -> int:
    try:
        return order(version)
    except KeyError:
        raise ValueError(f"there is no manifest version {version!r}") from None


class _Work:
    """One manifest on its way to another version."""

    def __init__(self, value: dict[str, Json], version: str) -> None:
        self.value = value
        self.version = version
        self.changes: list[Message] = []
        self.losses: list[Message] = []

    def say_version(self) -> None:
        """State the version, and its schema if editors were told one."""
        self.value["manifestVersion"] = DEV_PREVIEW if self.version == DEV_PREVIEW_2021 else self.version
        if "$schema" in self.value and self.version != NUMBERED_VERSIONS[0]:
            name = "vDevPreview" if self.version in (DEV_PREVIEW, DEV_PREVIEW_2021) else f"v{self.version}"
            self.value["$schema"] = SCHEMA_URL.format(name=name)

    def move_permissions(self, wanted: int) -> None:
        """Move resource-specific permissions between their old home (1.6 to 1.11) and the one since 1.12."""
        info = self.value.get("webApplicationInfo")
        old = info.get("applicationPermissions") if isinstance(info, dict) else None
        if wanted >= order("1.12") and isinstance(info, dict) and isinstance(old, list):
            permissions = _object_at(_object_at(self.value, "authorization"), "permissions")
            listed = permissions.setdefault("resourceSpecific", [])
            known = {entry.get("name") for entry in listed if isinstance(entry, dict)}
            listed += [{"name": name, "type": "Application"} for name in old if name not in known]
            del info["applicationPermissions"]
            self.changes.append(
                say(
                    "`{old}` moved to `{new}`",
                    old="webApplicationInfo.applicationPermissions",
                    new="authorization.permissions.resourceSpecific",
                )
            )
        elif order("1.6") <= wanted <= order("1.11") and isinstance(info, dict):
            self._move_permissions_back(info)

    def _move_permissions_back(self, info: dict[str, Json]) -> None:
        authorization = self.value.get("authorization")
        permissions = authorization.get("permissions") if isinstance(authorization, dict) else None
        listed = permissions.get("resourceSpecific") if isinstance(permissions, dict) else None
        if not isinstance(listed, list):
            return
        entries = [entry for entry in listed if isinstance(entry, dict)]
        names = [entry["name"] for entry in entries if entry.get("type") == "Application" and "name" in entry]
        for entry in entries:
            if entry.get("type") != "Application":
                self.losses.append(say("the delegated permission {name} is not known", name=shown(entry.get("name"))))
        if names:
            info["applicationPermissions"] = names
            self.changes.append(
                say(
                    "`{old}` moved to `{new}`",
                    old="authorization.permissions.resourceSpecific",
                    new="webApplicationInfo.applicationPermissions",
                )
            )
        del self.value["authorization"]

    def settle(self) -> None:
        """Let the schema of the wanted version say what does not fit yet, until nothing is left that can be settled."""
        validator = manifest_validator(self.version)
        for _ in range(ROUNDS):
            if validator.is_valid(self.value):
                return
            faults = schema_faults(validator.iter_errors(self.value))
            if not self._settle_some(faults):
                return

    def _settle_some(self, faults: list[SchemaFault]) -> bool:
        """Settle faults until one takes an item out of an array, which moves the places of the others."""
        settled = False
        for fault in faults:
            losses = len(self.losses)
            settled |= self._settle(fault)
            if len(self.losses) > losses:
                return True
        return settled

    def _settle(self, fault: SchemaFault) -> bool:
        """Settle one fault; False when it is beyond what a change of version explains."""
        remedy = _REMEDIES.get(fault.keyword)
        return remedy is not None and remedy(self, fault, _value_at(self.value, fault.path))

    def remove(self, path: tuple[str | int, ...], why: Message) -> bool:
        """Take a value out, together with what cannot be without it."""
        if not path:
            return False
        parent = _value_at(self.value, path[:-1])
        place = place_of(path)
        declared = place.declared if place else None
        if isinstance(path[-1], str) and declared is not None and self.version in declared.required:
            return self.remove(path[:-1], why)
        del parent[path[-1]]
        self.losses.append(why)
        if parent == [] or (parent == {} and len(path) > 1):
            above = place_of(path[:-1])
            if above is not None and above.declared is not None and self.version not in above.declared.required:
                del _value_at(self.value, path[:-2])[path[-2]]
        return True


def _leave_out(work: _Work, fault: SchemaFault, current: Json) -> bool:
    path = (*fault.path, fault.subject)
    del current[fault.subject]
    work.losses.append(
        say("`{name}` is not part of manifest version {version}", name=dotted(path), version=work.version)
    )
    return True


def _respell(work: _Work, fault: SchemaFault, current: Json) -> bool:
    """A choice that is written otherwise in the wanted version, or that it does not have."""
    place = place_of(fault.path)
    values = values_at(place.facts, work.version) if place else ()
    if isinstance(current, str):
        same = next((value for value in values if str(value).lower() == current.lower()), None)
        parent = _value_at(work.value, fault.path[:-1])
        if same is not None and not (isinstance(parent, list) and same in parent):
            parent[fault.path[-1]] = same
            work.changes.append(
                say("`{name}` is now `{value}` instead of `{old}`", name=dotted(fault.path), value=same, old=current)
            )
            return True
    return work.remove(
        fault.path,
        say(
            "`{name}` cannot be {value} in manifest version {version}",
            name=dotted(fault.path),
            value=shown(current),
            version=work.version,
        ),
    )


def _supply(work: _Work, fault: SchemaFault, current: Json) -> bool:
    """A property that the wanted version asks for, where the manifest itself says what it must be."""
    value = _known_value(work.value, fault)
    path = (*fault.path, fault.subject)
    if value is None:
        return work.remove(
            fault.path,
            say(
                "`{place}` has no `{name}`, which manifest version {version} asks for",
                place=dotted(fault.path),
                name=fault.subject,
                version=work.version,
            ),
        )
    current[fault.subject] = value
    work.changes.append(say("`{name}` was added: {value}", name=dotted(path), value=shown(value)))
    return True


def _known_value(manifest: dict[str, Json], fault: SchemaFault) -> Json:
    path = (*fault.path, fault.subject)
    name = manifest.get("name")
    if path == ("name", "full") and isinstance(name, dict):
        return name.get("short")
    if path == ("packageName",):
        return _package_name(manifest)
    return None


def _package_name(manifest: dict[str, Json]) -> str | None:
    """A package name in reverse domain notation, from the developer's website and the app's short name."""
    from urllib.parse import urlsplit

    developer, name = manifest.get("developer"), manifest.get("name")
    site = developer.get("websiteUrl") if isinstance(developer, dict) else None
    short = name.get("short") if isinstance(name, dict) else None
    try:
        host = urlsplit(site).hostname if isinstance(site, str) else None
    except ValueError:
        return None
    if not host or not isinstance(short, str):
        return None
    labels = [label for label in reversed(host.split(".")) if label != "www"]
    app = "".join(character for character in short.lower() if character.isascii() and character.isalnum())
    return ".".join([*labels, app or "app"])[:64]


def _cut_items(work: _Work, fault: SchemaFault, current: Json) -> bool:
    place = place_of(fault.path)
    limit = at(place.facts.max_items, work.version) if place else None
    if limit is None:
        return False
    for index in range(limit, len(current)):
        work.losses.append(
            say(
                "`{name}` is one too many: manifest version {version} allows {limit}",
                name=dotted((*fault.path, index)),
                version=work.version,
                limit=limit,
            )
        )
    del current[limit:]
    return True


def _cut_text(work: _Work, fault: SchemaFault, current: Json) -> bool:
    place = place_of(fault.path)
    kind = at(place.facts.kind, work.version) if place else None
    limit = (at(place.facts.max_length, work.version) if place else None) or (kind.max_length if kind else 0)
    if not limit:
        return False
    _value_at(work.value, fault.path[:-1])[fault.path[-1]] = current[: limit - 1].rstrip() + _CUT
    work.losses.append(
        say(
            "`{name}` was cut to {limit} characters: {text}",
            name=dotted(fault.path),
            limit=limit,
            text=shown(current),
        )
    )
    return True


def _secure(work: _Work, fault: SchemaFault, current: Json) -> bool:
    """A URL that must be encrypted in the wanted version; any other form is no matter of versions."""
    place = place_of(fault.path)
    kind = at(place.facts.kind, work.version) if place else None
    if kind is HTTPS_URL and current.lower().startswith("http://"):
        _value_at(work.value, fault.path[:-1])[fault.path[-1]] = "https" + current[4:]
        work.changes.append(say("`{name}` begins with `https://` now", name=dotted(fault.path)))
        return True
    return False


_REMEDIES: dict[str, Callable[[_Work, SchemaFault, Json], bool]] = {
    "additionalProperties": _leave_out,
    "enum": _respell,
    "required": _supply,
    "maxItems": _cut_items,
    "maxLength": _cut_text,
    "pattern": _secure,
}


def _value_at(value: Json, path: tuple[str | int, ...]) -> Json:
    for part in path:
        value = value[part]
    return value


def _object_at(parent: dict[str, Json], name: str) -> dict[str, Json]:
    """The object that a member holds; a new one where there is none."""
    there = parent.get(name)
    if not isinstance(there, dict):
        there = parent[name] = {}
    return there
