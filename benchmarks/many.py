"""Ten thousand manifests in one run: memory must not grow with them, and each further one should cost little."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from manifests import FULL_VERSION, full_manifests
from pairs import middle
from processes import run as run_process
from table import Row
from whole_process import installed

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW, MANY = 1_000, 10_000
DISTINCT = 100
ROUNDS = 5


def run() -> Iterator[Row]:
    """Memory at many manifests against few, and what a further one costs against a bare loop."""
    ours = [installed("teamshelf"), "check", "--format", "json"]
    peer = [sys.executable, str(Path(__file__).parent / "peers" / "bare_loop.py"), FULL_VERSION]
    with TemporaryDirectory() as folder:
        names = _written(Path(folder))
        rounds = [
            [run_process([*command, *names[:count]], folder) for command in (ours, peer) for count in (MANY, FEW)]
            for _ in range(ROUNDS)
        ]
    bare = middle([peer_many.memory / peer_few.memory for _, _, peer_many, peer_few in rounds])
    yield Row(
        f"many: peak memory of {MANY:,} manifests / of {FEW:,}",
        str(middle([many.memory / few.memory for many, few, _, _ in rounds])),
        "1.15",
        f"the names alone need some: the bare loop has {bare.median:.2f}",
    )
    yield Row(
        "many: each further manifest / bare loop of read, msgspec and jsonschema-rs",
        str(middle([(a.seconds - b.seconds) / (c.seconds - d.seconds) for a, b, c, d in rounds])),
        note="ours includes the rules and the report",
    )


def _written(folder: Path) -> list[str]:
    """The names of many files, made of a few by linking; they are short enough to be arguments of one command."""
    names = [f"{number:05}.json" for number in range(MANY)]
    manifests = full_manifests(DISTINCT)
    for number, name in enumerate(names):
        if number < DISTINCT:
            (folder / name).write_bytes(manifests[number])
        else:
            os.link(folder / names[number % DISTINCT], folder / name)
    return names
