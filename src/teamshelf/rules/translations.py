"""What stands in the language files: texts for what the manifest has and nothing else, all of them, no two the same.

Unknown keys and limits of length are the business of the schema of language files.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from teamshelf.document import join_pointer
from teamshelf.findings import Change
from teamshelf.messages import say, shown
from teamshelf.model.language_file import max_length_of, stand_in
from teamshelf.rules.language_examples import TAB, in_languages, language_file
from teamshelf.rules.language_overlay import CORE_KEYS, Translation, texts_by_file, translations
from teamshelf.rules.registry import ERROR, WARNING, Found, rule
from teamshelf.rules.schema_addresses import schema_url
from teamshelf.versions import DEV_PREVIEW_2021, VersionRange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

LONGEST_KEY = 200
"""Characters above which no text is a key of a language file; the longest has 120."""

_SHOWN_KEYS = 3

_INDEX = re.compile(r"\[(\d{1,9})\]")
_STEP = re.compile(r"\[\d+\]|[^.\[]+")
_RANGE = re.compile(r"\[(\d+)(?:-(\d+))?\]")


@rule(
    "language-file-lacks-core-text",
    upload=ERROR,
    store=ERROR,
    checks=say("A language file has `name.short`, `name.full`, `description.short` and `description.full`."),
    why=say(
        "Teams has refused packages without them since November 2022, also in manifest versions whose schema does not "
        "ask for them and where the manifest itself has no full name."
    ),
    bad={"manifestVersion": "1.14", "$schema": schema_url("1.14"), **in_languages("en", "fr")},
    good={"manifestVersion": "1.14", "$schema": schema_url("1.14"), **in_languages("en", "fr")},
    files={"fr.json": language_file({"name.full": None, "description.short": None}, "1.14")},
    good_files={"fr.json": language_file(version="1.14")},
    source="MicrosoftDocs/msteams-docs#7551; OfficeDev/microsoft-teams-apps-icebreaker#280",
    versions="1.5..1.15",
    needs_files=True,
)
def language_file_has_core_texts(app: App) -> Iterable[Found]:
    """One of the four texts missing, in the versions whose schema lets that pass."""
    found = []
    for translation in translations(app):
        missing = [key for key in CORE_KEYS if key not in translation.file.value] if _is_read(translation) else []
        if missing:
            texts = [(key, translation.below.get(key)) for key in missing]
            changes = tuple(
                Change("add", join_pointer([key]), _stand_in(app, translation, key, text))
                for key, text in texts
                if text
            )
            message = say("the file has no {keys}", keys=_listed(missing))
            hint = say("add them, if need be with the text of the manifest")
            complete = len(changes) == len(missing)
            found.append(Found("", message, hint, file=translation.file.name, changes=changes if complete else ()))
    return found


def _stand_in(app: App, translation: Translation, key: str, text: str) -> str:
    """The text from below: as it is if it is a translation, marked if it is the manifest's own."""
    first, second = key.split(".")
    part = getattr(app.manifest, first)
    if part is None or getattr(part, second) != text:
        return text
    return stand_in(text, translation.tag, max_length_of(key, app.dialect.version))


def _is_read(translation: Translation) -> bool:
    """Whether the text of the file is JSON, so that what is not found in it is not there."""
    return isinstance(translation.file.value, dict) and not translation.file.findings


@rule(
    "translated-texts-equal",
    upload=WARNING,
    store=ERROR,
    checks=say("In every language the short and the full name differ, and so do the two descriptions."),
    why=say("The store looks at each language: what is not to be the same in the manifest is not in a translation."),
    bad=in_languages("en", "fr"),
    good=in_languages("en", "fr"),
    files={"fr.json": language_file({"name.full": "Sondages"})},
    good_files={"fr.json": language_file()},
    source="app manifest reference (2021 preview), name and description",
    versions="1.5..",
    needs_files=True,
)
def translated_texts_differ(app: App) -> Iterable[Found]:
    """Two equal texts after the overlay, of which the file itself has at least one."""
    found = []
    for translation in translations(app):
        for owner in ("name", "description"):
            short, full = translation.text(f"{owner}.short"), translation.text(f"{owner}.full")
            own = [key for key in (f"{owner}.full", f"{owner}.short") if key in translation.texts]
            if own and short and full and short.strip().casefold() == full.strip().casefold():
                found.append(
                    Found(
                        join_pointer(own[:1]),
                        say(
                            "in {language}, `{owner}.short` and `{owner}.full` are the same: {text}",
                            language=shown(translation.tag),
                            owner=owner,
                            text=shown(full),
                        ),
                        say("let the full one say more"),
                        file=translation.file.name,
                        severity=ERROR if app.dialect.version == DEV_PREVIEW_2021 else None,
                    )
                )
    return found


