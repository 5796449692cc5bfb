"""The library against JSON.parse and compiled ajv on Microsoft's schema, in a process that is warm."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec
from manifests import FULL_VERSION, full_manifests
from npm import node_modules, official_schema, program
from pairs import paired, timed
from table import Row

import teamshelf
from teamshelf.document import decode_clean
from teamshelf.findings import UPLOAD
from teamshelf.package.app import App
from teamshelf.package.source import open_source
from teamshelf.rules import judge
from teamshelf.schema.manifest import manifest_validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pairs import Side

MANIFESTS = 50
PASSES = 10
"""Times that a round goes through the manifests: some milliseconds, so that few rounds are interrupted."""

ROUNDS = 60
WARM_UP = 400
"""Passes after which V8 has compiled all that it is going to compile."""


def run() -> Iterator[Row]:
    """Decoding and schema, strict reading and schema, the whole check, the rules alone."""
    manifests = full_manifests(MANIFESTS)
    size = f"manifests of {sum(map(len, manifests)) / MANIFESTS / 1000:.1f} kB"
    findings = [finding for manifest in manifests for finding in teamshelf.check(manifest).findings]
    if findings:
        raise ValueError(f"the manifest should be faultless, but: {findings[0].message}")

    is_valid = manifest_validator(FULL_VERSION).is_valid

    def over(act: Callable[[bytes], object]) -> Side:
        return timed(lambda: [act(manifest) for _ in range(PASSES) for manifest in manifests])

    with _ajv(manifests) as ajv:
        ratio = paired(over(lambda manifest: is_valid(msgspec.json.decode(manifest))), ajv, ROUNDS)
        yield Row("library: decode and schema / JSON.parse and ajv", str(ratio), "0.7", f"the same work; {size}")
        ratio = paired(over(lambda manifest: is_valid(decode_clean(manifest))), ajv, ROUNDS)
        yield Row(
            "library: strict reading and schema / the same", str(ratio), "0.7", "ours also finds duplicate keys..."
        )
        ratio = paired(over(teamshelf.check), ajv, ROUNDS)
        yield Row("library: whole check with all rules / JSON.parse and ajv", str(ratio), "1.5", "aim 1.0")
        ratio = paired(lambda: _rules_alone(manifests), ajv, ROUNDS)
        yield Row(
            "library: rules alone / JSON.parse and ajv",
            str(ratio),
            note="of manifests that are known to fit the schema",
        )


def _rules_alone(manifests: list[bytes]) -> float:
    """The seconds of the rules; an app remembers what it was asked, so each is new."""
    apps = [App(open_source(manifest)) for _ in range(PASSES) for manifest in manifests]

    def judge_all() -> None:
        for app in apps:
            judge(app, UPLOAD, has_plain_values=True)

    return timed(judge_all)()


@contextmanager
def _ajv(manifests: list[bytes]) -> Iterator[Side]:
    """The side of ajv: a process of node that stays, and says itself how long it took."""
    script = Path(__file__).parent / "peers" / "ajv.mjs"
    with TemporaryDirectory() as folder:
        file = Path(folder, "manifests.txt")
        file.write_bytes(b"\n".join(manifests))
        command = [program("node"), str(script), str(node_modules()), str(official_schema(FULL_VERSION)), str(file)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as worker:

            def seconds(passes: int) -> float:
                print(passes, file=worker.stdin)
                return float(worker.stdout.readline())

            seconds(WARM_UP)
            yield lambda: seconds(PASSES)
            worker.stdin.close()
