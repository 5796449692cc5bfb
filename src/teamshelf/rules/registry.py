"""The registry of rules: what a schema cannot say about an app, each rule with its documentation beside it.

A rule is data plus one pure function. The data is all that anybody shows of it - `explain`, the pages under
`docs/rules/`, SARIF, the hints in an editor - so it is written once, here where the rule is::

    @rule(
        "reserved-tab-has-name",
        codes=("ReservedStaticTabNameShouldBeNull",),
        upload=ERROR,
        store=ERROR,
        checks=say("A static tab with a reserved `entityId` has no `name`."),
        why=say("Teams names these tabs itself, in the user's language, and refuses a package that names them."),
        bad={"staticTabs": [{"entityId": "conversations", "name": "Chat", "scopes": ["personal"]}]},
        good={"staticTabs": [{"entityId": "conversations", "scopes": ["personal"]}]},
        source="Microsoft Graph, Publish teamsApp, error codes",
    )
    def reserved_tab_has_no_name(app: App) -> Iterable[Found]:
        return [Found(f"/staticTabs/{index}/name", ...) for index, tab in enumerate(app.manifest.static_tabs) if ...]

The function takes the app and gives what it found, in any order; it reads no clock and no network, changes nothing, and
returns an empty tuple as early as it can. Of a faultless manifest, the usual case, hardly any rule is asked at all:
:mod:`teamshelf.rules.plain` is the short cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.findings import STORE, Change, Finding, Severity
from teamshelf.versions import EVERY_VERSION, VersionRange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from teamshelf.messages import Message
    from teamshelf.package.app import App

ERROR = Severity.ERROR
WARNING = Severity.WARNING
NOTE = Severity.NOTE


class Found(Struct, frozen=True):
    """One thing a rule found.

    Attributes:
        pointer: JSON pointer of the value concerned, in `file`; None where it has no place in a text, as in an icon.
        message: what is wrong with the value that is there.
        hint: the next thing to do about it.
        file: the entry concerned; None for the manifest.
        at_key: it is about the property's name, not its value.
        changes: changes to what the file says that mend it without asking anybody.
        severity: where this case matters less or more than the rule as a whole; None for the rule's own.
    """

    pointer: str | None
    message: Message
    hint: Message | None = None
    file: str | None = None
    at_key: bool = False
    changes: tuple[Change, ...] = ()
    severity: Severity | None = None


class Rule(Struct, frozen=True, kw_only=True):
    """One rule: its name for ever, what it is about, and the function that judges.

    Attributes:
        name: stable kebab-case name of what is wrong; never reused.
        codes: Microsoft's own codes for the same fault, by which people look it up.
        upload: how much it matters for what Teams itself takes.
        store: how much it matters for the public store.
        versions: the manifest versions in which it applies.
        checks: what has to be true, in a sentence.
        why: why it matters: what Teams does, what users see.
        bad: members of a manifest that break the rule; laid over a faultless one to be run.
        good: the same, mended.
        files: files beside the manifest that `bad` needs, by name; `good_files` likewise.
        source: where the rule comes from.
        needs_files: the rule looks at other files than the manifest, so it says nothing of a lone manifest.
        judge: the function.
    """

    name: str
    codes: tuple[str, ...]
    upload: Severity
    store: Severity
    versions: VersionRange
    checks: Message
    why: Message
    bad: dict[str, Any]
    good: dict[str, Any]
    files: dict[str, Any]
    good_files: dict[str, Any]
    source: str
    needs_files: bool
    judge: Callable[[App], Iterable[Found]]

    def severity(self, audience: str) -> Severity:
        """How much it matters to an audience."""
        return self.store if audience == STORE else self.upload

    def finding(self, found: Found, audience: str, manifest_name: str) -> Finding:
        """What was found as a finding for an audience."""
        return Finding(
            rule=self.name,
            severity=found.severity or self.severity(audience),
            message=found.message,
            hint=found.hint,
            file=found.file or manifest_name,
            pointer=found.pointer,
            at_key=found.at_key,
            aliases=self.codes,
            changes=found.changes,
        )


RULES: dict[str, Rule] = {}
"""Every rule by its name, in the order of the files; filled when :mod:`teamshelf.rules` is imported."""


def rule(
    name: str,
    *,
    upload: Severity,
    store: Severity,
    checks: Message,
    why: Message,
    bad: dict[str, Any],
    good: dict[str, Any],
    source: str,
    codes: tuple[str, ...] = (),
    versions: str = "..",
    files: dict[str, Any] | None = None,
    good_files: dict[str, Any] | None = None,
    needs_files: bool = False,
) -> Callable[[Callable[[App], Iterable[Found]]], Callable[[App], Iterable[Found]]]:
    """Register the decorated function as a rule; the arguments are the attributes of :class:`Rule`.

    Raises:
        ValueError: the name is taken.
    """
    if name in RULES:
        raise ValueError(f"there is a rule {name!r} already")

    def register(judge: Callable[[App], Iterable[Found]]) -> Callable[[App], Iterable[Found]]:
        RULES[name] = Rule(
            name=name,
            codes=codes,
            upload=upload,
            store=store,
            versions=EVERY_VERSION if versions == ".." else VersionRange.parse(versions),
            checks=checks,
            why=why,
            bad=bad,
            good=good,
            files=files or {},
            good_files=good_files if good_files is not None else files or {},
            source=source,
            needs_files=needs_files,
            judge=judge,
        )
        return judge

    return register
