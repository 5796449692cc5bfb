"""A long search for input that a check cannot take: `atheris_check.py [FOLDER] [libFuzzer's options]`.

Not part of the tests, which look at thousands of inputs each time; this looks at far more when somebody asks for it,
and learns from each which lines of ours it reaches. It needs atheris, in an environment of its own::

    python3 -m venv /tmp/fuzzing && /tmp/fuzzing/bin/pip install atheris -r requirements/core.txt
    PYTHONPATH=src:. /tmp/fuzzing/bin/python tests/fuzz/atheris_check.py /tmp/inputs -max_total_time=900

The folder keeps what it has learned, and is filled with good and bad apps first. What fails is written to a file whose
name begins with ``crash-``, ``timeout-`` or ``oom-``; given in place of the folder, it is tried once more. The results
are in ``docs/hostile-input.md``.
"""

from __future__ import annotations

import io
import sys
import warnings
import zipfile
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["teamshelf"]):
    import teamshelf

    for part in ("document", "model", "package", "rules", "schema"):
        for module in walk_packages(import_module(f"teamshelf.{part}").__path__, f"teamshelf.{part}."):
            import_module(module.name)

from teamshelf.findings import Report, Severity
from teamshelf.package.faults import PackageError
from teamshelf.package.source import Package
from tests.manifests import icons, manifest
from tests.package.builder import STORED, PackageBuilder
from tests.package.corpus import MALFORMED, ODD
from tests.package.pictures import BLUE, CLEAR, WHITE, boxed, encoded

SECONDS = 5
"""What one check may take; libFuzzer counts whole seconds, of this much slower program."""

_PACKAGE, _MANIFEST, _COLOR, _OUTLINE, _LANGUAGE = range(5)
_LISTED = {
    "localizationInfo": {"defaultLanguageTag": "en", "additionalLanguages": [{"languageTag": "fr", "file": "f"}]}
}


def try_one(data: bytes) -> None:
    """Check one input; its first byte says as what. Whatever is wrong with it, there is a report, and words for it."""
    if not data:
        return
    part, content = data[0] % 5, data[1:]
    given = content if part in (_PACKAGE, _MANIFEST) else _app_with(part, content)
    report = teamshelf.check(given)
    assert isinstance(report, Report)
    for finding in report.results[0].findings:
        assert str(finding.message).isprintable() or "\u00a0" in str(finding.message)
    if part == _PACKAGE and content[:2] == b"PK":
        agrees_with_zipfile(content)


def agrees_with_zipfile(content: bytes) -> None:
    """What we take without a fault, Python's own reader takes too, and sees the same in it."""
    package = Package("app.zip", content)
    if any(finding.severity is Severity.ERROR for finding in package.findings):
        return
    try:
        ours = {package.root + name: package.read(name, 2**24) for name in package.names()}
    except PackageError:
        return
    with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(content)) as archive:
        warnings.simplefilter("ignore")
        theirs = {_name(info): archive.read(info) for info in archive.infolist() if not info.is_dir()}
    assert {name: theirs.get(name) for name in ours} == ours, (list(ours), list(theirs))


def _name(info: zipfile.ZipInfo) -> str:
    """A name that lacks the flag for UTF-8 is read as UTF-8 all the same where it is."""
    try:
        return info.filename if info.flag_bits & 0x800 else info.filename.encode("cp437").decode()
    except UnicodeDecodeError:
        return info.filename


def _app_with(part: int, content: bytes) -> bytes:
    files = {
        **icons(),
        **{_COLOR: {"color.png": content}, _OUTLINE: {"outline.png": content}}.get(part, {"f": content}),
    }
    builder = PackageBuilder().manifest(manifest(**(_LISTED if part == _LANGUAGE else {})))
    for name, data in files.items():
        builder.entry(name, data, method=STORED)
    return builder.build()


def seeds() -> list[bytes]:
    """Good and bad inputs of each kind, of which the others are made."""
    archives = [*(case.data for case in MALFORMED), *(case.data for case in ODD)]
    good = PackageBuilder().manifest(manifest())
    for name, data in icons().items():
        good.entry(name, data)
    pictures = [boxed(192, 48, 144, WHITE, BLUE), boxed(32, 4, 28, BLUE, CLEAR), *icons().values()]
    pictures += [encoded(4, 4, 8, kind, [[0] * n] * 16, palette=[(0, 0, 0)]) for kind, n in ((0, 1), (3, 1), (4, 2))]
    texts = [
        PackageBuilder().manifest(manifest()).build()[43:-80],
        b'{"a": [1, "\\u00e9", null]}',
        b"{'a': 1,}",
        b"[" * 70,
    ]
    return [
        *(bytes([_PACKAGE]) + data for data in (*archives, good.build()) if len(data) < 2**14),
        *(bytes([_MANIFEST]) + data for data in texts),
        *(bytes([kind]) + data for data in pictures for kind in (_COLOR, _OUTLINE)),
        bytes([_LANGUAGE]) + b'{"$schema": "x", "name.short": "a", "staticTabs[0].name": ""}',
    ]


def main() -> None:
    """Fill the folder, if it is empty, and search."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else None
    if folder is not None and not folder.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds()):
            (folder / f"seed-{number:03}").write_bytes(seed)
    atheris.Setup([*sys.argv, f"-timeout={SECONDS}", "-max_len=16384"], try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
