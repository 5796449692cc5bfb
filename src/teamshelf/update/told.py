"""A comparison as it is told to people: the verdict, and the parts of what follows, for text and Markdown alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say, shown
from teamshelf.update.change import Kind
from teamshelf.update.consent import Answer
from teamshelf.update.consent_rules import Who

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teamshelf.consent.sentence import Sentence
    from teamshelf.package.app import App
    from teamshelf.update.change import Change
    from teamshelf.update.compare import Comparison
    from teamshelf.update.reasons import Trigger

WHO: dict[Who, Message] = {
    Who.EACH_USER: say("each user accepts once, for all places where they have the app"),
    Who.TEAM_OWNER: say(
        "owners of each team accept, in a chat one of its members, in a meeting its organizer or a presenter"
    ),
    Who.TEAM: say("users accept where the app is in a team, and only there"),
    Who.ADMIN: say("an administrator accepts for the whole organization"),
}
"""Who has to accept, in words."""

KINDS: dict[Kind, Message] = {
    Kind.CONSENT: say("Changes that people are asked to accept"),
    Kind.NOTICE: say("Changes that widen what the app reaches"),
    Kind.CAPABILITY: say("Changes of what the app does"),
    Kind.METADATA: say("Changes of how the app presents itself"),
}
"""The heading of each kind of change, the gravest first."""

SIGNS = {"add": "+", "remove": "-", "replace": "~", "move": ">"}
"""What stands before a change in text."""


class Line(Struct, frozen=True):
    """One line of a part.

    Attributes:
        text: what it says.
        sign: what stands before it in text.
        aside: what stands behind it, faint: a pointer, a list of rule sets.
    """

    text: Message
    sign: str = "-"
    aside: str = ""


class Part(Struct, frozen=True):
    """A heading and what stands under it."""

    heading: Message
    lines: tuple[Line, ...]


class Told(Struct, frozen=True):
    """A whole comparison, in the order in which it is read.

    Attributes:
        title: which app, from which version to which.
        verdict: what comes of it, in a sentence.
        is_allowed: whether the update is a valid one.
        is_asking: whether people are asked.
        parts: the rest.
    """

    title: Message
    verdict: Message
    is_allowed: bool
    is_asking: bool
    parts: tuple[Part, ...]


def told(comparison: Comparison, name: str, gained: Sequence[Sentence] = (), lost: Sequence[Sentence] = ()) -> Told:
    """The comparison of an app of this name in words, with the sentences that people will newly read, or no more."""
    consent = comparison.consent
    parts = [
        _part(say("Why it is not allowed"), (_problem(each.rule, each.message) for each in comparison.problems)),
        _part(say("Why people are asked to accept"), map(_trigger, consent.triggers)),
        _part(say("Who accepts, and until then"), _who(comparison)),
        _part(say("What they will newly read"), (Line(each.text, "+") for each in gained)),
        _part(say("What they will no longer read"), (Line(each.text, "-") for each in lost)),
        _part(say("What may ask as well: the sources leave it open"), map(_trigger, consent.likely)),
        _part(say("What asks under other rule sets only"), map(_trigger, consent.elsewhere)),
        _part(say("Good to know"), (Line(each.message) for each in comparison.notes)),
    ]
    for kind, heading in KINDS.items():
        parts.append(_part(heading, (_change(each) for each in comparison.changes if each.kind is kind)))
    return Told(
        title=say("{name} {old} -> {new}", name=name, old=_version(comparison.from_), new=_version(comparison.to)),
        verdict=_verdict(comparison),
        is_allowed=comparison.allowed,
        is_asking=consent.is_required,
        parts=tuple(part for part in parts if part.lines),
    )


def name_of(app: App) -> str:
    """What people call an app: its short name, else its id, else `app`."""
    name = app.manifest.name.short if app.manifest.name else None
    return shown(name or app.manifest.id or "app")[1:-1]


def sentences_changed(old: App, new: App) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """The sentences of consent that only NEW has, and those that only OLD has."""
    from teamshelf.consent.sentences import sentences_for

    before, after = sentences_for(old), sentences_for(new)
    had, has = {each.key for each in before}, {each.key for each in after}
    gained = tuple(each for each in after if each.key not in had)
    return gained, tuple(each for each in before if each.key not in has)


def _part(heading: Message, lines: Iterable[Line]) -> Part:
    return Part(heading, tuple(lines))


def _verdict(comparison: Comparison) -> Message:
    consent = comparison.consent
    if not comparison.allowed:
        return say("not allowed as an update")
    if comparison.is_empty:
        return say("nothing changed")
    if consent.answer is Answer.REQUIRED:
        return say("a valid update; people are asked to accept it ({rules})", rules=consent.rules)
    if consent.answer is Answer.LIKELY:
        return say("a valid update; whether people are asked to accept it is open ({rules})", rules=consent.rules)
    return say("a valid update; it reaches everyone silently ({rules})", rules=consent.rules)


def _version(version: str | None) -> str:
    return shown(version)[1:-1] if version is not None else "?"


def _problem(rule: str, message: Message) -> Line:
    return Line(message, "!", rule)


def _trigger(trigger: Trigger) -> Line:
    return Line(trigger.message, "-", ", ".join(trigger.rules))


def _who(comparison: Comparison) -> list[Line]:
    consent = comparison.consent
    lines = [Line(WHO[who]) for who in consent.who]
    return [*lines, Line(consent.unanswered)] if consent.unanswered is not None else lines


def _change(change: Change) -> Line:
    where = shown(change.pointer, 2048)[1:-1] if change.file is None else ""
    return Line(change.message, SIGNS[change.op], where)
