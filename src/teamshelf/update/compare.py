"""What an update means: is it a valid one, what changes, who is asked to accept, and what comes as a surprise.

This is the one place that decides it, for the command line, the reviewer's page, the consent dialog and the update of
installations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from teamshelf.messages import say
from teamshelf.package.app import App
from teamshelf.package.faults import Unreadable
from teamshelf.package.source import open_source
from teamshelf.update.change import Kind, change_from
from teamshelf.update.consent import Consent, consent_for
from teamshelf.update.consent_rules import DEFAULT, LITERAL_SEED, RULE_SETS
from teamshelf.update.differences import differences, is_same
from teamshelf.update.matching import manifest_shape
from teamshelf.update.notes import FILES_UNKNOWN, NO_CHANGE, notes_on
from teamshelf.update.problems import problems_with_identity, problems_with_reading, problems_with_version
from teamshelf.update.reasons import triggers_between
from teamshelf.update.releases import release_of
from teamshelf.update.surface import SCOPED, facts_in

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from teamshelf.update.change import Change
    from teamshelf.update.differences import Difference
    from teamshelf.update.notes import Note
    from teamshelf.update.problems import Problem
    from teamshelf.update.reasons import Facts
    from teamshelf.update.surface import Surface


_EVERY_SET = (*RULE_SETS, LITERAL_SEED)


class Comparison(Struct, frozen=True, kw_only=True):
    """What one version means as an update of another.

    Attributes:
        app_id: the id of the app, as NEW writes it; None where there is none.
        from_: the version of OLD, likewise.
        to: the version of NEW, likewise.
        problems: why it is no valid update.
        consent: whether people are asked to accept again.
        changes: what differs, in the order of the files.
        notes: what comes as a surprise.
    """

    app_id: str | None
    from_: str | None = field(name="from")
    to: str | None
    problems: tuple[Problem, ...] = ()
    consent: Consent
    changes: tuple[Change, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether NEW is a valid update of OLD, or the same."""
        return not self.problems

    @property
    def is_empty(self) -> bool:
        """Whether both say the same, so that there is nothing to publish."""
        return not self.changes


def compare(
    old: App | str | os.PathLike[str] | bytes,
    new: App | str | os.PathLike[str] | bytes,
    *,
    rules: str = DEFAULT,
    accepted: Surface | None = None,
) -> Comparison:
    """Compare two versions of an app: packages, folders or manifests, by path, as bytes or as an App.

    Args:
        old: the version that people have.
        new: the version that is to be published.
        rules: the consent rule set: `seed`, `docs-2021`, `admin-2024`, or `seed-2020` for the seed read literally.
        accepted: the consent surface that people accepted last, if that is not OLD's (lifecycle rule 27).

    Raises:
        Unreadable: one of them holds no manifest that could be read.
        ValueError: there is no such rule set.

    >>> comparison = compare(b'{"id": "a", "version": "1.0.0"}', b'{"id": "a", "version": "1.0.1"}')
    >>> comparison.allowed, comparison.consent.answer.value, [change.change for change in comparison.changes]
    (True, 'not-required', ['version-changed'])
    """
    if rules not in (*RULE_SETS, LITERAL_SEED):
        raise ValueError(f"there is no rule set {rules!r}")
    before, after = _opened(old), _opened(new)
    was, becomes = _value(before), _value(after)
    found = [] if is_same(was, becomes) else differences(was, becomes, manifest_shape())
    consent = _consent(was, becomes, found, rules, accepted)
    changes = [*_changes(found, consent), *_file_changes(before, after)]
    problems = [*problems_with_identity(was, becomes), *problems_with_version(was, becomes)] if changes else []
    problems += problems_with_reading(after)
    notes = list(notes_on(was, becomes, changes, consent, is_allowed=not problems)) if changes else [NO_CHANGE]
    if before.source.kind != after.source.kind and "manifest" in (before.source.kind, after.source.kind):
        notes.append(FILES_UNKNOWN)
    return Comparison(
        app_id=_text(becomes.get("id")),
        from_=_text(was.get("version")),
        to=_text(becomes.get("version")),
        problems=tuple(problems),
        consent=consent,
        changes=tuple(changes),
        notes=tuple(notes),
    )


def _opened(given: App | str | os.PathLike[str] | bytes) -> App:
    return given if isinstance(given, App) else App(open_source(given))


