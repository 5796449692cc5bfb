"""What differs between two versions of an app, in its own terms, as a page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.catalogue.apps.contents import contents_of
from teamshelf.messages import SHOWN_LENGTH, Message, printable, say, shown
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.update.change import Kind
from teamshelf.update.compare import compare
from teamshelf.update.told import KINDS, SIGNS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Version
    from teamshelf.update.change import Change
    from teamshelf.update.compare import Comparison

MOST_SHOWN = 80
"""Changes that a page shows; two apps under one id can differ in thousands."""

OPERATIONS: dict[str, Message] = {
    "add": say("new"),
    "remove": say("gone"),
    "replace": say("changed"),
    "move": say("moved"),
}
KIND_NAMES: dict[Kind, Message] = {
    Kind.CONSENT: say("Consent"),
    Kind.NOTICE: say("Wider reach"),
    Kind.CAPABILITY: say("Capability"),
    Kind.METADATA: say("Presentation"),
}
KIND_LOOKS = {Kind.CONSENT: "bad", Kind.NOTICE: "warn", Kind.CAPABILITY: "fresh", Kind.METADATA: "plain"}
"""How each kind of change is shown: classes of the style sheet."""


class ChangeRow(Struct, frozen=True, kw_only=True):
    """A change.

    Attributes:
        sign: what stands before it: ``+``, ``-``, ``~`` or ``>``.
        old, new: the values, short; empty where a value would say nothing.
    """

    sign: str
    operation: Message
    message: Message
    where: str
    old: str
    new: str
    asks: str


class ChangeGroup(Struct, frozen=True):
    """Changes of one kind."""

    heading: Message
    name: Message
    look: str
    changes: tuple[ChangeRow, ...]


class Picture(Struct, frozen=True):
    """An icon before and after."""

    name: Message
    old_url: str
    new_url: str


class DifferenceView(Struct, frozen=True, kw_only=True):
    """All that differs.

    Attributes:
        problems: why it is no valid update.
        hidden: changes that are not shown.
    """

    old_number: str
    new_number: str
    groups: tuple[ChangeGroup, ...]
    problems: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    pictures: tuple[Picture, ...] = ()
    hidden: int = 0


def difference_between(session: Session, old: Version, new: Version, rules: str) -> DifferenceView:
    """The difference of two stored versions, the second as an update of the first."""
    return view_of(compare(contents_of(session, old), contents_of(session, new), rules=rules), old, new)


def view_of(comparison: Comparison, old: Version, new: Version) -> DifferenceView:
    """A comparison of two versions as it is shown."""
    shown_changes = sorted(comparison.changes, key=lambda change: list(KINDS).index(change.kind))[:MOST_SHOWN]
    groups = tuple(
        ChangeGroup(heading, KIND_NAMES[kind], KIND_LOOKS[kind], rows)
        for kind, heading in KINDS.items()
        if (rows := tuple(row_of_change(change) for change in shown_changes if change.kind is kind))
    )
    return DifferenceView(
        old_number=old.number,
        new_number=new.number,
        groups=groups,
        problems=tuple(problem.message for problem in comparison.problems),
        notes=tuple(note.message for note in comparison.notes),
        pictures=tuple(_pictures(old, new)),
        hidden=max(0, len(comparison.changes) - MOST_SHOWN),
    )


def row_of_change(change: Change) -> ChangeRow:
    """A change as lists show it."""
    return ChangeRow(
        sign=SIGNS[change.op],
        operation=OPERATIONS[change.op],
        message=change.message,
        where=printable(f"{change.file} {change.pointer}" if change.file else change.pointer)[:200],
        old=_value(change.old) if _is_cut(change) else "",
        new=_value(change.new) if _is_cut(change) else "",
        asks=", ".join(change.asks),
    )


def _is_cut(change: Change) -> bool:
    """Whether the values of a text are longer than the message shows them."""
    both = (change.old, change.new)
    return change.op == "replace" and any(isinstance(each, str) and len(each) > SHOWN_LENGTH for each in both)


def _value(value: Any) -> str:
    """A value as one line; of what is no plain value the message tells more."""
    return shown(value, 400) if isinstance(value, str | int | float) else ""


def _pictures(old: Version, new: Version) -> list[Picture]:
    pairs = (
        (say("Color icon"), old.color_icon, new.color_icon),
        (say("Outline icon"), old.outline_icon, new.outline_icon),
    )
    return [Picture(name, icon_url(was), icon_url(becomes)) for name, was, becomes in pairs if was != becomes]
