"""YAML text, as OpenAPI descriptions are often written, read into the same :class:`Document` as JSON.

PyYAML splits the text into events, in C; what they mean is decided here, because its own loaders build whatever a text
asks for. Only what JSON can say is built. Hostile texts stay small: an alias shares the value it stands for instead of
copying it, and size, depth and number of values are bounded.

Names are always texts, and so are numbers, just as they are written: a bare ``200`` is the name of a response, a bare
``2.0`` a version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from teamshelf.document.document import Document
from teamshelf.document.encoding import decode_text
from teamshelf.document.faults import MAX_BYTES, MAX_DEPTH
from teamshelf.document.positions import Lines
from teamshelf.document.tree import Member, Place
from teamshelf.messages import SHOWN_LENGTH, Message, printable, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.document.tree import Json

MAX_VALUES = 100_000
"""Values that are read at most. An API description of 1 MiB has about a third of that."""

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
"""Bare words that are no texts: YAML 1.2, section 10.3. ``yes`` and ``no`` are texts there."""

_MERGE = "<<"


class NotYaml(Exception):  # noqa: N818 - an error is named for the fact
    """A text cannot be read as YAML; ``message`` says why, and where."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def read_yaml(data: bytes) -> Document:
    r"""Read one YAML document; raises NotYaml.

    >>> read_yaml(b"servers:\n  - url: https://example.com").value
    {'servers': [{'url': 'https://example.com'}]}
    """
    import yaml  # takes longer than a whole check, and few apps have a YAML file

    if len(data) > MAX_BYTES:
        raise NotYaml(say("the file is larger than {limit} bytes", limit=MAX_BYTES))
    text = decode_text(data, lambda _: None)
    lines = Lines(text)
    builder = _Builder(lines)
    try:
        builder.build(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _refuse(lines, mark.index if mark else 0)
    except yaml.YAMLError as error:  # a character that YAML forbids
        _refuse(lines, getattr(error, "position", 0))
    value, root = builder.whole
    return Document(text, value, (), root, lines)


def _refuse(lines: Lines, offset: int) -> NoReturn:
    raise NotYaml(
        say("the file is not YAML: line {line}, column {column}", line=lines.line(offset), column=lines.column(offset))
    )


class _Open:
    """A mapping or sequence whose end has not come yet."""

    __slots__ = ("anchor", "is_mapping", "items", "key", "members", "place", "places", "values")

    def __init__(self, start: int, anchor: str | None, *, is_mapping: bool) -> None:
        self.is_mapping = is_mapping
        self.anchor = anchor
        self.values: dict[str, Json] = {}
        self.items: list[Json] = []
        self.members: dict[str, Member] = {}
        self.places: list[Place] = []
        self.place = Place(start, start, self.members if is_mapping else self.places)
        self.key: tuple[str | None, int, int] | None = None

    @property
    def value(self) -> Json:
        return self.values if self.is_mapping else self.items

    def put(self, value: Json, place: Place) -> int:
        """Take in the next key or value; gives the number of values that came with it."""
        if not self.is_mapping:
            self.items.append(value)
            self.places.append(place)
            self.place.end = place.end
            return 1
        if self.key is None:
            # A key that is a mapping itself has no counterpart in JSON: what it leads to is left out.
            self.key = (value if isinstance(value, str) else None, place.start, place.end)
            return 1
        (name, start, end), self.key = self.key, None
        self.place.end = place.end
        if name == _MERGE and isinstance(value, dict) and isinstance(place.inside, dict):
            for merged, inner in value.items():  # what the mapping says itself goes before
                self.values.setdefault(merged, inner)
                self.members.setdefault(merged, place.inside[merged])
            return len(value)
        if name is not None:
            self.values[name] = value
            self.members[name] = Member(start, end, place)
        return 1


class _Builder:
    """Makes values and places out of the events of a text."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._open: list[_Open] = []
        self._anchored: dict[str, tuple[Json, Place] | None] = {}
        """The value of each anchor; None while it is not complete."""
        self._values = 0
        self._documents = 0
        self.whole: tuple[Json, Place | None] = (None, None)

    def build(self, events: Iterable[Any]) -> None:
        for event in events:
            start = event.start_mark.index
            match type(event).__name__:
                case "ScalarEvent":
                    self._scalar(event, start)
                case "MappingStartEvent" | "SequenceStartEvent" as kind:
                    self._enter(start, event.anchor, is_mapping=kind[0] == "M")
                case "MappingEndEvent" | "SequenceEndEvent":
                    self._leave(start, event.end_mark.index)
                case "AliasEvent":
                    self._alias(event.anchor, start, event.end_mark.index)
                case "DocumentStartEvent":
                    self._begin(start)

    def _begin(self, start: int) -> None:
        self._documents += 1
        if self._documents > 1:
            line = self._lines.line(start)
            raise NotYaml(say("the file holds several YAML documents; the second begins on line {line}", line=line))

    def _scalar(self, event: Any, start: int) -> None:
        is_key = bool(self._open) and self._open[-1].is_mapping and self._open[-1].key is None
        text: str = event.value
        value: Json = _CONSTANTS.get(text, text) if event.implicit[0] and not is_key else text
        self._put(value, Place(start, event.end_mark.index), event.anchor)

    def _enter(self, start: int, anchor: str | None, *, is_mapping: bool) -> None:
        if len(self._open) == MAX_DEPTH:
            line = self._lines.line(start)
            raise NotYaml(say("line {line} is nested more than {limit} deep", line=line, limit=MAX_DEPTH))
        if anchor is not None:
            self._anchored[anchor] = None
        self._open.append(_Open(start, anchor, is_mapping=is_mapping))

    def _leave(self, start: int, end: int) -> None:
        closed = self._open.pop()
        # The end of what has no brackets is only noticed at the next thing in the text, behind blank lines.
        closed.place.end = end if end > start else max(closed.place.start, closed.place.end)
        self._put(closed.value, closed.place, closed.anchor)

    def _alias(self, anchor: str, start: int, end: int) -> None:
        known = self._anchored.get(anchor)
        if known is None:
            line, alias = self._lines.line(start), f"`{printable('*' + anchor[:SHOWN_LENGTH])}`"
            if anchor in self._anchored:
                raise NotYaml(
                    say("the alias {alias} on line {line} stands for what it lies in", alias=alias, line=line)
                )
            raise NotYaml(say("the alias {alias} on line {line} stands for nothing", alias=alias, line=line))
        value, place = known
        self._put(value, Place(start, end, place.inside), None)

    def _put(self, value: Json, place: Place, anchor: str | None) -> None:
        if anchor is not None:
            self._anchored[anchor] = (value, place)
        if self._open:
            self._values += self._open[-1].put(value, place)
        else:
            self.whole = (value, place)
        if self._values > MAX_VALUES:
            raise NotYaml(say("the file has more than {limit} values", limit=MAX_VALUES))
