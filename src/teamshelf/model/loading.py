"""From a decoded manifest to typed objects, whatever shape it is in.

Rules and library users read a manifest through these objects and never meet a value of the wrong type: what does not
fit the model is left out, and everything else is kept. An item of an array that does not fit becomes an empty object
(or an empty text, zero, False), so that the positions of its neighbours stay what they are in the file.
"""

from typing import Any, TypeVar

import msgspec

from teamshelf.model.facts import JSON_TYPES, ManifestObject, item_type, properties_of, value_type
from teamshelf.model.manifest import Manifest

Kind = TypeVar("Kind", bound=ManifestObject)


def manifest_from(value: object) -> Manifest:
    """The typed manifest of a decoded JSON value; never raises, a value that is no object gives an empty manifest.

    >>> manifest_from({"name": {"short": "Polls", "full": 3}}).name.short
    'Polls'
    """
    return object_from(value, Manifest)


def object_from(value: object, cls: type[Kind]) -> Kind:
    """The typed form of one object of the manifest, under the same promise."""
    try:
        return msgspec.convert(value, cls)  # in C; fails as a whole at the first value that does not fit
    except (msgspec.ValidationError, RecursionError):
        return _fitting(value, cls)


def _fitting(value: object, cls: type[Kind]) -> Kind:
    made = cls()
    if isinstance(value, dict):
        for name, declared in properties_of(cls).items():
            if name in value:
                fitted = _fitted(value[name], value_type(declared.annotation))
                if fitted is not None:
                    setattr(made, declared.attribute, fitted)
    return made


def _fitted(value: object, wanted: Any) -> Any:
    """The value as the wanted type, None where it does not fit."""
    item = item_type(wanted)
    if item is not None:
        return [_item(member, item) for member in value] if isinstance(value, list) else None
    if wanted is bool or wanted is str:
        return value if isinstance(value, wanted) else None
    if wanted in JSON_TYPES:
        return _number(value, wanted)
    return object_from(value, wanted) if isinstance(value, dict) else None


def _item(value: object, wanted: Any) -> Any:
    fitted = _fitted(value, wanted)
    if fitted is not None:
        return fitted
    return [] if item_type(wanted) is not None else wanted()


def _number(value: object, wanted: type) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if wanted is int:
        return int(value) if value == int(value) else None
    return float(value)
