"""The languages that an app says it has: each one exists, is there once, and owns the file that holds its texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teamshelf.messages import say, shown
from teamshelf.package.app import MAX_JSON
from teamshelf.package.faults import PackageError
from teamshelf.package.limits import MAX_ENTRIES
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.language_examples import in_languages, language_file
from teamshelf.rules.language_tags import LONGEST_TAG, unknown_subtag
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

_NAMED_AFTER_A_LANGUAGE = re.compile(r"(?:.*/)?[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}\.json")
_SIGNS = (b'"name.short"', b'"description.short"', b"MicrosoftTeams.Localization.schema.json")
"""What a language file has in it, and hardly any other file."""


@rule(
    "language-listed-twice",
    upload=ERROR,
    store=ERROR,
    checks=say("`additionalLanguages` lists each language once."),
    why=say("Of two files for one language only one can be shown, and nothing says which."),
    bad=in_languages("en", "fr", "FR"),
    good=in_languages("en", "fr"),
    files={"fr.json": language_file(), "FR.json": language_file()},
    good_files={"fr.json": language_file()},
    source="app manifest reference, localizationInfo",
    versions="1.5..",
)
def languages_differ(app: App) -> Iterable[Found]:
    """A tag that is there twice, in whatever case; equal entries are for the schema to report."""
    info = app.manifest.localization_info
    if info is None or len(info.additional_languages) <= 1:
        return ()
    found = []
    first: dict[str, int] = {}
    for index, language in enumerate(info.additional_languages):
        if not language.language_tag or placeholder_in(language.language_tag):
            continue
        before = first.setdefault(language.language_tag.lower(), index)
        if before != index and info.additional_languages[before] != language:
            message = say(
                "the language {tag} is listed twice, with the files {first} and {second}",
                tag=shown(language.language_tag),
                first=shown(info.additional_languages[before].file),
                second=shown(language.file),
            )
            pointer = f"/localizationInfo/additionalLanguages/{index}/languageTag"
            found.append(Found(pointer, message, say("keep one of them")))
    return found


@rule(
    "default-language-listed",
    upload=WARNING,
    store=WARNING,
    checks=say("`additionalLanguages` does not list the default language."),
    why=say(
        "The texts of the default language are those of the manifest, or of `defaultLanguageFile`. A second set of "
        "them is shown instead, and is soon forgotten when the first changes."
    ),
    bad=in_languages("en", "en", "fr"),
    good=in_languages("en", "fr"),
    files={"en.json": language_file(), "fr.json": language_file()},
    good_files={"fr.json": language_file()},
    source="app manifest reference, localizationInfo",
    versions="1.5..",
)
def default_language_is_not_additional(app: App) -> Iterable[Found]:
    """The default tag among the others, in whatever case."""
    info = app.manifest.localization_info
    if info is None or not info.default_language_tag:
        return ()
    default = info.default_language_tag.lower()
    return [
        Found(
            f"/localizationInfo/additionalLanguages/{index}/languageTag",
            say("{tag} is the default language already", tag=shown(language.language_tag)),
            say("remove this entry; the texts of the manifest itself are those of the default language"),
        )
        for index, language in enumerate(info.additional_languages)
        if language.language_tag and language.language_tag.lower() == default and not placeholder_in(default)
    ]


@rule(
    "language-unknown",
    upload=WARNING,
    store=WARNING,
    checks=say("The language and the region in a language tag exist."),
    why=say("Nobody's Teams is set to a language that does not exist, so the file for it is never shown."),
    bad=in_languages("en", "jp"),
    good=in_languages("en", "ja"),
    files={"jp.json": language_file()},
    good_files={"ja.json": language_file()},
    source="BCP 47; IANA language subtag registry",
    versions="1.5..",
)
def language_exists(app: App) -> Iterable[Found]:
    """A tag whose language or region is none; whether it is a tag at all is for the schema to say."""
    info = app.manifest.localization_info
    if info is None:
        return ()
    found = []
    for index, tag in enumerate(language.language_tag for language in info.additional_languages):
        if tag and len(tag) <= LONGEST_TAG and unknown_subtag(tag):
            found.append(_unknown(f"/localizationInfo/additionalLanguages/{index}/languageTag", tag))
    tag = info.default_language_tag
    if tag and len(tag) <= LONGEST_TAG and unknown_subtag(tag):
        found.append(_unknown("/localizationInfo/defaultLanguageTag", tag))
    return found


def _unknown(pointer: str, tag: str) -> Found:
    subtag, meant = unknown_subtag(tag) or ("", None)
    hint = say("did you mean `{meant}`?", meant=meant) if meant else say("see the list of BCP 47 language tags")
    return Found(pointer, say("`{subtag}` in {tag} is no language or region", subtag=subtag, tag=shown(tag)), hint)


@rule(
    "language-for-one-region-only",
    upload=NOTE,
    store=NOTE,
    checks=say("A language that is listed for a region is listed without one, too."),
    why=say("Teams goes from the region to the language to the default: with `fr-ca` alone, France reads the default."),
    bad=in_languages("en", "fr-ca"),
    good=in_languages("en", "fr", "fr-ca"),
    files={"fr-ca.json": language_file()},
    good_files={"fr.json": language_file(), "fr-ca.json": language_file()},
    source="Microsoft Teams documentation, Localize your app",
    versions="1.5..",
)
def language_has_no_gap(app: App) -> Iterable[Found]:
    """Languages with a region only, other than the default one; scripts and `zh`, where regions differ, aside."""
    info = app.manifest.localization_info
    if info is None:
        return ()
    tags = {language.language_tag.lower() for language in info.additional_languages if language.language_tag}
    if not any("-" in tag for tag in tags):
        return ()
    served = {tag for tag in tags if "-" not in tag} | {(info.default_language_tag or "").lower().partition("-")[0]}
    alone = {
        tag
        for tag in tags
        if _is_language_and_region(tag) and tag.partition("-")[0] not in served and not placeholder_in(tag)
    }
    if not alone:
        return ()
    return (
        Found(
            "/localizationInfo/additionalLanguages",
            say("listed for one region, and not for the language as a whole: {tags}", tags=_listed(sorted(alone))),
            say("drop the region where the texts suit everybody who reads the language"),
        ),
    )


@rule(
    "language-file-unlisted",
    upload=WARNING,
    store=WARNING,
    checks=say("Every language file beside the manifest is listed in `localizationInfo`."),
    why=say("Nobody sees the translations in a file that the manifest does not mention."),
    bad=in_languages("en", "fr"),
    good=in_languages("en", "fr", "de"),
    files={"fr.json": language_file(), "de.json": language_file()},
    source="Microsoft Teams documentation, Localize your app",
    versions="1.5..",
    needs_files=True,
)
def language_files_are_listed(app: App) -> Iterable[Found]:
    """Files that look like language files, at the root or called after a language, and that nothing lists."""
    return [
        Found(
            "",
            say("`{file}` is a language file, but `localizationInfo` does not list it", file=name),
            say("add it to `additionalLanguages`, or leave it out of the package"),
            file=name,
        )
        for name in unlisted_language_files(app)
    ]


@once_per_app
def unlisted_language_files(app: App) -> tuple[str, ...]:
    """The files of the app that are language files although the manifest does not list them as such."""
    info = app.manifest.localization_info
    listed = {app.source.manifest_name}
    if info is not None:
        listed |= {info.default_language_file or "", *(language.file or "" for language in info.additional_languages)}
    names = [name for name in app.source.names()[:MAX_ENTRIES] if name not in listed and _may_hold_texts(name)]
    return tuple(name for name in names if _holds_texts(app, name))


def _may_hold_texts(name: str) -> bool:
    return name.endswith(".json") and ("/" not in name or _NAMED_AFTER_A_LANGUAGE.fullmatch(name) is not None)


def _holds_texts(app: App, name: str) -> bool:
    try:
        content = app.source.read(name, MAX_JSON)
    except PackageError:  # no fault of an app that does not refer to it
        return False
    if content is None or not any(sign in content for sign in _SIGNS):
        return False
    file = app.json_file(name)
    if file is None or not isinstance(file.value, dict):
        return False
    return any(key in file.value for key in ("name.short", "description.short")) or any(
        "]." in key for key in file.value
    )


def _is_language_and_region(tag: str) -> bool:
    """Whether a tag is one of a region only; those of Chinese tell apart two ways of writing."""
    language, _, region = tag.partition("-")
    return language != "zh" and len(region) == 2  # noqa: PLR2004 - the letters of a region


def _listed(tags: list[str]) -> str:
    return ", ".join(f"`{tag}`" for tag in tags)
