"""Running a single rule over a manifest, without all others having a say."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules.registry import RULES
from tests.manifests import manifest

if TYPE_CHECKING:
    from teamshelf.rules.registry import Found


def app_of(value: object) -> App:
    """The app whose manifest says this."""
    return App(open_source(json.dumps(value).encode()))


def found_by(name: str, subject: str, **members: Any) -> list[Found]:
    """What a rule of a file finds in a faultless manifest with these members; nothing where it does not apply."""
    import_module(f"teamshelf.rules.{subject}")
    app = app_of(manifest(**members))
    rule = RULES[name]
    return list(rule.judge(app)) if app.dialect.version in rule.versions else []
