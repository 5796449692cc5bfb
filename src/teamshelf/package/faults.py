"""What can be wrong with the container of an app: a closed list of rules, and the errors that carry one.

A fault that lies open as soon as the container is opened is a finding. One that comes to light when an entry is read
is raised as a :class:`PackageError`, which holds the finding to report. Both are made here, so that a rule has one
severity wherever it is met. :class:`Unreadable` is no fault of an app: the path names nothing that could be checked.
"""
# ruff: noqa: N818 - an error is named for the fact

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from teamshelf.findings import Finding, Severity
from teamshelf.messages import Message, say
from teamshelf.package.names import shown_name


class ContainerRule(Struct, frozen=True):
    """What holds for every finding of one rule.

    Attributes:
        about: what the rule asks for, in one sentence.
        severity: the same for every audience, since a container that is refused is refused by all.
        aliases: Microsoft's own codes for the same fault.
    """

    about: Message
    severity: Severity = Severity.ERROR
    aliases: tuple[str, ...] = ()


RULES: dict[str, ContainerRule] = {
    "package-corrupt": ContainerRule(say("A package is a zip archive whose records agree with each other.")),
    "package-too-large": ContainerRule(say("A package has at most 64 MiB, packed and unpacked.")),
    "package-too-many-entries": ContainerRule(say("A package has at most 500 entries.")),
    "package-too-many-findings": ContainerRule(say("At most 1,000 things are wrong with an app.")),
    "package-split": ContainerRule(say("A package is a single file.")),
    "package-extra-data": ContainerRule(say("Every byte of a package belongs to one of its entries.")),
    "package-entry-name": ContainerRule(say("The name of an entry is a relative path that is valid on every system.")),
    "package-entry-duplicate": ContainerRule(say("No two entries of a package have the same name.")),
    "package-entry-not-a-file": ContainerRule(say("An entry is a file: no link, device or pipe.")),
    "package-entry-encrypted": ContainerRule(say("No entry of a package is encrypted.")),
    "package-entry-method": ContainerRule(say("An entry is packed by the ordinary method, Deflate, or not at all.")),
    "package-entry-too-large": ContainerRule(say("A file of an app is no larger than files of its kind may be.")),
    "package-entry-ratio": ContainerRule(say("An entry above 1 MiB unpacks to at most 100 times its packed size.")),
    "package-entry-outside": ContainerRule(say("A file of an app lies in the app's own folder.")),
    "package-entry-unreadable": ContainerRule(say("The files of an app can be read by whoever checks it.")),
    "package-stray-file": ContainerRule(
        say("A package has no files that macOS or Windows keeps for itself."), Severity.NOTE
    ),
    "package-manifest-missing": ContainerRule(
        say("A package has a manifest, in the file `manifest.json`."), aliases=("Serialization_FileMissing",)
    ),
    "package-manifest-not-at-root": ContainerRule(say("The manifest is at the root of the package, in no folder.")),
    "package-manifest-case": ContainerRule(say("The name of the manifest, `manifest.json`, is in lower case.")),
}
"""Every rule that a package, a folder or a file of it can break."""

WHOLE = ""
"""The ``file`` of a finding that is about the container and no single entry of it."""


MAKE_AGAIN = say("make the package again from its files")
"""The hint for what nobody mends by hand."""


def fault(rule: str, message: Message, *, hint: Message | None = None, file: str = WHOLE) -> Finding:
    """The finding that a rule of :data:`RULES` is broken by an entry, or by the container as a whole."""
    known = RULES[rule]
    return Finding(rule=rule, severity=known.severity, message=message, hint=hint, file=file, aliases=known.aliases)


class PackageError(Exception):
    """An entry, or the whole container, cannot be read; ``finding`` says why."""

    rule: ClassVar[str]

    def __init__(self, message: Message, *, hint: Message | None = None, file: str = WHOLE) -> None:
        super().__init__(message)
        self.finding = fault(self.rule, message, hint=hint, file=file)


class Corrupt(PackageError):
    """The bytes contradict the zip format, each other, or their checksum."""

    rule = "package-corrupt"


class PackageTooLarge(PackageError):
    """The archive is larger than anything that is an app package."""

    rule = "package-too-large"


class TooManyEntries(PackageError):
    """The archive has more entries than are read."""

    rule = "package-too-many-entries"


class Split(PackageError):
    """The archive is one of several parts."""

    rule = "package-split"


class NotAFile(PackageError):
    """The entry is a link, a device, a pipe or a socket."""

    rule = "package-entry-not-a-file"


class Encrypted(PackageError):
    """The entry needs a password."""

    rule = "package-entry-encrypted"


class ForeignMethod(PackageError):
    """The entry is packed by another method than stored and deflated."""

    rule = "package-entry-method"


class TooLarge(PackageError):
    """The entry holds more bytes than are read of it."""

    rule = "package-entry-too-large"


def too_large(name: str, limit: int) -> TooLarge:
    """The error that an entry has more than ``limit`` bytes."""
    entry = shown_name(name)
    return TooLarge(say("`{entry}` is larger than {limit} bytes", entry=entry, limit=limit), file=entry)


class Bomb(PackageError):
    """The entry grows out of all proportion when it is unpacked."""

    rule = "package-entry-ratio"


class Outside(PackageError):
    """The file is reached through a link that leads out of the folder."""

    rule = "package-entry-outside"


class EntryUnreadable(PackageError):
    """The operating system does not hand out the file."""

    rule = "package-entry-unreadable"


class Unreadable(Exception):
    """There is nothing at a path that could be checked; ``message`` says why. No finding: the caller erred, no app."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message
