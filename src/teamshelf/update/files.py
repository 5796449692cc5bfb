"""What differs between the other files of two packages: JSON by what it says, icons and all others by their bytes.

A file that has the same content under another name has been renamed. White space and the order of keys are no change.
Source: lifecycle rule 5.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.document import NOT_CLEAN, decode_clean
from teamshelf.messages import Message, say, shown
from teamshelf.package.app import LONE_MANIFEST
from teamshelf.package.limits import MAX_ENTRY
from teamshelf.update.change import Change, Kind
from teamshelf.update.differences import APPEND, differences, is_same
from teamshelf.update.matching import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.package.app import App

_CODE_ENDINGS = (".json", ".yaml", ".yml", ".js", ".md")
"""Endings of files that say what an agent, an API or an add-in does."""


class FileFacts(Struct, frozen=True):
    """What stands in a result for the content of a file.

    Attributes:
        bytes: its size.
        sha256: its digest, in hexadecimal.
    """

    bytes: int
    sha256: str


def has_files(app: App) -> bool:
    """Whether the files beside the manifest are known; those of a lone manifest are not."""
    return app.source.kind != LONE_MANIFEST


def file_changes(old: App, new: App) -> list[Change]:
    """All changes of files besides the manifest, by name; nothing where one side is a lone manifest."""
    if not (has_files(old) and has_files(new)):
        return []
    before, after = _names(old), _names(new)
    gone, come = sorted(before - after), sorted(after - before)
    icons, languages = _roles(old), _roles(new)
    roles = {**icons, **languages}
    found: list[Change] = []
    digests = {name: _digest(old, name) for name in gone}
    for name in come:
        facts = _facts(new, name)
        twins = [other for other in digests if facts is not None and digests[other] == facts.sha256]
        if twins:
            del digests[twins[0]]
            found.append(_renamed(twins[0], name))
        else:
            found.append(_change(name, "add", roles.get(name, ""), None, facts))
    found += [_change(name, "remove", roles.get(name, ""), _facts(old, name), None) for name in digests]
    for name in sorted(before & after):
        found += _compared(old, new, name, roles.get(name, ""))
    return sorted(found, key=lambda change: change.file or "")


def _compared(old: App, new: App, name: str, role: str) -> Iterator[Change]:
    one, other = old.content(name, MAX_ENTRY), new.content(name, MAX_ENTRY)
    if one == other:
        return
    before, after = (decode_clean(each) if each is not None else NOT_CLEAN for each in (one, other))
    is_json = name.lower().endswith(".json") and before is not NOT_CLEAN and after is not NOT_CLEAN
    if is_json and is_same(before, after):
        return
    if is_json and role == "language" and isinstance(before, dict) and isinstance(after, dict):
        yield from _texts(name, before, after)
    else:
        yield _change(name, "replace", role, _facts(old, name), _facts(new, name))


def _texts(name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """The texts of a language file that changed, each by its key."""
    for each in differences(old, new, PLAIN):
        key = (each.new_pointer or each.old_pointer or "")[1:].replace("~1", "/").replace("~0", "~")
        if each.op == "add":
            message = say("{file}: {key} is translated, {new}", file=shown(name), key=shown(key), new=shown(each.new))
        elif each.op == "remove":
            message = say("{file}: {key} is no longer translated", file=shown(name), key=shown(key))
        else:
            message = say(
                "{file}: {key} changed from {old} to {new}",
                file=shown(name),
                key=shown(key),
                old=shown(each.old),
                new=shown(each.new),
            )
        yield Change(
            change="translation-changed",
            kind=Kind.METADATA,
            op=each.op,
            file=name,
            pointer=each.new_pointer or each.old_pointer or "",
            old_pointer=each.old_pointer,
            new_pointer=each.new_pointer,
            place=each.place.removesuffix(f"/{APPEND}"),
            old=each.old,
            new=each.new,
            words=message,
        )


def _change(name: str, op: str, role: str, old: FileFacts | None, new: FileFacts | None) -> Change:
    is_shown = role in {"icon", "language"}
    kind = Kind.CAPABILITY if not is_shown and name.lower().endswith(_CODE_ENDINGS) else Kind.METADATA
    slug = role or "file"
    done = {"add": "added", "remove": "removed", "replace": "changed"}[op]
    return Change(
        change=f"{slug}-file-{done}" if role == "language" else f"{slug}-{done}",
        kind=kind,
        op=op,
        file=name,
        pointer="",
        old_pointer=None if old is None else "",
        new_pointer=None if new is None else "",
        place="",
        old=old,
        new=new,
        words=_MESSAGES[op](name),
    )


def _renamed(old: str, new: str) -> Change:
    return Change(
        change="file-renamed",
        kind=Kind.METADATA,
        op="move",
        file=new,
        pointer="",
        old_pointer="",
        new_pointer="",
        place="",
        old=old,
        new=new,
        words=say("file {old} renamed to {new}", old=shown(old), new=shown(new)),
    )


def _added(name: str) -> Message:
    return say("file {file} added", file=shown(name))


def _removed(name: str) -> Message:
    return say("file {file} removed", file=shown(name))


def _changed(name: str) -> Message:
    return say("file {file} changed", file=shown(name))


_MESSAGES = {"add": _added, "remove": _removed, "replace": _changed}


def _names(app: App) -> set[str]:
    return {name for name in app.source.names() if name != app.source.manifest_name}


def _roles(app: App) -> dict[str, str]:
    """The files that the manifest gives a part: icons and languages."""
    manifest = app.manifest
    roles: dict[str, str] = {}
    if manifest.icons is not None:
        icons = (manifest.icons.color, manifest.icons.outline, manifest.icons.color32x32)
        roles.update({name: "icon" for name in icons if name})
    if manifest.localization_info is not None:
        info = manifest.localization_info
        files = [info.default_language_file, *(language.file for language in info.additional_languages)]
        roles.update({name: "language" for name in files if name})
    return roles


def _facts(app: App, name: str) -> FileFacts | None:
    content = app.content(name, MAX_ENTRY)
    return None if content is None else FileFacts(len(content), hashlib.sha256(content).hexdigest())


def _digest(app: App, name: str) -> str:
    facts = _facts(app, name)
    return "" if facts is None else facts.sha256
