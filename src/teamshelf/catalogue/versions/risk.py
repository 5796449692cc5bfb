"""How closely a submission should be looked at, and why: a level that is nothing but the sum of its grounds.

It decides nothing, and hides nothing: every ground is a sentence that a reviewer reads and can check. What an app was
let have before counts no more: of an update only what it adds is a ground. That an app is the organization's own is
none either, for on this shelf all are.

Each ground weighs 1, or 3 where it lets the app act without anybody, or where it may not be what it says it is. From 2
on the level is *raised*, from 4 on *high*.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.facts import from_stored
from teamshelf.catalogue.certification.tiers import Tier
from teamshelf.catalogue.tables import App, Version
from teamshelf.messages import Message, printable, say
from teamshelf.rules.domain_patterns import host_of
from teamshelf.rules.public_suffixes import kind_of_suffix
from teamshelf.update.consent import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.apps.facts import Facts


class Level(StrEnum):
    """How closely to look."""

    LOW = "low"
    RAISED = "raised"
    HIGH = "high"


RAISED_FROM, HIGH_FROM = 2, 4
"""The weights from which a submission is of each level."""

GRAVE = 3
"""What a ground weighs that raises the level by itself."""

DOUBTFUL_DOMAINS = frozenset({"valid-domain-not-yours", "valid-domain-tunnel", "valid-domain-too-wide"})
"""Rules by which an app trusts hosts that are not its publisher's."""

DOUBTFUL_NAMES = frozenset({"name-looks-like-another", "name-mixes-scripts", "name-hides-characters"})
"""Rules by which an app may pass for another one."""

OF_EVERYBODY = frozenset({"token.botframework.com", "{teamsitedomain}"})
"""Domains that are nobody's in particular, and that Microsoft asks apps to list."""

MOST_NAMED = 4
"""Values that a ground names; of more it says how many."""


class Ground(Struct, frozen=True):
    """A reason to look closely.

    Attributes:
        name: stays the same, whatever the words.
    """

    name: str
    weight: int
    message: Message


class Risk(Struct, frozen=True):
    """How closely to look, and all that it comes from, the gravest first."""

    level: Level
    grounds: tuple[Ground, ...]


def risk_of(
    facts: Facts, published: Facts | None, *, tier: Tier, rules: Iterable[str] = (), asks: bool = False
) -> Risk:
    """The risk of a version.

    Args:
        facts: of the version.
        published: of the version that it replaces; None for a new app.
        tier: how far the app is certified.
        rules: what was found in it.
        asks: those who have the app will be asked to accept it.
    """
    grounds = tuple(
        sorted(_grounds(facts, published, tier, frozenset(rules), asks=asks), key=lambda each: -each.weight)
    )
    weight = sum(ground.weight for ground in grounds)
    level = Level.HIGH if weight >= HIGH_FROM else Level.RAISED if weight >= RAISED_FROM else Level.LOW
    return Risk(level, grounds)


def risks_of(session: Session, versions: Sequence[Version]) -> dict[str, Risk]:
    """The risks of submissions, by their ids: each beside what is published of its app now."""
    wanted = {version.app_id for version in versions}
    apps = {app.id: app for app in session.scalars(select(App).where(App.id.in_(wanted)))}
    current = {app.current_id for app in apps.values() if app.current_id}
    replaced = {each.app_id: each for each in session.scalars(select(Version).where(Version.id.in_(current)))}
    return {
        version.id: risk_beside(apps[version.app_id], version, replaced.get(version.app_id)) for version in versions
    }


def risk_beside(app: App, version: Version, published: Version | None) -> Risk:
    """The risk of a version beside another one of its app."""
    consent = (version.update or {}).get("consent", {})
    return risk_of(
        from_stored(version.facts),
        from_stored(published.facts) if published is not None else None,
        tier=Tier(app.certification),
        rules=(finding["rule"] for finding in version.findings),
        asks=published is not None and consent.get("answer") == Answer.REQUIRED.value,
    )


