"""Writing a package: the same files give the same bytes, whenever and wherever it is done."""

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
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()
