"""An app as a check meets it: its container, the manifest's text, and what the manifest says.

Everything is read when it is asked for and then kept: the check of a faultless manifest never looks for positions in
its text, nor builds typed objects that no rule asks for.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from teamshelf.document import NOT_CLEAN, Document, decode_clean, is_bounded, read
from teamshelf.findings import Severity
from teamshelf.messages import say
from teamshelf.model.dialect import dialect_of
from teamshelf.package.faults import PackageError, fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from teamshelf.document import Json, NotClean
    from teamshelf.findings import Finding
    from teamshelf.model.manifest import Manifest
    from teamshelf.package.source import Source

MAX_JSON = 2**20
"""Bytes of a manifest or language file that are read at most; the largest real one known has a tenth of that."""

MAX_JSON_TOGETHER = 3 * 2**20
"""Bytes of all JSON files of an app that are read at most. Sixty languages come to one megabyte; a faulty megabyte
takes a second to explain."""

YAML_ENDINGS = (".yaml", ".yml")
"""How the names of files in YAML end."""

LONE_MANIFEST = "manifest"
"""The kind of a source that holds a manifest and nothing it refers to."""

_TOO_MUCH_JSON = fault(
    "package-too-large",
    say("the JSON files of the app have more than {limit} bytes together; not all are read", limit=MAX_JSON_TOGETHER),
)


class JsonFile:
    """A JSON file of an app, in faultless form or not; or an OpenAPI file in YAML, which says the same in another form.

    Attributes:
        name: the entry in the container.
        value: what it says, as plain Python values; of a faulty text, all that could be kept.
        is_filled_in: placeholders were looked for and replaced, so the value may say what the text does not.
    """

    def __init__(
        self,
        name: str,
        content: bytes,
        variables: Mapping[str, str] | None = None,
        decoded: Json | NotClean = NOT_CLEAN,
    ) -> None:
        self.name = name
        self.content = content
        self._is_yaml = name.lower().endswith(YAML_ENDINGS)
        if decoded is not NOT_CLEAN:
            value = decoded if is_bounded(content) else NOT_CLEAN
        else:
            value = NOT_CLEAN if self._is_yaml else decode_clean(content)
        self.value: Any = self.document.value if value is NOT_CLEAN else value
        # Aliases of YAML share their values: to write them out could make very much of very little.
        self.is_filled_in = bool(variables) and not self._is_yaml
        if variables and self.is_filled_in:
            from teamshelf.package.placeholders import filled_in

            self.value = filled_in(self.value, variables)

    @cached_property
    def document(self) -> Document:
        """The text with the positions of everything in it, and its faults."""
        if self._is_yaml:
            from teamshelf.document.yaml_text import NotYaml, read_yaml

            with suppress(NotYaml):
                return read_yaml(self.content)
        return read(self.content, self.name)

    @property
    def is_faulty(self) -> bool:
        """Whether the text is no JSON, so that what it says had to be guessed at."""
        return any(finding.severity is Severity.ERROR for finding in self.document.findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The faults of the text as JSON."""
        return self.document.findings if "document" in self.__dict__ else ()


class App:
    """The files of one app.

    Attributes:
        source: where they are held.
        file: the manifest; None when there is none, or it cannot be read.
        dialect: the manifest version it is read as.
        findings: what is wrong with the container, and why a file could not be read.
    """

    def __init__(
        self,
        source: Source,
        manifest_version: str | None = None,
        variables: Mapping[str, str] | None = None,
        decoded: Json | NotClean = NOT_CLEAN,
    ) -> None:
        """Take the files of a source.

        Args:
            source: where they are held.
            manifest_version: read the manifest as this version, whatever it says of itself.
            variables: values for placeholders such as ``${{VAR}}``.
            decoded: what the manifest says, if :func:`~teamshelf.document.decode_distinct` has told it already.
        """
        self.source = source
        self._variables = variables
        self.findings: list[Finding] = list(source.findings)
        self._json_files: dict[str, JsonFile | None] = {}
        self._json_left = MAX_JSON_TOGETHER
        self.file = self._opened(source.manifest_name, decoded)
        self.dialect = dialect_of(self.file.value if self.file else None, manifest_version)

    def json_file(self, name: str) -> JsonFile | None:
        """A JSON file of the app; None when there is none of that name, or it cannot be read, which is a finding."""
        return self._json_files[name] if name in self._json_files else self._opened(name)

    def _opened(self, name: str, decoded: Json | NotClean = NOT_CLEAN) -> JsonFile | None:
        content = self.content(name, MAX_JSON)
        file = None
        if content is not None:
            self._json_left -= len(content)
            if self._json_left >= 0:
                file = JsonFile(name, content, self._variables, decoded)
            elif _TOO_MUCH_JSON not in self.findings:
                self.findings.append(_TOO_MUCH_JSON)
        self._json_files[name] = file
        return file

    def content(self, name: str, limit: int) -> bytes | None:
        """The bytes of a file of the app; None when there is none, or it cannot be read, which is a finding."""
        try:
            return self.source.read(name, limit)
        except PackageError as error:
            if error.finding not in self.findings:
                self.findings.append(error.finding)
            return None

    @cached_property
    def manifest(self) -> Manifest:
        """What the manifest says, typed; parts that do not fit are left out."""
        from teamshelf.model.loading import manifest_from

        return manifest_from(self.file.value if self.file else None)

    @cached_property
    def language_files(self) -> tuple[JsonFile, ...]:
        """The language files that the manifest lists and the container holds, each once."""
        if self.source.kind == LONE_MANIFEST or self.file is None or not isinstance(self.file.value, dict):
            return ()
        if "localizationInfo" not in self.file.value:
            return ()
        info = self.manifest.localization_info
        if info is None:
            return ()
        listed = [info.default_language_file, *(language.file for language in info.additional_languages)]
        files = (self.json_file(name) for name in dict.fromkeys(filter(None, listed)))
        return tuple(file for file in files if file is not None)

    def texts_for(self, findings: Iterable[Finding]) -> dict[str, str]:
        """The decoded text of each file that the findings point into, by its name."""
        pointed_into = {finding.file for finding in findings if finding.span is not None}
        return {
            name: file.document.text
            for name, file in self._json_files.items()
            if file is not None and name in pointed_into
        }
