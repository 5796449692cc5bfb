"""Packages from disk, against the least that anybody could do with one: unpack, decode the manifest and both icons."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZipFile

from manifests import standup_packages
from msgspec.json import decode
from pairs import computed, paired
from PIL import Image
from table import Row

import teamshelf

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = 2_000
AT_A_TIME = 50


def run() -> Iterator[Row]:
    """Each package is checked once and read bare once, fifty at a time."""
    with TemporaryDirectory() as folder:
        paths = standup_packages(Path(folder), PACKAGES)
        findings = list(teamshelf.check(paths[0]).findings)
        if findings:
            raise ValueError(f"the package should be faultless, but: {findings[0].message}")
        batches = [paths[start : start + AT_A_TIME] for start in range(0, PACKAGES, AT_A_TIME)]
        ours, peer = iter(batches), iter(batches)
        ratio = paired(
            computed(lambda: teamshelf.check(*next(ours))),
            computed(lambda: [read_bare(path) for path in next(peer)]),
            rounds=len(batches) - 1,
        )
    yield Row(
        "packages: check / bare loop of zipfile, msgspec and Pillow",
        str(ratio),
        "3.0",
        f"{PACKAGES:,} packages; ours reads their language files as well",
    )


def read_bare(path: Path) -> None:
    """Unpack and decode what nobody can do without."""
    with ZipFile(path) as archive:
        icons = decode(archive.read("manifest.json"))["icons"]
        for name in icons.values():
            with archive.open(name) as file, Image.open(file) as icon:
                icon.load()