@rule(
    "translation-without-target",
    upload=ERROR,
    store=ERROR,
    checks=say("Every key of a language file leads to something that the manifest has."),
    why=say("The text is shown nowhere. Often an item was removed or moved, and others now have the wrong text."),
    bad={**in_languages("en", "fr"), "staticTabs": [TAB]},
    good={**in_languages("en", "fr"), "staticTabs": [TAB]},
    files={"fr.json": language_file({"staticTabs[1].name": "Accueil"})},
    good_files={"fr.json": language_file({"staticTabs[0].name": "Accueil"})},
    source="Microsoft Teams documentation, Localize your app",
    versions="1.5..",
    needs_files=True,
)
def translations_have_targets(app: App) -> Iterable[Found]:
    """An item behind the last one is wrong; a part of which the manifest has nothing is only odd.

    Apps that are made from one source share their language files, and Teams takes those.
    """
    found = []
    for file in app.language_files:
        lost: dict[str, list[str]] = {}
        for key in texts_by_file(app)[file.name]:
            part = _lost_part(app, key)
            if part is not None:
                lost.setdefault(part, []).append(key)
        for part, keys in lost.items():
            message = say("the manifest has no `{part}`, to which `{key}` leads", part=part, key=keys[0])
            if len(keys) > 1:
                words = {"part": part, "key": keys[0], "count": len(keys)}
                message = say("the manifest has no `{part}`, to which `{key}` and others lead, {count} in all", **words)
            hint = say("correct the path, or take it out of the file")
            severity = None if part.endswith("]") and not part.endswith("[0]") else WARNING
            found.append(Found(join_pointer(keys[:1]), message, hint, file=file.name, at_key=True, severity=severity))
    return found


def _lost_part(app: App, key: str) -> str | None:
    """The first part of the path that the manifest does not have; None if it has all, or the key is no key."""
    steps = _steps(key, app.dialect.version) if key not in CORE_KEYS and len(key) <= LONGEST_KEY else None
    value: Any = app.file.value if app.file else None
    for number, step in enumerate(steps or ()):
        if isinstance(step, int) and isinstance(value, list):
            if step >= len(value):
                return _path(key, number)
            value = value[step]
        elif isinstance(step, str) and isinstance(value, dict):
            if step not in value:
                return _path(key, number)
            value = value[step]
        else:
            return None  # a value of the wrong type, which the schema reports
    return None


def _is_key(key: str, version: str) -> bool:
    return len(key) <= LONGEST_KEY and _steps(key, version) is not None


def _path(key: str, last: int) -> str:
    """The beginning of a path, up to the step of that number."""
    ends = [found.end() for found in _STEP.finditer(key)]
    return key[: ends[last]]


@lru_cache(maxsize=4096)  # all apps together have a few hundred keys
def _steps(key: str, version: str) -> tuple[str | int, ...] | None:
    """The path of a key in the manifest; None for what the schema of language files does not know in this version."""
    from teamshelf.model.language_file import path_of  # only apps in several languages pay for the table

    indexes = [int(index) for index in _INDEX.findall(key)]
    for ranges in _keys(version).get(_INDEX.sub("[]", key), ()):
        if all(first <= index <= last for index, (first, last) in zip(indexes, ranges, strict=True)):
            return path_of(key)
    return None


@lru_cache(maxsize=None)
def _keys(version: str) -> dict[str, list[list[tuple[int, int]]]]:
    """The keys of one version without their indexes, each with the ranges of these."""
    from teamshelf.model.language_file import keys_in

    keys: dict[str, list[list[tuple[int, int]]]] = {}
    for row in keys_in(version):
        written = row.written(version)
        ranges = [(int(found[1]), int(found[2] or found[1])) for found in _RANGE.finditer(written)]
        keys.setdefault(_RANGE.sub("[]", written), []).append(ranges)
    return keys


@rule(
    "translations-missing",
    upload=WARNING,
    store=WARNING,
    checks=say("What is translated into one language is translated into all of them."),
    why=say("Where a text is missing, people read a mixture of their language and the default one."),
    bad={**in_languages("en", "fr", "de"), "staticTabs": [TAB]},
    good={**in_languages("en", "fr", "de"), "staticTabs": [TAB]},
    files={
        "fr.json": language_file({"staticTabs[0].name": "Accueil"}),
        "de.json": language_file(),
    },
    good_files={
        "fr.json": language_file({"staticTabs[0].name": "Accueil"}),
        "de.json": language_file({"staticTabs[0].name": "Start"}),
    },
    source="Microsoft Teams documentation, Localize your app",
    versions="1.5..",
    needs_files=True,
)
def translations_are_complete(app: App) -> Iterable[Found]:
    """For each language the texts that others have; a region may leave to its language what it likes."""
    languages = translations(app)
    info = app.manifest.localization_info
    if not languages or info is None:
        return ()
    required = _required_keys(app.dialect.version)
    all_keys = dict.fromkeys(
        key
        for texts in texts_by_file(app).values()
        for key in texts
        if key not in required and _is_key(key, app.dialect.version) and _lost_part(app, key) is None
    )
    default = (info.default_language_tag or "").lower().partition("-")[0]
    tags = {translation.tag for translation in languages}
    found = []
    for translation in languages:
        language, has_region, _ = translation.tag.partition("-")
        if (has_region and language in {default, *tags}) or not _is_read(translation):
            continue
        missing = [key for key in all_keys if key not in translation.file.value]
        if missing:
            message = say(
                "the file translates {done} of {all} texts that the app has in other languages; missing: {keys}",
                done=len(all_keys) - len(missing),
                all=len(all_keys),
                keys=_listed(missing),
            )
            found.append(Found("", message, say("add these keys with their translations"), file=translation.file.name))
    return found


@lru_cache(maxsize=None)
def _required_keys(version: str) -> frozenset[str]:
    """The keys whose absence is reported already."""
    from teamshelf.model.language_file import keys_in

    if version in VersionRange.parse("1.5..1.15"):
        return frozenset(CORE_KEYS)
    return frozenset(row.written(version) for row in keys_in(version) if version in VersionRange.parse(row.required))


def _listed(keys: list[str]) -> str:
    shown_keys = ", ".join(f"`{key}`" for key in keys[:_SHOWN_KEYS])
    return f"{shown_keys}, …" if len(keys) > _SHOWN_KEYS else shown_keys
