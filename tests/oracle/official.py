"""Microsoft's official schemas: fetched from npm, and read as their authors mean them.

The files claim draft-04, in which a validator skips ``const``, ``if``/``then`` and every keyword beside a ``$ref``.
Editors, and Teams itself, heed them; so these schemas are rewritten without references and judged as draft-07.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from teamshelf.versions import DEV_PREVIEW, NUMBERED_VERSIONS

Schema = dict[str, Any]

OFFICIAL_VERSIONS = (*NUMBERED_VERSIONS, DEV_PREVIEW)
"""The versions that the package has a schema of: all but the preview of 2021."""

MANIFEST = "MicrosoftTeams.schema.json"
LANGUAGE_FILE = "MicrosoftTeams.Localization.schema.json"

_PACKAGE = "@microsoft/app-manifest@1.1.2"
_CACHE = Path(__file__).parents[2] / ".cache" / "oracle"
_SCHEMAS = Path("node_modules", "@microsoft", "app-manifest", "build", "json-schemas", "teams")
_NOT_CONSTRAINTS = {"$schema", "id", "definitions", "title", "description", "default"}

ONE_SCHEMA = ("items", "additionalProperties", "not", "if", "then", "else")
LIST_OF_SCHEMAS = ("allOf", "anyOf", "oneOf")
NAMED_SCHEMAS = ("properties", "patternProperties", "dependencies")


@lru_cache(maxsize=None)
def official_schema(version: str, file: str = MANIFEST) -> Schema:
    """One of the official schemas, read with intent; skips the test on a machine that cannot fetch it."""
    folder = "vDevPreview" if version == DEV_PREVIEW else f"v{version}"
    return without_references(json.loads((_fetched() / folder / file).read_bytes()))


def without_references(schema: Schema) -> Schema:
    """The schema with each ``$ref`` replaced by what it names, merged with the keywords beside it."""
    return _resolved(schema, schema)


def compiled(schema: Schema) -> jsonschema_rs.Draft7Validator:
    """The validator of a schema read with intent."""
    return jsonschema_rs.Draft7Validator(schema, validate_formats=True, offline=True)


def _resolved(schema: Schema, root: Schema) -> Schema:
    plain: Schema = {}
    for keyword, value in schema.items():
        if keyword in _NOT_CONSTRAINTS:
            continue
        if keyword == "$ref":
            _merge(plain, _resolved(_named(value, root), root))
        elif keyword in ONE_SCHEMA and isinstance(value, dict):
            _merge(plain, {keyword: _resolved(value, root)})
        elif keyword in LIST_OF_SCHEMAS:
            _merge(plain, {keyword: [_resolved(item, root) for item in value]})
        elif keyword in NAMED_SCHEMAS:
            _merge(plain, {keyword: {name: _resolved(item, root) for name, item in value.items()}})
        else:
            _merge(plain, {keyword: value})
    return plain


def _named(reference: str, root: Schema) -> Schema:
    found = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def _merge(schema: Schema, more: Schema) -> None:
    """Add keywords. Two that stand for the same keyword must agree: then one object holds what both of them say."""
    for keyword, value in more.items():
        if schema.setdefault(keyword, value) != value:
            raise AssertionError(f"{keyword} stands both beside a $ref and in what it names, with other values")


def _fetched() -> Path:
    """The folder of the official schemas. In CI a machine that cannot fetch them fails, elsewhere it skips."""
    problem = _fetch()
    if problem:
        (pytest.fail if "CI" in os.environ else pytest.skip)(f"the official schemas are needed, but {problem}")
    return _CACHE / _SCHEMAS


@lru_cache(maxsize=None)
def _fetch() -> str:
    """Install the package once; return what went wrong, if anything."""
    if (_CACHE / _SCHEMAS).is_dir():
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed"
    _CACHE.parent.mkdir(exist_ok=True)
    prefix = tempfile.mkdtemp(prefix="oracle-", dir=_CACHE.parent)
    options = ("--no-save", "--ignore-scripts", "--no-audit", "--no-fund")
    command = [npm, "install", *options, "--prefix", prefix, _PACKAGE]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - nothing from outside
    if run.returncode:
        shutil.rmtree(prefix)
        return f"npm install failed: {run.stderr.strip()[-500:]}"
    with suppress(FileExistsError):  # another test process was faster
        Path(prefix).rename(_CACHE)
    return ""
