"""What the tests of the reports share: builders of results, and a run over them in one call."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf import messages
from teamshelf.findings import Finding, Result, Severity, Span
from teamshelf.messages import say
from teamshelf.report import REPORTERS, Look, write
from teamshelf.report.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable

MANIFEST = """{
  "manifestVersion": "1.17",
  "bots": [
    {
      "botId": "not-a-guid",
      "scopes": ["everywhere"]
    }
  ],
  "accentColor": "red"
}
"""

FRENCH = {
    "error": "erreur",
    "warning": "avertissement",
    "hint": "conseil",
    "or": "ou",
    "1 error": "1 erreur",
    "{count} errors": "{count} erreurs",
    "1 warning": "1 avertissement",
    "ok (manifest {version})": "correct (manifeste {version})",
    "{count} paths checked: {findings}": "{count} chemins vérifiés : {findings}",
    "1 finding can be mended by `teamshelf fix`": "1 constat peut être corrigé par `teamshelf fix`",
    "`botId` must be a GUID, but is {value}": "`botId` doit être un GUID, mais vaut {value}",
    "Copy the bot's id from its registration.": "Copiez l'identifiant du bot depuis son inscription.",
    "{value} is not a colour": "{value} n'est pas une couleur",
}


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small French catalogue instead of the real one."""
    monkeypatch.setattr(
        messages, "_translator", lambda language: lambda text: FRENCH.get(text, text) if language == "fr" else text
    )


@pytest.fixture
def render() -> Callable[..., str]:
    """The whole output of a run over some results in one format."""

    def run(name: str, *results: Result, **look: Any) -> str:
        stream = io.StringIO()
        write(results, REPORTERS[name](stream, Look(**look)))
        return stream.getvalue()

    return run


@pytest.fixture
def at() -> Callable[..., Span]:
    """The span of a piece of a text, or from one piece to the end of another."""

    def span(text: str, piece: str, to: str | None = None) -> Span:
        start = text.index(piece)
        end = start + len(piece) if to is None else text.index(to, start) + len(to)
        lines = Lines(text)
        return Span(*lines.place(start), *lines.place(end))

    return span


@pytest.fixture
def bot_id(at: Callable[..., Span]) -> Finding:
    """A finding with everything: a place, a hint, an alias."""
    return Finding(
        rule="bot-id-not-guid",
        severity=Severity.ERROR,
        message=say("`botId` must be a GUID, but is {value}", value='"not-a-guid"'),
        hint=say("Copy the bot's id from its registration."),
        pointer="/bots/0/botId",
        span=at(MANIFEST, '"not-a-guid"'),
        aliases=("BotIdIsNotGuid",),
    )


@pytest.fixture
def icon() -> Finding:
    """A finding about a file that has no text."""
    return Finding(
        rule="color-icon-not-192-square",
        severity=Severity.WARNING,
        message=say("the icon has 96 x 96 pixels"),
        file="color.png",
    )


@pytest.fixture
def package(bot_id: Finding, icon: Finding) -> Result:
    """A package in which two things were found."""
    return Result(
        path="app.zip",
        kind="package",
        manifest_version="1.17",
        app_id="6d1e3f5a-0000-4000-8000-000000000001",
        findings=(bot_id, icon),
        texts={"manifest.json": MANIFEST},
    )


@pytest.fixture
def clean() -> Result:
    """A manifest in which nothing was found."""
    return Result(path="good/manifest.json", kind="manifest", manifest_version="1.17", app_id="1")
