"""Reading a file from a disk without being held up by what is no file, or led on by one without end."""

from __future__ import annotations

import os
import stat

# A pipe that nobody writes to would otherwise hold the opening up for ever. Windows knows no such pipes, but changes
# line ends unless told not to.
READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Flags for ``os.open``."""


def read_bounded(descriptor: int, limit: int) -> bytes | None:
    """Read and close an open file: at most ``limit + 1`` bytes, so that a caller can tell that there are more.

    None for what is no file: a folder, a device, a pipe, a socket. OSError when the system fails to read.
    """
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    with open(descriptor, "rb", buffering=0) as file:
        chunks = []
        wanted = limit + 1
        while wanted > 0 and (chunk := file.read(min(wanted, _CHUNK))):
            chunks.append(chunk)
            wanted -= len(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


_CHUNK = 2**20
"""Bytes asked for at once: a small file should not cost the memory of the largest one allowed."""
