"""What an update will ask people, under each of the three rule sets, and in how many places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.catalogue.apps.contents import contents_of
from teamshelf.catalogue.apps.facts import facts_of
from teamshelf.catalogue.installations.answering import Answered, answered_updates
from teamshelf.catalogue.installations.impact import Impact, impact_of_surface
from teamshelf.messages import Message, printable, say
from teamshelf.server.pages.consents import ShownGroup, groups_of
from teamshelf.server.pages.dev.wording import OwnTexts, Spoken, own_texts_of, spoken_of
from teamshelf.update.compare import compare
from teamshelf.update.consent import Answer
from teamshelf.update.consent_rules import LITERAL_SEED, RULE_SETS
from teamshelf.update.surface import surface_of
from teamshelf.update.told import WHO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App, Version
    from teamshelf.package.app import App as Contents

RULE_SET_NAMES: dict[str, Message] = {
    "seed": say("Page of 2020, reference of 2021"),
    "docs-2021": say("Pages of 2020 and 2021, the strictest"),
    "admin-2024": say("Administrators' page of 2024"),
    LITERAL_SEED: say("Page of 2020, read to the letter: every update asks"),
}
"""What each rule set follows."""

VERDICTS: dict[Answer, Message] = {
    Answer.REQUIRED: say("Users must accept"),
    Answer.LIKELY: say("Open: be prepared"),
    Answer.NOT_REQUIRED: say("Automatic"),
}
LOOKS = {Answer.REQUIRED: "bad", Answer.LIKELY: "warn", Answer.NOT_REQUIRED: "good"}

YES, LIKELY, NO = "yes", "likely", "no"
MARKS: dict[str, Message] = {YES: say("asks"), LIKELY: say("open"), NO: say("does not ask")}


class RuleSetView(Struct, frozen=True, kw_only=True):
    """What a rule set comes to.

    Attributes:
        is_ours: the shelf goes by it.
        who: who accepts, each in a sentence.
    """

    name: str
    label: Message
    verdict: Message
    look: str
    is_ours: bool
    impact: Impact
    who: tuple[Message, ...]


class Mark(Struct, frozen=True):
    """Whether a rule set asks because of a change."""

    name: str
    label: Message


class TriggerRow(Struct, frozen=True):
    """A change that some rule set asks for, or leaves open."""

    message: Message
    where: str
    who: Message
    marks: tuple[Mark, ...]


class Staying(Struct, frozen=True):
    """What the last updates that asked let expect of this one.

    Attributes:
        updates: those, the newest first.
        places: that would stay on the version they have, of those that are asked.
        percent: that they are.
    """

    updates: tuple[Answered, ...]
    places: int
    percent: int

    @property
    def asked(self) -> int:
        """Places that were asked, in all of the updates."""
        return sum(each.asked for each in self.updates)

    @property
    def accepted(self) -> int:
        """Places of these where somebody accepted."""
        return sum(each.accepted for each in self.updates)


class AskingView(Struct, frozen=True, kw_only=True):
    """What an update asks, or the first version of an app.

    Attributes:
        old_number: empty for a first version: everything is asked where the app is added.
        problems: why it is no valid update at all.
        sentences: what people newly read, and what no more; of a first version all that they read.
        spoken: the same in each language of the shelf.
        texts: what the app calls itself in each of its languages.
        warnings: what is no consent and still changes much, such as another bot.
        staying: what the app's own past lets expect; None where no update has asked, or this one asks nobody.
    """

    old_number: str
    new_number: str
    problems: tuple[Message, ...] = ()
    sets: tuple[RuleSetView, ...] = ()
    triggers: tuple[TriggerRow, ...] = ()
    sentences: tuple[ShownGroup, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    texts: tuple[OwnTexts, ...] = ()
    warnings: tuple[Message, ...] = ()
    staying: Staying | None = None

    @property
    def ours(self) -> RuleSetView | None:
        """The rule set that the shelf goes by."""
        return next((each for each in self.sets if each.is_ours), None)


def asking_of(session: Session, app: App, old: Version | None, new: Version, rules: str) -> AskingView:
    """What a version asks of those who have the older one; without an older one, of whoever adds the app."""
    contents = contents_of(session, new)
    if old is None:
        return first_asking(contents, new.number)
    return asking_between(session, app, old, contents, number=new.number, rules=rules)


def first_asking(contents: Contents, number: str) -> AskingView:
    """What a first version asks of whoever adds the app."""
    sentences = groups_of(contents.manifest, in_full=True)
    return AskingView(
        old_number="",
        new_number=number,
        sentences=sentences,
        spoken=spoken_of(sentences),
        texts=own_texts_of(None, facts_of(contents)),
    )


def asking_between(
    session: Session, app: App, old: Version, contents: Contents, *, number: str, rules: str
) -> AskingView:
    """What such contents would ask of those who have a version, whether they are stored or not."""
    before = contents_of(session, old)
    names = RULE_SETS if rules in RULE_SETS else (*RULE_SETS, rules)
    comparisons = {name: compare(before, contents, rules=name) for name in names}
    sets = tuple(
        RuleSetView(
            name=name,
            label=RULE_SET_NAMES[name],
            verdict=VERDICTS[comparison.consent.answer],
            look=LOOKS[comparison.consent.answer],
            is_ours=name == rules,
            impact=impact_of_surface(session, app, surface_of(contents), name),
            who=tuple(WHO[who] for who in comparison.consent.who),
        )
        for name, comparison in comparisons.items()
    )
    sentences = _changed(before, contents)
    asked = next((each.impact.asked for each in sets if each.is_ours), 0)
    return AskingView(
        old_number=old.number,
        new_number=number,
        problems=tuple(problem.message for problem in comparisons[names[0]].problems),
        sets=sets,
        triggers=_triggers(comparisons.values(), names),
        sentences=sentences,
        spoken=spoken_of(sentences),
        texts=own_texts_of(facts_of(before), facts_of(contents)),
        warnings=tuple(note.message for note in comparisons[names[0]].notes if note.note in _WARNS),
        staying=staying_of(session, app, asked),
    )


_WARNS = frozenset({"new-bot"})
"""Notes of a comparison that are said where consent is looked at."""


def staying_of(session: Session, app: App, asked: int) -> Staying | None:
    """How many of the places that an update asks would stay on what they have, if they answer as they have."""
    updates = answered_updates(session, app) if asked else ()
    if not updates:
        return None
    share = 1 - sum(each.accepted for each in updates) / sum(each.asked for each in updates)
    return Staying(updates, round(share * asked), round(100 * share))


def _changed(old: Contents, new: Contents) -> tuple[ShownGroup, ...]:
    """The sentences that only one of them has."""
    groups = groups_of(new.manifest, before=old.manifest, in_full=True)
    marked = (
        ShownGroup(group.heading, group.drawing, tuple(each for each in group.sentences if each.mark), group.given)
        for group in groups
    )
    return tuple(group for group in marked if group.sentences)


def _triggers(comparisons: Iterable[Any], names: tuple[str, ...]) -> tuple[TriggerRow, ...]:
    found: dict[tuple[str, str | None, str | None], TriggerRow] = {}
    for comparison in comparisons:
        consent = comparison.consent
        for trigger in (*consent.triggers, *consent.likely, *consent.elsewhere):
            marks = tuple(_mark(name, trigger.rules, trigger.likely) for name in names)
            where = printable(trigger.pointer or trigger.old_pointer or "")[:200]
            row = TriggerRow(trigger.message, where, WHO[trigger.who], marks)
            found.setdefault((trigger.change, trigger.pointer, trigger.old_pointer), row)
    return tuple(found.values())[:MOST_SHOWN]


MOST_SHOWN = 60
"""Reasons that a page shows."""


def _mark(name: str, asking: tuple[str, ...], open_to: tuple[str, ...]) -> Mark:
    kind = YES if name in asking else LIKELY if name in open_to else NO
    return Mark(kind, MARKS[kind])
