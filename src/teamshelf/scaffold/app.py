"""The files of a new app, made from its name and what it is to do."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.messages import LANGUAGES, Message, printable, say
from teamshelf.model.kinds import GUID, LANGUAGE_TAG
from teamshelf.model.places import dotted
from teamshelf.package.drawing import Color, color_icon, letter_for, outline_icon
from teamshelf.package.names import MANIFEST, name_problem
from teamshelf.rules.schema_addresses import LANGUAGE_SCHEMA, schema_url
from teamshelf.scaffold.capabilities import (
    AGENT_FILE,
    CAPABILITIES,
    EXCLUSIVE,
    AppFacts,
    agent_of,
    agent_texts,
    parts_of,
)
from teamshelf.update.upgrade import upgrade
from teamshelf.versions import order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BASE_VERSION = "1.22"
"""The manifest version of a new app that asks for no other: it has every capability, and no tenant refuses it."""

DEFAULT_LANGUAGE = "en"
LONGEST_SHORT_NAME = 30
LONGEST_NAME = 80

_FIRST_WITH_LANGUAGES = "1.5"
_FIRST_WITH_CHANNELS = "1.25"  # an app for teams that does not say which channels it knows is refused from here on
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")


class ScaffoldError(Exception):
    """An app cannot be made as asked for; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class NewApp(Struct, frozen=True):
    """A new app.

    Attributes:
        files: its files, by their names.
        id: its GUID.
        next_steps: what is left to its developer.
    """

    files: dict[str, bytes]
    id: str
    next_steps: tuple[Message, ...]


def new_app(
    name: str,
    *,
    capabilities: Sequence[str] = ("tab",),
    app_id: str,
    bot_id: str,
    color: Color,
    letter: str | None = None,
    languages: Sequence[str] = (),
    domain: str = "",
    version: str = BASE_VERSION,
) -> NewApp:
    """Make the files of a new app.

    Args:
        name: what its users will call it.
        capabilities: names from :data:`~teamshelf.scaffold.capabilities.CAPABILITIES`.
        app_id: its GUID.
        bot_id: the GUID of its bot, for capabilities that need one.
        color: its accent colour, which is also behind the letter of its icon.
        letter: of its icons; without one the first of its name that can be drawn.
        languages: language tags besides English. Those that Teamshelf has no texts for get the English ones.
        domain: the host of its pages; by default one below `example.com`.
        version: the manifest version.

    Raises:
        ScaffoldError: something of this is impossible.
    """
    name = " ".join(name.split())
    app = AppFacts(name, app_id.lower(), bot_id.lower(), domain.lower() or f"{slug(name)}.example.com")
    capabilities = tuple(dict.fromkeys(capabilities))
    languages = _languages(languages, version)
    _refuse_the_impossible(app, capabilities)
    tree = _manifest(app, capabilities, color, languages)
    outcome = upgrade(_written(tree, DEFAULT_LANGUAGE), version)
    manifest = outcome.value
    for member in parts_of(app, capabilities):
        if member not in manifest or not outcome.is_valid:
            raise ScaffoldError(
                say(
                    "manifest version {version} has no `{member}` for this: take a newer one",
                    version=version,
                    member=member,
                )
            )
    steps = dict.fromkeys(step for each in capabilities for step in CAPABILITIES[each].next_steps)
    if order(version) >= order(_FIRST_WITH_CHANNELS) and any(
        "team" in bot["scopes"] for bot in manifest.get("bots", ())
    ):
        manifest["supportsChannelFeatures"] = "tier1"
        steps[say("make the app work in private and shared channels too, as `supportsChannelFeatures` says")] = None
    letter = letter or letter_for(name)
    files = {
        MANIFEST: _json(manifest),
        "color.png": color_icon(color, letter),
        "outline.png": outline_icon(letter),
        **_language_files(tree, manifest, app, languages),
    }
    if "declarative-agent" in capabilities:
        files[AGENT_FILE] = _json(agent_of(app, _token if languages else _english))
    untranslated = [f"`{tag}.json`" for tag in languages if _spoken(tag) not in LANGUAGES]
    if untranslated:
        steps[say("translate the texts in {files}, which are still in English", files=", ".join(untranslated))] = None
    return NewApp(files, app.id, (_FIRST_STEP, *steps))


_FIRST_STEP = say("say in `manifest.json` who you are, where your pages are, and what your app does for its users")


def slug(name: str) -> str:
    """The name as a part of a host name: small letters, digits and hyphens; ``app`` where nothing is left of it.

    >>> slug("Café & Co.")
    'cafe-co'
    """
    from unicodedata import normalize

    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or "app"


def folder_for(name: str) -> str:
    """The folder of an app of this name, where nobody names another."""
    found = slug(name)
    return found if name_problem(found) is None else f"{found}-app"


