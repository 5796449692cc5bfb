"""The schema's verdict on a manifest: its faults as findings, read as kindly as the dialect asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from teamshelf.findings import Finding, Severity
from teamshelf.messages import say
from teamshelf.model.facts import properties_of
from teamshelf.model.places import place_of
from teamshelf.package.placeholders import left_behind_in, placeholder_in
from teamshelf.schema.faults import SchemaFault, schema_faults, shortened
from teamshelf.schema.manifest import manifest_validator
from teamshelf.schema.wording import explain, placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.model.dialect import Dialect


def verdict_on_manifest(value: Any, dialect: Dialect) -> list[Finding]:
    """Every fault that the schema finds in a decoded manifest."""
    value = shortened(value)
    stated = {finding.pointer for finding in dialect.findings}
    faults = [
        fault
        for fault in schema_faults(manifest_validator(dialect.version).iter_errors(value))
        if not _is_stated(fault, stated)
    ]
    allowed = _also_faults_of(value, dialect.kindly) if dialect.kindly else None
    return [
        _as_tolerated(explain(fault, dialect.version))
        if _is_tolerated(fault, dialect, allowed)
        else explain(fault, dialect.version)
        for fault in faults
    ]


def unfilled_placeholders(value: Any, severity: Severity, known: set[str | None]) -> Iterator[Finding]:
    """A finding for each text with a placeholder in it that is not among the known ones."""
    for path, text in _texts(value):
        # In a list of host names, brackets can only be prose that was left behind.
        mark = left_behind_in(text) if path[:1] == ("validDomains",) else placeholder_in(text)
        if mark is not None:
            finding = placeholder(path, mark, severity)
            if finding.pointer not in known:
                yield finding


def _is_stated(fault: SchemaFault, stated: set[str | None]) -> bool:
    """Whether it is already said what is wrong with the manifest's version."""
    if fault.path == ("manifestVersion",):
        return "/manifestVersion" in stated
    return fault.path == () and fault.subject == "manifestVersion" and "" in stated


def _also_faults_of(value: Any, version: str) -> set[Any]:
    return {(fault.path, fault.subject) for fault in schema_faults(manifest_validator(version).iter_errors(value))}


def _is_tolerated(fault: SchemaFault, dialect: Dialect, also: set[Any] | None) -> bool:
    """Whether an older reference allowed it: by its schema, or by its prose alone."""
    if also is not None and (fault.path, fault.subject) not in also:
        return True
    if fault.keyword != "additionalProperties":
        return False
    place = place_of(fault.path)
    declared = properties_of(place.object_class).get(fault.subject) if place and place.object_class else None
    return declared is not None and dialect.version in declared.tolerated


def _as_tolerated(finding: Finding) -> Finding:
    if finding.rule == "placeholder":
        return finding
    hint = say("the developer preview of 2021 allowed it")
    if finding.hint is not None:
        hint = say("the developer preview of 2021 allowed it; today: {hint}", hint=finding.hint)
    return msgspec.structs.replace(finding, severity=Severity.WARNING, hint=hint)


def _texts(value: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of a decoded JSON value with its path, in order; depth is no danger to the stack."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while waiting:
        path, current = waiting.pop()
        if isinstance(current, str):
            yield path, current
        elif isinstance(current, dict):
            waiting.extend((((*path, name), member) for name, member in reversed(current.items())))
        elif isinstance(current, list):
            waiting.extend((((*path, index), item) for index, item in reversed(list(enumerate(current)))))
