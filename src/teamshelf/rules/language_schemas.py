"""The `$schema` of language files: there, Microsoft's, that of language files, and of the manifest's version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.findings import Change
from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.language_examples import in_languages, language_file
from teamshelf.rules.registry import ERROR, WARNING, Found, rule
from teamshelf.rules.schema_addresses import (
    LANGUAGE_SCHEMA,
    MANIFEST_SCHEMA,
    is_schema_of,
    schema_url,
    version_in_url,
)
from teamshelf.versions import DEV_PREVIEW, DEV_PREVIEW_2021

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.package.app import App, JsonFile


@rule(
    "language-schema-missing",
    codes=("LocalizationSchemaIsMissing",),
    upload=ERROR,
    store=ERROR,
    checks=say("A language file names the schema of language files in `$schema`."),
    why=say("Teams tells by it what the file is, and refuses a package with a language file that has none."),
    bad=in_languages("en", "fr"),
    good=in_languages("en", "fr"),
    files={"fr.json": language_file({"$schema": None})},
    good_files={"fr.json": language_file()},
    source="Microsoft Graph, Publish teamsApp, error codes",
    versions="1.5..",
    needs_files=True,
)
def language_file_names_schema(app: App) -> Iterable[Found]:
    """A language file without `$schema`."""
    right = schema_url(app.dialect.version, LANGUAGE_SCHEMA)
    return [
        Found(
            "",
            say("`$schema` is missing"),
            say("add {member}", member=f'`"$schema": "{right}"`'),
            file=file.name,
            changes=(Change("add", "/$schema", right),),
        )
        for file in app.language_files
        if isinstance(file.value, dict) and "$schema" not in file.value
    ]


@rule(
    "language-schema-unknown",
    codes=("LocalizationSchemaDoesNotFollowConventionalSchemaRegex",),
    upload=ERROR,
    store=ERROR,
    checks=say("The `$schema` of a language file is an address of one of Microsoft's schemas."),
    why=say("Teams compares the address with the form that Microsoft's have, and refuses any other."),
    bad=in_languages("en", "fr"),
    good=in_languages("en", "fr"),
    files={"fr.json": language_file({"$schema": "https://example.com/language.schema.json"})},
    good_files={"fr.json": language_file()},
    source="Microsoft Graph, Publish teamsApp, error codes",
    versions="1.5..",
    needs_files=True,
)
def language_file_has_known_schema(app: App) -> Iterable[Found]:
    """A `$schema` that is neither of the two kinds that Microsoft publishes for an app."""
    right = schema_url(app.dialect.version, LANGUAGE_SCHEMA)
    return [
        Found(
            "/$schema",
            say("`$schema` is {url}, which is no schema for language files", url=shown(url)),
            say("write `{url}`", url=right),
            file=file.name,
            changes=(Change("replace", "/$schema", right),),
        )
        for file, url in _schemas(app)
        if not is_schema_of(url, LANGUAGE_SCHEMA, MANIFEST_SCHEMA)
    ]


@rule(
    "language-schema-of-manifest",
    codes=("LocalizationSchemaDoesNotFollowConventionalSchemaRegex",),
    upload=WARNING,
    store=WARNING,
    checks=say("The `$schema` of a language file is that of language files, not that of manifests."),
    why=say("Editors then find fault with every line of the file; a slip that some of Microsoft's own pages had."),
    bad=in_languages("en", "fr"),
    good=in_languages("en", "fr"),
    files={"fr.json": language_file({"$schema": schema_url("1.22")})},
    good_files={"fr.json": language_file()},
    source="MicrosoftDocs/msteams-docs#1835",
    versions="1.5..",
    needs_files=True,
)
def language_file_has_its_own_schema(app: App) -> Iterable[Found]:
    """The manifest's schema in a language file; Teams lets it pass."""
    right = schema_url(app.dialect.version, LANGUAGE_SCHEMA)
    return [
        Found(
            "/$schema",
            say("`$schema` is that of the manifest, not that of language files"),
            say("write `{url}`", url=right),
            file=file.name,
            changes=(Change("replace", "/$schema", right),),
        )
        for file, url in _schemas(app)
        if is_schema_of(url, MANIFEST_SCHEMA)
    ]


@rule(
    "language-schema-version-differs",
    codes=("LocalizationSchemaVersionIsNotTheSameAsTheManifestSchemaVersion",),
    upload=WARNING,
    store=ERROR,
    checks=say("The `$schema` of a language file is of the manifest's version."),
    why=say("The keys that a language file may have change with the version; the store compares the two."),
    bad=in_languages("en", "fr"),
    good=in_languages("en", "fr"),
    files={"fr.json": language_file({"$schema": schema_url("1.19", LANGUAGE_SCHEMA)})},
    good_files={"fr.json": language_file()},
    source="Microsoft Graph, Publish teamsApp, error codes; Teams Store validation guidelines",
    versions="1.5..",
    needs_files=True,
)
def language_file_has_version_of_manifest(app: App) -> Iterable[Found]:
    """A version in the address of the schema that is not the one the manifest is read as."""
    version = app.dialect.version
    wanted = "devpreview" if version in (DEV_PREVIEW, DEV_PREVIEW_2021) else version
    right = schema_url(version, LANGUAGE_SCHEMA)
    return [
        Found(
            "/$schema",
            say(
                "`$schema` is for manifest version {named}, but the manifest is of version {version}",
                named=DEV_PREVIEW if named == "devpreview" else named,
                version=DEV_PREVIEW if wanted == "devpreview" else version,
            ),
            say("write `{url}`", url=right),
            file=file.name,
            changes=(Change("replace", "/$schema", right),),
        )
        for file, url in _schemas(app)
        for named in (version_in_url(url),)
        if named is not None and named != wanted and is_schema_of(url, LANGUAGE_SCHEMA, MANIFEST_SCHEMA)
    ]


def _schemas(app: App) -> Iterator[tuple[JsonFile, str]]:
    """Each language file with the address of its schema."""
    for file in app.language_files:
        url = file.value.get("$schema") if isinstance(file.value, dict) else None
        if isinstance(url, str) and not placeholder_in(url):
            yield file, url
