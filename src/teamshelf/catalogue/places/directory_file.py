"""A file that describes a directory: one line for each person, place and membership, as JSON or as CSV.

    {"kind": "user", "name": "ada@example.com", "displayName": "Ada Marsh"}
    {"kind": "chat", "id": "19:lunch@thread.v2", "displayName": "Lunch"}
    {"kind": "member", "place": "19:lunch@thread.v2", "user": "ada@example.com", "membership": "owner"}

As CSV, the first line names the columns, which are called as the members above. Each line that cannot be meant is a
finding of its own, so that all of them can be mended at once.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from teamshelf.catalogue.places.directory import KINDS, canonical_id, kind_of
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.findings import Finding, Severity, Span
from teamshelf.messages import Message, alternatives, printable, say, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("kind", "id", "name", "displayName", "place", "user", "membership")
"""What the columns of a CSV file can be called."""

MAX_FILE = 64 * 2**20
"""Bytes of a directory that are read at most: some 500,000 lines."""

_Name = Annotated[str, Meta(min_length=1, max_length=320)]
_Shown = Annotated[str, Meta(min_length=1, max_length=320)]
_Guid = Annotated[str, Meta(pattern="^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")]


class User(Struct, frozen=True, kw_only=True, tag_field="kind", tag="user", rename="camel", forbid_unknown_fields=True):
    """A person: the sign-in name, and the GUID if it is known elsewhere."""

    name: _Name
    display_name: _Shown | None = None
    id: _Guid | None = None


class Team(Struct, frozen=True, kw_only=True, tag_field="kind", tag="team", rename="camel", forbid_unknown_fields=True):
    """A team."""

    id: str
    display_name: _Shown


class Chat(Struct, frozen=True, kw_only=True, tag_field="kind", tag="chat", rename="camel", forbid_unknown_fields=True):
    """A chat."""

    id: str
    display_name: _Shown


class Meeting(
    Struct, frozen=True, kw_only=True, tag_field="kind", tag="meeting", rename="camel", forbid_unknown_fields=True
):
    """A meeting."""

    id: str
    display_name: _Shown


class Member(
    Struct, frozen=True, kw_only=True, tag_field="kind", tag="member", rename="camel", forbid_unknown_fields=True
):
    """Somebody, by name or id, in a place; `none` takes them out of it."""

    place: str
    user: str
    membership: Literal["owner", "member", "none"] = "member"


Entry: TypeAlias = User | Team | Chat | Meeting | Member

_KINDS: dict[type[Struct], PlaceKind] = {Team: PlaceKind.TEAM, Chat: PlaceKind.CHAT, Meeting: PlaceKind.MEETING}


class DirectoryFile(Struct, frozen=True):
    """What a file says.

    Attributes:
        entries: each with the number of its line.
        findings: the lines that say nothing that could be meant.
    """

    entries: tuple[tuple[int, Entry], ...]
    findings: tuple[Finding, ...]


def place_kind(entry: Entry) -> PlaceKind | None:
    """What an entry describes, if that is a place."""
    return _KINDS.get(type(entry))


def read_directory(content: bytes, name: str) -> DirectoryFile:
    """The entries of a file, CSV if its name ends so, else JSON lines; ids and names in the form they are stored in."""
    if len(content) > MAX_FILE:
        too_long = say("the file has more than {limit} MiB", limit=MAX_FILE // 2**20)
        return DirectoryFile((), (line_finding(name, 1, too_long),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return DirectoryFile((), (line_finding(name, line, say("the line is not UTF-8")),))
    values = _csv_values(text) if name.lower().endswith(".csv") else _json_values(text)
    entries: list[tuple[int, Entry]] = []
    findings: list[Finding] = []
    for line, value in values:
        entry = value if isinstance(value, Message) else _entry(value)
        if isinstance(entry, Message):
            findings.append(line_finding(name, line, entry))
        else:
            entries.append((line, entry))
    return DirectoryFile(tuple(entries), tuple(findings))


def line_finding(name: str, line: int, message: Message) -> Finding:
    """What is wrong with a line of the file."""
    return Finding(
        rule="directory-line",
        severity=Severity.ERROR,
        message=message,
        file=name,
        span=Span(line=line, column=1, end_line=line, end_column=1),
    )


def _json_values(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield number, msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError):
            yield number, say("the line is no JSON")


def _csv_values(text: str) -> Iterator[tuple[int, Any]]:
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = [column.strip() for column in next(rows, [])]
        unknown = [column for column in header if column not in COLUMNS]
        if unknown or "kind" not in header or len(set(header)) < len(header):
            expected = say(
                "the first line names the columns, each once and `kind` among them: {columns}",
                columns=alternatives(COLUMNS),
            )
            yield 1, expected
            return
        for row in rows:
            if any(cell.strip() for cell in row):
                if len(row) > len(header):
                    yield rows.line_num, say("the line has more cells than there are columns")
                else:
                    filled = ((column, cell.strip()) for column, cell in zip(header, row, strict=False))
                    yield rows.line_num, {column: cell for column, cell in filled if cell}
    except csv.Error as error:
        yield rows.line_num, say("the line is no CSV: {reason}", reason=printable(str(error)))


def _entry(value: Any) -> Entry | Message:
    """What a line says, or why it cannot be meant."""
    try:
        entry: Entry = msgspec.convert(value, Entry)
    except msgspec.ValidationError as error:
        reason, _, member = str(error).partition(" - at `$.")
        if member:
            return say("`{member}`: {reason}", member=printable(member.rstrip("`")), reason=printable(reason))
        return say("the line cannot be read: {reason}", reason=printable(reason))
    if isinstance(entry, User):
        return msgspec.structs.replace(entry, id=entry.id.lower() if entry.id else None)
    if isinstance(entry, Member):
        return msgspec.structs.replace(entry, place=canonical_id(entry.place))
    wanted = _KINDS[type(entry)]
    entry_id = canonical_id(entry.id)
    if kind_of(entry_id) is not wanted:
        return say("{id} is not the id of a {kind}", id=shown(entry.id), kind=KINDS[wanted])
    return msgspec.structs.replace(entry, id=entry_id)
