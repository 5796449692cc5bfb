"""The reasons to ask that lie between two sets of consent facts: what was added, removed, switched on or changed.

Each kind of fact has a reader of its own; which rule set asks because of a reason is the table's to say
(:mod:`teamshelf.update.consent_rules`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct

from teamshelf.messages import Message, say, shown
from teamshelf.update.consent_rules import LITERAL_SEED, ROWS, RULE_SETS, Asks, Who, asks
from teamshelf.update.surface import FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from teamshelf.update.surface import Fact

Facts: TypeAlias = "Mapping[Fact, str | None]"
"""Facts with the pointers of what states them, None where nobody has looked."""


class Trigger(Struct, frozen=True, kw_only=True, gc=False):
    """One reason to ask.

    Attributes:
        change: its name, one of :data:`teamshelf.update.consent_rules.ROWS`.
        rules: the rule sets in which it asks.
        likely: the rule sets that leave it open.
        who: who has to accept.
        message: what changes, for people.
        pointer: of the value in NEW, None where there is none, or nobody has looked.
        old_pointer: of the value in OLD, likewise.
        new_fact: the fact that makes it, in the new surface.
        old_fact: likewise in the old one.
    """

    change: str
    rules: tuple[str, ...]
    likely: tuple[str, ...] = ()
    who: Who
    message: Message
    pointer: str | None = None
    old_pointer: str | None = None
    new_fact: Fact | None = None
    old_fact: Fact | None = None


def triggers_between(
    old: Facts, new: Facts, *, incremented: bool = True, scoped: Iterable[Fact] | None = None
) -> list[Trigger]:
    """Every reason to ask that any rule set knows, or leaves open, in the order in which they are told.

    Whoever leaves out facts that are equal in both gives as ``scoped`` those that say where the old version can be.
    """
    found = [_VERSION] if incremented else []
    gone, come = _by_kind(old, new), _by_kind(new, old)
    if gone or come:
        for kind, reader in _KINDS.items():
            if kind in gone or kind in come:
                found += reader(
                    _Turn(gone.get(kind, []), come.get(kind, []), old, new, old if scoped is None else scoped)
                )
    return found


class _Turn(NamedTuple):
    """What happened to the facts of one kind.

    Attributes:
        gone: those that only the old version states.
        come: those that only the new version states.
        old: all facts of the old version.
        new: all facts of the new version.
        scoped: those of the old version that say where it can be.
    """

    gone: list[Fact]
    come: list[Fact]
    old: Facts
    new: Facts
    scoped: Iterable[Fact]

    def is_first(self, kind: str) -> bool:
        """Whether the old version had no fact of this kind."""
        return not any(fact[0] == kind for fact in self.old)

    def added(self, change: str, message: Message, fact: Fact, *, is_first: bool = False) -> Iterator[Trigger]:
        """The reason that a new fact gives."""
        return _trigger(change, message, self.new.get(fact), None, new_fact=fact, is_first=is_first)

    def removed(self, change: str, message: Message, fact: Fact) -> Iterator[Trigger]:
        """The reason that a fact gives which is no longer there, or something that is switched off."""
        return _trigger(change, message, None, self.old.get(fact), old_fact=fact, is_enabled=False)


def _by_kind(facts: Facts, others: Facts) -> dict[str, list[Fact]]:
    """The facts that are not among the others, in order, by their kinds."""
    kinds: dict[str, list[Fact]] = {}
    for fact in sorted(facts.keys() - others.keys()):
        kinds.setdefault(fact[0], []).append(fact)
    return kinds


def _trigger(
    change: str,
    message: Message,
    pointer: str | None,
    old_pointer: str | None,
    *,
    new_fact: Fact | None = None,
    old_fact: Fact | None = None,
    is_first: bool = False,
    is_enabled: bool = True,
) -> Iterator[Trigger]:
    """The reason that a change gives; nothing if no rule set cares."""
    yes, likely = _sets_that_ask(change, is_first, is_enabled)
    if yes or likely:
        yield Trigger(
            change=change,
            rules=yes,
            likely=likely,
            who=ROWS[change].who,
            message=message,
            pointer=pointer,
            old_pointer=old_pointer,
            new_fact=new_fact,
            old_fact=old_fact,
        )


@lru_cache(maxsize=None)
def _sets_that_ask(change: str, is_first: bool, is_enabled: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:  # noqa: FBT001 - what the cache remembers it by
    """The rule sets that ask because of a change, and those that leave it open."""
    answers = {rules: asks(change, rules, is_first=is_first, is_enabled=is_enabled) for rules in RULE_SETS}
    return (
        tuple(rules for rules, answer in answers.items() if answer is Asks.YES),
        tuple(rules for rules, answer in answers.items() if answer is Asks.LIKELY),
    )


_VERSION = Trigger(
    change="version-incremented",
    rules=(LITERAL_SEED,),
    who=Who.EACH_USER,
    message=say("the version is greater"),
    pointer="/version",
    old_pointer="/version",
)


def _bots(turn: _Turn) -> Iterator[Trigger]:
    """Bots that came, went or changed their id, and what was switched on or off for those that stay."""
    left, joined = [fact for fact in turn.gone if not fact[2]], [fact for fact in turn.come if not fact[2]]
    became: dict[str, str] = {}
    if len(left) == len(joined) == 1:
        was, now = left.pop(), joined.pop()
        became[now[1]] = was[1]
        yield from _other_bot(turn, was, now)
    is_first = turn.is_first("bot")
    for fact in joined:
        is_only = is_first and len(joined) == 1  # whose id tells nobody more
        message = say("a bot is added") if is_only else say("a bot is added: {id}", id=shown(fact[1]))
        yield from turn.added("bot-added", message, fact, is_first=is_first)
    for fact in left:
        yield from turn.removed("bot-removed", say("the bot {id} is removed", id=shown(fact[1])), fact)
    alone = {fact[1] for fact in (*left, *joined)}
    before = {(fact[1], fact[2]): fact for fact in turn.gone if fact[2]}
    after = {(became.get(fact[1], fact[1]), fact[2]): fact for fact in turn.come if fact[2]}
    for (bot, flag), fact in after.items():
        if (bot, flag) not in before and bot not in alone:
            yield from turn.added(FLAGS[flag], say("`{flag}` is switched on", flag=flag), fact)
    for (bot, flag), fact in before.items():
        if (bot, flag) not in after and bot not in alone:
            yield from turn.removed(FLAGS[flag], say("`{flag}` is switched off", flag=flag), fact)


def _other_bot(turn: _Turn, was: Fact, now: Fact) -> Iterator[Trigger]:
    """A bot with another id in the place of the one that there was."""
    pointer, old_pointer = turn.new.get(now), turn.old.get(was)
    yield from _trigger(
        "bot-id-changed",
        say("the bot has another id, {new} instead of {old}", new=shown(now[1]), old=shown(was[1])),
        pointer and f"{pointer}/botId",
        old_pointer and f"{old_pointer}/botId",
        new_fact=now,
        old_fact=was,
    )


def _static_tabs(turn: _Turn) -> Iterator[Trigger]:
    is_first = turn.is_first("static-tab")
    for fact in turn.come:
        message = say("a tab is added: {id}", id=shown(fact[1]))
        yield from turn.added("static-tab-added", message, fact, is_first=is_first)
    for fact in turn.gone:
        yield from turn.removed("static-tab-removed", say("the tab {id} is removed", id=shown(fact[1])), fact)


def _configurable_tabs(turn: _Turn) -> Iterator[Trigger]:
    if len(turn.gone) == len(turn.come) == 1:  # the tab that there was, with an id
        return
    is_first = turn.is_first("configurable-tab")
    for fact in turn.come:
        yield from turn.added("configurable-tab-added", say("a configurable tab is added"), fact, is_first=is_first)
    for fact in turn.gone:
        yield from turn.removed("configurable-tab-removed", say("the configurable tab is removed"), fact)


def _connectors(turn: _Turn) -> Iterator[Trigger]:
    is_first = turn.is_first("connector")
    for fact in turn.come:
        is_only = is_first and len(turn.come) == 1
        message = say("a connector is added") if is_only else say("a connector is added: {id}", id=shown(fact[1]))
        yield from turn.added("connector-added", message, fact, is_first=is_first)
    for fact in turn.gone:
        yield from turn.removed("connector-removed", say("the connector {id} is removed", id=shown(fact[1])), fact)


def _message_extensions(turn: _Turn) -> Iterator[Trigger]:
    is_first = turn.is_first("message-extension")
    for fact in turn.come:
        message = say("a message extension is added")
        if not is_first or len(turn.come) > 1:
            message = say("a message extension is added: {id}", id=_answerer(fact))
        yield from turn.added("message-extension-added", message, fact, is_first=is_first)
    for fact in turn.gone:
        message = say("the message extension {id} is removed", id=_answerer(fact))
        yield from turn.removed("message-extension-removed", message, fact)


def _answerer(fact: Fact) -> str:
    """What a message extension is known by: its bot, else the kind of what answers it."""
    kind, _, bot = fact[1].partition(" ")
    return shown(bot or kind)


def _capabilities(turn: _Turn) -> Iterator[Trigger]:
    for fact in turn.come:
        message = say("a capability is added: `{property}`", property=fact[1])
        yield from turn.added("capability-added", message, fact)


def _scopes(turn: _Turn) -> Iterator[Trigger]:
    """Scopes that are new to a capability the app had already; those of a new one are part of it."""
    had = {fact[1] for fact in turn.old if fact[0] == "scope"}
    for fact in turn.come:
        if fact[1] in had:
            message = say("`{property}` can be used in a new scope, {scope}", property=fact[1], scope=shown(fact[2]))
            yield from turn.added("scope-added", message, fact)


def _permissions(turn: _Turn) -> Iterator[Trigger]:
    for fact in turn.come:
        message = say("the permission {name} is added", name=shown(fact[1]))
        yield from turn.added("permission-added", message, fact)
    for fact in turn.gone:
        message = say("the permission {name} is removed: the app asks for less", name=shown(fact[1]))
        yield from turn.removed("permission-removed", message, fact)


def _resource_permissions(turn: _Turn) -> Iterator[Trigger]:
    for fact in turn.come:
        message = say("the resource-specific permission {name} is added", name=shown(fact[2]))
        yield from turn.added("resource-permission-added", message, fact)
    for fact in turn.gone:
        message = say("the resource-specific permission {name} is removed: the app asks for less", name=shown(fact[2]))
        yield from turn.removed("resource-permission-removed", message, fact)


def _organization_permissions(turn: _Turn) -> Iterator[Trigger]:
    for fact in turn.come:
        message = say("the permission {name} for the whole organization is added", name=shown(fact[2]))
        yield from turn.added("organization-permission-added", message, fact)
    for fact in turn.gone:
        message = say("the permission {name} for the whole organization is removed", name=shown(fact[2]))
        yield from turn.removed("organization-permission-removed", message, fact)


def _web_application(turn: _Turn) -> Iterator[Trigger]:
    """Consent is asked for in teams only, so an app that is in none asks nobody."""
    if not is_in_teams(turn.scoped):
        return
    new_fact, old_fact = turn.come[0] if turn.come else None, turn.gone[0] if turn.gone else None
    if old_fact is None:
        message = say("a registration in Microsoft Entra is added (`webApplicationInfo`)")
    elif new_fact is None:
        message = say("the registration in Microsoft Entra is removed (`webApplicationInfo`)")
    else:
        message = say("the registration in Microsoft Entra changes (`webApplicationInfo`)")
    yield from _trigger(
        "web-application-changed",
        message,
        turn.new.get(new_fact) if new_fact else None,
        turn.old.get(old_fact) if old_fact else None,
        new_fact=new_fact,
        old_fact=old_fact,
    )


def is_in_teams(facts: Iterable[Fact]) -> bool:
    """Whether an app can be in a team: by a scope, or because it has a message extension, which can be anywhere."""
    return any((fact[0] == "scope" and fact[2] == "team") or fact[0] == "message-extension" for fact in facts)


def _device_permissions(turn: _Turn) -> Iterator[Trigger]:
    for fact in turn.come:
        message = say("the device permission {name} is added", name=shown(fact[1]))
        yield from turn.added("device-permission-added", message, fact)


def _valid_domains(turn: _Turn) -> Iterator[Trigger]:
    for fact in turn.come:
        message = say("content may come from a new domain, {domain}", domain=shown(fact[1]))
        yield from turn.added("valid-domain-added", message, fact)


_KINDS = {
    "bot": _bots,
    "message-extension": _message_extensions,
    "connector": _connectors,
    "static-tab": _static_tabs,
    "configurable-tab": _configurable_tabs,
    "capability": _capabilities,
    "permission": _permissions,
    "organization-permission": _organization_permissions,
    "resource-permission": _resource_permissions,
    "web-application": _web_application,
    "scope": _scopes,
    "device-permission": _device_permissions,
    "valid-domain": _valid_domains,
}
"""What reads the changes of each kind of fact, in the order in which they are told."""
