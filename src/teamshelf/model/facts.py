"""How the model writes down what is known of a manifest: one class per object, its facts beside each property.

A property's line holds everything about it: what it is for, its limits, the values it takes, and where one of these
changed, the manifest versions between which each holds::

    class BotCommand(ManifestObject):
        \"\"\"One command that a bot proposes in its menu.\"\"\"

        title: str | None = prop("Name of the command ...", required=True, max_length={"..1.20": 32, "1.21..": 128})

The annotation gives the JSON type (``list[...]`` an array, another :class:`ManifestObject` a nested object), so that it
is never said twice. The same line makes the class a msgspec Struct whose ``title`` library users read. A fact that is
not the same in all versions is a dict from a range of versions (see :class:`teamshelf.versions.VersionRange`) to its
value; where no range of the dict applies, the fact does not hold.
"""

import types
from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar, dataclass_transform, get_args, get_origin

from msgspec import Struct, StructMeta, field

from teamshelf.messages import Message
from teamshelf.versions import EVERY_VERSION, VersionRange

T = TypeVar("T")

Fact: TypeAlias = T | Mapping[str, T] | None
"""A value that holds in every version, or one value per range of versions, or nothing."""

JSON_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number"}


class TextKind(Struct, frozen=True):
    """A shape of text that several properties share.

    Attributes:
        name: how a message calls it, such as ``GUID``.
        pattern: the regular expression it follows (ECMA 262, as JSON Schema has it); ``""`` for none.
        max_length: its greatest length in characters; 0 for none.
        example: a text of that shape.
        is_file: it names a file of the package.
        is_folder: it names a folder of the package.
    """

    name: Message
    pattern: str = ""
    max_length: int = 0
    example: str = ""
    is_file: bool = False
    is_folder: bool = False


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of one JSON value: of a property, or of each item of an array. See :func:`prop` for the fields."""

    kind: Any = None
    values: Any = None
    pattern: Any = None
    format: Any = None
    min_length: Any = None
    max_length: Any = None
    minimum: Any = None
    maximum: Any = None
    min_items: Any = None
    max_items: Any = None
    unique: Any = None
    each: "Facts | None" = None


class Property(Struct, kw_only=True):
    """One property of one manifest object: its JSON name, its place in Python, and its facts.

    Attributes:
        name: the name in JSON.
        attribute: the name in Python.
        annotation: the type in Python, which gives the JSON type.
        doc: what the property is for.
        versions: the manifest versions that have it.
        required: the versions in which it must be there.
        nullable: the versions in which it may also be ``null``.
        default: the value that Teams assumes when it is missing, as a fact.
        replaced_by: what took its place when it ended, in words; empty where nothing did.
        tolerated: the versions that do not have it, but whose documentation once did.
        facts: limits on its value.
    """

    doc: str
    versions: VersionRange
    required: VersionRange
    nullable: VersionRange
    default: Any
    facts: Facts
    replaced_by: str = ""
    tolerated: VersionRange = VersionRange(0)
    name: str = ""
    attribute: str = ""
    annotation: Any = None

    def default_at(self, version: str) -> object:
        """The default in one manifest version, None where there is none."""
        return at(self.default, version)


def at(fact: Any, version: str) -> Any:
    """The value of a fact in one manifest version, None where it does not hold."""
    if not isinstance(fact, Mapping):
        return fact
    for text, value in fact.items():
        if version in VersionRange.parse(text):
            return value
    return None


def values_at(facts: Facts, version: str) -> tuple[Any, ...]:
    """The values a fixed-choice property takes in one manifest version; empty where any value goes."""
    if facts.values is None:
        return ()
    if isinstance(facts.values, tuple):
        return facts.values
    return tuple(value for value, text in facts.values.items() if version in VersionRange.parse(text))


def prop(
    doc: str,
    *,
    name: str = "",
    versions: str = "..",
    required: bool | str = False,
    nullable: str = "",
    default: Fact[Any] = None,
    replaced_by: str = "",
    tolerated: str = "",
    kind: Fact[TextKind] = None,
    values: tuple[Any, ...] | Mapping[Any, str] | None = None,
    pattern: Fact[str] = None,
    format: Fact[str] = None,  # noqa: A002 - JSON Schema's own word
    min_length: Fact[int] = None,
    max_length: Fact[int] = None,
    minimum: Fact[float] = None,
    maximum: Fact[float] = None,
    min_items: Fact[int] = None,
    max_items: Fact[int] = None,
    unique: Fact[bool] = None,
    each: Facts | None = None,
) -> Any:
    """Declare a property of a manifest object.

    Args:
        doc: what it is for, in full sentences; the first one stands alone.
        name: its JSON name where that is not the attribute in camelCase.
        versions: the manifest versions that have it.
        required: True, or the versions in which it must be there.
        nullable: the versions in which ``null`` is allowed as well.
        default: what Teams assumes when it is missing.
        replaced_by: what took its place when it ended, in words.
        tolerated: the versions that do not have it, but whose documentation once did.
        kind: the shape of a text; its pattern and length count as if written here.
        values: the values it may take: a tuple, or a dict from each value to the versions that know it.
        pattern: the regular expression a text follows.
        format: the JSON Schema format of a text.
        min_length: the least number of characters of a text.
        max_length: the greatest number of characters of a text.
        minimum: the least number, itself included.
        maximum: the greatest number, itself included.
        min_items: the least number of items of an array.
        max_items: the greatest number of items of an array.
        unique: no two items of an array are equal.
        each: the facts of each item of an array, made with :func:`each`.
    """
    facts = Facts(
        kind=kind,
        values=values,
        pattern=pattern,
        format=format,
        min_length=min_length,
        max_length=max_length,
        minimum=minimum,
        maximum=maximum,
        min_items=min_items,
        max_items=max_items,
        unique=unique,
        each=each,
    )
    return Property(
        doc=doc,
        name=name,
        versions=VersionRange.parse(versions),
        required=EVERY_VERSION if required is True else VersionRange.parse(required or ""),
        nullable=VersionRange.parse(nullable),
        default=default,
        replaced_by=replaced_by,
        tolerated=VersionRange.parse(tolerated),
        facts=facts,
    )


def each(**facts: Any) -> Facts:
    """The facts of each item of an array, by the same names as in :func:`prop`."""
    return Facts(**facts)


class About(Struct, frozen=True):
    """What a class of the model declares beside its fields; read it through :func:`properties_of` and its like."""

    properties: dict[str, Property]
    open: VersionRange
    min_properties: Any
    constraints: tuple[Any, ...]


@dataclass_transform(kw_only_default=True, field_specifiers=(prop,))
class _ManifestType(StructMeta):
    """Makes a msgspec Struct of a class whose fields are declared with :func:`prop`, and keeps the declarations."""

    __about__: About

    def __new__(
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        open: str = "",  # noqa: A002 - the field's word for an object that takes unknown properties
        min_properties: Fact[int] = None,
        constraints: tuple[Any, ...] = (),
        **options: Any,
    ) -> Any:
        properties: dict[str, Property] = {}
        for attribute, annotation in namespace.get("__annotations__", {}).items():
            declared = namespace.get(attribute)
            if isinstance(declared, Property):
                declared.attribute = attribute
                declared.annotation = annotation
                declared.name = declared.name or _camel_case(attribute)
                properties[declared.name] = declared
                if get_origin(annotation) is list:
                    namespace[attribute] = field(name=declared.name, default_factory=list)
                else:
                    namespace[attribute] = field(name=declared.name, default=None)
        made: _ManifestType = super().__new__(mcls, name, bases, namespace, **options)
        made.__about__ = About(properties, VersionRange.parse(open), min_properties, constraints)
        return made


class ManifestObject(Struct, metaclass=_ManifestType, kw_only=True):
    """A JSON object of the manifest. Absent members are None, absent arrays empty.

    Class options: ``open`` names the versions in which properties that the model does not know are let through,
    ``min_properties`` the least number of members, ``constraints`` what ties members together
    (see :mod:`teamshelf.model.constraints`).
    """


def properties_of(cls: type[ManifestObject]) -> dict[str, Property]:
    """The properties of a manifest object by their JSON names, in the order of the declaration."""
    return cls.__about__.properties


def is_open(cls: type[ManifestObject], version: str) -> bool:
    """Whether the object lets unknown properties through in a manifest version."""
    return version in cls.__about__.open


def min_properties_of(cls: type[ManifestObject], version: str) -> int | None:
    """The least number of members in a manifest version, None for no such limit."""
    least: int | None = at(cls.__about__.min_properties, version)
    return least


def constraints_of(cls: type[ManifestObject]) -> tuple[Any, ...]:
    """What ties the members of the object together, see :mod:`teamshelf.model.constraints`."""
    return cls.__about__.constraints


def value_type(annotation: Any) -> Any:
    """The annotation without its ``| None``: ``str``, ``bool``, ``list[...]``, a manifest object..."""
    if isinstance(annotation, types.UnionType):
        return next(member for member in get_args(annotation) if member is not types.NoneType)
    return annotation


def item_type(annotation: Any) -> Any:
    """The type of the items of a ``list[...]``, None for what is not a list."""
    return get_args(annotation)[0] if get_origin(annotation) is list else None


def _camel_case(attribute: str) -> str:
    first, *rest = attribute.split("_")
    return first + "".join(word.capitalize() for word in rest)