def _refuse_the_impossible(app: AppFacts, capabilities: Sequence[str]) -> None:
    if not app.name or not app.name.isprintable():
        raise ScaffoldError(say("the name has to be text that can be seen"))
    if len(app.name) > LONGEST_NAME:
        raise ScaffoldError(say("the name is longer than {limit} characters", limit=LONGEST_NAME))
    for guid in (app.id, app.bot_id):
        if not re.fullmatch(GUID.pattern, guid):
            raise ScaffoldError(say("`{id}` is no GUID such as {example}", id=printable(guid), example=GUID.example))
    if not _DOMAIN.fullmatch(app.domain):
        raise ScaffoldError(say("`{domain}` is no host name such as `app.example.com`", domain=printable(app.domain)))
    if set(capabilities) >= EXCLUSIVE:
        raise ScaffoldError(say("an app has one bot: it takes commands (`bot`), or only notifies (`notification-bot`)"))


def _languages(wanted: Sequence[str], version: str) -> tuple[str, ...]:
    """The languages besides English, in lower case, each once."""
    for tag in wanted:
        if not re.fullmatch(LANGUAGE_TAG.pattern, tag) or name_problem(f"{tag}.json") is not None:
            raise ScaffoldError(say("`{tag}` is no language tag such as `fr` or `pt-br`", tag=printable(tag)))
    found = tuple(dict.fromkeys(tag.lower() for tag in wanted if tag.lower() != DEFAULT_LANGUAGE))
    if found and order(version) < order(_FIRST_WITH_LANGUAGES):
        raise ScaffoldError(say("manifest version {version} knows no languages; 1.5 is the first", version=version))
    return found


def _manifest(app: AppFacts, capabilities: Sequence[str], color: Color, languages: Sequence[str]) -> dict[str, Any]:
    """The manifest, with messages where users will read texts."""
    site = f"https://{app.domain}"
    manifest: dict[str, Any] = {
        "$schema": schema_url(BASE_VERSION),
        "manifestVersion": BASE_VERSION,
        "version": "1.0.0",
        "id": app.id,
        "developer": {
            "name": "My organization",
            "websiteUrl": site,
            "privacyUrl": f"{site}/privacy",
            "termsOfUseUrl": f"{site}/terms",
        },
        "name": {"short": _Same(_short(app.name)), "full": say("{name} for your team", name=app.name)},
        "description": {
            "short": say("Brings together what your team works on."),
            "full": _Sentences(
                (
                    say("{name} gathers news, tasks and answers, so that nobody has to look for them.", name=app.name),
                    *(CAPABILITIES[each].about for each in capabilities),
                    say("You need an account at {domain}; help is at {site}/help.", domain=app.domain, site=site),
                )
            ),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#{:02X}{:02X}{:02X}".format(*color),
    }
    if languages:
        manifest["localizationInfo"] = {
            "defaultLanguageTag": DEFAULT_LANGUAGE,
            "additionalLanguages": [{"languageTag": tag, "file": f"{tag}.json"} for tag in languages],
        }
        if "declarative-agent" in capabilities:
            manifest["localizationInfo"]["defaultLanguageFile"] = f"{DEFAULT_LANGUAGE}.json"
    return {**manifest, **parts_of(app, capabilities)}


class _Same(Struct, frozen=True):
    """A text that is the same in every language, and still stands in each language file."""

    text: str

    def in_language(self, _: str) -> str:
        return self.text


class _Sentences(Struct, frozen=True):
    """A text of several sentences."""

    sentences: tuple[Message, ...]

    def in_language(self, language: str) -> str:
        return " ".join(sentence.in_language(language) for sentence in self.sentences)


_Text = Message | _Same | _Sentences


def _written(value: Any, language: str) -> Any:
    """A tree with its texts in one language."""
    if isinstance(value, _Text):
        return value.in_language(language)
    if isinstance(value, dict):
        return {name: _written(member, language) for name, member in value.items()}
    return [_written(item, language) for item in value] if isinstance(value, list) else value


def _texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], _Text]]:
    """Every text of a tree, with its path."""
    if isinstance(value, _Text):
        yield path, value
    elif isinstance(value, dict | list):
        for step, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(member, (*path, step))


def _language_files(tree: Any, manifest: Any, app: AppFacts, languages: Sequence[str]) -> dict[str, bytes]:
    """A file for each language, and one for the default language where agents take their texts from it."""
    files: dict[str, bytes] = {}
    texts = {dotted(path): text for path, text in _texts(tree) if _at(manifest, path) == text.in_language("en")}
    tokens = agent_texts(app) if any("declarativeAgents" in part for part in _members(manifest)) else {}
    for tag in (*languages, *((DEFAULT_LANGUAGE,) if tokens and languages else ())):
        language = _spoken(tag)
        said: dict[str, Any] = {"$schema": schema_url(manifest["manifestVersion"], LANGUAGE_SCHEMA)}
        said |= {key: text.in_language(language) for key, text in texts.items()}
        if tokens:
            said["localizationKeys"] = {f"[[{token}]]": text.in_language(language) for token, text in tokens.items()}
        files[f"{tag}.json"] = _json(said)
    return files


def _members(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (member for member in manifest.values() if isinstance(member, dict))


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    return value


def _short(name: str) -> str:
    """The name, or as many of its first words as a short name may have."""
    if len(name) <= LONGEST_SHORT_NAME:
        return name
    return name[: LONGEST_SHORT_NAME + 1].rpartition(" ")[0] or name[:LONGEST_SHORT_NAME]


def _spoken(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _token(token: str, _: Message) -> str:
    return f"[[{token}]]"


def _english(_: str, text: Message) -> str:
    return str(text)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
