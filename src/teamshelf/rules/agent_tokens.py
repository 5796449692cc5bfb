"""The `[[NAME]]` tokens in the files of agents and plugins, and the texts that language files hold for them.

The texts of an agent stand in files of its own, which no key of a language file reaches. So they hold tokens, which
every language file, that of the default language included, lists with their texts under `localizationKeys`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from teamshelf.document import join_pointer
from teamshelf.findings import Change
from teamshelf.messages import say, shown
from teamshelf.rules.agent_parts import actions_of, declarative_agents, faults_of, path_of, plugins
from teamshelf.rules.language_examples import in_languages, language_file
from teamshelf.rules.language_overlay import translations
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from teamshelf.package.app import App, JsonFile

_NAME = r"[A-Za-z_][A-Za-z0-9_]{0,127}"
_TOKEN = re.compile(rf"\[\[{_NAME}\]\]")
_BARE = re.compile(rf"\[?({_NAME})\]?")
_SHOWN_TOKENS = 3

_AGENT = {"copilotAgents": {"declarativeAgents": [{"id": "polls", "file": "agent.json"}]}}
_AGENT_FILE = {
    "version": "v1.4",
    "name": "[[AGENT_NAME]]",
    "description": "Asks.",
    "instructions": "Ask.",
    "conversation_starters": [{"text": "Ask me"}, {"text": "Ask us"}, {"text": "Ask them"}],
}
_LANGUAGES = in_languages("en", "fr", defaultLanguageFile="en.json")


def _language_file(tokens: Mapping[str, str]) -> dict[str, Any]:
    """A language file with these tokens."""
    return language_file({"localizationKeys": dict(tokens)})


@rule(
    "agent-token-without-text",
    upload=ERROR,
    store=ERROR,
    checks=say("Every `[[NAME]]` token of an agent or plugin has a text in every language file."),
    why=say("Where the text is missing, users are shown the token itself as the name or description of the agent."),
    bad={**_LANGUAGES, **_AGENT},
    good={**_LANGUAGES, **_AGENT},
    files={
        "agent.json": _AGENT_FILE,
        "en.json": _language_file({"[[AGENT_NAME]]": "Polls"}),
        "fr.json": _language_file({}),
    },
    good_files={
        "agent.json": _AGENT_FILE,
        "en.json": _language_file({"[[AGENT_NAME]]": "Polls"}),
        "fr.json": _language_file({"[[AGENT_NAME]]": "Sondages"}),
    },
    source="Microsoft 365 Copilot documentation, Localize agents",
    versions="1.19..",
    needs_files=True,
)
def tokens_have_texts(app: App) -> Iterable[Found]:
    """Tokens in use that a language file does not list; a region takes those of its language."""
    if not app.language_files:
        return ()
    tokens = _tokens_in_use(app)[0]
    if not tokens:
        return ()
    below = {translation.file.name: _texts_below(app, translation.tag) for translation in translations(app)}
    found = []
    for file in app.language_files:
        known = {**below.get(file.name, {}), **_texts_of(file)}
        missing = [token for token in tokens if token not in known]
        if missing and isinstance(file.value, dict) and not file.findings:
            message = say(
                "`localizationKeys` has no text for {tokens}, which agents of the app use", tokens=_listed(missing)
            )
            hint = say("add {tokens} to `localizationKeys`", tokens=_listed(missing))
            found.append(Found("/localizationKeys", message, hint, file=file.name))
    return found


@rule(
    "agent-token-unused",
    upload=NOTE,
    store=NOTE,
    checks=say("Every token in the `localizationKeys` of a language file is used by an agent or plugin."),
    why=say("A text that nothing uses is shown nowhere; its token may be misspelled, here or there."),
    bad={**_LANGUAGES, **_AGENT},
    good={**_LANGUAGES, **_AGENT},
    files={
        "agent.json": _AGENT_FILE,
        "en.json": _language_file({"[[AGENT_NAME]]": "Polls", "[[GREETING]]": "Hello"}),
        "fr.json": _language_file({"[[AGENT_NAME]]": "Sondages"}),
    },
    good_files={
        "agent.json": _AGENT_FILE,
        "en.json": _language_file({"[[AGENT_NAME]]": "Polls"}),
        "fr.json": _language_file({"[[AGENT_NAME]]": "Sondages"}),
    },
    source="Microsoft 365 Copilot documentation, Localize agents",
    versions="1.19..",
    needs_files=True,
)
def tokens_are_used(app: App) -> Iterable[Found]:
    """Tokens that no file of an agent or plugin mentions."""
    listed = [(file, token) for file in app.language_files for token in _texts_of(file) if _TOKEN.fullmatch(token)]
    if not listed:
        return ()
    if not _is_all_read(app):
        return ()
    mentioned = _tokens_in_use(app)[1]
    return [
        Found(
            join_pointer(["localizationKeys", token]),
            say("no agent or plugin of the app uses `{token}`", token=token),
            say("remove it, or correct its name"),
            file=file.name,
            at_key=True,
        )
        for file, token in listed
        if token not in mentioned
    ]


@rule(
    "agent-token-without-brackets",
    upload=WARNING,
    store=WARNING,
    checks=say("The names in `localizationKeys` are tokens with both their brackets, such as `[[NAME]]`."),
    why=say("The schema lets any name pass, but only one written like the token is ever looked up."),
    bad={**_LANGUAGES, **_AGENT},
    good={**_LANGUAGES, **_AGENT},
    files={
        "agent.json": _AGENT_FILE,
        "en.json": _language_file({"[[AGENT_NAME]]": "Polls"}),
        "fr.json": _language_file({"[[AGENT_NAME]]": "Sondages", "GREETING": "Bonjour"}),
    },
    good_files={
        "agent.json": _AGENT_FILE,
        "en.json": _language_file({"[[AGENT_NAME]]": "Polls"}),
        "fr.json": _language_file({"[[AGENT_NAME]]": "Sondages"}),
    },
    source="Microsoft 365 Copilot documentation, Localize agents",
    versions="1.19..",
    needs_files=True,
)
def tokens_have_brackets(app: App) -> Iterable[Found]:
    """Names that are no tokens; with brackets put around a plain name that is free."""
    found = []
    for file in app.language_files:
        texts = _texts_of(file)
        for name in texts:
            if not _TOKEN.fullmatch(name):
                plain = _BARE.fullmatch(name)
                token = f"[[{plain.group(1)}]]" if plain else None
                pointer = join_pointer(["localizationKeys", name])
                moved = Change("move", pointer, to=join_pointer(["localizationKeys", token])) if token else None
                found.append(
                    Found(
                        pointer,
                        say("{name} is no token", name=shown(name)),
                        say("write `{token}`", token=token or "[[NAME]]"),
                        file=file.name,
                        at_key=True,
                        changes=(moved,) if moved and token not in texts else (),
                    )
                )
    return found


@rule(
    "agent-tokens-without-default-file",
    upload=ERROR,
    store=ERROR,
    checks=say("An app whose agents use `[[NAME]]` tokens has a `defaultLanguageFile`."),
    why=say(
        "The texts of other parts of an app fall back on the manifest, those of agents on this file alone: without it, "
        "people whose language is not listed are shown the tokens."
    ),
    bad={**in_languages("en", "fr"), **_AGENT},
    good={**_LANGUAGES, **_AGENT},
    files={"agent.json": _AGENT_FILE, "fr.json": _language_file({"[[AGENT_NAME]]": "Sondages"})},
    good_files={
        "agent.json": _AGENT_FILE,
        "en.json": _language_file({"[[AGENT_NAME]]": "Polls"}),
        "fr.json": _language_file({"[[AGENT_NAME]]": "Sondages"}),
    },
    source="Microsoft 365 Copilot documentation, Localize agents",
    versions="1.19..",
    needs_files=True,
)
def tokens_have_a_default_file(app: App) -> Iterable[Found]:
    """Tokens in use, and no file for the default language."""
    info = app.manifest.localization_info
    if info is not None and info.default_language_file is not None:
        return ()
    tokens = _tokens_in_use(app)[0]
    if not tokens:
        return ()
    return (
        Found(
            "" if info is None else "/localizationInfo",
            say("agents of the app use {tokens}, but there is no `defaultLanguageFile`", tokens=_listed(list(tokens))),
            say("add `defaultLanguageFile` with a file that has the texts in `localizationKeys`"),
        ),
    )


@once_per_app
def _tokens_in_use(app: App) -> tuple[dict[str, None], set[str]]:
    """The tokens that are the whole of a text in a file of an agent or plugin, and all that stand in one."""
    whole: dict[str, None] = {}
    mentioned: set[str] = set()
    for part in (*declarative_agents(app), *plugins(app)):
        for text in _texts(part.value):
            if "[[" in text:
                found = _TOKEN.findall(text)
                mentioned.update(found)
                whole.update(dict.fromkeys(token for token in found if token == text.strip()))
    return whole, mentioned


def _is_all_read(app: App) -> bool:
    """Whether the files of all agents and plugins are there and can be read."""
    agents = declarative_agents(app)
    stated = app.manifest.copilot_agents.declarative_agents if app.manifest.copilot_agents is not None else []
    return (
        len(agents) == len(stated)
        and not any(faults_of(part.file) for part in (*agents, *plugins(app)))
        and all(path_of(app, naming) is not None for agent in agents for naming in actions_of(agent))
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text of a decoded JSON value; depth is no danger to the stack."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            yield current
        elif isinstance(current, dict):
            waiting.extend(reversed(current.values()))
        elif isinstance(current, list):
            waiting.extend(reversed(current))


def _texts_of(file: JsonFile) -> dict[str, Any]:
    """The tokens of a language file with their texts, in whatever form they are."""
    tokens = file.value.get("localizationKeys") if isinstance(file.value, dict) else None
    return tokens if isinstance(tokens, dict) else {}


def _texts_below(app: App, tag: str) -> dict[str, Any]:
    """The tokens of the language that a region is laid over."""
    language, has_region, _ = tag.partition("-")
    files = [each.file for each in translations(app) if has_region and each.tag == language]
    return _texts_of(files[0]) if files else {}


def _listed(tokens: list[str]) -> str:
    listed = ", ".join(f"`{token}`" for token in tokens[:_SHOWN_TOKENS])
    return f"{listed}, …" if len(tokens) > _SHOWN_TOKENS else listed
