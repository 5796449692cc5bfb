"""Resolving a file of an app: what a build step was meant to fill in is filled in, and nothing else is touched.

``${{NAME}}`` stands for a variable in every JSON and YAML file. The other forms of placeholders (see
:mod:`teamshelf.package.placeholders`) mean something else to cards and plug-ins, and only count in the manifest and
its language files. ``$[file('path')]`` stands for the content of a text file (Agents Toolkit), and a template of a
plug-in that only names a ``file`` for the JSON in it.

In JSON, whole texts are written anew, so that no value can break the file. YAML has no form that can hold any value in
any place, so a value stands there as it is, and it is made sure that the text means what it should.
"""

from __future__ import annotations

import re
from contextlib import suppress
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.document import apply_edits, join_pointer, read
from teamshelf.document.rewrite import rewritten
from teamshelf.findings import Edit, Finding, Severity
from teamshelf.messages import Message, say, shown
from teamshelf.model.places import dotted
from teamshelf.package.app import MAX_JSON, YAML_ENDINGS
from teamshelf.package.faults import PackageError, PackageTooLarge
from teamshelf.package.limits import MAX_TOTAL
from teamshelf.package.names import name_problem
from teamshelf.package.placeholders import EVERY_FORM
from teamshelf.package.references import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from teamshelf.document import Document, Json
    from teamshelf.package.source import Source

Path = tuple[str | int, ...]

TEMPLATE = "static_template"
"""The property of a plug-in that holds a card; Agents Toolkit lets it name the ``file`` that does."""

_VARIABLE = r"\$\{\{\s*+([A-Za-z_]\w*+)\s*+\}\}"  # as Agents Toolkit reads it
_ONE_VARIABLE = re.compile(_VARIABLE)
_FUNCTION = r"\$\[\s*+file\(\s*+(?:'([^'\n]*+)'|(\$\{\{[^{}\n]*+\}\}))\s*+\)\s*+\]"
_MARK = re.compile(f"{_FUNCTION}|{_VARIABLE}")
_EVERY_MARK = re.compile(f"{_FUNCTION}|{_VARIABLE}|{EVERY_FORM}")


class Resolved(Struct, frozen=True):
    """A file of an app after resolving.

    Attributes:
        content: its bytes; those of the file itself where there was nothing to resolve.
        value: what it says; None for a file that is neither JSON nor YAML, or has faults.
    """

    content: bytes
    value: Json = None


