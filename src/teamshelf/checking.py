"""The check: from an app's files to a report of everything that is wrong with them.

The order is container, syntax, schema, rules: a manifest with faulty JSON is still checked as far as it can be read.
The check first asks whether all is well, which takes microseconds; only when it is not does it look for reasons, places
and words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from teamshelf.document import NOT_CLEAN, decode_distinct
from teamshelf.findings import AUDIENCES, STORE, UPLOAD, Finding, Report, Result, Severity
from teamshelf.package.app import App
from teamshelf.package.source import Manifest as LoneManifest
from teamshelf.package.source import open_source
from teamshelf.rules import judge
from teamshelf.rules.faultless import has_plain_values, is_faultless, may_hold_placeholders
from teamshelf.rules.plain_values import plain_validator
from teamshelf.schema.manifest import manifest_validator

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from teamshelf.model.manifest import Manifest
    from teamshelf.package.app import JsonFile
    from teamshelf.package.source import Source

MAX_FINDINGS = 1000
"""Findings of one app that are listed. No reader goes through more, and no honest app known has a tenth of them."""


def check(
    *inputs: str | os.PathLike[str] | bytes,
    audience: str = UPLOAD,
    manifest_version: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> Report:
    """Check manifests, folders and packages, and report every finding.

    Args:
        inputs: paths, or the bytes of a manifest or package.
        audience: one of :data:`teamshelf.findings.AUDIENCES`.
        manifest_version: read every manifest as this version, whatever it says of itself.
        variables: values for placeholders such as `${{VAR}}`.

    Raises:
        Unreadable: there is nothing at a path that could be read.
        ValueError: no such audience or manifest version.

    >>> report = check(b'{"manifestVersion": "1.17"}')
    >>> report.ok
    False
    """
    return Report(
        tuple(
            [  # a list, since most often there is one input, and a generator costs more than it saves
                check_source(
                    open_source(given), audience=audience, manifest_version=manifest_version, variables=variables
                )
                for given in inputs
            ]
        )
    )


def load(given: str | os.PathLike[str] | bytes) -> Manifest:
    """The typed manifest of a manifest file, a folder or a package, whatever its faults.

    Parts that do not fit the model are left out: None where there is no value, an empty list where there is no array.
    An input without a manifest gives an empty one.

    Raises:
        Unreadable: there is nothing at the path that could be read.

    >>> load(b'{"name": {"short": "Polls"}}').name.short
    'Polls'
    """
    return App(open_source(given)).manifest


def check_source(
    source: Source,
    *,
    audience: str = UPLOAD,
    manifest_version: str | None = None,
    variables: Mapping[str, str] | None = None,
) -> Result:
    """Check what has been opened; the arguments are those of :func:`check`."""
    if audience not in AUDIENCES:
        raise ValueError(f"there is no audience {audience!r}")
    decoded: Any = NOT_CLEAN
    is_plain = None
    if isinstance(source, LoneManifest) and manifest_version is None and not variables:
        decoded = decode_distinct(source.content)
        is_plain = has_plain_values(decoded)
        if is_plain and is_faultless(decoded, source.content):
            version, app_id = decoded["manifestVersion"], decoded["id"]
            return Result(path=source.path, kind=source.kind, manifest_version=version, app_id=app_id)
    return check_app(App(source, manifest_version, variables, decoded), audience=audience, is_plain=is_plain)


def check_app(app: App, *, audience: str = UPLOAD, is_plain: bool | None = None) -> Result:
    """Check an app of which somebody goes on to ask more, which it then knows already: its pixels, its languages.

    ``is_plain`` is whether the manifest is known to have plain values, None where nobody has looked.
    """
    source, file = app.source, app.file
    if file is None:
        return Result(path=source.path, kind=source.kind, findings=tuple(app.findings))
    version = app.dialect.version
    if is_plain is None:
        is_plain = plain_validator(version).is_valid(file.value)
    fits_schema = is_plain or manifest_validator(version).is_valid(file.value)
    found = _judge_manifest(app, file, audience, fits_schema=fits_schema)
    found += _judge_languages(app)
    found += judge(app, audience, has_plain_values=is_plain)
    if found:
        found = _placed(_bounded(found), app)
    if app.findings:  # of the container, and of files that could not be read, which the lines above may have met
        found = [*app.findings, *found]
    stated = file.value if isinstance(file.value, dict) else {}
    stated_version, app_id = stated.get("manifestVersion"), stated.get("id")
    return Result(
        path=source.path,
        kind=source.kind,
        manifest_version=stated_version if isinstance(stated_version, str) else None,
        app_id=app_id if isinstance(app_id, str) else None,
        findings=tuple(found),
        texts=app.texts_for(found) if found else {},
    )


def _judge_manifest(app: App, file: JsonFile, audience: str, *, fits_schema: bool) -> list[Finding]:
    """What JSON and the schema say of the manifest's text."""
    dialect = app.dialect
    found = [*file.findings, *dialect.findings]
    if not fits_schema:
        from teamshelf.schema.verdict import verdict_on_manifest

        verdict = verdict_on_manifest(file.value, dialect)
        if any(finding.rule == "json-trailing-content" for finding in file.findings):
            # The object was closed too early: what seems to be missing most likely stands behind its end.
            verdict = [finding for finding in verdict if finding.rule != "schema-required"]
        found += verdict
    if may_hold_placeholders(file.content):
        from teamshelf.schema.verdict import unfilled_placeholders

        known = {finding.pointer for finding in found if finding.rule == "placeholder"}
        found += unfilled_placeholders(file.value, Severity.ERROR if audience == STORE else Severity.WARNING, known)
    return [_in_file(finding, file) for finding in found] if found else found


