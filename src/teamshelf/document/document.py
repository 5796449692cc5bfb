"""A JSON text as it was read: its values, where they stand, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.document.faults import MAX_BYTES
from teamshelf.document.pointers import split_pointer
from teamshelf.document.positions import Lines
from teamshelf.document.tree import Found, Json, Place, follow

if TYPE_CHECKING:
    from teamshelf.findings import Finding, Span


class Document(Struct, frozen=True, eq=False):
    """A JSON text with positions.

    Offsets count characters of ``text``; pointers are JSON pointers (RFC 6901). A pointer that is none raises
    ValueError.

    Attributes:
        text: the decoded text, without a byte order mark.
        value: what it says, as far as it can be told; None when there is nothing to tell. No string in it holds a NUL
            or half a surrogate pair, whatever the text says. Of a property that is there twice the last value counts.
        findings: everything that keeps the text from being JSON, in the order of the text. A missing or extra comma
            and a comment point at the object or array they are in.
        root: the place of the value, and all places inside it.
        lines: the lines of the text.
    """

    text: str
    value: Json
    findings: tuple[Finding, ...]
    root: Place | None
    lines: Lines

    def span(self, pointer: str, *, key: bool = False) -> Span | None:
        """Where the value at a pointer stands, or with ``key`` the name of that property, quotes included.

        A value that is not there gives its nearest ancestor that is; a document without any value gives None.
        """
        found = self._find(pointer)
        if found is None:
            return None
        if key and found.exact and found.member is not None:
            return self.lines.span(found.member.name_start, found.member.name_end)
        return self.lines.span(found.place.start, found.place.end)

    def value_offsets(self, pointer: str) -> tuple[int, int] | None:
        """Start and end of the value at a pointer; None when it is not there."""
        found = self._find(pointer)
        return (found.place.start, found.place.end) if found is not None and found.exact else None

    def member_offsets(self, pointer: str) -> tuple[int, int] | None:
        """Start and end of the whole member ``"name": value`` at a pointer; of the value if it has no name."""
        found = self._find(pointer)
        if found is None or not found.exact:
            return None
        return (found.member.name_start if found.member else found.place.start), found.place.end

    def name_offsets(self, pointer: str) -> tuple[int, int] | None:
        """Start and end of the name of the property at a pointer, quotes included; None when there is none."""
        found = self._find(pointer)
        if found is None or not found.exact or found.member is None:
            return None
        return found.member.name_start, found.member.name_end

    def _find(self, pointer: str) -> Found | None:
        steps = split_pointer(pointer)
        return None if self.root is None else follow(self.root, steps)


def read(data: bytes, file: str = "manifest.json") -> Document:
    """Read any bytes as JSON, as far as that goes, and find every fault. Never raises, and takes linear time.

    ``file`` is the name that findings carry. A text of more than :data:`~teamshelf.document.faults.MAX_BYTES`
    or :data:`~teamshelf.document.faults.MAX_VALUES` is not read at all. The edits that mend a byte order mark or
    another encoding change nothing, because the decoded text is right already: it only has to be written back as UTF-8.
    """
    # Most runs read nothing but faultless manifests, and never need what follows.
    from teamshelf.document.encoding import decode_text
    from teamshelf.document.fault_log import FaultLog
    from teamshelf.document.faults import MAX_VALUES, too_large, too_many_values
    from teamshelf.document.reader import read_text

    log = FaultLog()
    text, value, root = "", None, None
    if len(data) > MAX_BYTES:
        log.add(too_large(len(data)))
        lines = Lines(text)
    else:
        text = decode_text(data, log.add)
        lines = Lines(text)
        count = sum(map(text.count, ",[{"))
        if count > MAX_VALUES:
            log.add(too_many_values(count))
        else:
            value, root = read_text(text, lines, log)
    return Document(text, value, log.findings(lines, file), root, lines)
