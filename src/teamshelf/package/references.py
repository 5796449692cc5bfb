"""The files that an app refers to, and those to which nothing does.

Which properties of the manifest name a file or a folder is known to the model alone (the kinds ``is_file`` and
``is_folder``), so that one of a newer manifest version is never forgotten here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from teamshelf.document import NOT_CLEAN, decode_clean
from teamshelf.package.faults import PackageError
from teamshelf.package.names import folded, name_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teamshelf.model.facts import Facts, ManifestObject
    from teamshelf.package.app import App
    from teamshelf.package.source import Source

Path: TypeAlias = tuple[str | int, ...]
"""Property names and array indices that lead to a value in a JSON file."""

MAX_FOLLOWED = 2**20
"""Bytes of a JSON file that is read in order to find the files it refers to."""

_CONTENT_OF = r"\$\[file\('([^']+)'\)\]"  # Agents Toolkit: the content of a file is to stand here
_LONGEST_PATH = 2048


class Reference(Struct, frozen=True):
    """A place in the manifest that names a file or a folder of the package.

    Attributes:
        path: of the text.
        name: the text as written.
    """

    path: Path
    name: str


def references_in(manifest: object) -> list[Reference]:
    """Every text of a decoded manifest that names a file, in the order of the model."""
    return _collected(manifest, _branches("is_file"))


def folders_in(manifest: object) -> list[Reference]:
    """Every text of a decoded manifest that names a folder, whose files all belong to the app."""
    return _collected(manifest, _branches("is_folder"))


def further_references(value: object, base: str) -> Iterator[tuple[str, ...]]:
    """The names of files that each text of a referred-to file can mean; ``base`` is the name of that file.

    Tools count from the folder of the file that names another, documents from the root of the package: both are given.
    What follows a ``#`` is a place in the file. A text that is no path of any entry means nothing.
    """
    for text in dict.fromkeys(_texts(value)):
        path = text.partition("#")[0]
        if path and not path.isspace() and "\n" not in path:
            meant = tuple(name for name in dict.fromkeys(_meant(path, base)) if name_problem(name) is None)
            if meant:
                yield meant


def further_folders(value: object, base: str) -> Iterator[tuple[str, ...]]:
    """Like :func:`further_references`, for folders: texts of properties that are called as those of the manifest."""
    names = _folder_properties()
    for current in _values(value):
        if isinstance(current, dict):
            for name, member in current.items():
                if name in names and isinstance(member, str):
                    yield tuple(dict.fromkeys(name.rstrip("/") for name in _meant(member, base)))


def unreferenced(app: App, references: Sequence[Reference], names: Sequence[str]) -> list[str]:
    """Those of the names that nothing in the app refers to, in their order.

    Generous where the references are strict: any text that is the path of a file, or of a folder above it, refers to
    it, in the manifest and in every JSON file that is referred to, whatever the case of its letters. Nothing is found
    where one of these cannot be read.
    """
    left = {folded(name): name for name in names}
    found = [name for reference in references for name in _taken(_meant(reference.name), left, {})]
    reach = _reach(left)
    texts, base = _texts(app.file.value if app.file else None), ""
    while left:
        found += [name for text in texts for name in _taken(_meant(text, base), left, reach)]
        if not found:
            break
        base = found.pop()
        value = _followed(app.source, base)
        if value is NOT_CLEAN:
            return []
        texts = _texts(value)
    return [name for name in names if folded(name) in left]


def plain(name: str) -> str:
    """The path as a package has it, where it is written otherwise: forward slashes, no ``./`` in front."""
    name = name.replace("\\", "/")
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return name


_Branch: TypeAlias = "tuple[str, int, tuple[_Branch, ...] | None]"
"""A property on the way to a file: its name, how many arrays it is deep, the properties below; None for the file."""


@lru_cache(maxsize=2)
def _branches(attribute: str) -> tuple[_Branch, ...]:
    from teamshelf.model.manifest import Manifest

    return _branches_of(Manifest, attribute)


@lru_cache(maxsize=1)
def _folder_properties() -> frozenset[str]:
    def names(branches: tuple[_Branch, ...]) -> Iterator[str]:
        for name, _, below in branches:
            yield from (name,) if below is None else names(below)

    return frozenset(names(_branches("is_folder")))


def _branches_of(cls: type[ManifestObject], attribute: str) -> tuple[_Branch, ...]:
    from teamshelf.model.facts import ManifestObject, item_type, properties_of, value_type

    branches: list[_Branch] = []
    for name, declared in properties_of(cls).items():
        facts: Facts | None = declared.facts
        annotation, depth = value_type(declared.annotation), 0
        while item_type(annotation) is not None:
            annotation, facts, depth = item_type(annotation), facts.each if facts else None, depth + 1
        if isinstance(annotation, type) and issubclass(annotation, ManifestObject):
            below = _branches_of(annotation, attribute)
            if below:
                branches.append((name, depth, below))
        elif facts is not None and _is_kind(facts, attribute):
            branches.append((name, depth, None))
    return tuple(branches)


def _is_kind(facts: Facts, attribute: str) -> bool:
    kinds = facts.kind.values() if isinstance(facts.kind, Mapping) else (facts.kind,)
    return any(kind is not None and getattr(kind, attribute) for kind in kinds)


def _collected(manifest: object, branches: tuple[_Branch, ...]) -> list[Reference]:
    found: list[Reference] = []
    if isinstance(manifest, dict):
        _collect(manifest, branches, (), found)
    return found


def _collect(value: dict[str, Any], branches: tuple[_Branch, ...], path: Path, found: list[Reference]) -> None:
    for name, depth, below in branches:
        member = value.get(name)
        if member is None:
            continue
        for place, item in _items(member, depth, (*path, name)) if depth else (((*path, name), member),):
            if below is None:
                if isinstance(item, str):
                    found.append(Reference(place, item))
            elif isinstance(item, dict):
                _collect(item, below, place, found)


def _items(value: object, depth: int, path: Path) -> list[tuple[Path, Any]]:
    """The items of an array with their paths, or those of the arrays in it."""
    items = [((*path, index), item) for index, item in enumerate(value if isinstance(value, list) else ())]
    return items if depth == 1 else [inner for place, item in items for inner in _items(item, depth - 1, place)]


def _followed(source: Source, name: str) -> Any:
    """What a JSON file of the package says; None for another file, NOT_CLEAN for one that cannot be read as JSON."""
    if not name.lower().endswith(".json"):
        return None
    try:
        content = source.read(name, MAX_FOLLOWED)
    except PackageError:
        return NOT_CLEAN
    return None if content is None else decode_clean(content)


def _meant(text: str, base: str = "") -> tuple[str, ...]:
    """The files that a text in the file ``base`` can mean: counted from its folder, and from the root."""
    name = plain(text)
    folder = base.rpartition("/")[0]
    if not folder:
        return (name,)
    from posixpath import normpath

    return normpath(f"{folder}/{name}"), name


def _reach(names: Mapping[str, str]) -> dict[str, list[str]]:
    """For each folder, in folded form, the folded names of all files below it."""
    reach: dict[str, list[str]] = {}
    for key in names:
        folder = key.rpartition("/")[0]
        while folder:
            reach.setdefault(folder, []).append(key)
            folder = folder.rpartition("/")[0]
    return reach


def _taken(meant: Sequence[str], left: dict[str, str], reach: Mapping[str, list[str]]) -> list[str]:
    """The names that are meant, as files or as folders; what is taken is no longer left."""
    keys = [folded(name).rstrip("/") for name in meant]
    every = [file for key in keys for file in (key, *reach.get(key, ()))]
    return [left.pop(key) for key in every if key in left]


def _texts(value: Any) -> Iterator[str]:
    """Every text of a JSON value that can be a path."""
    for current in _values(value):
        if isinstance(current, str):
            if "$[file(" in current:
                yield from re.findall(_CONTENT_OF, current)
            elif 0 < len(current) <= _LONGEST_PATH:
                yield current


def _values(value: Any) -> Iterator[Any]:
    """A JSON value and all values in it; depth is no danger to the stack, and what YAML aliases share comes once."""
    waiting, seen = [value], set()
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, dict | list) and id(current) not in seen:
            seen.add(id(current))
            waiting.extend(current.values() if isinstance(current, dict) else current)
