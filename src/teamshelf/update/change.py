"""A change in the app's own terms: "a tab is new", "a command has another name", and what kind of change that is."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.messages import Message, say, shown, shown_apart
from teamshelf.update.differences import Subject

if TYPE_CHECKING:
    from teamshelf.update.differences import Difference


class Kind(StrEnum):
    """What a change means to those who use the app."""

    METADATA = "metadata"
    """How the app presents itself: texts, icons, languages, numbers."""
    CAPABILITY = "capability"
    """What the app does, or how."""
    CONSENT = "consent"
    """What people are asked to accept again, under the rule set of the comparison."""
    NOTICE = "notice"
    """A wider reach of which it is open whether anybody is asked: tell people."""


class Change(Struct, frozen=True, kw_only=True, gc=False):
    """One change between two versions of an app.

    Attributes:
        change: its name in kebab case, such as ``bot-added`` or ``command-renamed``.
        kind: what it means.
        op: ``add``, ``remove``, ``replace`` or ``move``.
        file: the file of the package; None for the manifest.
        pointer: JSON pointer in NEW, or in OLD for what is no longer there; ``""`` for a file as a whole.
        old_pointer: the pointer in OLD; None for what is new.
        new_pointer: the pointer in NEW; None for what is gone.
        place: the pointer in OLD where the change is to be made, see :mod:`teamshelf.update.applying`.
        old: the value in OLD; for a move its place, counted from 0.
        new: the value in NEW; likewise.
        asks: the rule sets that ask for consent because of it.
        subject: the thing that it is about.
        is_item: an item of a list came, went or moved, instead of a property.
        words: what to say of it, where its subject does not tell.
    """

    change: str
    kind: Kind
    op: str
    file: str | None = None
    pointer: str
    old_pointer: str | None
    new_pointer: str | None
    place: str
    old: Any = None
    new: Any = None
    asks: tuple[str, ...] = ()
    subject: Subject = Subject()
    is_item: bool = False
    words: Message | None = None

    @property
    def message(self) -> Message:
        """What changes, for people."""
        return self.words or _words_for(self)


METADATA = frozenset(
    {
        "$schema",
        "manifestVersion",
        "version",
        "id",
        "packageName",
        "localizationInfo",
        "developer",
        "name",
        "description",
        "icons",
        "accentColor",
        "configurableProperties",
        "defaultInstallScope",
        "subscriptionOffer",
        "publisherDocsUrl",
        "intuneInfo",
    }
)
"""Properties of the manifest that say how the app presents itself. Source: lifecycle rules 26 and 34."""

TEXTS = frozenset({"name", "title", "description", "displayName", "text", "templateText", "label"})
"""Properties of a part of the app that are read by people and do nothing."""

_NAMES = {
    "$schema": "schema-changed",
    "id": "app-id-changed",
    "name": "app-renamed",
    "validDomains": "valid-domains-changed",
}
"""What changes of these properties of the manifest are called, where it is not their name in kebab case."""

_ENTRIES = {
    "permissions": "permission",
    "devicePermissions": "device-permission",
    "validDomains": "valid-domain",
    "configurableProperties": "configurable-property",
    "applicationPermissions": "resource-permission",
    "scopes": "scope",
    "context": "context",
    "domains": "domain",
}
"""What one entry of a list of plain values is called, where that is a word of its own."""

_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DONE = {"add": "added", "remove": "removed", "replace": "changed", "move": "moved"}


def change_from(difference: Difference, kind: Kind | None = None, asks: tuple[str, ...] = ()) -> Change:
    """A difference of the manifest in words; ``kind`` where the consent rules have spoken."""
    pointer = difference.new_pointer if difference.new_pointer is not None else difference.old_pointer
    return Change(
        change=_name_of(difference),
        kind=kind or _kind_of(difference),
        op=difference.op,
        pointer=pointer or "",
        old_pointer=difference.old_pointer,
        new_pointer=difference.new_pointer,
        place=difference.place,
        old=difference.old,
        new=difference.new,
        asks=asks,
        subject=difference.subject,
        is_item=difference.is_item,
    )


def _name_of(difference: Difference) -> str:
    subject, done = difference.subject, _DONE[difference.op]
    item, path = subject.item, subject.path
    if difference.is_item and path:  # an entry of a list of plain values
        entry = _ENTRIES.get(path[-1]) or f"{kebab(path[-1])}-entry"
        return f"{item.slug}-{entry}-{done}" if item else f"{entry}-{done}"
    if item is None:
        return _NAMES.get(path[0]) or f"{kebab(path[0])}-changed"
    if not path:
        return f"{item.slug}-{done}"
    if path == (item.label,) and item.label in TEXTS:
        return f"{item.slug}-renamed"
    if path == item.by and len(path) == 1:
        return f"{item.slug}-id-changed"
    return f"{item.slug}-changed"


def _kind_of(difference: Difference) -> Kind:
    subject = difference.subject
    pointer = difference.new_pointer or difference.old_pointer or ""
    top = pointer.split("/", 2)[1]
    if top in METADATA or difference.op == "move":
        return Kind.METADATA
    if subject.item is not None and not difference.is_item and subject.path and subject.path[-1] in TEXTS:
        return Kind.METADATA
    return Kind.CAPABILITY


def _words_for(change: Change) -> Message:
    subject, old, new = change.subject, change.old, change.new
    if change.is_item and not subject.path:
        return _words_for_item(change)
    where = _property(subject)
    if change.is_item and change.op == "add":
        return say("{property}: {value} added", property=where, value=shown(new))
    if change.is_item and change.op == "remove":
        return say("{property}: {value} removed", property=where, value=shown(old))
    if change.op == "add":
        return say("{property} set to {value}", property=where, value=shown(new))
    if change.op == "remove":
        return say("{property} removed, was {value}", property=where, value=shown(old))
    item = subject.item
    was, becomes = shown_apart(old, new)
    if item is not None and subject.path == (item.label,) and item.label in TEXTS:
        return say("{thing} {old} renamed to {new}", thing=item.thing, old=was, new=becomes)
    return say("{property} changed from {old} to {new}", property=where, old=was, new=becomes)


def _words_for_item(change: Change) -> Message:
    item, label = change.subject.item, change.subject.label
    thing = item.thing if item else say("entry")
    name = say("{thing} {label}", thing=thing, label=shown(label)) if label else thing
    if change.op == "add":
        return say("{thing} added", thing=name)
    if change.op == "remove":
        return say("{thing} removed", thing=name)
    return say(
        "{thing} moved from place {old} to place {new}",
        thing=name,
        old=change.old + 1,
        new=change.new + 1,
    )


def _property(subject: Subject) -> Message:
    """A property as people find it: with the thing that it belongs to."""
    path = say("`{path}`", path=".".join(shown(step)[1:-1] for step in subject.path))
    if subject.item is None:
        return path
    if not subject.label:
        return say("{property} of the {thing}", property=path, thing=subject.item.thing)
    return say("{property} of {thing} {label}", property=path, thing=subject.item.thing, label=shown(subject.label))


@lru_cache(maxsize=None)
def kebab(name: str) -> str:
    """The name of a property in kebab case, in letters, digits and hyphens only.

    >>> kebab("configurableProperties")
    'configurable-properties'
    """
    return re.sub(r"[^a-z0-9]+", "-", _CAPITAL.sub("-", name).lower()).strip("-") or "property"
