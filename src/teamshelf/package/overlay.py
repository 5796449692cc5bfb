"""An app with some of its files changed, without anything being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teamshelf.findings import Finding
    from teamshelf.package.source import Source


class Overlay:
    """A source whose files are those of another one, but for those that changed.

    Attributes:
        changed: the new content of files, by their names.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.changed: dict[str, bytes] = {}

    @property
    def path(self) -> str:
        """The path of the source below."""
        return self._source.path

    @property
    def kind(self) -> str:
        """The kind of the source below."""
        return self._source.kind

    @property
    def manifest_name(self) -> str:
        """The name of the manifest in the source below."""
        return self._source.manifest_name

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the container below."""
        return self._source.findings

    def names(self) -> list[str]:
        """The names of all files."""
        return self._source.names()

    def read(self, name: str, limit: int) -> bytes | None:
        """The new content of a file that changed, else that of the source below."""
        return self.changed[name] if name in self.changed else self._source.read(name, limit)
