"""What a schema cannot say: relations between properties, files, pixels, domains, words.

One file per subject, one function per rule; :mod:`teamshelf.rules.registry` explains how a rule is written.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from teamshelf.rules.registry import RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teamshelf.findings import Finding
    from teamshelf.package.app import App

SUBJECTS: tuple[str, ...] = ()
"""The files with rules, in the order in which their rules are run and listed."""


def every_rule() -> Mapping[str, Rule]:
    """All rules by name."""
    for subject in SUBJECTS:
        import_module(f"teamshelf.rules.{subject}")
    return RULES


def judge(app: App, audience: str) -> list[Finding]:
    """Everything that the rules find in an app, for an audience; places in the text are still to be found."""
    findings: list[Finding] = []
    for rule in _applicable(app.dialect.version, app.source.kind != "manifest"):
        found = rule.judge(app)
        if found:
            findings += [rule.finding(each, audience, app.source.manifest_name) for each in found]
    return findings


@lru_cache(maxsize=None)
def _applicable(version: str, with_files: bool) -> tuple[Rule, ...]:  # noqa: FBT001 - the key of a cache
    return tuple(
        rule for rule in every_rule().values() if version in rule.versions and (with_files or not rule.needs_files)
    )
