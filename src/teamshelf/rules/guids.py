"""Telling a GUID from any other text, where the schema of a manifest version does not."""

from __future__ import annotations

import re

from teamshelf.model.kinds import GUID

_GUID = re.compile(GUID.pattern.removesuffix("$") + r"\Z")  # `$` would let a line end follow


def is_guid(text: str) -> bool:
    r"""Whether the text is a GUID in the form that manifests have.

    >>> is_guid("49e6f432-d79c-49e8-94f7-89b94f3672fd"), is_guid("49e6f432-d79c-49e8-94f7-89b94f3672fd\n")
    (True, False)
    """
    return _GUID.match(text) is not None
