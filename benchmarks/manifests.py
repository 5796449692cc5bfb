"""The manifests that are checked: valid ones, each a little different, so that remembering one helps nobody."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

FULL = Path(__file__).with_name("full_manifest.json")
"""A manifest with most capabilities, of the version :data:`FULL_VERSION`; some 3.6 kB once the blanks are gone."""

FULL_VERSION = "1.17"

STANDUP = Path(__file__).parents[1] / "examples" / "standup"
"""The example app: a manifest, a language file and two icons."""

STANDUP_VERSION = "1.22"


def full_manifests(count: int) -> list[bytes]:
    """So many forms of the full manifest, without blanks; each has its own names and hosts."""
    text = json.dumps(json.loads(FULL.read_bytes()), separators=(",", ":"))
    return [_another(text, "reenbeds", number) for number in range(count)]


def standup_packages(folder: Path, count: int) -> list[Path]:
    """So many packages of the example app, written into a folder; each has its own names and hosts."""
    paths = [folder / f"app{number:05}.zip" for number in range(count)]
    text = (STANDUP / "manifest.json").read_text()
    beside = [path for path in sorted(STANDUP.iterdir()) if path.name != "manifest.json"]
    for number, path in enumerate(paths):
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", _another(text, "tandup", number))
            for file in beside:
                archive.write(file, file.name)
    return paths


def _another(text: str, name: str, number: int) -> bytes:
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    return text.replace(name, name + letters).encode()
