"""Packing: from a folder to the package made of it, which holds the files its manifest refers to and no others.

The manifest is resolved and read through the model, which knows every property that names a file; the files it names
are resolved and may name more. What comes of it is checked as any app is, and only then written.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from teamshelf.checking import check_source
from teamshelf.findings import UPLOAD, Finding, Result
from teamshelf.messages import printable, say
from teamshelf.package.build import package_of
from teamshelf.package.faults import PackageError, PackageTooLarge, TooManyEntries, Unreadable
from teamshelf.package.limits import MAX_ENTRIES, MAX_ENTRY, MAX_TOTAL
from teamshelf.package.names import MANIFEST
from teamshelf.package.overlay import Overlay
from teamshelf.package.references import folders_in, further_folders, further_references, plain, references_in
from teamshelf.package.resolving import Resolver
from teamshelf.package.source import open_source

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from teamshelf.document import Json
    from teamshelf.package.source import Source


class Refused(Exception):  # noqa: N818 - an error is named for the fact
    """The app in a folder has errors, so no package is made of it; ``result`` holds them, as a check gives them."""

    def __init__(self, result: Result) -> None:
        super().__init__(result)
        self.result = result


class Packed(Struct, frozen=True):
    """A package made of a folder.

    Attributes:
        content: its bytes.
        files: the names of its entries, in their order.
        left_out: the files of the folder to which nothing refers.
        result: the check of what went into it: no errors, but perhaps warnings.
    """

    content: bytes
    files: tuple[str, ...]
    left_out: tuple[str, ...]
    result: Result

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hexadecimal digits."""
        return sha256(self.content).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of the package."""
        return len(self.content)


def pack(
    folder: str | os.PathLike[str],
    *,
    variables: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    audience: str = UPLOAD,
    ignore: Mapping[str, str] | None = None,
) -> Packed:
    """Make a package of a folder: the same files and values give the same bytes, at any time and on any machine.

    Args:
        folder: where the manifest is, and the files it refers to.
        variables: values for placeholders.
        environment: values for `${{NAME}}` alone, where they go before those of ``variables``.
        audience: for whom the check decides what an error is, one of :data:`teamshelf.findings.AUDIENCES`.
        ignore: rules whose findings do not count, each with the reason. A value that is missing always counts.

    Raises:
        Unreadable: there is no such folder.
        Refused: the app has errors.
        ValueError: no such audience.

    >>> pack("examples/standup").files
    ('color.png', 'fr.json', 'manifest.json', 'outline.png')
    """
    source = open_source(folder)
    if source.kind != "folder":
        raise Unreadable(
            say("`{path}` is no folder: name the folder that holds the manifest", path=printable(source.path))
        )
    gathering = _Gathering(source, Resolver(source, variables or {}, environment or {}))
    gathering.gather()
    result = gathering.checked(audience, ignore or {})
    if not result.ok:
        raise Refused(result)
    content = package_of(gathering.files)
    # What fits into a folder need not fit into a package, and a file may have changed while we looked.
    proof = check_source(open_source(content, name=f"{source.path}.zip"), audience=audience).without(ignore or {})
    if not proof.ok:
        raise Refused(proof)
    known = gathering.files.keys() | gathering.resolver.absorbed
    left_out = tuple(sorted(name for name in source.names() if name not in known))
    return Packed(content, tuple(sorted(gathering.files)), left_out, result)


class _Gathering:
    """The files of one app, resolved, and what was found on the way."""

    def __init__(self, source: Source, resolver: Resolver) -> None:
        self.files: dict[str, bytes] = {}
        self.resolver = resolver
        self._source = source
        self._changed = Overlay(source)
        self._room = MAX_TOTAL
        self._names = dict.fromkeys(source.names())

    def gather(self) -> None:
        """Take in the manifest, and every file that it or another file refers to."""
        try:
            self._gather()
        except (PackageTooLarge, TooManyEntries) as error:
            self.resolver.findings.append(error.finding)

    def _gather(self) -> None:
        manifest = self._take(self._source.manifest_name, every_form=True)
        references = references_in(manifest)
        languages = frozenset(plain(each.name) for each in references if each.path[0] == "localizationInfo")
        waiting = [plain(reference.name) for reference in references]
        waiting += self._in_folders((plain(reference.name),) for reference in folders_in(manifest))
        seen = {self._source.manifest_name}
        for name in waiting:  # grows while it is walked
            if name in seen:
                continue
            seen.add(name)
            value = self._take(name, every_form=name in languages)
            if isinstance(value, dict | list):
                meant = (other for names in further_references(value, name) for other in names)
                waiting += [other for other in meant if self._may_be_there(other)]
                waiting += self._in_folders(further_folders(value, name))

    def _may_be_there(self, name: str) -> bool:
        """Whether it is worth while to look for a file: of a text that only may be a path, nobody knows."""
        return name in self._names or len(self._names) >= MAX_ENTRIES

    def _take(self, name: str, *, every_form: bool) -> Json:
        """Take a file in, if there is one; what it says, as far as it can refer to others."""
        try:
            content = self._source.read(name, MAX_ENTRY)
        except PackageError as error:
            self.resolver.findings.append(error.finding)
            return None
        if content is None:
            return None
        resolved = self.resolver.resolved(name, content, every_form=every_form)
        self._room -= len(resolved.content)
        if self._room < 0:
            raise PackageTooLarge(say("the files of the app have more than {limit} bytes together", limit=MAX_TOTAL))
        self.files[name] = resolved.content
        if resolved.content != content:
            self._changed.changed[name] = resolved.content
        return resolved.value

    def _in_folders(self, folders: Iterable[tuple[str, ...]]) -> list[str]:
        """The files below the folders."""
        starts = tuple({f"{name.strip('/')}/" for meant in folders for name in meant})
        if starts and len(self._names) >= MAX_ENTRIES:
            raise TooManyEntries(
                say("the folder has more than {limit} files, so that not all are looked at", limit=MAX_ENTRIES),
                hint=say("keep the files of the app in a folder of their own"),
            )
        return [name for name in self._names if name.startswith(starts)]

    def checked(self, audience: str, ignore: Mapping[str, str]) -> Result:
        """The check of what was gathered, with all places as they are in the folder."""
        result = check_source(self._changed, audience=audience).without(ignore)
        missing, documents = self.resolver.findings, self.resolver.documents
        said = {(finding.file, finding.pointer) for finding in missing if finding.rule == "placeholder"}
        found = list(missing)
        for finding in result.findings:
            if finding in missing or (finding.rule == "placeholder" and (finding.file, finding.pointer) in said):
                continue
            if finding.file not in self._changed.changed:
                found.append(finding)
            elif not finding.rule.startswith("json-"):  # faults of the text itself stand in the file as it is
                found.append(self._as_written(finding))
        texts_of = (documents[name].findings for name in self._changed.changed)
        found += [finding for findings in texts_of for finding in findings if finding.rule not in ignore]
        found.sort(key=_order)
        pointed_into = {finding.file for finding in found if finding.span is not None}
        texts = {name: document.text for name, document in documents.items() if name in pointed_into}
        return structs.replace(result, findings=tuple(found), texts={**result.texts, **texts})

    def _as_written(self, finding: Finding) -> Finding:
        """The finding on a file that was filled in, with its place in the file as it is; nobody can mend it for you."""
        document = self.resolver.documents[finding.file]
        span = finding.span
        if finding.pointer is not None:
            span = document.span(finding.pointer, key=finding.at_key)
        empty = self.resolver.emptied.get((finding.file, finding.pointer or ""))
        hint = say("`{variable}` is set, but empty", variable=empty) if empty else finding.hint
        return structs.replace(finding, span=span, hint=hint, edits=(), changes=())


def _order(finding: Finding) -> tuple[bool, str, int, int]:
    """The manifest first, then file by file, each in the order of its text."""
    line, column = (finding.span.line, finding.span.column) if finding.span else (0, 0)
    return finding.file.lower() != MANIFEST, finding.file, line, column
