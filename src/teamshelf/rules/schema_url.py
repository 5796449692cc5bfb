"""What the manifest says of the form it is written in: `$schema` beside `manifestVersion`, and what the store takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.findings import Change
from teamshelf.messages import say, shown
from teamshelf.model.dialect import RETIRED_PREVIEW
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.rules.schema_addresses import schema_url, version_in_url
from teamshelf.versions import DEV_PREVIEW, LATEST, NUMBERED_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

OLDEST_IN_STORE = "1.10"
"""The oldest manifest version that the store's guidelines let in; it was 1.5 before and rises from time to time."""

MICROSOFTS = "https://developer.microsoft.com/json-schemas/teams"
"""Where Microsoft keeps the schemas of numbered versions."""

_PREVIEWS = (DEV_PREVIEW, RETIRED_PREVIEW)


@rule(
    "manifest-schema-url-missing",
    codes=("CommonSchemaUrlIsRequiredField",),
    upload=NOTE,
    store=ERROR,
    checks=say("The manifest names its JSON schema in `$schema`."),
    why=say(
        "Editors check and complete a manifest by it. Microsoft's documents call it optional, but its validator and "
        "Microsoft Graph ask for it."
    ),
    bad={"$schema": None},
    good={"$schema": schema_url("1.22")},
    source="Microsoft Graph, Publish teamsApp, error codes; app manifest reference (2021 preview), $schema",
    versions="1.1..",
)
def schema_url_is_there(app: App) -> Iterable[Found]:
    """No `$schema`; before 1.1 there must be none."""
    if app.manifest.schema_ is not None:
        return ()
    value = app.file.value if app.file else None
    if not isinstance(value, dict) or "$schema" in value:
        return ()
    url = schema_url(app.dialect.version)
    is_certain = value.get("manifestVersion") in (app.dialect.version, RETIRED_PREVIEW)
    return (
        Found(
            "",
            say("`$schema` is missing"),
            say("add {member}", member=f'`"$schema": "{url}"`'),
            changes=(Change("add", "/$schema", url),) if is_certain else (),
        ),
    )


@rule(
    "manifest-schema-url-not-https",
    upload=WARNING,
    store=WARNING,
    checks=say("`$schema` is an `https://` address."),
    why=say("Microsoft publishes its schemas there only; an editor that follows another address may not find one."),
    bad={"$schema": "http://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.schema.json"},
    good={"$schema": schema_url("1.22")},
    source="app manifest reference (2021 preview), $schema",
    versions="1.1..",
)
def schema_url_is_https(app: App) -> Iterable[Found]:
    """A `$schema` with another scheme; one without any is no URI, which the schema says."""
    url = app.manifest.schema_
    if url is None or url.startswith("https://"):
        return ()
    scheme, mark, _ = url.partition("://")
    if not mark or scheme.lower() == "https" or placeholder_in(url):
        return ()
    wanted = schema_url(app.dialect.version)
    return (
        Found(
            "/$schema",
            say("`$schema` is {url}, which is no `https://` address", url=shown(url)),
            say("write `{url}`", url=wanted),
            changes=(Change("replace", "/$schema", wanted),) if version_in_url(url) else (),
        ),
    )


@rule(
    "manifest-schema-url-version-differs",
    upload=WARNING,
    store=ERROR,
    checks=say("`$schema` and `manifestVersion` name the same version."),
    why=say(
        "Teams goes by `manifestVersion`, editors go by `$schema`: when they differ, the editor proposes what Teams "
        "refuses. Microsoft's validator compares the two."
    ),
    bad={"$schema": schema_url("1.17")},
    good={"$schema": schema_url("1.22")},
    source="Teams Store validation guidelines; app manifest reference (2021 preview), $schema",
    versions="1.1..",
)
def schema_url_agrees_with_version(app: App) -> Iterable[Found]:
    """A `$schema` of another version than the manifest states."""
    manifest = app.manifest
    url, stated = manifest.schema_, manifest.manifest_version
    if url is None or stated is None or f"/v{stated}/" in url:
        return ()
    named = version_in_url(url)
    is_preview = stated in _PREVIEWS
    if named is None or (named == "devpreview" and is_preview) or placeholder_in(url):
        return ()
    if not is_preview and stated not in NUMBERED_VERSIONS:
        return ()  # that there is no such version is said elsewhere
    right = schema_url(DEV_PREVIEW if is_preview else stated)
    return (
        Found(
            "/$schema",
            say(
                "`$schema` is for manifest version {named}, but `manifestVersion` is {stated}",
                named=DEV_PREVIEW if named == "devpreview" else named,
                stated=shown(stated),
            ),
            say("write `{url}`", url=right),
            changes=(Change("replace", "/$schema", right),),
        ),
    )


@rule(
    "preview-not-for-store",
    upload=NOTE,
    store=ERROR,
    checks=say("A manifest for the store is written for a released version, not for the developer preview."),
    why=say("The store takes no app with a preview manifest; your own organization can use it all the same."),
    bad={"manifestVersion": "devPreview", "$schema": schema_url(DEV_PREVIEW)},
    good={"manifestVersion": "1.22", "$schema": schema_url("1.22")},
    source="Teams Store validation guidelines",
    versions="2021-11 devPreview",
)
def version_is_released(app: App) -> Iterable[Found]:
    """A manifest that says it is for a preview."""
    stated = app.manifest.manifest_version
    if stated not in _PREVIEWS:
        return ()
    return (
        Found(
            "/manifestVersion",
            say("`manifestVersion` is {version}, which the store does not take", version=shown(stated)),
            say("for the store, use a numbered version; the newest is {latest}", latest=LATEST),
        ),
    )


@rule(
    "manifest-version-too-old-for-store",
    upload=NOTE,
    store=ERROR,
    checks=say("A manifest for the store is written for version {oldest} or later.", oldest=OLDEST_IN_STORE),
    why=say("The store asks for a recent version, so that apps use what Teams checks and shows today."),
    bad={"manifestVersion": "1.8", "$schema": schema_url("1.8")},
    good={"manifestVersion": "1.10", "$schema": schema_url("1.10")},
    source="Teams Store validation guidelines",
    versions="..1.9",
)
def version_is_recent(app: App) -> Iterable[Found]:
    """A numbered version before the oldest that the store takes."""
    stated = app.manifest.manifest_version
    if stated is None or stated != app.dialect.version:
        return ()
    return (
        Found(
            "/manifestVersion",
            say(
                "`manifestVersion` is {version}; the store takes {oldest} or later",
                version=shown(stated),
                oldest=OLDEST_IN_STORE,
            ),
            say("for the store, move on to a newer version; the newest is {latest}", latest=LATEST),
        ),
    )
