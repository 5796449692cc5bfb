"""`teamshelf pack FOLDER`: check, then write a canonical, reproducible package."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.files import variables_from, write_bytes
from teamshelf.cli.terminal import complain, language_of_the_environment, look
from teamshelf.findings import AUDIENCES
from teamshelf.messages import LANGUAGES, printable, say
from teamshelf.package.env_files import env_files
from teamshelf.package.faults import Unreadable
from teamshelf.package.names import MANIFEST
from teamshelf.packing import Refused, pack
from teamshelf.report import REPORTERS
from teamshelf.settings import SettingsError, load_settings, rules_meant

if TYPE_CHECKING:
    from teamshelf.findings import Result
    from teamshelf.package.env_files import EnvFiles
    from teamshelf.packing import Packed

STANDARD_OUTPUT = "-"
CHOICE = "TEAMSFX_ENV"
"""The variable by which Agents Toolkit says which environment it works for."""


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf pack",
        description="Check the app in a folder and write its package: the files the manifest refers to, placeholders "
        "filled in. The same files and values give the same bytes, on any machine.",
        epilog="Exit code 0: written; 1: refused, because of errors; 2: something could not be read or written.",
    )
    made.add_argument("folder", metavar="FOLDER", help="the folder that holds the manifest")
    made.add_argument("-o", "--output", metavar="FILE", help="default: FOLDER.zip, beside the folder; - for stdout")
    made.add_argument(
        "--env-file", action="append", default=[], metavar="F", help="values for placeholders; repeatable, last wins"
    )
    made.add_argument("--env", metavar="NAME", help="the environment whose files (.env.NAME, env/.env.NAME) are read")
    made.add_argument(
        "--audience", choices=AUDIENCES, default=None, help="what Teams refuses (upload, default), or the store as well"
    )
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Write the package, or say why there is none."""
    language = arguments.lang or language_of_the_environment()
    folder = Path(arguments.folder)
    if folder.name == MANIFEST and not folder.is_dir():
        folder = folder.parent
    try:
        output = _output(arguments.output, folder)
        packed = _packed(folder, arguments, language)
        if packed is None:
            return FOUND
        if output is None:
            sys.stdout.buffer.write(packed.content)
        else:
            write_bytes(output, packed.content)
    except (SettingsError, Unreadable) as error:
        complain(error.message, language)
        return FAILED
    _tell(packed, output, folder, language)
    return OK


def _packed(folder: Path, arguments: argparse.Namespace, language: str) -> Packed | None:
    """The package; None, and the findings shown, if there is none."""
    settings = load_settings(Path.cwd())
    given: dict[str, str] = {}
    for env_file in arguments.env_file or filter(None, [settings.env_file]):
        given |= variables_from(env_file)
    found = env_files(folder)
    name = _environment_of(found, arguments.env)
    environment = {key: value for key, value in os.environ.items() if key not in given and _is_text(value)}
    try:
        packed = pack(
            folder,
            variables={**_variables_in(found, name), **given},
            environment=environment,
            audience=arguments.audience or settings.audience,
            ignore=rules_meant(settings.ignore),
        )
    except Refused as refused:
        _show(refused.result, language)
        if name is None and found.names and any(finding.rule == "placeholder" for finding in refused.result.findings):
            names = ", ".join(f"`{each}`" for each in found.names)
            complain(
                say("there are values for several environments, {names}: choose one with `--env`", names=names),
                language,
            )
        return None
    if packed.result.findings:
        _show(packed.result, language, to_stderr=arguments.output == STANDARD_OUTPUT)
    return packed


def _environment_of(found: EnvFiles, wanted: str | None) -> str | None:
    """The environment whose values count: the one asked for, or the only one there is; None if that is not clear."""
    if wanted is not None and wanted not in found.names:
        names = ", ".join(f"`{name}`" for name in found.names)
        asked = printable(wanted)
        raise Unreadable(
            say("there is no env file for `{name}`; there are some for {names}", name=asked, names=names)
            if names
            else say("there is no env file for `{name}`, nor for any other environment", name=asked)
        )
    name = wanted or os.environ.get(CHOICE)
    return name if name in found.names else found.names[0] if len(found.names) == 1 else None


def _variables_in(found: EnvFiles, name: str | None) -> dict[str, str]:
    try:
        return found.variables(name)
    except (OSError, UnicodeDecodeError) as error:
        listed = ", ".join(f"`{printable(str(path))}`" for _, path in found.paths)
        raise Unreadable(
            say("one of {paths} cannot be read: {reason}", paths=listed, reason=printable(str(error)))
        ) from error


def _is_text(value: str) -> bool:
    """Whether a value of the environment is text that a file can hold."""
    return value.encode(errors="replace").decode() == value


def _output(given: str | None, folder: Path) -> Path | None:
    """Where the package goes; None for standard output. Raises Unreadable for a place that holds something else."""
    if given == STANDARD_OUTPUT:
        return None
    home = Path(os.path.abspath(folder))  # noqa: PTH100 - the folder as it is named, also where that is a link
    beside = home.with_name(f"{home.name or 'app'}.zip")
    output = Path(given) if given else beside if folder.is_absolute() else Path(os.path.relpath(beside))
    if output.is_dir():
        output /= f"{home.name}.zip"
    try:
        with output.open("rb") as file:
            start = file.read(2)
    except OSError:
        return output  # it is new, or writing will say what is wrong
    if start not in {b"PK", b""}:
        path = printable(str(output))
        raise Unreadable(say("`{path}` is no package, and not written over: name another file", path=path))
    return output


def _show(result: Result, language: str, *, to_stderr: bool = False) -> None:
    """Show findings as `check` does."""
    stream = sys.stderr if to_stderr else sys.stdout
    reporter = REPORTERS["text"](stream, look(language, stream))
    reporter.begin()
    reporter.add(result)
    reporter.end()


def _tell(packed: Packed, output: Path | None, folder: Path, language: str) -> None:
    """Say what was written, and what was not."""
    stream = sys.stderr if output is None else sys.stdout
    count, size = len(packed.files), packed.size
    words = say("{count} files, {size} bytes", count=count, size=f"{size:,}".replace(",", " "))
    if output is not None:
        print(f"{printable(str(output))}: {words.in_language(language)}", file=stream)
    print(f"sha256 {packed.sha256}", file=stream)
    left_out = [name for name in packed.left_out if output is None or not _is_same(folder / name, output)]
    if left_out:
        print(say("left out, because nothing refers to them:").in_language(language), file=stream)
        for name in left_out:
            print(f"  {printable(name)}", file=stream)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
