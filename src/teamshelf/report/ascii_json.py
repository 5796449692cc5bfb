"""JSON in nothing but ASCII characters.

Such JSON survives any encoding of the stream and cannot drive a terminal that shows it. A lone surrogate, which a file
name that is not UTF-8 brings along, becomes U+FFFD: JSON could spell it, but strict readers refuse it.
"""

from __future__ import annotations

import json
import re

_ENCODER = json.JSONEncoder(ensure_ascii=True, check_circular=False)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def encode(value: object) -> str:
    """A value of dicts, lists, strings, numbers, booleans and None on one line."""
    text = _ENCODER.encode(value)
    return _ENCODER.encode(_whole(value)) if "\\ud" in text else text


def _whole(value: object) -> object:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(item) for item in value]
    return value