class Resolver:
    """Resolves the files of an app.

    Attributes:
        findings: what could not be resolved, with its place in the file as it is.
        absorbed: the names of files whose content went into others.
        documents: the texts that were read, as they are, with the places in them.
        emptied: the variable without a value of its own that went into a text, by the file and pointer of the text.
    """

    def __init__(self, source: Source, variables: Mapping[str, str], environment: Mapping[str, str]) -> None:
        self.findings: list[Finding] = []
        self.absorbed: set[str] = set()
        self.documents: dict[str, Document] = {}
        self.emptied: dict[tuple[str, str], str] = {}
        self._source = source
        self._variables = variables
        self._known = {**variables, **environment}
        self._budget = MAX_TOTAL

    def resolved(self, name: str, content: bytes, *, every_form: bool = False) -> Resolved:
        """The file with everything filled in that is known; ``every_form`` of placeholders, or the first alone."""
        if name.lower().endswith(YAML_ENDINGS):
            return self._yaml(name, content)
        if name.lower().endswith(".json") or name == self._source.manifest_name:
            return self._json(name, content, every_form=every_form)
        return Resolved(content)

    def _json(self, name: str, content: bytes, *, every_form: bool) -> Resolved:
        document = self.documents[name] = read(content, name)
        if any(finding.severity is Severity.ERROR for finding in document.findings) or document.root is None:
            return Resolved(content)
        value = _Filling(self, name, document, marks=_EVERY_MARK if every_form else _MARK).value(document.value, ())
        text = rewritten(document, value)
        self.spent(text)
        return Resolved(content if text == document.text else text.encode(), value)

    def _yaml(self, name: str, content: bytes) -> Resolved:
        from teamshelf.document.yaml_text import NotYaml, read_yaml

        try:
            document = self.documents[name] = read_yaml(content)
        except NotYaml:
            return Resolved(content)
        if _ONE_VARIABLE.search(document.text) is None:
            return Resolved(content, document.value)
        text = self._filled_scalars(name, document)
        if _means(text, (self.spent(self.filled(part)) for part in _yaml_parts(document.text))):
            with suppress(NotYaml):  # it may have become too large
                return Resolved(text.encode(), read_yaml(text.encode()).value)
        message = say("the values for the placeholders in `{file}` cannot stand in YAML as they are", file=name)
        self.findings.append(_finding(message, say("put quotes around the placeholders in the file"), name))
        return Resolved(content, document.value)

    def _filled_scalars(self, name: str, document: Document) -> str:
        """The YAML text with its variables replaced; not those in comments."""
        text = document.text
        edits: list[Edit] = []
        for start, end in _yaml_scalars(text):
            for mark in _ONE_VARIABLE.finditer(text, start, end):
                value = self._known.get(mark.group(1))
                if value is None:
                    message = say("the placeholder `{mark}` has no value", mark=mark.group())
                    span = document.lines.span(*mark.span())
                    self.findings.append(_finding(message, _set_it(mark.group(1)), name, span=span))
                else:
                    edits.append(Edit(*mark.span(), self.spent(value)))
        return apply_edits(text, edits)

    def filled(self, text: str) -> str:
        """The text with its variables replaced, as far as they are known."""
        return _ONE_VARIABLE.sub(lambda mark: self._known.get(mark.group(1), mark.group()), text)

    def value_of(self, variable: str) -> str | None:
        """The value of a variable, None when it has none."""
        return self._known.get(variable)

    def value_of_other_form(self, name: str) -> str | None:
        """The value for a placeholder of a form that the environment has no part in; None when it has none."""
        return self._variables.get(name)

    def found(self, base: str, path: str) -> tuple[str, bytes] | None:
        """The file that is meant by a path in the file ``base``: counted from its folder, or from the root.

        One that is there and cannot be read is a finding as well.
        """
        for start in dict.fromkeys((dirname(base), "")):
            name = normpath(f"{start}/{plain(path)}" if start else plain(path))
            if name_problem(name) is not None:
                continue
            try:
                content = self._source.read(name, MAX_JSON)
            except PackageError as error:
                self.findings.append(error.finding)
                return None
            if content is not None:
                self.absorbed.add(name)
                return name, content
        return None

    def spent(self, text: str) -> str:
        """The text, counted: a small file could ask for a large one any number of times."""
        self._budget -= len(text)
        if self._budget < 0:
            raise PackageTooLarge(say("the files that are filled in grow beyond {limit} bytes", limit=MAX_TOTAL))
        return text


