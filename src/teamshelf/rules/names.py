"""The name of the app: there in both forms, unlike the names of others, and unlike that of an unfinished version.

Words are compared whole: `productivity` is not `prod`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.as_written import is_written
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.versions import DEV_PREVIEW_2021

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.package.app import App

TEAMS_FEATURES = frozenset(("activity", "apps", "calendar", "calls", "chat", "contacts", "files", "help", "teams"))
"""What Teams itself is made of, in the store's list of names that apps must not take, of 2022 and of 2023."""

PREPRODUCTION_WORDS = frozenset(
    ("beta", "dev", "preprod", "preproduction", "preview", "prod", "stag", "staging", "stg", "uat")
)
"""Words by which Microsoft's validator and the store's guidelines know a version that is not for users."""

MICROSOFT_NAMES = frozenset(("azure", "microsoft", "onedrive", "onenote", "powerpoint", "sharepoint", "xbox"))
"""Names of Microsoft and its products that mean nothing else."""

MICROSOFT_NAMES_AND_WORDS = frozenset(("Excel", "Surface", "Teams", "Word"))
"""Names of its products that are English words too, and so count in this spelling only."""

_WORD = re.compile(r"[^\W_]+")
_PARTNER_TAIL = re.compile(r"(?<=\S)\s+for\s+Microsoft\s.*", re.DOTALL)
_ANY_MICROSOFT_NAME = MICROSOFT_NAMES | {name.lower() for name in MICROSOFT_NAMES_AND_WORDS}
WATCHED_WORDS = PREPRODUCTION_WORDS | _ANY_MICROSOFT_NAME | {"app"}
"""Every word that some rule looks for in a name, in lower case."""

_WATCHED = {word.encode(): word for word in WATCHED_WORDS}
_WATCHED_BYTES = frozenset(_WATCHED)
_TO_WORDS = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in bytes(range(256)).lower())  # noqa: PLR2004
"""Turns UTF-8 into words of small letters with blanks between them: far faster than a regular expression."""


