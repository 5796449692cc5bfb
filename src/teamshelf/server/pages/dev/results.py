"""What a check says: of a stored version with what only the shelf knows of it, or of bytes that are not stored.

A report is compared with the one before by its points, findings by rule and place, which survive edits that
move them to another line.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, structs

from teamshelf.catalogue.telling import text_of
from teamshelf.catalogue.versions.intake import NAME
from teamshelf.catalogue.versions.storing import content_of
from teamshelf.checking import check_source
from teamshelf.findings import UPLOAD, Finding, Result, Severity
from teamshelf.messages import Message
from teamshelf.package.app import App
from teamshelf.package.source import STANDARD_INPUT, open_source
from teamshelf.rules.explanations import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Version


MOST_CARRIED = 100
"""Findings of a package that was refused that the next one is compared with."""

MOST_CHARACTERS = 40_000
"""Characters of these."""


class Point(Struct, frozen=True, order=True, array_like=True):
    """What a finding is told again by: its rule, its file, and where in it."""

    rule: str
    file: str
    pointer: str


class Checked(Struct, frozen=True, eq=False):
    """A result, and the app that it is about."""

    result: Result
    app: App


def checked_bytes(content: bytes, also: Sequence[Finding] = (), audience: str = UPLOAD) -> Checked:
    """The check of a package or manifest; ``also`` are findings that other steps have made."""
    kind = open_source(content).kind
    source = open_source(content, name=NAME if kind == "package" else STANDARD_INPUT)
    result = check_source(source, audience=audience)
    known = dict.fromkeys((*result.findings, *also))
    return Checked(structs.replace(result, findings=tuple(known)), App(source))


def checked_version(session: Session, version: Version, language: str, audience: str = UPLOAD) -> Checked:
    """The check of a version's stored bytes by the rules of today, and what was found besides when it came.

    What the shelf found is stored as sentences, so it is in the language that is asked for and in no other.
    """
    source = open_source(content_of(session, version), name=NAME)
    result = check_source(source, audience=audience)
    app = App(source)
    found = {finding.rule for finding in result.findings}
    others = [_restored(each, app, language) for each in version.findings if each["rule"] not in found]
    if not others:
        return Checked(result, app)
    findings = (*result.findings, *others)
    return Checked(structs.replace(result, findings=findings, texts=app.texts_for(others) | result.texts), app)


def points_of(findings: Iterable[Finding]) -> tuple[Point, ...]:
    """What the findings are told again by, in their order; the same twice for two of one kind and place."""
    return tuple(Point(each.rule, each.file, each.pointer or "") for each in findings)


def settled_since(before: Iterable[Point], now: Iterable[Point]) -> tuple[Point, ...]:
    """Those of the former report that are gone, each as often as it is."""
    return tuple(sorted((Counter(before) - Counter(now)).elements()))


def written(points: Sequence[Point]) -> str:
    """The points as a form carries them along from one package that was refused to the next."""
    return msgspec.json.encode(points[:MOST_CARRIED]).decode()


def read_back(text: str) -> tuple[Point, ...] | None:
    """The points that a form brings, as far as they can be ours; None where it brings nothing that could."""
    if len(text) > MOST_CHARACTERS:
        return None
    try:
        points = msgspec.json.decode(text, type=tuple[Point, ...])
    except msgspec.DecodeError:
        return None
    return tuple(point for point in points if find(point.rule)) if len(points) <= MOST_CARRIED else None


def _restored(stored: dict[str, Any], app: App, language: str) -> Finding:
    """A finding that was made when the version came, such as of a name that passes for another one."""
    pointer = stored["pointer"]
    file = app.json_file(stored["file"]) if pointer is not None else None
    return Finding(
        rule=stored["rule"],
        severity=Severity(stored["severity"]),
        message=_said(text_of(stored["message"], language)),
        hint=_said(text_of(stored["hint"], language)) if stored["hint"] else None,
        file=stored["file"],
        pointer=pointer,
        span=file.document.span(pointer) if file is not None else None,
        aliases=tuple(stored["aliases"]),
    )


def _said(text: str) -> Message:
    """A stored sentence as a message: what stands between its backticks is code, as when it was stored."""
    return Message(text.replace("{", "{{").replace("}", "}}"))