class _Filling:
    """Fills in one JSON file, in one pass: what a value says is a value, whatever it looks like."""

    def __init__(
        self,
        resolver: Resolver,
        name: str,
        document: Document,
        *,
        marks: re.Pattern[str] = _MARK,
        is_template: bool = False,
    ) -> None:
        self._resolver = resolver
        self._name = name
        self._document = document
        self._marks = marks
        self._is_template = is_template

    def value(self, value: Any, path: Path) -> Any:
        if isinstance(value, str):
            return self._marks.sub(lambda mark: self._filled(mark, path), value)
        if isinstance(value, list):
            return [self.value(item, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, dict):
            # A card that is put into a plug-in names no other one, or there would be no end to it.
            if path[-1:] == (TEMPLATE,) and not self._is_template and isinstance(value.get("file"), str):
                return self._template(value, path)
            for key in value:
                for mark in _ONE_VARIABLE.finditer(key):
                    message = say("the placeholder `{mark}` is in the name of a property", mark=mark.group())
                    self._complain(message, say("only values are filled in"), (*path, key), at_key=True)
            return {key: self.value(member, (*path, key)) for key, member in value.items()}
        return value

    def _filled(self, mark: re.Match[str], path: Path) -> str:
        """What stands in place of a mark; the mark itself if that is not known."""
        named, by_variable, variable, *others = mark.groups()
        if variable is not None:
            value = self._resolver.value_of(variable)
            if value is None:
                self._missing(variable, mark.group(), path)
        elif any(other is not None for other in others):
            variable = next(other for other in others if other is not None).strip()
            value = self._resolver.value_of_other_form(variable)
        else:
            return self._content(mark.group(), named, by_variable, path)
        if value is None:
            return mark.group()
        if not value:
            self._resolver.emptied[self._name, join_pointer(path)] = variable
        return self._resolver.spent(value)

    def _content(self, written: str, named: str | None, by_variable: str | None, path: Path) -> str:
        """The content of the text file that stands in place of its name."""
        file = named if named is not None else self._resolver.filled(by_variable or "")
        found = self._resolver.found(self._name, file)
        if found is None:
            self._without_file(file, path)
            return written
        try:
            text = found[1].decode("utf-8-sig")
        except UnicodeDecodeError:
            message = say(
                "`{place}` is to hold {file}, which is no text in UTF-8", place=dotted(path), file=shown(file)
            )
            self._complain(message, say("save the file as UTF-8"), path)
            return written
        for mark in _ONE_VARIABLE.finditer(text):
            if self._resolver.value_of(mark.group(1)) is None:
                self._missing(mark.group(1), mark.group(), path)
        return self._resolver.spent(self._resolver.filled(text.replace("\r\n", "\n")))

    def _template(self, value: dict[str, Any], path: Path) -> Any:
        """The card that stands in place of the name of its file."""
        file = self._resolver.filled(value["file"])
        found = self._resolver.found(self._name, file)
        if found is None:
            self._without_file(file, path)
            return value
        document = self._resolver.documents[found[0]] = read(found[1], found[0])
        if any(finding.severity is Severity.ERROR for finding in document.findings):
            self._resolver.findings += document.findings
            return value
        return _Filling(self._resolver, found[0], document, is_template=True).value(document.value, ())

    def _missing(self, variable: str, mark: str, path: Path) -> None:
        message = say("`{place}` holds the placeholder `{mark}`, which has no value", place=dotted(path), mark=mark)
        self._complain(message, _set_it(variable), path)

    def _without_file(self, file: str, path: Path) -> None:
        message = say("`{place}` is to hold {file}, but there is no such file", place=dotted(path), file=shown(file))
        self._complain(message, say("the path counts from the folder of the file that names it"), path)

    def _complain(self, message: Message, hint: Message, path: Path, *, at_key: bool = False) -> None:
        pointer = join_pointer(path)
        span = self._document.span(pointer, key=at_key)
        self._resolver.findings.append(_finding(message, hint, self._name, pointer=pointer, span=span, at_key=at_key))


def _finding(message: Message, hint: Message, file: str, **place: Any) -> Finding:
    return Finding(rule="placeholder", severity=Severity.ERROR, message=message, hint=hint, file=file, **place)


def _set_it(variable: str) -> Message:
    return say("set `{variable}` in an env file or in the environment", variable=variable)


def _means(text: str, parts: Iterable[str]) -> bool:
    """Whether a YAML text has exactly these parts, one after the other."""
    from itertools import zip_longest

    from yaml import YAMLError

    try:
        return all(found == wanted for found, wanted in zip_longest(_yaml_parts(text), parts))
    except YAMLError:
        return False


def _yaml_parts(text: str) -> Iterator[str]:
    """What a YAML text is made of: its texts, and what holds them together. Aliases are not followed."""
    for event in _events(text):
        value = getattr(event, "value", None)
        yield type(event).__name__ if value is None else f"={value}"


def _yaml_scalars(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each text of a YAML text, once each, in their order."""
    for event in _events(text):
        if hasattr(event, "value"):
            yield event.start_mark.index, event.end_mark.index


def _events(text: str) -> Iterator[Any]:
    import yaml

    events: Iterator[Any] = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return events
