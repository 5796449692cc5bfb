"""Where a finding is, for people and for programs that open files.

A file inside a package cannot be opened by its path, so its place is the package's path and then the entry's place:
``app.zip: manifest.json:41:16``. Everything else is ``path:line:column``, which terminals and editors make a link of.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from teamshelf.messages import printable

if TYPE_CHECKING:
    from teamshelf.findings import Finding, Result

_MANIFEST = "manifest.json"


def title(result: Result) -> str:
    """The path as the caller wrote it, safe to print; standard input is ``<stdin>``."""
    return "<stdin>" if result.path == "-" else printable(result.path)


def place(result: Result, finding: Finding) -> str:
    """The finding's place as one printable text, such as ``app/manifest.json:41:16``."""
    if not finding.file:  # the container as a whole
        return title(result)
    entry = entry_of(result, finding)
    if entry is None:
        return _stdin_or(file_of(result, finding)) + _line_and_column(finding)
    return f"{title(result)}: {place_in_file(finding)}"


def place_in_file(finding: Finding) -> str:
    """The finding's place seen from inside its package or folder, such as ``manifest.json:41:16``."""
    return printable(finding.file) + _line_and_column(finding)


def entry_of(result: Result, finding: Finding) -> str | None:
    """The entry of the package that the finding points into; None for a plain file, or the package as a whole."""
    return finding.file or None if result.kind == "package" else None


def file_of(result: Result, finding: Finding) -> str:
    """The path on disk of the file that the finding points into; for a file inside a package the package itself.

    A leading ``./`` is dropped: annotations on GitHub only find files by their plain path.
    """
    path = _without_dot(result.path)
    if result.kind == "package":
        return path
    if result.kind == "folder":
        return _inside(path, finding.file) if finding.file else path
    return path if finding.file == _MANIFEST else _inside(_folder_of(path), finding.file)


def _without_dot(path: str) -> str:
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path or "."


def _inside(folder: str, file: str) -> str:
    return file if folder in ("", ".") else f"{folder.rstrip('/' + os.sep)}/{file}"


def _folder_of(path: str) -> str:
    return os.path.dirname(path)  # noqa: PTH120 - pathlib takes longer to import than a small manifest to check


def _stdin_or(path: str) -> str:
    return "<stdin>" if path == "-" else printable(path)


def _line_and_column(finding: Finding) -> str:
    return f":{finding.span.line}:{finding.span.column}" if finding.span else ""
