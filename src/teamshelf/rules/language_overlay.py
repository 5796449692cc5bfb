"""What people who read one language see: the texts of the manifest, overlaid key by key with those of their own.

Texts of the language come over the default ones, those of the region over both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.memory import once_per_app

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teamshelf.package.app import App, JsonFile

CORE_KEYS = ("name.short", "name.full", "description.short", "description.full")
"""The texts that every app has."""

_NO_TEXTS = frozenset(("$schema", "localizationKeys"))


class Translation(Struct, frozen=True):
    """One language of the app beside the default one.

    Attributes:
        tag: of the language, in lower case.
        file: that holds its texts.
        texts: its own texts by key, without those that hold a placeholder.
        below: the core texts that it is laid over.
    """

    tag: str
    file: JsonFile
    texts: Mapping[str, str]
    below: Mapping[str, str]

    def text(self, key: str) -> str | None:
        """What people who read this language see of a core text; None where nobody sees anything."""
        return self.texts.get(key, self.below.get(key))


@once_per_app
def translations(app: App) -> tuple[Translation, ...]:
    """The additional languages whose files are there, in the order of the manifest, each file once."""
    info = app.manifest.localization_info
    if info is None or not app.language_files:
        return ()
    texts = texts_by_file(app)
    files = {file.name: file for file in app.language_files}
    default = {**_core_texts(app), **_core_of(texts.get(info.default_language_file or "", {}))}
    listed: dict[str, JsonFile] = {}
    for language in info.additional_languages:
        file = files.pop(language.file or "", None)
        if file is not None and language.language_tag:
            listed.setdefault(language.language_tag.lower(), file)
    made = []
    for tag, file in listed.items():
        language_only, has_region, _ = tag.partition("-")
        base = listed.get(language_only) if has_region else None
        below = {**default, **_core_of(texts[base.name])} if base is not None else default
        made.append(Translation(tag, file, texts[file.name], below))
    return tuple(made)


@once_per_app
def texts_by_file(app: App) -> dict[str, dict[str, str]]:
    """The texts in each language file by their keys, without those that hold a placeholder."""
    return {
        file.name: {
            key: text
            for key, text in file.value.items()
            if isinstance(text, str) and key not in _NO_TEXTS and not placeholder_in(text)
        }
        if isinstance(file.value, dict)
        else {}
        for file in app.language_files
    }


def _core_of(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: texts[key] for key in CORE_KEYS if key in texts}


def _core_texts(app: App) -> dict[str, str]:
    texts: dict[str, str | None] = {}
    if (name := app.manifest.name) is not None:
        texts |= {"name.short": name.short, "name.full": name.full}
    if (description := app.manifest.description) is not None:
        texts |= {"description.short": description.short, "description.full": description.full}
    return {key: text for key, text in texts.items() if text is not None}
