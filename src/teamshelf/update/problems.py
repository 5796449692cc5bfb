"""Why a version is no valid update of another: its identity, its version, and what cannot be read of it.

Source: seed A, "updating your existing app"; seed B, `version` and `id`; lifecycle rules 1 to 6.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.findings import Severity
from teamshelf.messages import Message, say, shown
from teamshelf.update.releases import release_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from teamshelf.package.app import App

_IN_BRACES = re.compile(r"\{\s*([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\s*\}")


class Problem(Struct, frozen=True):
    """One reason why an update is not allowed.

    Attributes:
        rule: its name, for ever.
        message: what is wrong, and what to do.
        pointer: of the value in NEW, None where it has no place.
    """

    rule: str
    message: Message
    pointer: str | None = None


def problems_with_identity(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Problem]:
    """The id has to be the same, however its letters are written, and not in braces (rule 1)."""
    was, becomes = old.get("id"), new.get("id")
    if not isinstance(becomes, str) or not becomes.strip():
        message = say("the new version has no `id`, so that nobody can tell which app it updates")
        yield Problem("id-missing", message, "")
        return
    in_braces = _IN_BRACES.fullmatch(becomes)
    if in_braces:
        message = say("the `id` {id} is in braces: write it without them", id=shown(becomes))
        yield Problem("id-in-braces", message, "/id")
    if not isinstance(was, str) or not was.strip():
        message = say("the old version has no `id`, so that nobody can tell whether this is the same app")
        yield Problem("id-missing", message, "/id")
    elif canonical_id(was) != canonical_id(becomes):
        message = say(
            "the `id` is {new}, but that of the app is {old}: with another id it is another app",
            new=shown(becomes),
            old=shown(was),
        )
        yield Problem("id-changed", message, "/id")


def problems_with_version(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Problem]:
    """The version has to be greater, as semantic versioning has it, if anything changed (rules 2 to 5)."""
    was, becomes = old.get("version"), new.get("version")
    before, after = release_of(was), release_of(becomes)
    if after is None and becomes is None:
        yield Problem("version-unreadable", say("the new `version` is missing"), "")
    elif after is None:
        message = say(
            "the new `version`, {version}, cannot be compared: write three numbers such as `1.2.0`",
            version=shown(becomes),
        )
        yield Problem("version-unreadable", message, "/version")
    if before is None and was is None:
        message = say("the old `version` is missing, so that nobody can tell whether the new one is greater")
        yield Problem("version-unreadable", message, "/version")
    elif before is None:
        message = say(
            "the old `version`, {version}, cannot be compared, so that nobody can tell whether the new one is greater",
            version=shown(was),
        )
        yield Problem("version-unreadable", message, "/version")
    if before is None or after is None:
        return
    order = after.compare(before)
    if order > 0:
        return
    if order < 0:
        message = say(
            "the `version` goes down from {old} to {new}: an update needs a greater one",
            old=shown(before.text),
            new=shown(after.text),
        )
        yield Problem("version-decreased", message, "/version")
    elif before.text == after.text:
        message = say(
            "something changed, but the `version` is still {version}: every change needs a greater one",
            version=shown(after.text),
        )
        yield Problem("version-not-incremented", message, "/version")
    else:
        message = say(
            "{new} is no greater version than {old}: raise one of the three numbers",
            old=shown(before.text),
            new=shown(after.text),
        )
        yield Problem("version-not-incremented", message, "/version")


def problems_with_reading(app: App) -> Iterator[Problem]:
    """What could not be read of the new version, so that nobody knows what it changes."""
    if app.file is not None and any(each.severity is Severity.ERROR for each in app.file.findings):
        message = say("the new manifest is no faultless JSON: mend what `teamshelf check` says first")
        yield Problem("manifest-faulty", message, "")
    for finding in app.findings:
        if finding.severity is Severity.ERROR:
            yield Problem(finding.rule, finding.message)


def canonical_id(text: str) -> str:
    """The id of an app as it is compared: in lower case, without braces.

    >>> canonical_id("{49E6F432-D79C-49E8-94F7-89B94F3672FD}")
    '49e6f432-d79c-49e8-94f7-89b94f3672fd'
    """
    in_braces = _IN_BRACES.fullmatch(text.strip())
    return (in_braces.group(1) if in_braces else text.strip()).lower()
