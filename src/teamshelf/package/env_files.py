"""The env files of a project: where Agents Toolkit keeps the values for placeholders, one file for each environment.

``.env.NAME`` has the values of the environment ``NAME`` and ``.env.NAME.user`` those of one developer, which go before
them; a plain ``.env`` holds in every environment. They lie beside the manifest, in ``env/`` beside it, or in ``env/``
beside its folder. Only files are read, no links: a stranger's folder must not lead to values of another one.
"""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.package.placeholders import variables_of

if TYPE_CHECKING:
    from pathlib import Path

BARE = ".env"
USER = ".user"
"""What the name of a file with a developer's own values ends with."""

NO_ENVIRONMENTS = frozenset(("example", "sample", "template", "dist", "defaults"))
"""Names of files that show which values there are to set."""

_NAMED = re.compile(r"\.env\.([A-Za-z0-9_-]+)(\.user)?")


class EnvFiles(Struct, frozen=True):
    """The env files found for a folder.

    Attributes:
        names: the environments there are, sorted.
        paths: the files in the order in which one goes before the next, each with its environment; ``""`` for all.
    """

    names: tuple[str, ...]
    paths: tuple[tuple[str, Path], ...]

    def variables(self, name: str | None) -> dict[str, str]:
        """The values of an environment, and of all; None where no environment is chosen.

        Raises:
            OSError: a file cannot be read.
            UnicodeDecodeError: one is not UTF-8.
        """
        found: dict[str, str] = {}
        for environment, path in reversed(self.paths):
            if environment in {"", name}:
                found |= variables_of(str(path))
        return found


def env_files(folder: Path) -> EnvFiles:
    """Look for the env files of the app in a folder."""
    home = folder.resolve()
    paths = [found for place in (home, home / "env", home.parent / "env") for found in _in_place(place)]
    return EnvFiles(tuple(sorted({name for name, _ in paths if name})), tuple(paths))


def _in_place(place: Path) -> list[tuple[str, Path]]:
    try:
        files = [path for path in place.glob(f"{BARE}*") if stat.S_ISREG(path.lstat().st_mode)]
    except OSError:
        return []
    named = [(found, path) for path in files if (found := _NAMED.fullmatch(path.name))]
    environments = sorted(
        ((found.group(1), path) for found, path in named if found.group(1).lower() not in NO_ENVIRONMENTS),
        key=lambda each: (not each[1].name.endswith(USER), each[1].name),
    )
    return [*environments, *(("", path) for path in files if path.name == BARE)]
