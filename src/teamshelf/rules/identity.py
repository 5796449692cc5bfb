"""Who the app says it is: its id, its version, its package name, the number of its maker.

Every update is recognised by the id and delivered because of the version, so both are kept to a form that all of
Microsoft's services read alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teamshelf.findings import Change
from teamshelf.messages import SHOWN_LENGTH, say, shown
from teamshelf.package.placeholders import left_behind_in, placeholder_in
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.rules.schema_addresses import schema_url
from teamshelf.versions import order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

NIL_GUID = "00000000-0000-0000-0000-000000000000"
"""The GUID that identifies nothing (RFC 9562, section 5.9)."""

_CORE = r"(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)"
_THREE_NUMBERS = re.compile(_CORE)
_WITH_SUFFIX = re.compile(rf"({_CORE})[-+][0-9A-Za-z.+-]+")
_REVERSE_DOMAIN = re.compile(r"[A-Za-z][\w-]*(?:\.[\w-]+)+", re.ASCII)

_SUFFIX_REFUSED_FROM = order("1.16")
"""From here on the upload refuses 1.0.0-beta and 1.0.0+1, which it took before (microsoft/json-schemas#186)."""

_DIGITS_WITH_ADD_IN = 5
"""Digits of each number in the version of an app that is an Office add-in as well."""


@rule(
    "version-empty",
    codes=("VersionCannotBeEmpty",),
    upload=ERROR,
    store=ERROR,
    checks=say("`version` is not an empty text."),
    why=say("Teams tells two manifests of one app apart by their versions, and refuses a manifest that has none."),
    bad={"version": ""},
    good={"version": "1.0.0"},
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def version_is_there(app: App) -> Iterable[Found]:
    """An empty version, or one of blanks."""
    version = app.manifest.version
    if version is None or version.strip():
        return ()
    return (Found("/version", say("`version` is empty"), say('begin with `"1.0.0"`')),)


@rule(
    "version-not-three-numbers",
    codes=("VersionContainsOnlyNumbersDotSeparated",),
    upload=ERROR,
    store=ERROR,
    checks=say("`version` is three numbers joined by dots, without leading zeros."),
    why=say(
        "Teams compares versions number by number to know which manifest is newer, and refuses one that is not written "
        "as MAJOR.MINOR.PATCH."
    ),
    bad={"version": "1.0"},
    good={"version": "1.0.0"},
    source="Microsoft Graph, Publish teamsApp, error codes; app manifest reference, version",
)
def version_is_three_numbers(app: App) -> Iterable[Found]:
    """What is neither MAJOR.MINOR.PATCH nor that with a suffix, which has a rule of its own."""
    version = app.manifest.version
    if version is None or _THREE_NUMBERS.fullmatch(version) or not version.strip():
        return ()
    if _WITH_SUFFIX.fullmatch(version) or placeholder_in(version):
        return ()
    numbers = [number.lstrip("0") or "0" for number in re.findall("[0-9]+", version[:SHOWN_LENGTH])]
    hint = say("write three numbers, such as `1.0.0`")
    if numbers and len(version) <= SHOWN_LENGTH:
        hint = say("write `{version}`", version=".".join([*numbers, "0", "0"][:3]))
    return (
        Found(
            "/version",
            say("`version` is {version}; Teams wants three numbers joined by dots", version=shown(version)),
            hint,
            changes=(Change("replace", "/version", f"{version}.0"),)
            if _THREE_NUMBERS.fullmatch(f"{version}.0")
            else (),
        ),
    )


@rule(
    "version-has-suffix",
    codes=("VersionContainsOnlyNumbersDotSeparated",),
    upload=WARNING,
    store=ERROR,
    checks=say("`version` has no suffix such as `-beta` or `+build`."),
    why=say(
        "Microsoft's documents ask for semantic versions, which may have one, but from manifest 1.16 on Teams refuses "
        "everything besides the three numbers, and in Office add-ins too."
    ),
    bad={"version": "1.1.0-preview.1"},
    good={"version": "1.1.0"},
    source="Microsoft Graph, Publish teamsApp, error codes; OfficeDev/microsoft-teams-app-schema#174",
)
def version_has_no_suffix(app: App) -> Iterable[Found]:
    """A pre-release or build suffix; an error where it is known to be refused."""
    version = app.manifest.version
    if version is None or ("-" not in version and "+" not in version):
        return ()
    found = _WITH_SUFFIX.fullmatch(version)
    if found is None:
        return ()
    core = found.group(1)
    is_refused = order(app.dialect.version) >= _SUFFIX_REFUSED_FROM or bool(app.manifest.extensions)
    return (
        Found(
            "/version",
            say(
                "`version` is {version}; Teams takes numbers only, not `{suffix}`",
                version=shown(version),
                suffix=shown(version[len(core) :]).strip('"'),
            ),
            say("write {version}, or a higher one if that is published already", version=shown(core)),
            severity=ERROR if is_refused else None,
        ),
    )


@rule(
    "version-starts-with-zero",
    codes=("VersionHasMajorLessThan1",),
    upload=ERROR,
    store=ERROR,
    checks=say("The first number of `version` is at least 1."),
    why=say("Teams takes a version that starts with 0 for one that is not meant to be published, and refuses it."),
    bad={"version": "0.3.0"},
    good={"version": "1.0.0"},
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def version_is_at_least_one(app: App) -> Iterable[Found]:
    """A version whose major number is 0."""
    version = app.manifest.version
    if version is None or version[:1] != "0" or version.partition(".")[0].strip("0"):
        return ()
    return (
        Found(
            "/version",
            say("`version` is {version}; it must not start with 0", version=shown(version)),
            say("begin with `1.0.0`"),
        ),
    )


@rule(
    "version-number-too-long",
    upload=ERROR,
    store=ERROR,
    checks=say("In the `version` of an app with Office add-ins, each number has at most five digits."),
    why=say("Office reads the version of its add-ins in this form and does not load an add-in with a longer number."),
    bad={"version": "1.0.202406", "extensions": [{"requirements": {"scopes": ["mail"]}}]},
    good={"version": "1.0.2406", "extensions": [{"requirements": {"scopes": ["mail"]}}]},
    source="app manifest reference, version",
    versions="1.17..",
)
def version_of_add_in_is_short(app: App) -> Iterable[Found]:
    """A number of six digits or more beside `extensions`."""
    if not app.manifest.extensions:
        return ()
    found = _THREE_NUMBERS.match(app.manifest.version or "")
    if found is None or max(map(len, found.group().split("."))) <= _DIGITS_WITH_ADD_IN:
        return ()
    return (
        Found(
            "/version",
            say(
                "`version` is {version}; in an app with `extensions` each number has at most {limit} digits",
                version=shown(app.manifest.version),
                limit=_DIGITS_WITH_ADD_IN,
            ),
            say("use shorter numbers"),
        ),
    )


@rule(
    "id-all-zero",
    upload=WARNING,
    store=ERROR,
    checks=say("Neither `id` nor `webApplicationInfo.id` is the GUID of zeros alone."),
    why=say(
        "Templates put it in place of an id, so that it is the same in every app whose maker forgot to replace it."
    ),
    bad={"id": NIL_GUID},
    good={"id": "49e6f432-d79c-49e8-94f7-89b94f3672fd"},
    source="RFC 9562, section 5.9",
)
def id_is_not_nil(app: App) -> Iterable[Found]:
    """The nil GUID as the id of the app or of its registration in Entra ID."""
    manifest = app.manifest
    registration = manifest.web_application_info
    if manifest.id != NIL_GUID and (registration is None or registration.id != NIL_GUID):
        return ()
    found = []
    if manifest.id == NIL_GUID:
        message = say("`id` is all zeros, which identifies no app")
        found.append(Found("/id", message, say("generate a GUID for this app")))
    if registration is not None and registration.id == NIL_GUID:
        message = say("`webApplicationInfo.id` is all zeros, which identifies no registration")
        found.append(Found("/webApplicationInfo/id", message, say("copy the application id from Microsoft Entra ID")))
    return found


@rule(
    "package-name-missing",
    upload=WARNING,
    store=WARNING,
    checks=say("A manifest of the developer preview of 2021 has a `packageName`."),
    why=say("The reference of that preview asks for it, though its schema does not."),
    bad={"manifestVersion": "m365DevPreview", "$schema": schema_url("devPreview")},
    good={"manifestVersion": "m365DevPreview", "$schema": schema_url("devPreview"), "packageName": "com.example.polls"},
    source="app manifest reference (2021 preview), packageName",
    versions="2021-11",
)
def package_name_is_there(app: App) -> Iterable[Found]:
    """No package name where the prose requires one."""
    value = app.file.value if app.file else None
    if not isinstance(value, dict) or "packageName" in value:
        return ()
    return (
        Found(
            "",
            say("`packageName` is missing"),
            say("add a name in reverse domain notation, such as `com.example.polls`"),
        ),
    )


@rule(
    "package-name-deprecated",
    codes=("PackageNameIsDefinedAfterManifestVersion116",),
    upload=WARNING,
    store=WARNING,
    checks=say("A manifest of version 1.16 has no `packageName`."),
    why=say("`id` alone identifies an app; Microsoft's validator asks to remove the name, and 1.17 has it no more."),
    bad={"manifestVersion": "1.16", "$schema": schema_url("1.16"), "packageName": "com.example.polls"},
    good={"manifestVersion": "1.16", "$schema": schema_url("1.16")},
    source="Teams app package validator",
    versions="1.16",
)
def package_name_is_gone(app: App) -> Iterable[Found]:
    """A package name in the last version that has the property; the schema says it from 1.17 on."""
    if app.manifest.package_name is None:
        return ()
    return (
        Found(
            "/packageName",
            say("`packageName` is deprecated from manifest version 1.16 on"),
            say("remove it"),
            at_key=True,
            changes=(Change("remove", "/packageName"),),
        ),
    )


@rule(
    "package-name-not-reverse-domain",
    upload=WARNING,
    store=WARNING,
    checks=say("`packageName` is in reverse domain notation, such as `com.example.polls`."),
    why=say("It was meant to be a name that nobody else uses, which only a domain of one's own guarantees."),
    bad={"manifestVersion": "1.14", "$schema": schema_url("1.14"), "packageName": "Polls for teams"},
    good={"manifestVersion": "1.14", "$schema": schema_url("1.14"), "packageName": "com.example.polls"},
    source="app manifest reference (2021 preview), packageName",
    versions="..1.15 devPreview",
)
def package_name_is_a_domain(app: App) -> Iterable[Found]:
    """A package name that is no domain written backwards."""
    name = app.manifest.package_name
    if name is None or _REVERSE_DOMAIN.fullmatch(name) or left_behind_in(name):
        return ()
    return (
        Found(
            "/packageName",
            say("`packageName` is {name}, which is not in reverse domain notation", name=shown(name)),
            say("write it like this: `{example}`", example="com.example.polls"),
        ),
    )


@rule(
    "mpn-id-not-a-number",
    upload=NOTE,
    store=NOTE,
    checks=say("`developer.mpnId` is a number."),
    why=say("Microsoft looks up the partner by it; the ids of its partner network are digits only."),
    bad={
        "developer": {
            "name": "Contoso",
            "mpnId": "CA01101011",
            "websiteUrl": "https://example.com",
            "privacyUrl": "https://example.com/privacy",
            "termsOfUseUrl": "https://example.com/terms",
        }
    },
    good={
        "developer": {
            "name": "Contoso",
            "mpnId": "4620625",
            "websiteUrl": "https://example.com",
            "privacyUrl": "https://example.com/privacy",
            "termsOfUseUrl": "https://example.com/terms",
        }
    },
    source="app manifest reference (2021 preview), developer",
    versions="1.5..",
)
def mpn_id_is_a_number(app: App) -> Iterable[Found]:
    """A partner id with anything but digits in it."""
    developer = app.manifest.developer
    if developer is None or developer.mpn_id is None:
        return ()
    mpn_id = developer.mpn_id
    if (mpn_id.isascii() and mpn_id.isdecimal()) or placeholder_in(mpn_id):
        return ()
    return (
        Found(
            "/developer/mpnId",
            say("`developer.mpnId` is {id}, which is no number", id=shown(mpn_id)),
            say("write the number of the partner account, or remove the property"),
        ),
    )
