"""Making the validator of one version: derived from the model here, read from Microsoft's file by the peer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

import jsonschema_rs
from manifests import FULL_VERSION
from npm import official_schema
from pairs import computed, paired
from processes import as_installed
from table import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 20
AT_A_TIME = 10


def run() -> Iterator[Row]:
    """The first validator of a process, with the import of the model, and a further one."""
    schema = official_schema(FULL_VERSION)
    spent: list[float] = []

    def first() -> float:
        spent.append(_in_a_new_process("ours", schema))
        return spent[-1]

    ratio = paired(first, lambda: _in_a_new_process("peer", schema), ROUNDS)
    name = "building: first validator of a process / jsonschema-rs on Microsoft's schema"
    yield Row(name, str(ratio), note=f"imports the model; ours about {median(spent) * 1000:.0f} ms on this machine")
    ratio = paired(
        computed(lambda: [ours() for _ in range(AT_A_TIME)]),
        computed(lambda: [peer(schema) for _ in range(AT_A_TIME)]),
        ROUNDS,
    )
    yield Row("building: validator of a further version / the same", str(ratio))


def ours() -> jsonschema_rs.Draft7Validator:
    """The validator from the model, made anew."""
    from teamshelf.schema.manifest import manifest_validator

    return manifest_validator.__wrapped__(FULL_VERSION)


def peer(schema: Path) -> jsonschema_rs.Draft4Validator:
    """The validator from the official file."""
    return jsonschema_rs.Draft4Validator(json.loads(schema.read_bytes()), validate_formats=True, offline=True)


def _in_a_new_process(side: str, schema: Path) -> float:
    command = [sys.executable, __file__, side, str(schema)]
    return float(subprocess.run(command, env=as_installed(), stdout=subprocess.PIPE, check=True).stdout)


if __name__ == "__main__":
    start = process_time()
    ours() if sys.argv[1] == "ours" else peer(Path(sys.argv[2]))
    print(process_time() - start)