def _grounds(
    facts: Facts, published: Facts | None, tier: Tier, rules: frozenset[str], *, asks: bool
) -> Iterator[Ground]:
    if published is None:
        yield Ground("new-app", 1, say("nothing of this app has been reviewed here before"))
    if tier is Tier.NONE:
        yield Ground("not-certified", 1, say("nobody has vouched for its publisher"))
    if asks:
        yield Ground("asks-again", 1, say("those who have it will be asked to accept it"))
    if rules & DOUBTFUL_NAMES:
        yield Ground("doubtful-name", GRAVE, say("its name may pass for another one: see the report"))
    yield from _of_permissions(facts, published)
    yield from _of_identity(facts, published)
    yield from _of_domains(facts, published, rules)


def _of_permissions(facts: Facts, published: Facts | None) -> Iterator[Ground]:
    before = published.resource_specific if published is not None else ()
    asked = [each for each in facts.resource_specific if each not in before]
    if alone := [each.name for each in asked if each.type.lower() == "application"]:
        yield Ground(
            "acts-alone",
            GRAVE,
            say("it asks to act in teams and chats without anybody being signed in: {names}", names=_named(alone)),
        )
    if with_somebody := [each.name for each in asked if each.type.lower() != "application"]:
        yield Ground(
            "acts-for-users",
            1,
            say("it asks to act in teams and chats for whoever uses it: {names}", names=_named(with_somebody)),
        )
    if devices := _added(facts.device_permissions, published.device_permissions if published is not None else ()):
        yield Ground("uses-devices", 1, say("it asks for what a device can do: {names}", names=_named(devices)))
    if permissions := _added(facts.permissions, published.permissions if published is not None else ()):
        yield Ground("knows-people", 1, say("it asks who people are: {names}", names=_named(permissions)))


def _of_identity(facts: Facts, published: Facts | None) -> Iterator[Ground]:
    former = published.web_application_id if published is not None else ""
    if facts.web_application_id and former and facts.web_application_id != former:
        yield Ground("other-registration", GRAVE, say("it signs people in with another registration than until now"))
    elif facts.web_application_id and not former:
        yield Ground("signs-in", 1, say("it signs people in with their accounts"))
    if (
        published is not None
        and published.bot_ids
        and facts.bot_ids
        and not set(published.bot_ids) & set(facts.bot_ids)
    ):
        yield Ground("other-bot", GRAVE, say("another bot answers in it than until now"))


def _of_domains(facts: Facts, published: Facts | None, rules: frozenset[str]) -> Iterator[Ground]:
    if rules & DOUBTFUL_DOMAINS:
        yield Ground("doubtful-domains", GRAVE, say("it trusts hosts on which others can have pages: see the report"))
    added = _added(facts.valid_domains, published.valid_domains if published is not None else ())
    listed = [domain for domain in added if domain not in OF_EVERYBODY]
    developer = facts.developer
    own = {
        _registered(host)
        for url in (developer.website_url, developer.privacy_url, developer.terms_of_use_url)
        if (host := host_of(url))
    }
    if outside := [domain for domain in listed if _registered(domain) not in own]:
        yield Ground(
            "domains-outside",
            1,
            say(
                "it loads pages from domains that are not those of its publisher's site: {names}", names=_named(outside)
            ),
        )
    if published is not None and listed:
        yield Ground("new-domains", 1, say("it loads pages from domains that are new: {names}", names=_named(listed)))


def _added(now: Iterable[str], before: Iterable[str]) -> list[str]:
    known = set(before)
    return [each for each in now if each not in known]


def _registered(host: str) -> str:
    """The part of a host name that somebody has registered: the label below a public suffix, and the suffix.

    >>> _registered("tabs.contoso.co.uk"), _registered("*.polls.azurewebsites.net")
    ('contoso.co.uk', 'polls.azurewebsites.net')
    """
    labels = host.split(".")
    for at in range(1, len(labels)):
        if kind_of_suffix(".".join(labels[at:])):
            return ".".join(labels[at - 1 :])
    return ".".join(labels[-2:])


def _named(values: Sequence[str]) -> str:
    shown = ", ".join(printable(value) for value in values[:MOST_NAMED])
    return f"{shown} (+{len(values) - MOST_NAMED})" if len(values) > MOST_NAMED else shown