def _judge_languages(app: App) -> list[Finding]:
    """What JSON and the schema say of the language files that the manifest lists, until it is more than is listed."""
    if not app.language_files:
        return []
    from teamshelf.schema.language_verdict import verdict_on_language_file

    info = app.manifest.localization_info
    tags = {language.file: language.language_tag or "" for language in info.additional_languages} if info else {}
    found: list[Finding] = []
    for file in app.language_files:
        if len(found) > MAX_FINDINGS:
            break
        manifest, tag = app.file and app.file.value, tags.get(file.name, "")
        verdict = verdict_on_language_file(file.value, app.dialect.version, manifest, tag)
        found += [_in_file(finding, file) for finding in (*file.findings, *verdict)]
    return found


def _in_file(finding: Finding, file: JsonFile) -> Finding:
    return finding if finding.file == file.name else msgspec.structs.replace(finding, file=file.name)


def _bounded(findings: list[Finding]) -> list[Finding]:
    """The findings, or the first of them and one that says that there are more: each costs time to find its place."""
    if len(findings) <= MAX_FINDINGS:
        return findings
    from teamshelf.messages import say
    from teamshelf.package.faults import fault

    message = say("there are more than {limit} findings; only the first {limit} are listed", limit=MAX_FINDINGS)
    hint = say("mend these first, and check that the file is a manifest at all")
    return [*findings[:MAX_FINDINGS], fault("package-too-many-findings", message, hint=hint)]


def _placed(findings: list[Finding], app: App) -> list[Finding]:
    """The findings with their places in the texts, file by file, each in the order of its text."""
    placed = [_with_span(finding, app) for finding in findings]
    order = {name: index for index, name in enumerate(dict.fromkeys(finding.file for finding in placed))}
    placed.sort(key=lambda finding: (order[finding.file], _start(finding)))
    return placed


def _with_span(finding: Finding, app: App) -> Finding:
    """The finding with its place in the text, and with the edits to the text that make its changes."""
    if finding.span is not None or finding.pointer is None:
        return finding
    file = app.json_file(finding.file)
    if file is None:
        return finding
    span = file.document.span(finding.pointer, key=finding.at_key)
    edits, changes = finding.edits, finding.changes
    if changes and not (file.is_faulty or file.is_filled_in):
        from teamshelf.document.changes import changed
        from teamshelf.document.rewrite import edits_for, edits_for_rename

        try:
            if len(changes) == 1 and changes[0].op == "move":
                edits = edits_for_rename(file.document, changes[0].pointer, changes[0].to)
            edits = edits or edits_for(file.document, changed(file.value, changes))
        except LookupError:  # something on the way has another shape than it should, which is a finding of its own
            changes = ()
    return msgspec.structs.replace(finding, span=span, edits=edits, changes=changes)


def _start(finding: Finding) -> tuple[int, int]:
    return (finding.span.line, finding.span.column) if finding.span else (0, 0)
