"""Writing a package: the same files give the same bytes, whenever and wherever it is done.

Entries stand in the order of their names, all with one time and one mode, and are stored as they are. Deflate would
make the JSON of a package smaller, but what it writes is up to the zlib that Python was built with: zlib, zlib-ng and
those of browsers and processors pack the same bytes differently, and a digest would say which machine a package came
from. An app package has some kilobytes, most of them PNG pictures that are packed already; every reader of zip archives
takes stored entries; and one that cannot grow when it is unpacked is no danger to anybody.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: the oldest that a zip can state."""

_MODE = 0o100644 << 16  # a plain file that its owner can write, in the half of the attributes that Unix reads
_UNIX = 3


def package_of(files: Mapping[str, bytes]) -> bytes:
    """The bytes of a package with these files: in the order of their names, all at one time, with the same mode."""
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            archive.writestr(entry, files[name])
    return buffer.getvalue()
