"""From a place in a manifest's JSON to what the model says of it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from teamshelf.model.facts import Facts, ManifestObject, Property, item_type, properties_of, value_type
from teamshelf.model.manifest import Manifest

NO_FACTS = Facts()


class Place(Struct, frozen=True):
    """What the model says of one place.

    Attributes:
        declared: the property that the place is the value of, or an item of; None for the manifest itself.
        facts: the limits on the value there.
        annotation: its type in Python.
        object_class: the class of the object there, None where the value is no object.
    """

    declared: Property | None
    facts: Facts
    annotation: Any
    object_class: type[ManifestObject] | None


def place_of(path: Sequence[str | int]) -> Place | None:
    """The place that a path of names and indexes leads to, None where the model knows nothing."""
    place = Place(None, NO_FACTS, Manifest, Manifest)
    for part in path:
        if isinstance(part, int):
            item = item_type(place.annotation)
            if item is None:
                return None
            place = Place(place.declared, place.facts.each or NO_FACTS, item, _object_class(item))
        else:
            declared = properties_of(place.object_class).get(part) if place.object_class else None
            if declared is None:
                return None
            annotation = value_type(declared.annotation)
            place = Place(declared, declared.facts, annotation, _object_class(annotation))
    return place


def dotted(path: Sequence[str | int]) -> str:
    """The path as people write it: ``bots[0].commandLists[1].title``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@lru_cache(maxsize=None)
def homes_of(name: str) -> tuple[str, ...]:
    """Where in the manifest a property of this name can stand, as dotted paths with ``[]`` for the items of arrays."""
    return tuple(path for path, declared in walk() if declared.name == name)


def walk(cls: type[ManifestObject] = Manifest, prefix: str = "") -> Iterator[tuple[str, Property]]:
    """Every property below a class of the model, with its dotted path, parents first."""
    for name, declared in properties_of(cls).items():
        path = f"{prefix}.{name}" if prefix else name
        yield path, declared
        annotation = value_type(declared.annotation)
        while item_type(annotation) is not None:
            annotation = item_type(annotation)
            path += "[]"
        below = _object_class(annotation)
        if below is not None:
            yield from walk(below, path)


def _object_class(annotation: Any) -> type[ManifestObject] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, ManifestObject) else None
