"""How much of an app is read. What is larger is no Teams app, or was made to wear somebody out.

App packages seen in public are 2 to 24 KB and hold three entries; those with an Office add-in reach some megabytes.
The bounds leave a hundredfold room, and keep a whole check below 256 MiB of memory.
"""

from __future__ import annotations

MAX_ARCHIVE = 64 * 2**20
"""Bytes of a file that is opened: as many as its content may have, since packing does not make it larger."""

MAX_TOTAL = 64 * 2**20
"""Bytes of all entries of a package together, unpacked."""

MAX_ENTRY = 16 * 2**20
"""Bytes of one entry, unpacked."""

MAX_ENTRIES = 500
"""Entries of a package, folders included."""

MAX_RATIO = 100
"""How many times its packed size an entry may have. JSON packs to a fifth, a run of one byte to a thousandth."""

RATIO_FLOOR = 2**20
"""Bytes up to which an entry may have any ratio: small ones do no harm."""

MAX_NAME_BYTES = 240
"""Bytes of an entry's name in UTF-8. Windows stops at 260 characters, the folder it is unpacked to included."""