@rule(
    "short-name-empty",
    codes=("ShortNameIsRequiredField",),
    upload=ERROR,
    store=ERROR,
    checks=say("`name.short` is not blank."),
    why=say("It is the name that users see nearly everywhere; Teams refuses an app without one."),
    bad={"name": {"short": " ", "full": "Polls for every meeting"}},
    good={"name": {"short": "Polls", "full": "Polls for every meeting"}},
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def short_name_is_there(app: App) -> Iterable[Found]:
    """A short name of nothing but blanks."""
    name = app.manifest.name
    if name is None or name.short is None or name.short.strip():
        return ()
    return (Found("/name/short", say("`name.short` is empty"), say("give the app a name")),)


@rule(
    "developer-name-empty",
    codes=("DeveloperNameIsRequiredField",),
    upload=ERROR,
    store=ERROR,
    checks=say("`developer.name` is not blank."),
    why=say("Users see it as the publisher of the app; Teams refuses an app without one."),
    bad={
        "developer": {
            "name": "",
            "websiteUrl": "https://example.com",
            "privacyUrl": "https://example.com/privacy",
            "termsOfUseUrl": "https://example.com/terms",
        }
    },
    good={
        "developer": {
            "name": "Contoso",
            "websiteUrl": "https://example.com",
            "privacyUrl": "https://example.com/privacy",
            "termsOfUseUrl": "https://example.com/terms",
        }
    },
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def developer_name_is_there(app: App) -> Iterable[Found]:
    """A developer's name of nothing but blanks."""
    developer = app.manifest.developer
    if developer is None or developer.name is None or developer.name.strip():
        return ()
    return (Found("/developer/name", say("`developer.name` is empty"), say("give the name of the person or company")),)


@rule(
    "full-name-missing",
    upload=NOTE,
    store=NOTE,
    checks=say("The app has a `name.full` beside its `name.short`."),
    why=say("Where there is room for it, users see the full name; without one they see the short one again."),
    bad={"name": {"short": "Polls"}},
    good={"name": {"short": "Polls", "full": "Polls for every meeting"}},
    source="app manifest reference (2021 preview), name",
    versions="..1.15 1.20..1.30",
)
def full_name_is_there(app: App) -> Iterable[Found]:
    """No full name in a version whose schema does not ask for it."""
    name = app.manifest.name
    if name is None or name.full is not None or name.short is None:
        return ()
    if is_written(app, "name", "full"):
        return ()
    return (Found("/name", say("`name.full` is missing"), say("add the complete name, of up to 100 characters")),)


@rule(
    "names-equal",
    upload=WARNING,
    store=ERROR,
    checks=say("`name.short` and `name.full` differ."),
    why=say("The full name is there to say more than the short one; the store rejects an app whose two are the same."),
    bad={"name": {"short": "Polls", "full": "Polls"}},
    good={"name": {"short": "Polls", "full": "Polls for every meeting"}},
    source="app manifest reference (2021 preview), name",
)
def names_differ(app: App) -> Iterable[Found]:
    """Two names that are the same but for blanks and case; equal placeholders will be equal names."""
    name = app.manifest.name
    if name is None or name.short is None or name.full is None:
        return ()
    short = name.short.strip()
    if short.casefold() != name.full.strip().casefold() or not short:
        return ()
    return (
        Found(
            "/name/full",
            say("`name.full` is the same as `name.short`: {name}", name=shown(name.full)),
            say("write a longer name that says what the app is for, or remove `name.full` where it is optional"),
            severity=ERROR if app.dialect.version == DEV_PREVIEW_2021 else None,
        ),
    )


@rule(
    "short-name-reserved",
    codes=("ShortNameEqualsReservedName",),
    upload=ERROR,
    store=ERROR,
    checks=say("`name.short` is not the name of a part of Teams, such as Chat or Calendar."),
    why=say("Users could not tell the app from that part; Teams refuses it."),
    bad={"name": {"short": "Calendar", "full": "Contoso team calendar"}},
    good={"name": {"short": "Contoso Calendar", "full": "Contoso team calendar"}},
    source="Microsoft Graph, Publish teamsApp, error codes; Teams Store validation guidelines",
)
def short_name_is_free(app: App) -> Iterable[Found]:
    """A short name that is that of a core feature, in any case."""
    name = app.manifest.name
    if name is None or name.short is None or name.short.strip().lower() not in TEAMS_FEATURES:
        return ()
    return (
        Found(
            "/name/short",
            say("`name.short` is {name}, the name of a part of Teams", name=shown(name.short)),
            say("put your own name before it"),
        ),
    )


@rule(
    "name-leads-with-teams-feature",
    upload=WARNING,
    store=ERROR,
    checks=say("`name.short` does not begin with the name of a part of Teams, such as Chat or Calendar."),
    why=say("In the app bar only the beginning of a name is left, which would then read like a part of Teams."),
    bad={"name": {"short": "Calendar by Contoso", "full": "The Contoso team calendar"}},
    good={"name": {"short": "Contoso Calendar", "full": "The Contoso team calendar"}},
    source="Teams Store validation guidelines",
)
def name_leads_with_own_word(app: App) -> Iterable[Found]:
    """A core feature as the first of several words; `Teams` has a rule of its own."""
    name = app.manifest.name
    if name is None or name.short is None:
        return ()
    first, _, rest = name.short.strip().partition(" ")
    if not rest or first.lower() not in TEAMS_FEATURES or first.lower() == "teams":
        return ()
    if placeholder_in(name.short):
        return ()
    return (
        Found(
            "/name/short",
            say("`name.short` is {name}, which begins like a part of Teams", name=shown(name.short)),
            say("put your own name before `{word}`", word=first),
        ),
    )


@rule(
    "name-has-preproduction-word",
    codes=("ShortNameContainsPreprodWording",),
    upload=WARNING,
    store=ERROR,
    checks=say("Neither `name.short` nor `name.full` has a word such as staging, beta, dev or preview."),
    why=say("Such a word says that the app is not finished; the store takes finished apps only."),
    bad={"name": {"short": "Polls (staging)", "full": "Polls for every meeting"}},
    good={"name": {"short": "Polls", "full": "Polls for better productivity"}},
    source="Teams app package validator; Teams Store validation guidelines",
)
def name_is_for_production(app: App) -> Iterable[Found]:
    """A whole word of those that mark an unfinished version."""
    if _watched_words(app).isdisjoint(PREPRODUCTION_WORDS):
        return ()
    return [
        Found(
            f"/name/{form}",
            say(
                "`name.{form}` is {name}: `{word}` says that this is no version for users",
                form=form,
                name=shown(text),
                word=word,
            ),
            say("leave the word out of the app that you publish"),
        )
        for form, text in _names(app)
        for word in _first(_WORD.findall(text), PREPRODUCTION_WORDS)
    ]


@rule(
    "name-has-microsoft-name",
    upload=WARNING,
    store=ERROR,
    checks=say("The name does not use Microsoft's, save as in `Contoso Polls for Microsoft Teams`."),
    why=say("Such a name reads as if Microsoft stood behind the app; the store allows it to partners only."),
    bad={"name": {"short": "Teams Polls", "full": "Polls for every meeting"}},
    good={"name": {"short": "Polls", "full": "Contoso Polls for Microsoft Teams"}},
    source="Teams Store validation guidelines; Teams app package validator",
)
def name_is_not_microsofts(app: App) -> Iterable[Found]:
    """Microsoft or a product of it in a name, unless it comes behind the app's own, after "for"."""
    if _watched_words(app).isdisjoint(_ANY_MICROSOFT_NAME):
        return ()
    found = []
    for form, text in _names(app):
        words = _WORD.findall(_PARTNER_TAIL.sub("", text))
        named = [word for word in words if word in MICROSOFT_NAMES_AND_WORDS or word.lower() in MICROSOFT_NAMES]
        if named:
            is_clear = words[0] == "Teams" or any(word.lower() in MICROSOFT_NAMES for word in named)
            message = say(
                "`name.{form}` is {name}, with Microsoft's name `{word}`",
                form=form,
                name=shown(text),
                word=" ".join(list(dict.fromkeys(named))[:2]),
            )
            hint = say("leave it out; only a name such as `Contoso Polls for Microsoft Teams` may have it")
            found.append(Found(f"/name/{form}", message, hint, severity=None if is_clear else WARNING))
    return found


@rule(
    "name-says-app",
    upload=NOTE,
    store=NOTE,
    checks=say("The name does not say that the app is an app."),
    why=say("Everything users find beside it is an app too, so the word takes room and tells them nothing."),
    bad={"name": {"short": "Polls App", "full": "Polls for every meeting"}},
    good={"name": {"short": "Polls", "full": "Polls for every meeting"}},
    source="Teams app manifest checklist",
)
def name_does_not_say_app(app: App) -> Iterable[Found]:
    """The word "app" in one of the names."""
    if "app" not in _watched_words(app):
        return ()
    return [
        Found(
            f"/name/{form}",
            say("`name.{form}` is {name}, with the word `{word}`", form=form, name=shown(text), word=word),
            say("leave the word out"),
        )
        for form, text in _names(app)
        for word in _first(_WORD.findall(text), frozenset(("app",)))
    ]


def _names(app: App) -> Iterator[tuple[str, str]]:
    """The two forms of the name that hold no placeholder."""
    name = app.manifest.name
    if name is not None:
        for form, text in (("short", name.short), ("full", name.full)):
            if text is not None and not placeholder_in(text):
                yield form, text


def _first(words: Iterable[str], wanted: frozenset[str]) -> Iterator[str]:
    """The first word that is one of the wanted ones, if there is any."""
    return (word for word in list(filter(lambda word: word.lower() in wanted, words))[:1])


@once_per_app
def _watched_words(app: App) -> frozenset[str]:
    """The words of both names that some rule looks for, in lower case; hardly any name has one."""
    name = app.manifest.name
    if name is None:
        return frozenset()
    words = f"{name.short} {name.full}".encode(errors="replace").translate(_TO_WORDS).split()
    if _WATCHED_BYTES.isdisjoint(words):
        return frozenset()
    return frozenset(_WATCHED[word] for word in words if word in _WATCHED)
