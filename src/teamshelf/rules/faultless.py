"""The way of a lone manifest in which there is nothing to find: from what it says to that verdict in the fewest steps.

Most manifests that are checked again and again, in an editor, a hook or a catalogue, are like that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from teamshelf.rules.plain import SILENT_VERSIONS, values_agree
from teamshelf.rules.plain_values import plain_validator

if TYPE_CHECKING:
    from teamshelf.document import Json, NotClean

_BRACES = re.compile(rb"\{\{")  # faster than `in`, which stumbles over the many single braces


def has_plain_values(value: Json | NotClean) -> bool | None:
    """Whether the values of a manifest are plain in the version that it states; None where that would not settle it.

    Args:
        value: what it says, as :func:`~teamshelf.document.decode_distinct` tells it. What is plain has no long number
            and no free depth: its schema has no place for either.
    """
    version = value.get("manifestVersion") if isinstance(value, dict) else None
    if not isinstance(version, str) or version not in SILENT_VERSIONS:
        return None
    return plain_validator(version).is_valid(value)


def is_faultless(manifest: dict[str, Any], content: bytes) -> bool:
    """Whether nothing can be said against a manifest of plain values that stands alone; False where that is not sure.

    Args:
        manifest: what it says; :func:`has_plain_values` is true of it.
        content: its text.
    """
    return values_agree(manifest) and not may_hold_placeholders(content)


def may_hold_placeholders(content: bytes) -> bool:
    """Whether a text may have places that are still to be filled, such as ``${{APP_ID}}``, ``%NAME%`` or ``<name>``."""
    return b"%" in content or b"<" in content or _BRACES.search(content) is not None
