"""Asking one rule about an app that differs from a faultless one only in what a test says."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from teamshelf.findings import UPLOAD
from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules.registry import RULES
from tests.manifests import manifest
from tests.package.builder import PackageBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teamshelf.findings import Finding


def app_of(members: Mapping[str, Any], files: Mapping[str, Any] | None = None) -> App:
    """An app whose manifest has these members laid over a faultless one; as a package where there are other files."""
    value = manifest(**members)
    if files is None:
        return App(open_source(json.dumps(value).encode()))
    builder = PackageBuilder().manifest(value)
    for name, content in files.items():
        builder.entry(name, (content if isinstance(content, str) else json.dumps(content)).encode())
    return App(open_source(builder.build()))


def judged(
    subject: str, rule: str, members: Mapping[str, Any], files: Mapping[str, Any] | None = None, audience: str = UPLOAD
) -> list[Finding]:
    """What one rule of a subject finds in such an app."""
    import_module(f"teamshelf.rules.{subject}")
    app = app_of(members, files)
    asked = RULES[rule]
    assert app.dialect.version in asked.versions
    return [asked.finding(found, audience, app.source.manifest_name) for found in asked.judge(app)]
