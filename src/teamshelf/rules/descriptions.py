"""The two descriptions of the app: both there, each saying something of its own, in a form that people read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.versions import DEV_PREVIEW_2021

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

MAX_WORDS = 500
"""Words of a full description that the store takes."""

FEWEST_CHARACTERS = 2 * MAX_WORDS
"""A shorter text cannot have more words, each of them at least one character and a blank."""

_FEWEST_WORDS = 20
"""Words below which a full description is only a beginning: of apps that are being made, nearly every one."""

WAYS_ON = ("://", "@", "www.", "](")
"""What a link, an e-mail address or a link in Markdown has in it."""

_TWO_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?]\s+[^\W\d_a-z]")
_APP = re.compile(r"\bapp\b", re.IGNORECASE)
BLANKS = 80
"""By how many blanks around it a text may be longer than another and still be compared with it."""

_SHOUTED_WORDS = 5
"""Words of capitals from which a text is shouted; fewer may be abbreviations."""

_SHORT = "Ask your team a question and see the answers at once."
_FULL = "Polls asks everyone in a channel or chat what they think. Help: https://example.com/help"
_LONG = (
    "Polls asks everyone in a channel or chat what they think and shows the answers as they come in, so that nobody "
    "has to count hands in a meeting. You need an account with us."
)


@rule(
    "short-description-empty",
    codes=("ShortDescriptionCannotBeEmpty",),
    upload=ERROR,
    store=ERROR,
    checks=say("`description.short` is not blank."),
    why=say("Users see it before they add the app; Teams refuses an app without one."),
    bad={"description": {"short": "", "full": _FULL}},
    good={"description": {"short": _SHORT, "full": _FULL}},
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def short_description_is_there(app: App) -> Iterable[Found]:
    """A short description of nothing but blanks."""
    description = app.manifest.description
    if description is None or description.short is None or description.short.strip():
        return ()
    message = say("`description.short` is empty")
    return (Found("/description/short", message, say("say in one sentence what the app does")),)


@rule(
    "full-description-empty",
    codes=("FullDescriptionCannotBeEmpty",),
    upload=ERROR,
    store=ERROR,
    checks=say("`description.full` is not blank."),
    why=say("Users see it on the page of the app; Teams refuses an app without one."),
    bad={"description": {"short": _SHORT, "full": " "}},
    good={"description": {"short": _SHORT, "full": _FULL}},
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def full_description_is_there(app: App) -> Iterable[Found]:
    """A full description of nothing but blanks."""
    description = app.manifest.description
    if description is None or description.full is None or description.full.strip():
        return ()
    message = say("`description.full` is empty")
    return (Found("/description/full", message, say("say what the app does, for whom, and what it needs")),)


@rule(
    "descriptions-equal",
    upload=WARNING,
    store=ERROR,
    checks=say("`description.short` and `description.full` differ."),
    why=say("Whoever reads on wants to learn more; the store rejects an app whose two descriptions are the same."),
    bad={"description": {"short": f"{_SHORT} https://a.example", "full": f"{_SHORT} https://a.example"}},
    good={"description": {"short": _SHORT, "full": _FULL}},
    source="app manifest reference (2021 preview), description",
)
def descriptions_differ(app: App) -> Iterable[Found]:
    """Two descriptions that are the same but for blanks and case; equal placeholders will be equal texts."""
    description = app.manifest.description
    if description is None or description.short is None or description.full is None:
        return ()
    short, full = description.short, description.full
    if len(full) > len(short) + BLANKS or not _are_same(short, full) or not short.strip():
        return ()
    return (
        Found(
            "/description/full",
            say("`description.full` is the same as `description.short`"),
            say("say more in the full one: what the app does, for whom, and what it needs"),
            severity=ERROR if app.dialect.version == DEV_PREVIEW_2021 else None,
        ),
    )


@rule(
    "full-description-repeats-short",
    codes=("FullDescriptionContainsShortDescription",),
    upload=WARNING,
    store=WARNING,
    checks=say("`description.full` does not contain `description.short` word for word."),
    why=say("Teams shows the one above the other, so that users would read the same sentence twice."),
    bad={"description": {"short": _SHORT, "full": f"{_SHORT} Help: https://example.com/help"}},
    good={"description": {"short": _SHORT, "full": _FULL}},
    source="Teams app package validator; app manifest reference (2021 preview), description",
)
def full_description_says_something_else(app: App) -> Iterable[Found]:
    """The short description inside the full one."""
    description = app.manifest.description
    if description is None or not description.short or description.full is None:
        return ()
    short, full = description.short, description.full
    if short not in full or _are_same(short, full) or not short.strip() or placeholder_in(short):
        return ()
    return (
        Found(
            "/description/full",
            say("`description.full` repeats the short description: {text}", text=shown(short)),
            say("say it in other words"),
        ),
    )


def _are_same(short: str, full: str) -> bool:
    return short == full or short.strip().casefold() == full.strip().casefold()


@rule(
    "full-description-too-long",
    upload=WARNING,
    store=ERROR,
    checks=say("`description.full` has at most {limit} words.", limit=MAX_WORDS),
    why=say("The store takes no more, although the manifest has room for 4000 characters; most users read less."),
    bad={"description": {"short": _SHORT, "full": _FULL + " very" * MAX_WORDS}},
    good={"description": {"short": _SHORT, "full": _FULL}},
    source="Teams Store validation guidelines",
)
def full_description_is_readable(app: App) -> Iterable[Found]:
    """More words than the store takes."""
    description = app.manifest.description
    if description is None or description.full is None or len(description.full) <= FEWEST_CHARACTERS:
        return ()
    count = len(description.full.split())
    if count <= MAX_WORDS:
        return ()
    return (
        Found(
            "/description/full",
            say("`description.full` has {count} words; the store takes at most {limit}", count=count, limit=MAX_WORDS),
            say("shorten it by {excess}", excess=count - MAX_WORDS),
        ),
    )


@rule(
    "description-all-capitals",
    upload=WARNING,
    store=ERROR,
    checks=say("No description is written in capitals throughout."),
    why=say("It reads as shouting, and the store rejects it."),
    bad={"description": {"short": "ASK YOUR WHOLE TEAM A QUESTION", "full": _FULL}},
    good={"description": {"short": "Ask your whole team a question", "full": _FULL}},
    source="Teams Store validation guidelines",
)
def description_is_not_shouted(app: App) -> Iterable[Found]:
    """A description of several words without a single small letter."""
    description = app.manifest.description
    if description is None or not ((description.short or "").isupper() or (description.full or "").isupper()):
        return ()
    return [
        Found(
            f"/description/{form}",
            say("`description.{form}` is written in capitals: {text}", form=form, text=shown(text)),
            say("use capitals only where words begin with them"),
        )
        for form, text in (("short", description.short), ("full", description.full))
        if text is not None and text.isupper() and len(text.split()) >= _SHOUTED_WORDS and not placeholder_in(text)
    ]


@rule(
    "description-without-help-link",
    upload=NOTE,
    store=WARNING,
    checks=say("`description.full` has a link or an address where users find help or can sign up."),
    why=say("Somebody who meets the app for the first time needs a way on; the store asks for one."),
    bad={"description": {"short": _SHORT, "full": _LONG}},
    good={"description": {"short": _SHORT, "full": _FULL}},
    source="Teams Store validation guidelines",
)
def full_description_leads_on(app: App) -> Iterable[Found]:
    """No link and no e-mail address in a full description that is meant for users."""
    description = app.manifest.description
    if description is None or not description.full:
        return ()
    full = description.full
    if "://" in full or any(mark in full for mark in WAYS_ON) or placeholder_in(full):
        return ()
    if len(full.split()) < _FEWEST_WORDS:
        return ()
    return (
        Found(
            "/description/full",
            say("`description.full` has no link where users find help"),
            say("add the address of your help, contact or sign-up page"),
        ),
    )


@rule(
    "short-description-says-app",
    upload=NOTE,
    store=NOTE,
    checks=say("`description.short` does without the word app."),
    why=say("Users know that it is an app; the {limit} characters are for what it does.", limit=80),
    bad={"description": {"short": "An app to ask your team a question", "full": _FULL}},
    good={"description": {"short": _SHORT, "full": _FULL}},
    source="Teams Store validation guidelines",
)
def short_description_does_not_say_app(app: App) -> Iterable[Found]:
    """The word "app" in the short description."""
    description = app.manifest.description
    if description is None or description.short is None or "pp" not in description.short:
        return ()
    if not _APP.search(description.short) or placeholder_in(description.short):
        return ()
    return (
        Found(
            "/description/short",
            say("`description.short` has the word `app`: {text}", text=shown(description.short)),
            say("begin with what it does"),
        ),
    )


@rule(
    "short-description-not-one-sentence",
    upload=NOTE,
    store=NOTE,
    checks=say("`description.short` is one sentence."),
    why=say("It stands where there is room for one line; what is behind the first sentence is often cut off."),
    bad={"description": {"short": "Ask your team a question. See the answers at once.", "full": _FULL}},
    good={"description": {"short": _SHORT, "full": _FULL}},
    source="Teams Store validation guidelines",
)
def short_description_is_a_sentence(app: App) -> Iterable[Found]:
    """A full stop behind a word of some length and a capital after it."""
    description = app.manifest.description
    if description is None or description.short is None or ". " not in description.short:
        return ()
    if not _TWO_SENTENCES.search(description.short) or placeholder_in(description.short):
        return ()
    return (
        Found(
            "/description/short",
            say("`description.short` is more than one sentence: {text}", text=shown(description.short)),
            say("keep the most important one"),
        ),
    )


@rule(
    "short-description-repeats-name",
    upload=NOTE,
    store=NOTE,
    checks=say("`description.short` does not begin with the name of the app."),
    why=say("The name stands above it wherever it is shown, so the room is better used for what the app does."),
    bad={
        "name": {"short": "Polls", "full": "Polls for meetings"},
        "description": {"short": "Polls for you", "full": _FULL},
    },
    good={"name": {"short": "Polls", "full": "Polls for meetings"}, "description": {"short": _SHORT, "full": _FULL}},
    source="Teams Store validation guidelines",
)
def short_description_does_not_name_the_app(app: App) -> Iterable[Found]:
    """A short description that begins with the short name as a whole word."""
    name, description = app.manifest.name, app.manifest.description
    if name is None or description is None or not name.short or not description.short:
        return ()
    if not description.short.startswith(name.short) or placeholder_in(name.short) or not name.short.strip():
        return ()
    if description.short[len(name.short) :][:1].isalnum():
        return ()
    return (
        Found(
            "/description/short",
            say("`description.short` begins with the name of the app: {text}", text=shown(description.short)),
            say("begin with what it does"),
        ),
    )
