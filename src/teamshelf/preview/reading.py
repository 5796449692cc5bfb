"""An app's own texts as people who read one language see them, and from which language each of them came.

The texts of the manifest come first; over them, key by key, those of the default language's file, of the reader's
language, and of the reader's language and region. Source: `localizationInfo` in the manifest reference.
"""

from __future__ import annotations

import copy
import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.document import join_pointer, split_pointer
from teamshelf.model.language_file import keys_in, path_of
from teamshelf.model.loading import manifest_from
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.language_tags import unknown_subtag
from teamshelf.rules.translations import LONGEST_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.model.manifest import Manifest
    from teamshelf.package.app import App

RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"))
"""Languages that are written from right to left. Source: Unicode CLDR, layout/orientation."""

_INDEX = re.compile(r"\[\d+(?:-\d+)?\]")
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")
_UNDRAWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Text(Struct, frozen=True):
    """A text of the app.

    Attributes:
        value: what people read.
        pointer: where the manifest has it.
        language: the language that it came from, as a tag; empty where the app does not say.
        is_fallback: people who read the chosen language get it in another one.
        has_placeholder: a build step was meant to fill something in, and has not.
    """

    value: str
    pointer: str
    language: str = ""
    is_fallback: bool = False
    has_placeholder: bool = False

    @property
    def lang(self) -> str | None:
        """What HTML is told of its language; None where that would be a lie."""
        return html_language(self.language)


class Reading:
    """The manifest of an app as somebody reads it.

    Attributes:
        tag: the reader's language in lower case.
        default_tag: the app's own language in lower case; empty where it does not say.
        tags: every language of the app in lower case, the default one first.
        manifest: the typed manifest with all texts as the reader sees them.
    """

    def __init__(self, app: App, wanted: str = "") -> None:
        self._app = app
        info = app.manifest.localization_info
        self.default_tag = (info.default_language_tag or "").lower() if info else ""
        self._files: dict[str, str] = {}
        for language in info.additional_languages if info else ():
            if language.language_tag and language.file:
                self._files.setdefault(language.language_tag.lower(), language.file)
        self.tags = tuple(dict.fromkeys((self.default_tag, *self._files)))
        self.tag = wanted.lower() or self.default_tag
        self._sources: dict[str, str] = {}
        value = app.file.value if app.file is not None else None
        self._value = self._overlaid(value)
        self.manifest: Manifest = app.manifest if self._value is value else manifest_from(self._value)

    @property
    def is_right_to_left(self) -> bool:
        """Whether the reader's client is laid out from right to left."""
        return self.tag.partition("-")[0] in RIGHT_TO_LEFT

    @property
    def chain(self) -> tuple[str, ...]:
        """The additional languages that are laid over the default, the strongest last."""
        language = self.tag.partition("-")[0]
        return tuple(tag for tag in dict.fromkeys((language, self.tag)) if tag in self._files)

    def at(self, pointer: str) -> object:
        """What the manifest says at a pointer in the reader's language; None where it says nothing."""
        value: Any = self._value
        for step in pointer.split("/")[1:]:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
                value = value[int(step)]
            else:
                return None
        return value

    def text(self, pointer: str) -> Text | None:
        """The text at a pointer; None where there is none, or nothing but blanks."""
        value = self.at(pointer)
        if not isinstance(value, str) or not value.strip():
            return None
        language = self._sources.get(pointer, self.default_tag)
        own = {self.tag, self.tag.partition("-")[0]}
        is_foreign = bool(language) and language not in own and language.partition("-")[0] not in own
        return Text(
            value=drawable(value),
            pointer=pointer,
            language=language,
            is_fallback=is_foreign and key_at(pointer) in known_keys(self._app.dialect.version),
            has_placeholder=placeholder_in(value) is not None,
        )

    @cached_property
    def texts_by_tag(self) -> dict[str, dict[str, str]]:
        """The texts in the file of each additional language, by their pointers in the manifest."""
        return {tag: dict(self._texts_in(name)) for tag, name in self._files.items()}

    def _overlaid(self, value: object) -> object:
        info = self._app.manifest.localization_info
        layers = [(self.default_tag, info.default_language_file)] if info and info.default_language_file else []
        layers += [(tag, self._files[tag]) for tag in self.chain]
        if not layers or not isinstance(value, dict):
            return value
        made = copy.deepcopy(value)
        for tag, name in layers:
            for pointer, text in self._texts_in(name):
                if _put(made, pointer, text):
                    self._sources[pointer] = tag
        return made

    def _texts_in(self, name: str) -> Iterator[tuple[str, str]]:
        """The texts of a language file, with the places in the manifest that they are for."""
        file = next((file for file in self._app.language_files if file.name == name), None)
        if file is None or not isinstance(file.value, dict):
            return
        known = known_keys(self._app.dialect.version)
        for key, text in file.value.items():
            if isinstance(text, str) and len(key) <= LONGEST_KEY and _INDEX.sub("[]", key) in known:
                yield join_pointer(path_of(key)), text


@lru_cache(maxsize=None)
def known_keys(version: str) -> dict[str, int | None]:
    """The keys of language files in a manifest version, each index as ``[]``, with their greatest lengths."""
    from teamshelf.model.facts import at

    written = ((row, row.written(version)) for row in keys_in(version) if not row.holds_tokens)
    return {_INDEX.sub("[]", key): at(row.max_length, version) for row, key in written if key != "$schema"}


def key_of(path: tuple[str | int, ...]) -> str:
    """The key of language files, each index as ``[]``, for a place in the manifest.

    >>> key_of(("staticTabs", 3, "name"))
    'staticTabs[].name'
    """
    return "".join("[]" if isinstance(step, int) else f".{step}" for step in path)[1:]


@lru_cache(maxsize=4096)
def key_at(pointer: str) -> str:
    """The same for a pointer.

    >>> key_at("/staticTabs/3/name")
    'staticTabs[].name'
    """
    return key_of(tuple(int(step) if step.isdecimal() else step for step in split_pointer(pointer)))


def html_language(tag: str) -> str | None:
    """A language tag that browsers and screen readers know; None for any other."""
    tag = tag.lower()
    return tag if _TAG.fullmatch(tag) and unknown_subtag(tag) is None else None


def drawable(text: str) -> str:
    """The text without what no page can hold: control characters, and halves of surrogate pairs."""
    return _UNDRAWABLE.sub("\ufffd", text)


def _put(value: Any, pointer: str, text: str) -> bool:
    """Put a text where a text was, or into an object that lacks it; tells whether there was such a place."""
    *way, last = pointer.split("/")[1:]
    for step in way:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False
    if not isinstance(value, dict) or not isinstance(value.get(last, ""), str):
        return False
    value[last] = text
    return True
