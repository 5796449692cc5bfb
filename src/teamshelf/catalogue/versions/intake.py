"""Taking a package in: from the bytes somebody sends to all that the shelf stores of them, before anything is stored.

What is stored and served is our own packing of the files, not the archive that was sent: two readers of one archive can
find two contents in it, but not in one that we wrote. Everything else is derived from those bytes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.apps.facts import Facts, facts_of
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.checking import check_app
from teamshelf.findings import Severity
from teamshelf.messages import say, shown
from teamshelf.package.app import App
from teamshelf.package.build import package_of
from teamshelf.package.faults import PackageError
from teamshelf.package.icons import MAX_ICON, PNG, DamagedIconError, read_icon
from teamshelf.package.limits import MAX_ENTRY
from teamshelf.package.source import open_source
from teamshelf.rules.icons import icons_of as icons_in
from teamshelf.update.releases import release_of
from teamshelf.update.surface import Surface, surface_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from teamshelf.findings import Finding
    from teamshelf.package.source import Source

MAX_PACKAGE = 10 * 2**20
"""Bytes of a package that the shelf takes at most. Public ones have some kilobytes, with an Office add-in some
megabytes; the shelf keeps every version for ever."""

NAME = "package.zip"
"""What a package is called that came without a name."""


class Taken(Struct, frozen=True, kw_only=True):
    """A package without errors, and all that is derived from it.

    Attributes:
        app: the stored package, opened.
        content: the bytes that are stored.
        digest: their sha256.
        upload_digest: sha256 of the bytes that were sent.
        findings: what the check said of those: warnings and notes.
        color_icon, outline_icon: PNG files of the same pixels as in the package, without anything else in them.
    """

    app: App
    content: bytes
    digest: str
    upload_digest: str
    findings: tuple[Finding, ...]
    facts: Facts
    surface: Surface
    color_icon: bytes | None
    outline_icon: bytes | None

    @property
    def precedence(self) -> str:
        """A text that sorts as the versions do."""
        return precedence_of(self.facts.version)


def take_in(content: bytes) -> Taken:
    """Check a package and derive from it all that is stored.

    Raises:
        Refusal: INVALID `package-too-large`, or `package-has-errors` with the findings.
    """
    if len(content) > MAX_PACKAGE:
        raise Refusal(
            Kind.INVALID,
            "package-too-large",
            say("the package has more than {limit} bytes", limit=MAX_PACKAGE),
        )
    sent = App(open_source(content, name=NAME))
    result = check_app(sent)
    if not result.ok:
        raise _has_errors(result.findings)
    canonical = _packed_anew(sent.source)
    app = opened(canonical)
    facts = facts_of(app)
    if release_of(facts.version) is None:
        raise Refusal(
            Kind.INVALID,
            "version-unreadable",
            say(
                "the `version` {version} cannot be compared: write three numbers such as `1.2.0`",
                version=shown(facts.version),
            ),
        )
    color, outline = icons_of(app, sent)
    return Taken(
        app=app,
        content=canonical,
        digest=sha256(canonical).hexdigest(),
        upload_digest=sha256(content).hexdigest(),
        findings=result.findings,
        facts=facts,
        surface=surface_of(app),
        color_icon=color,
        outline_icon=outline,
    )


def opened(content: bytes) -> App:
    """A stored package, opened."""
    return App(open_source(content, name=NAME))


def icons_of(app: App, checked: App | None = None) -> tuple[bytes | None, bytes | None]:
    """The color icon and the outline icon as they are served; None for one that is no sound PNG file.

    A picture that the check of an app has already found sound is not unpacked again.
    """
    icons = app.manifest.icons
    sound = {each.icon.essence for each in icons_in(checked) if each.pixels is not None} if checked else set()
    return (
        _served_icon(app, icons.color if icons else None, sound),
        _served_icon(app, icons.outline if icons else None, sound),
    )


def precedence_of(version: str) -> str:
    """A text for each version; the texts sort, character by character, as semantic versioning orders the versions.

    >>> sorted(["1.10.0", "1.9.0", "1.10.0-rc.1", "1.10.0-rc.10", "1.10.0-rc.9"], key=precedence_of)
    ['1.9.0', '1.10.0-rc.1', '1.10.0-rc.9', '1.10.0-rc.10', '1.10.0']
    """
    release = release_of(version)
    if release is None:
        return ""
    numbers = ".".join(_sortable(str(number)) for number in release.numbers)
    if release.prerelease is None:
        return f"{numbers}!~"
    parts = (f"0{_sortable(part)}" if part.isdigit() else f"1{part}" for part in release.prerelease.split("."))
    return f"{numbers}!-{'!'.join(parts)}"


def _sortable(digits: str) -> str:
    """Digits that sort as the number does: behind their count."""
    return f"{len(digits):03}{digits}"


def _packed_anew(source: Source) -> bytes:
    """The files of the source in our own packing."""
    files: dict[str, bytes] = {}
    try:
        for name in source.names():
            content = source.read(name, MAX_ENTRY)
            if content is not None:
                files[name] = content
    except PackageError as error:  # a file that nothing refers to, so that the check did not read it
        raise _has_errors((error.finding,)) from error
    return package_of(files)


def _served_icon(app: App, name: str | None, sound: AbstractSet[bytes]) -> bytes | None:
    content = app.content(name, MAX_ICON) if name else None
    if content is None:
        return None
    icon = read_icon(content)
    if icon.format != PNG or icon.damage is not None:
        return None
    essence = icon.essence
    if essence in sound:
        return essence
    from teamshelf.package.pixels import MAX_SIDE, decode

    if max(icon.width, icon.height) > MAX_SIDE:
        return None
    try:
        decode(icon)
    except DamagedIconError:
        return None
    return essence


def _has_errors(findings: tuple[Finding, ...]) -> Refusal:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    first = next(finding for finding in findings if finding.severity is Severity.ERROR)
    return Refusal(
        Kind.INVALID,
        "package-has-errors",
        say("the package has errors; the first of {count}: {first}", count=errors, first=first.message),
        findings=findings,
    )
