"""What the store does not want to read in the texts of an app: rivals, boasts, borrowed authority, wrong names.

People judge this at the store; here only what leaves little doubt is found, as whole words in their usual spelling.
Each rule first looks for a rare piece of its words, for hardly any text has one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teamshelf.messages import say
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.package.app import App

_RIVALS = re.compile(
    r"\b(?:Slack|Hip[Cc]hat|Google Hangouts|Hangouts Meet|G Suite|G[Ss]uite|Workplace (?:by Facebook|from Meta))\b"
)
_BOASTS = re.compile(r"#1(?!\w)|\b(?:[Bb]est-in-class|[Tt]op-ra(?:ted|nked))\b|(?<!not )\b[Gg]uaranteed\b")
_ENDORSEMENTS = re.compile(r"\b(?:[Cc]ertified for|[Pp]owered by) (?:Microsoft|MS|Teams|Office|Azure)\b")
_ABBREVIATIONS = re.compile(r"\bMSFT\b|\bMS (?:Teams|Office)\b")
_OLD_SUITE = re.compile(r"\bO365\b|\bOffice 365\b")
_STORE_LINK = re.compile(r"\bappsource\.microsoft\.com\b")
_BEFORE_A_PRODUCT = re.compile(r"\b(?:for|from|in|inside|into|through|using|via|with|within)\s+[*_\[]*\Z")

_SHORT = "Ask your team a question and see the answers at once."


def _saying(words: str) -> dict[str, object]:
    """Descriptions with some words in the full one, for the examples."""
    return {
        "description": {
            "short": _SHORT,
            "full": f"Polls asks everyone what they think. {words} Help: https://a.example",
        }
    }


@rule(
    "text-names-rival",
    upload=WARNING,
    store=WARNING,
    checks=say("Neither names nor descriptions mention a chat platform that competes with Teams."),
    why=say("The store wants apps to be about Teams; it allows such a name only to apps that connect the two."),
    bad=_saying("You know it from Slack."),
    good=_saying("Cut the meeting some slack, and flock to your workplace."),
    source="Teams Store validation guidelines; Teams manifest validator (2019)",
)
def text_names_no_rival(app: App) -> Iterable[Found]:
    """The name of a rival, written as a name."""
    prose = _prose(app)
    if not (
        "Slack" in prose
        or ("H" in prose and ("Hip" in prose or "Hangouts" in prose))
        or ("G" in prose and "uite" in prose)
        or ("W" in prose and "Workplace " in prose)
    ):
        return ()
    return [
        Found(
            pointer,
            say("`{place}` mentions {rival}", place=place, rival=words),
            say("leave it out, unless the app connects Teams with it"),
        )
        for pointer, place, words in _matches(app, _RIVALS, in_names=True)
    ]


@rule(
    "description-boasts",
    upload=NOTE,
    store=WARNING,
    checks=say("No description makes a claim that the reader cannot check, such as `#1` or `guaranteed`."),
    why=say("The store rejects comparisons and superlatives unless they name their source."),
    bad=_saying("The #1 of its kind, with results guaranteed."),
    good=_saying("Best practices come with it."),
    source="Teams Store validation guidelines",
)
def description_does_not_boast(app: App) -> Iterable[Found]:
    """A rank, a superlative or a guarantee."""
    prose = _prose(app)
    if "#" not in prose and "uaranteed" not in prose and not ("-" in prose and ("-class" in prose or "op-ra" in prose)):
        return ()
    return [
        Found(
            pointer,
            say("`{place}` claims {words}", place=place, words=words),
            say("say what the app does, or name the source of the claim"),
        )
        for pointer, place, words in _matches(app, _BOASTS)
    ]


@rule(
    "description-claims-endorsement",
    upload=NOTE,
    store=WARNING,
    checks=say("No description says that the app is certified for or powered by Microsoft."),
    why=say("These words belong to certified partners; the store rejects them from anybody else."),
    bad=_saying("Certified for Microsoft Teams."),
    good=_saying("Built for Microsoft Teams."),
    source="Teams Store validation guidelines",
)
def description_claims_no_endorsement(app: App) -> Iterable[Found]:
    """Find "certified for" or "powered by" before a name of Microsoft's."""
    prose = _prose(app)
    if "ertified for" not in prose and "owered by" not in prose:
        return ()
    return [
        Found(
            pointer,
            say("`{place}` says {words}", place=place, words=words),
            say("unless you are a certified partner, write `built for` or `works with`"),
        )
        for pointer, place, words in _matches(app, _ENDORSEMENTS)
    ]


