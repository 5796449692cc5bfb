"""Mending what the schema finds, where there is only one thing that can be meant.

A change is offered when nobody would choose otherwise: another spelling of the same word, a value in wrong clothes, a
property that stands one level too deep. What is likely but not certain stays a hint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.document import join_pointer
from teamshelf.findings import Change
from teamshelf.model.facts import Property, at, item_type, properties_of, values_at
from teamshelf.model.kinds import COLOR, HTTPS_URL, LANGUAGE_TAG
from teamshelf.model.places import NO_FACTS, Place, place_of
from teamshelf.schema.hints import MEANT, home_above, respelled, six_digits
from teamshelf.versions import NUMBERED_VERSIONS, order

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.schema.faults import SchemaFault

Changes = tuple[Change, ...]

NOTHING: Changes = ()


def changes_for(fault: SchemaFault, version: str) -> Changes:
    """The changes that mend a fault; empty where a person has to decide."""
    mend = _MENDS.get(fault.keyword)
    if mend is None:
        return NOTHING
    return mend(fault, place_of(fault.path) or Place(None, NO_FACTS, None, None), version)


def _choice(fault: SchemaFault, place: Place, version: str) -> Changes:
    """The same word in the spelling of this version, or the word that an example of Microsoft's has wrong."""
    values = [str(value) for value in values_at(place.facts, version)]
    if not isinstance(fault.instance, str):
        return NOTHING
    meant = MEANT.get(fault.instance)
    if meant not in values:
        meant = respelled(fault.instance, values)
    return NOTHING if meant is None else (Change("replace", join_pointer(fault.path), meant),)


def _unknown(fault: SchemaFault, place: Place, version: str) -> Changes:
    """A property that has ended, moved, or was misspelled."""
    name = fault.subject
    pointer = join_pointer((*fault.path, name))
    known = properties_of(place.object_class) if place.object_class else {}
    declared = known.get(name)
    if declared is not None:
        return _out_of_date(declared, fault, pointer, version)
    here = [other for other, its in known.items() if version in its.versions]
    meant = respelled(name, here)
    if meant is not None:
        target = join_pointer((*fault.path, meant))
        return (Change("move", pointer, to=target),) if meant not in fault.instance else NOTHING
    home = home_above(name, fault.path)
    return NOTHING if home is None else _moved(fault.instance[name], pointer, join_pointer((*home, name)))


def _out_of_date(declared: Property, fault: SchemaFault, pointer: str, version: str) -> Changes:
    value = fault.instance[declared.name]
    if declared.name == "applicationPermissions" and isinstance(value, list):
        entries = [{"name": name, "type": "Application"} for name in value if isinstance(name, str)]
        if order(version) < order("1.12") or len(entries) != len(value):
            return NOTHING
        return (
            Change("add", "/authorization/permissions/resourceSpecific/-", entries),
            Change("remove", pointer),
        )
    numbered = [known for known in NUMBERED_VERSIONS if known in declared.versions]
    if not declared.replaced_by and numbered and order(numbered[-1]) < order(version):
        return (Change("remove", pointer),)
    return NOTHING


def _moved(value: Any, pointer: str, target: str) -> Changes:
    """One level up: an array joins the one that may be there already."""
    if isinstance(value, list):
        return (Change("add", f"{target}/-", value), Change("remove", pointer))
    return (Change("move", pointer, to=target),)


def _form(fault: SchemaFault, place: Place, version: str) -> Changes:
    """Blanks around a value, a colour in short, an unencrypted scheme, an underscore in a language tag."""
    kind = at(place.facts.kind, version)
    text = fault.instance.strip()
    if kind is COLOR:
        text = six_digits(text) or text
    elif kind is HTTPS_URL and text.lower().startswith("http://"):
        text = "https" + text[4:]
    elif kind is LANGUAGE_TAG:
        text = text.replace("_", "-")
    return NOTHING if text == fault.instance else (Change("replace", join_pointer(fault.path), text),)


def _clothes(fault: SchemaFault, place: Place, _version: str) -> Changes:
    """A value of the wrong type that says clearly which one is meant."""
    wanted, value = place.annotation, fault.instance
    if not fault.path:
        return NOTHING
    fitting: Any = None
    if wanted is bool and isinstance(value, str) and value.strip().lower() in ("true", "false"):
        fitting = value.strip().lower() == "true"
    elif wanted in (int, float) and isinstance(value, str) and value.strip().isdecimal() and value.isascii():
        fitting = int(value)
    elif wanted is str and isinstance(value, int | float) and not isinstance(value, bool):
        fitting = str(value)
    elif item_type(wanted) is str and isinstance(value, str) and value:
        fitting = [value]
    elif isinstance(wanted, type) and wanted is str and _is_alone(value):
        fitting = value[0]
    return NOTHING if fitting is None else (Change("replace", join_pointer(fault.path), fitting),)


def _is_alone(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 1 and isinstance(value[0], str)


def _twins(fault: SchemaFault, _place: Place, _version: str) -> Changes:
    """Items that are there twice, the later ones."""
    kept: list[Any] = []
    for item in fault.instance:
        if item not in kept:
            kept.append(item)
    return (Change("replace", join_pointer(fault.path), kept),)


_MENDS: dict[str, Callable[[SchemaFault, Place, str], Changes]] = {
    "additionalProperties": _unknown,
    "enum": _choice,
    "pattern": _form,
    "type": _clothes,
    "uniqueItems": _twins,
}
