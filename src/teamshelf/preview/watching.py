"""Whether anything of an app has changed on the disk since somebody last looked."""

from __future__ import annotations

import stat
from pathlib import Path

from teamshelf.package.faults import Unreadable
from teamshelf.package.names import MANIFEST
from teamshelf.package.source import Source, open_source

Fingerprint = tuple[object, ...]
"""What is different after a change; compared, never looked into."""


def home_of(path: str) -> str:
    """What to open for a path: of a `manifest.json` its folder, where its icons and language files are.

    >>> home_of("app/manifest.json"), home_of("app.zip"), home_of("manifest.json")
    ('app', 'app.zip', '.')
    """
    given = Path(path)
    return str(given.parent) if given.name.lower() == MANIFEST and not given.is_dir() else path


def fingerprint(path: str, *more: str) -> Fingerprint:
    """Of a package or manifest, its file; of a folder, every file that belongs to the app; and of further files."""
    return (*_of_app(path), *(_of_file(each) for each in more))


def _of_app(path: str) -> Fingerprint:
    if not Path(path).is_dir():
        return (_of_file(path),)
    try:
        source: Source = open_source(path)
    except Unreadable:
        return ()
    names = source.names()
    return tuple((name, _of_file(Path(path, name))) for name in names)


def _of_file(path: str | Path) -> Fingerprint:
    """Size, time and identity of a file; nothing while there is none."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return ()
    is_file = stat.S_ISREG(found.st_mode)
    return (found.st_size, found.st_mtime_ns, found.st_ino) if is_file else (found.st_mode,)
