"""`teamshelf check` of a package against `check-jsonschema` of its manifest: what a script or editor waits for."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from manifests import STANDUP, STANDUP_VERSION, standup_packages
from npm import MissingPeerError, official_schema
from pairs import paired
from processes import run as run_process
from table import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 20


def run() -> Iterator[Row]:
    """Time and memory of one check from start to end."""
    with TemporaryDirectory() as folder:
        (package,) = standup_packages(Path(folder), 1)
        ours = [installed("teamshelf"), "check", str(package), "--format", "json"]
        schema = str(official_schema(STANDUP_VERSION))
        peer = [installed("check-jsonschema"), "--schemafile", schema, str(STANDUP / "manifest.json")]
        ratio = paired(lambda: run_process(ours, folder).seconds, lambda: run_process(peer, folder).seconds, ROUNDS)
        yield Row(
            "process: check of a package / check-jsonschema of its manifest",
            str(ratio),
            "0.6",
            "aim 0.4; ours includes icons, language file and rules",
        )
        memory = median(run_process(ours, folder).memory for _ in range(3))
        yield Row("process: peak memory of that check", f"{memory:.0f} MiB", "60 MiB", "ours alone")


def installed(name: str) -> str:
    """The path of a command that is installed beside this Python. Raises MissingPeerError."""
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        raise MissingPeerError(f"{name} is not installed in {path.parent}")
    return str(path)
