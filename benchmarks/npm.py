"""What comes from npm: Microsoft's schemas, and ajv, the validator that most of their users run.

It is installed once, into `.cache/bench`.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PACKAGES = ("@microsoft/app-manifest@1.1.2", "ajv@8.20.0", "ajv-draft-04@1.0.0", "ajv-formats@3.0.1")

_PREFIX = Path(__file__).parents[1] / ".cache" / "bench"
_OPTIONS = ("--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


class MissingPeerError(Exception):
    """This machine lacks what a benchmark compares with; the message says what."""


def official_schema(version: str) -> Path:
    """The file of Microsoft's schema of one manifest version. Raises MissingPeerError."""
    schemas = node_modules() / "@microsoft" / "app-manifest" / "build" / "json-schemas" / "teams"
    return schemas / f"v{version}" / "MicrosoftTeams.schema.json"


def node_modules() -> Path:
    """The folder of the packages, installed if they are not. Raises MissingPeerError."""
    folder = _PREFIX / "node_modules"
    if not all((folder / package.rpartition("@")[0]).is_dir() for package in PACKAGES):
        _PREFIX.mkdir(parents=True, exist_ok=True)
        command = [program("npm"), "install", *_OPTIONS, "--prefix", str(_PREFIX), *PACKAGES]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            raise MissingPeerError(f"npm install failed: {run.stderr.strip()[-200:]}")
    return folder


def program(name: str) -> str:
    """The path of an installed program. Raises MissingPeerError."""
    found = shutil.which(name)
    if found is None:
        raise MissingPeerError(f"{name} is not installed")
    return found
