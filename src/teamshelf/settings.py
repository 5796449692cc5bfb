"""What a project has settled once for all its checks: `teamshelf.toml`, or `[tool.teamshelf]` in `pyproject.toml`.

    [tool.teamshelf]
    audience = "store"
    env-file = "env/.env.dev"

    [tool.teamshelf.ignore]
    placeholder = "the release pipeline fills them in"

Each rule that is ignored says why. The file is looked for in the current folder and above it, and the nearest one that
says something counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.findings import AUDIENCES, UPLOAD
from teamshelf.messages import Message, alternatives, printable, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OWN_FILE = "teamshelf.toml"
SHARED_FILE = "pyproject.toml"
KEYS = ("audience", "env-file", "ignore")


class SettingsError(Exception):
    """A settings file says something that cannot be meant; `message` names the file and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Settings(Struct, frozen=True):
    """What holds for a project.

    Attributes:
        audience: for whom its checks decide.
        env_file: where the values for placeholders are, or None.
        ignore: rules that are not reported, by their names or Microsoft's codes, each with the reason.
    """

    audience: str = UPLOAD
    env_file: str | None = None
    ignore: dict[str, str] = {}


def load_settings(start: Path) -> Settings:
    """The settings of the project that a folder belongs to; the defaults if it has none.

    Raises:
        SettingsError: the nearest settings cannot be read or say something impossible.
    """
    for folder in (start, *start.parents):
        own, shared = folder / OWN_FILE, folder / SHARED_FILE
        if own.is_file():
            return _settings(own, _table(own))
        if shared.is_file():
            said = _table(shared).get("tool", {})
            if isinstance(said, dict) and "teamshelf" in said:
                return _settings(shared, said["teamshelf"])
    return Settings()


def _table(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            say("`{file}` cannot be read: {reason}", file=printable(str(file)), reason=printable(str(error)))
        ) from error


def _settings(file: Path, said: Any) -> Settings:
    shown = printable(str(file))
    if not isinstance(said, dict):
        raise SettingsError(say("`{file}`: the settings are no table", file=shown))
    for key in said:
        if key not in KEYS:
            raise SettingsError(
                say(
                    "`{file}` does not know the setting `{key}`; there are {keys}",
                    file=shown,
                    key=key,
                    keys=alternatives(KEYS),
                )
            )
    audience = said.get("audience", UPLOAD)
    if audience not in AUDIENCES:
        raise SettingsError(say("`{file}`: `audience` is {audiences}", file=shown, audiences=alternatives(AUDIENCES)))
    env_file = said.get("env-file")
    if env_file is not None and not isinstance(env_file, str):
        raise SettingsError(say("`{file}`: `env-file` is the path of a file", file=shown))
    return Settings(audience, env_file and str(file.parent / env_file), _ignored(shown, said.get("ignore", {})))


def _ignored(shown: str, said: Any) -> dict[str, str]:
    if not isinstance(said, dict):
        raise SettingsError(say("`{file}`: `ignore` is a table of rules and reasons", file=shown))
    for rule, reason in said.items():
        if not isinstance(reason, str) or not reason.strip():
            raise SettingsError(say("`{file}`: say why `{rule}` is ignored", file=shown, rule=rule))
    return dict(said)


def rules_meant(ignore: Mapping[str, str]) -> dict[str, str]:
    """The names of the rules that are ignored, with the reasons; Microsoft's codes become our names.

    Raises:
        SettingsError: there is no such rule.
    """
    if not ignore:
        return {}
    from teamshelf.rules.explanations import find, nearest

    meant: dict[str, str] = {}
    for name, reason in ignore.items():
        found = find(name)
        if not found:
            near = nearest(name)
            raise SettingsError(
                say("there is no rule `{name}`; did you mean `{near}`?", name=name, near=near)
                if near
                else say("there is no rule `{name}`; `teamshelf explain` lists all", name=name)
            )
        meant |= {explanation.name: reason for explanation in found}
    return meant
