"""The way of a lone manifest in which there is nothing to find: from what it says to that verdict in the fewest steps.

Most manifests that are checked again and again, in an editor, a hook or a catalogue, are like that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeGuard

from teamshelf.rules.plain import SILENT_VERSIONS, values_agree
from teamshelf.rules.plain_values import plain_validator

if TYPE_CHECKING:
    from teamshelf.document import Json, NotClean

_BRACES = re.compile(rb"\{\{")  # faster than `in`, which stumbles over the many single braces


def is_faultless(value: Json | NotClean, content: bytes) -> TypeGuard[dict[str, Any]]:
    """Whether nothing can be said against a manifest that stands alone; False where that is not sure.

    Args:
        value: what it says, as :func:`~teamshelf.document.decode_distinct` tells it. What is plain has no long number
            and no free depth: its schema has no place for either.
        content: its text.
    """
    if type(value) is not dict:
        return False
    version = value.get("manifestVersion")
    return (
        isinstance(version, str)
        and version in SILENT_VERSIONS
        and plain_validator(version).is_valid(value)
        and values_agree(value)
        and not may_hold_placeholders(content)
    )


def may_hold_placeholders(content: bytes) -> bool:
    """Whether a text may have places that are still to be filled, such as ``${{APP_ID}}``, ``%NAME%`` or ``<name>``."""
    return b"%" in content or b"<" in content or _BRACES.search(content) is not None
