"""What a fault means, in plain words: the message says what is wrong with this value, the hint what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.document import join_pointer
from teamshelf.findings import Finding, Severity
from teamshelf.messages import Message, alternatives, say, shown
from teamshelf.model.constraints import AtLeastOneOf, Constraint, ExactlyOneOf, RequiredFor, Requires
from teamshelf.model.facts import at, constraints_of, item_type, min_properties_of, properties_of, values_at
from teamshelf.model.places import NO_FACTS, Place, dotted, place_of
from teamshelf.package.placeholders import left_behind_in
from teamshelf.schema.codes import placed_codes
from teamshelf.schema.hints import (
    hint_for_missing,
    hint_for_pattern,
    hint_for_type,
    hint_for_unknown,
    hint_for_value,
)
from teamshelf.schema.keywords import KEYWORDS, rule_of
from teamshelf.schema.mends import changes_for
from teamshelf.versions import VersionRange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teamshelf.schema.faults import Path, SchemaFault

Words = tuple[Message, Message | None]
"""A message and its hint."""


def explain(fault: SchemaFault, version: str) -> Finding:
    """The finding for one fault of a manifest that is read as ``version``."""
    pointer = join_pointer(fault.path)
    place = place_of(fault.path) or Place(None, NO_FACTS, None, None)
    if isinstance(fault.instance, str):
        mark = left_behind_in(fault.instance)
        if mark is not None:
            return placeholder(fault.path, mark, Severity.ERROR)
    message, hint = _EXPLAIN.get(fault.keyword, _other)(fault, place, version)
    at_key = fault.keyword == "additionalProperties"
    subject_path = (*fault.path, fault.subject) if fault.subject else fault.path
    placed = list(placed_codes(subject_path, fault.keyword, version, fault.instance))
    return Finding(
        rule=next((code.rule for code in placed if code.rule), rule_of(fault.keyword)),
        severity=Severity.ERROR,
        message=message,
        hint=hint,
        pointer=join_pointer((*fault.path, fault.subject)) if at_key else pointer,
        at_key=at_key,
        changes=changes_for(fault, version),
        aliases=(*(code.code for code in placed), KEYWORDS.get(fault.keyword, KEYWORDS["other"]).code),
    )


def placeholder(path: Path, mark: str, severity: Severity) -> Finding:
    """The finding for a value that a build step was meant to fill in."""
    return Finding(
        rule="placeholder",
        severity=severity,
        message=say("`{name}` still holds the placeholder `{mark}`", name=dotted(path), mark=shown(mark).strip('"')),
        hint=say("fill in the value, or let the step that builds the package do it before you check"),
        pointer=join_pointer(path),
    )


def _required(fault: SchemaFault, place: Place, version: str) -> Words:
    declared = properties_of(place.object_class).get(fault.subject) if place.object_class else None
    hint = hint_for_missing(declared, version) if declared else None
    if not fault.path:
        return say("`{name}` is missing from the manifest", name=fault.subject), hint
    return say("`{name}` is missing from `{place}`", name=fault.subject, place=dotted(fault.path)), hint


def _tied(fault: SchemaFault, place: Place, version: str) -> Words:
    """A member that another member asks for."""
    for constraint in _constraints(place, version):
        if isinstance(constraint, RequiredFor) and fault.keyword == "then":
            message = say(
                "`{place}` needs `{name}`, because its `{cause}` is {value}",
                place=dotted(fault.path),
                name=constraint.required,
                cause=constraint.name,
                value=shown(fault.instance.get(constraint.name)),
            )
            declared = properties_of(place.object_class).get(constraint.required) if place.object_class else None
            return message, hint_for_missing(declared, version) if declared else None
        if isinstance(constraint, Requires) and fault.keyword == "dependencies":
            groups = [" + ".join(group) for group in constraint.groups]
            return (
                say(
                    "`{place}` has `{cause}`, so it needs {wanted}",
                    place=dotted(fault.path),
                    cause=constraint.name,
                    wanted=alternatives(groups),
                ),
                say("add what is missing, or remove `{cause}`", cause=constraint.name),
            )
    return _required(fault, place, version)


def _choice_of_members(fault: SchemaFault, place: Place, version: str) -> Words:
    where = dotted(fault.path)
    for constraint in _constraints(place, version):
        if isinstance(constraint, ExactlyOneOf):
            there = [name for name in constraint.names if name in fault.instance]
            if there:
                return (
                    say(
                        "`{place}` has more than one of {names}; it takes exactly one",
                        place=where,
                        names=alternatives(constraint.names),
                    ),
                    say("keep one of them"),
                )
            return (
                say("`{place}` needs exactly one of {names}", place=where, names=alternatives(constraint.names)),
                say("add one of them"),
            )
        if isinstance(constraint, AtLeastOneOf):
            groups = [" + ".join(group) for group in constraint.groups]
            return (
                say("`{place}` needs at least {names}", place=where, names=alternatives(groups)),
                say("add what is missing"),
            )
    return _other(fault, place, version)


def _additional(fault: SchemaFault, place: Place, version: str) -> Words:
    if fault.path:
        message = say("`{place}` does not know a property `{name}`", place=dotted(fault.path), name=fault.subject)
    else:
        message = say("the manifest does not know a property `{name}`", name=fault.subject)
    known = properties_of(place.object_class) if place.object_class else {}
    declared = known.get(fault.subject)
    if declared is not None:
        message = (
            say("`{name}` is not part of manifest version {version}", name=fault.subject, version=version)
            if not fault.path
            else say(
                "`{name}` in `{place}` is not part of manifest version {version}",
                name=fault.subject,
                place=dotted(fault.path),
                version=version,
            )
        )
    return message, hint_for_unknown(fault.subject, fault.path, known, version)


def _type(fault: SchemaFault, place: Place, version: str) -> Words:
    wanted = _type_name(place)
    name = dotted(fault.path)
    if not fault.path:
        return say("the manifest is {actual}; it must be an object", actual=_value_name(fault.instance)), None
    return (
        say(
            "`{name}` is {actual}; it must be {wanted}",
            name=name,
            actual=_value_name(fault.instance),
            wanted=wanted,
        ),
        hint_for_type(fault.instance, place),
    )


def _enum(fault: SchemaFault, place: Place, version: str) -> Words:
    values = values_at(place.facts, version)
    return (
        say(
            "`{name}` is {value}; it can be {values}",
            name=dotted(fault.path),
            value=shown(fault.instance),
            values=alternatives(values),
        ),
        hint_for_value(fault.instance, place, version),
    )


def _pattern(fault: SchemaFault, place: Place, version: str) -> Words:
    kind = at(place.facts.kind, version)
    if kind is None:
        return (
            say(
                "`{name}` is {value}, which has not the required form",
                name=dotted(fault.path),
                value=shown(fault.instance),
            ),
            say("it must match the regular expression {pattern}", pattern=at(place.facts.pattern, version)),
        )
    return (
        say(
            "`{name}` is {value}, which is no {kind}",
            name=dotted(fault.path),
            value=shown(fault.instance),
            kind=kind.name,
        ),
        hint_for_pattern(fault.instance, kind),
    )


def _format(fault: SchemaFault, place: Place, version: str) -> Words:
    return (
        say("`{name}` is {value}, which is no URI", name=dotted(fault.path), value=shown(fault.instance)),
        say("a URI begins with its scheme, such as `https://`, and holds no blanks"),
    )


def _max_length(fault: SchemaFault, place: Place, version: str) -> Words:
    kind = at(place.facts.kind, version)
    limit = at(place.facts.max_length, version) or (kind.max_length if kind else 0)
    length = len(fault.instance)
    return (
        say(
            "`{name}` has {length} characters; at most {limit} are allowed",
            name=dotted(fault.path),
            length=length,
            limit=limit,
        ),
        say("shorten it by {excess}", excess=length - limit),
    )


def _min_length(fault: SchemaFault, place: Place, version: str) -> Words:
    if not fault.instance:
        return say("`{name}` is empty", name=dotted(fault.path)), say("give it a value, or remove the property")
    return (
        say(
            "`{name}` has {length} characters; at least {limit} are needed",
            name=dotted(fault.path),
            length=len(fault.instance),
            limit=at(place.facts.min_length, version),
        ),
        None,
    )


def _max_items(fault: SchemaFault, place: Place, version: str) -> Words:
    limit = at(place.facts.max_items, version)
    count = len(fault.instance)
    return (
        say(
            "`{name}` holds {count} items; at most {limit} are allowed",
            name=dotted(fault.path),
            count=count,
            limit=limit,
        ),
        say("remove {excess} of them", excess=count - limit),
    )


def _min_items(fault: SchemaFault, place: Place, version: str) -> Words:
    limit = at(place.facts.min_items, version)
    if not fault.instance:
        return (
            say("`{name}` is empty", name=dotted(fault.path)),
            say("add an item, or remove the property"),
        )
    return (
        say(
            "`{name}` holds {count} items; at least {limit} are needed",
            name=dotted(fault.path),
            count=len(fault.instance),
            limit=limit,
        ),
        None,
    )


def _min_properties(fault: SchemaFault, place: Place, version: str) -> Words:
    cls = place.object_class
    names = [name for name, declared in properties_of(cls).items() if version in declared.versions] if cls else []
    if cls is not None and min_properties_of(cls, version) == 1:
        return (
            say("`{name}` is empty", name=dotted(fault.path)),
            say("add one of {names}, or remove it", names=alternatives(names)),
        )
    return _other(fault, place, version)


def _unique(fault: SchemaFault, place: Place, version: str) -> Words:
    first, second = _twins(fault.instance)
    return (
        say(
            "`{name}` holds the same item twice: number {first} and number {second}",
            name=dotted(fault.path),
            first=first + 1,
            second=second + 1,
        ),
        say("remove one of them"),
    )


def _bound(fault: SchemaFault, place: Place, version: str) -> Words:
    if fault.keyword == "maximum":
        return (
            say(
                "`{name}` is {value}; at most {limit} is allowed",
                name=dotted(fault.path),
                value=shown(fault.instance),
                limit=at(place.facts.maximum, version),
            ),
            None,
        )
    return (
        say(
            "`{name}` is {value}; at least {limit} is needed",
            name=dotted(fault.path),
            value=shown(fault.instance),
            limit=at(place.facts.minimum, version),
        ),
        None,
    )


def _other(fault: SchemaFault, place: Place, version: str) -> Words:
    return (
        say("`{name}` breaks the rule `{keyword}` of the schema", name=dotted(fault.path), keyword=fault.keyword),
        None,
    )


_EXPLAIN: dict[str, Callable[[SchemaFault, Place, str], Words]] = {
    "additionalProperties": _additional,
    "anyOf": _choice_of_members,
    "dependencies": _tied,
    "enum": _enum,
    "format": _format,
    "maxItems": _max_items,
    "maxLength": _max_length,
    "maximum": _bound,
    "minItems": _min_items,
    "minLength": _min_length,
    "minProperties": _min_properties,
    "minimum": _bound,
    "oneOf": _choice_of_members,
    "pattern": _pattern,
    "required": _required,
    "then": _tied,
    "type": _type,
    "uniqueItems": _unique,
}


def _constraints(place: Place, version: str) -> Iterator[Constraint]:
    for constraint in constraints_of(place.object_class) if place.object_class else ():
        if version in VersionRange.parse(constraint.versions):
            yield constraint


def _twins(items: list[Any]) -> tuple[int, int]:
    for second, item in enumerate(items):
        for first in range(second):
            if items[first] == item:
                return first, second
    return 0, 0


def _type_name(place: Place) -> Message:
    if item_type(place.annotation) is not None:
        return say("an array")
    return {
        str: say("a text"),
        bool: say("`true` or `false`"),
        int: say("a whole number"),
        float: say("a number"),
    }.get(place.annotation) or say("an object")


def _value_name(value: object) -> Message:
    match value:
        case None:
            return say("`null`")
        case bool():
            return say("`{value}`", value=shown(value))
        case int() | float():
            return say("the number {value}", value=shown(value))
        case str():
            return say("the text {value}", value=shown(value))
        case list():
            return say("an array")
    return say("an object")
