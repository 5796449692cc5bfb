"""How fast Teamshelf is, compared with its peers in the same run: `run.py [--markdown] [BENCHMARK ...]`.

Every figure is a ratio, the median over rounds in which both sides took turns, with the range of the middle half of the
rounds behind it; `docs/speed.md` says how to read them. On a busy machine times are worth nothing, and ratios a little.
Nothing fails for being slow.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib import import_module
from pathlib import Path

from npm import PACKAGES, MissingPeerError
from table import Row, as_markdown, as_text

BENCHMARKS = {
    "library": "parse, schema and rules in a warm process, against compiled ajv",
    "whole_process": "one package on the command line, against check-jsonschema; memory",
    "many": "ten thousand manifests on the command line, against a bare loop; memory",
    "building": "the validator of a version, against compiling Microsoft's schema",
    "comparing": "two versions of an app, against checking one of them",
    "packages": "two thousand packages from disk, against a bare loop",
    "graph_list": "Graph's list of apps, against a bare route with the same bytes",
    "pages": "the store front and an app's page with 10,000 apps, against Graph's list of 20",
    "publishing": "publishing an app, against a bare insert of its bytes",
    "scale": "a shelf on PostgreSQL, against one a hundredth its size; some ten minutes",
}
"""The benchmarks: each is the file of its name, with a function `run` that gives rows of the table."""

GENERATED = "<!-- made by `benchmarks/run.py --markdown`; run it again instead of editing -->\n"
"""Stands above the table in the documentation."""

PEERS = (*PACKAGES, *(Path(__file__).parents[1] / "requirements" / "bench.txt").read_text().split())
"""What is compared with, and in which version."""


def main() -> None:
    """Run the benchmarks that were asked for, and print one table."""
    lines = "\n".join(f"  {name:<14} {line}" for name, line in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        description=f"Compare Teamshelf with its peers.\n\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="BENCHMARK", help="only these; default: all")
    parser.add_argument("--markdown", action="store_true", help="print the table of docs/speed.md")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}")
    rows = [row for name in arguments.names or BENCHMARKS for row in rows_of(name)]
    print(f"{GENERATED}\n{as_markdown(rows)}" if arguments.markdown else as_text(rows))
    print(f"\n{machine()}")


def rows_of(name: str) -> list[Row]:
    """What one benchmark has measured; a single row that says why, where it cannot be run here."""
    print(f"running {name} ...", file=sys.stderr)
    try:
        return list(import_module(name).run())
    except MissingPeerError as missing:
        return [Row(name, "skipped", note=str(missing))]


def machine() -> str:
    """What the figures were made with, and how busy it was besides."""
    busy = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    return f"Python {platform.python_version()} on {platform.machine()}, {busy}; peers: {', '.join(PEERS)}."


if __name__ == "__main__":
    main()