def _value(app: App) -> Mapping[str, Any]:
    """What the manifest says; Unreadable where there is none, or it is no object."""
    if app.file is None:
        if app.findings:
            raise Unreadable(app.findings[0].message)
        raise Unreadable(say("there is no manifest in it"))
    value = app.file.value
    if not isinstance(value, dict):
        raise Unreadable(say("the manifest is no JSON object"))
    return value


def _consent(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    found: Sequence[Difference],
    rules: str,
    accepted: Surface | None,
) -> Consent:
    """The decision over both surfaces; of facts in properties that are equal there is nothing to say."""
    incremented = _is_incremented(old, new)
    if accepted is not None:
        before: Facts = dict.fromkeys(accepted.facts)
        return consent_for(triggers_between(before, facts_in(new), incremented=incremented), rules)
    members = dict.fromkeys((each.new_pointer or each.old_pointer or "").split("/", 2)[1] for each in found)
    was, becomes = facts_in(old, members), facts_in(new, members)
    # Whether `webApplicationInfo` asks depends on where the app can be.
    scoped = facts_in(old, SCOPED) if "webApplicationInfo" in members else None
    return consent_for(triggers_between(was, becomes, incremented=incremented, scoped=scoped), rules)


def _is_incremented(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    if old.get("version") == new.get("version"):
        return False
    before, after = release_of(old.get("version")), release_of(new.get("version"))
    return before is not None and after is not None and after.is_newer_than(before)


def _changes(found: Sequence[Difference], consent: Consent) -> list[Change]:
    """The differences in words, each with what the consent rules say of it."""
    if not (consent.triggers or consent.likely or consent.elsewhere):
        return [change_from(each) for each in found]
    reasons = _Reasons(consent)
    return [change_from(each, *reasons.about(each)) for each in found]


class _Reasons:
    """The reasons to ask by their places, so that a difference finds those at, above and below it at once."""

    def __init__(self, consent: Consent) -> None:
        self._here: dict[tuple[str, str], list[tuple[Kind | None, tuple[str, ...]]]] = {}
        self._below: dict[tuple[str, str], list[tuple[Kind | None, tuple[str, ...]]]] = {}
        for kind, triggers in (
            (Kind.CONSENT, consent.triggers),
            (Kind.NOTICE, consent.likely),
            (None, consent.elsewhere),
        ):
            for trigger in triggers:
                self._take(_OLD, trigger.old_pointer, (kind, trigger.rules))
                self._take(_NEW, trigger.pointer, (kind, trigger.rules))

    def about(self, difference: Difference) -> tuple[Kind | None, tuple[str, ...]]:
        """The kind that a difference is because of them, and the rule sets that ask."""
        found = [*self._touching(_OLD, difference.old_pointer), *self._touching(_NEW, difference.new_pointer)]
        if not found:
            return None, ()
        kinds = {kind for kind, _ in found}
        kind = Kind.CONSENT if Kind.CONSENT in kinds else Kind.NOTICE if Kind.NOTICE in kinds else None
        asking = {name for _, rules in found for name in rules}
        return kind, tuple(rules for rules in _EVERY_SET if rules in asking)

    def _take(self, side: str, pointer: str | None, reason: tuple[Kind | None, tuple[str, ...]]) -> None:
        if pointer is not None:
            self._here.setdefault((side, pointer), []).append(reason)
            for above in _above(pointer):
                reasons = self._below.setdefault((side, above), [])
                if reason not in reasons:  # there are few different ones, however many triggers
                    reasons.append(reason)

    def _touching(self, side: str, pointer: str | None) -> list[tuple[Kind | None, tuple[str, ...]]]:
        if pointer is None:
            return []
        found = [*self._here.get((side, pointer), ()), *self._below.get((side, pointer), ())]
        for above in _above(pointer):
            found += self._here.get((side, above), ())
        return found


_OLD, _NEW = "old", "new"


def _above(pointer: str) -> Iterator[str]:
    """The places that hold a place, from the nearest up; not the manifest itself."""
    above = pointer.rpartition("/")[0]
    while above:
        yield above
        above = above.rpartition("/")[0]


def _file_changes(old: App, new: App) -> Sequence[Change]:
    if "manifest" in (old.source.kind, new.source.kind):
        return ()
    from teamshelf.update.files import file_changes

    return file_changes(old, new)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
