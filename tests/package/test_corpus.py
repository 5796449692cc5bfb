"""The corpus: every malformed package ends in the finding it should, every odd one in none, within time and memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import teamshelf
from teamshelf.findings import Severity
from tests.package.corpus import MALFORMED, ODD

if TYPE_CHECKING:
    from tests.package.corpus import Case

ROOT = Path(__file__).parents[2]

MOST_MEMORY = 256 * 2**20
"""Bytes that one check may need, the program and its libraries included."""

MOST_SECONDS = 60
"""A hang is told by this; far above what is promised, since machines that run tests are slow and busy."""

STATUS = Path("/proc/self/status")
"""Where Linux tells a process its own peak; what it tells of usage counts what the parent had before as well."""

MEASURE = """
import sys
import teamshelf
given = sys.stdin.buffer.read()
report = teamshelf.check(given)
for finding in report.results[0].findings:
    str(finding.message), str(finding.hint)
(peak,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")]
print(int(peak) * 1024)
print(*sorted({finding.rule for finding in report.results[0].findings}))
"""


def test_the_corpus_is_large_enough() -> None:
    """There are at least 45 malformed archives and ten odd ones, no two of them the same."""
    assert len({case.data for case in MALFORMED}) >= 45
    assert len({case.data for case in ODD}) >= 10
    assert len(MALFORMED) + len(ODD) == len({case.data for case in (*MALFORMED, *ODD)})


@pytest.mark.parametrize("case", MALFORMED, ids=lambda case: case.name)
def test_a_malformed_package_is_found_out(case: Case) -> None:
    """Exactly the rules that it breaks are named, and at least one of the findings is no mere note."""
    result = teamshelf.check(case.data).results[0]

    assert case.rules == tuple(sorted({finding.rule for finding in result.findings}))
    assert any(finding.severity is not Severity.NOTE for finding in result.findings)


@pytest.mark.parametrize("case", ODD, ids=lambda case: case.name)
def test_an_odd_package_is_fine(case: Case) -> None:
    """Nothing is said against what honest packers write."""
    assert () == teamshelf.check(case.data).results[0].findings


BOMBS = [
    case for case in MALFORMED if any(word in case.name for word in ("bomb", "larger", "overlap", "fifty", "reason"))
]


@pytest.mark.skipif(not STATUS.exists(), reason="the system does not tell a process how much memory it used")
@pytest.mark.parametrize("case", BOMBS, ids=lambda case: case.name)
def test_a_bomb_costs_neither_time_nor_memory(case: Case, tmp_path: Path) -> None:
    """In a process of its own the check ends, stays below 256 MiB, and writes nothing anywhere."""
    memory, rules = measured(case.data, tmp_path)

    assert case.rules == tuple(rules)
    assert memory < MOST_MEMORY
    assert [] == list(tmp_path.iterdir())


def measured(content: bytes, folder: Path) -> tuple[int, list[str]]:
    """The most memory that a process needed for a check, in bytes, and the rules that it named."""
    ended = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-B", "-c", MEASURE],
        input=content,
        capture_output=True,
        check=True,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT / "src")},
        timeout=MOST_SECONDS,
    )
    memory, rules = ended.stdout.decode().splitlines()
    return int(memory), rules.split()