@rule(
    "description-abbreviates-microsoft",
    upload=WARNING,
    store=ERROR,
    checks=say("No description abbreviates Microsoft as `MS` or `MSFT`."),
    why=say("The store rejects it: the names of its products are written in full."),
    bad=_saying("Works in MS Teams."),
    good=_saying("Works in Microsoft Teams within 20 ms."),
    source="Teams Store validation guidelines",
)
def description_writes_microsoft_in_full(app: App) -> Iterable[Found]:
    """`MSFT`, or `MS` before a product."""
    prose = _prose(app)
    if "MSFT" not in prose and "MS Teams" not in prose and "MS Office" not in prose:
        return ()
    return [
        Found(
            pointer,
            say("`{place}` abbreviates Microsoft: {words}", place=place, words=words),
            say("write `Microsoft`"),
        )
        for pointer, place, words in _matches(app, _ABBREVIATIONS)
    ]


@rule(
    "description-says-office-365",
    upload=NOTE,
    store=WARNING,
    checks=say("The descriptions say Microsoft 365, not Office 365."),
    why=say("The product has had this name since 2020, and the store asks for it."),
    bad=_saying("Part of Office 365."),
    good=_saying("Part of Microsoft 365."),
    source="Teams Store validation guidelines",
)
def description_knows_the_new_name(app: App) -> Iterable[Found]:
    """The old name of Microsoft 365, or its abbreviation."""
    prose = _prose(app)
    if "3" not in prose or "365" not in prose:
        return ()
    return [
        Found(pointer, say("`{place}` says {words}", place=place, words=words), say("write `Microsoft 365`"))
        for pointer, place, words in _matches(app, _OLD_SUITE)
    ]


@rule(
    "description-links-to-store",
    upload=WARNING,
    store=ERROR,
    checks=say("No description links to AppSource."),
    why=say("The description is shown in the store already; it rejects links that lead back into it."),
    bad=_saying("See https://appsource.microsoft.com/product/office/WA200000000"),
    good=_saying("See https://polls.example.com"),
    source="Teams Store validation guidelines",
)
def description_does_not_link_to_store(app: App) -> Iterable[Found]:
    """An address on AppSource."""
    if "appsource." not in _prose(app):
        return ()
    return [
        Found(pointer, say("`{place}` links to {host}", place=place, host=host), say("link to a page of your own"))
        for pointer, place, host in _matches(app, _STORE_LINK)
    ]


@rule(
    "teams-not-introduced",
    upload=NOTE,
    store=WARNING,
    checks=say("Where `description.full` first mentions Teams, it says Microsoft Teams."),
    why=say("The store asks for it; later mentions can be short."),
    bad=_saying("Ask in Teams, answer in Microsoft Teams."),
    good=_saying("Ask in Microsoft Teams, answer in Teams."),
    source="Teams Store validation guidelines",
)
def teams_is_introduced(app: App) -> Iterable[Found]:
    """The product's first mention, behind a preposition, without its maker."""
    description = app.manifest.description
    if description is None or description.full is None:
        return ()
    full = description.full
    start = full.find("Teams")
    if start < 0 or full[start - 10 : start - 1] == "Microsoft" or full[start + 5 : start + 6].isalnum():
        return ()
    if not _BEFORE_A_PRODUCT.search(full[max(0, start - 20) : start]) or placeholder_in(full):
        return ()
    return (
        Found(
            "/description/full",
            say("`description.full` mentions Teams for the first time without Microsoft before it"),
            say("write `Microsoft Teams` there"),
        ),
    )


@once_per_app
def _prose(app: App) -> str:
    """Names and descriptions in one text, to look for pieces of words in."""
    name, description = app.manifest.name, app.manifest.description
    if name is not None and description is not None:
        return f"{name.short}\n{name.full}\n{description.short}\n{description.full}"
    if name is not None:
        return f"{name.short}\n{name.full}"
    return f"{description.short}\n{description.full}" if description is not None else ""


def _matches(app: App, pattern: re.Pattern[str], *, in_names: bool = False) -> Iterator[tuple[str, str, str]]:
    """Pointer and path of each text that has a match, with the matches in it; texts with placeholders have none."""
    name, description = app.manifest.name, app.manifest.description
    texts: list[tuple[str, str | None]] = []
    if name is not None and in_names:
        texts += [("name.short", name.short), ("name.full", name.full)]
    if description is not None:
        texts += [("description.short", description.short), ("description.full", description.full)]
    for place, text in texts:
        words = pattern.findall(text) if text else []
        if words and not placeholder_in(text or ""):
            yield f"/{place.replace('.', '/')}", place, ", ".join(f"`{word}`" for word in dict.fromkeys(words))
