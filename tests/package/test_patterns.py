"""Every regular expression of ours takes any text in time that grows with its length alone."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FULL = ROOT / "benchmarks" / "full_manifest.json"
LENGTH = 2**16
INLINE = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")
FLOORS = ("document", "model", "package", "report", "rules", "schema")

HOSTILE = [
    (unit * LENGTH)[:LENGTH] + end
    for unit, end in (
        ("a", "\0"),
        (" ", "\0"),
        ("0", "x"),
        ("a.", "!"),
        ("https://", "\0"),
        ("${{ ", "}"),
        ("\\u", '"'),
        ('"a", ', "\n"),
    )
]
"""Rows of what patterns repeat, each with an end that makes them give up and try again."""

SECONDS = 100
"""For some hundred patterns and as many texts; one that goes back and forth takes more than that by itself."""


def our_patterns() -> list[tuple[Any, int]]:
    """Every pattern in the code: those made while it is imported, and those that wait in functions."""
    made: list[tuple[Any, int]] = []
    compiled = re._compile  # type: ignore[attr-defined]

    def noted(pattern: Any, flags: Any) -> Any:
        if str(sys._getframe(2).f_globals.get("__name__")).startswith("teamshelf"):
            made.append((getattr(pattern, "pattern", pattern), getattr(pattern, "flags", int(flags))))
        return compiled(pattern, flags)

    re._compile = noted  # type: ignore[attr-defined]
    for floor in FLOORS:
        package = import_module(f"teamshelf.{floor}")
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            module = import_module(found.name)
            made += inline_patterns(module)
            for function in vars(module).values():
                if getattr(function, "__annotations__", {}).get("return") == "re.Pattern[str]":
                    function()
    return made


def inline_patterns(module: Any) -> Iterator[tuple[Any, int]]:
    """The patterns that a module hands to a function such as ``re.findall``; read from its source."""
    for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{name}" for name in INLINE}:
            yield eval(ast.unparse(node.args[0]), dict(vars(module))), 0  # noqa: S307 - our own source


def patterns_of_the_model() -> set[str]:
    """Every pattern in the schemas that are made from the model."""
    from teamshelf.schema.manifest import manifest_schema
    from teamshelf.versions import NUMBERED_VERSIONS

    found: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            found.update([value["pattern"]] if isinstance(value.get("pattern"), str) else [])
            found.update(value["patternProperties"] if isinstance(value.get("patternProperties"), dict) else [])
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            collect(inner)

    for version in NUMBERED_VERSIONS:
        collect(json.loads(json.dumps(manifest_schema(version))))
    return found


def try_all() -> int:
    """Try every pattern on every text, from its beginning; gives how many there are."""
    import jsonschema_rs

    patterns = our_patterns()
    for pattern, flags in patterns:
        compiled = re.compile(pattern, flags)
        for text in HOSTILE:
            given = text if isinstance(pattern, str) else text.encode()
            compiled.match(given)
            compiled.fullmatch(given)
    stated = patterns_of_the_model()
    for pattern in stated:
        validator = jsonschema_rs.Draft7Validator({"pattern": pattern})
        for text in HOSTILE:
            validator.is_valid(text)
    return len(patterns) + len(stated)


def test_no_pattern_goes_back_and_forth() -> None:
    """Each pattern in the code and in the model settles for or against eight hostile texts of 64 KiB."""
    ended = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, __file__],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        timeout=SECONDS,
    )

    assert int(ended.stdout) >= 80


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_no_text_of_a_manifest_holds_a_check_up(number: int, tmp_path: Path) -> None:
    """A hostile text in every place of a manifest at once is read, judged and explained."""
    text = HOSTILE[number][: 2**14 - 1] + HOSTILE[number][-1]
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(with_texts(json.loads(FULL.read_bytes()), text)))
    ended = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-m", "teamshelf", "check", "--format", "json", str(path)],
        capture_output=True,
        check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        timeout=SECONDS,
    )

    assert (1, b"") == (ended.returncode, ended.stderr)


def with_texts(value: Any, text: str) -> Any:
    """A JSON value in which every text but the version of the manifest is another."""
    if isinstance(value, dict):
        return {name: item if name == "manifestVersion" else with_texts(item, text) for name, item in value.items()}
    if isinstance(value, list):
        return [with_texts(item, text) for item in value[:1]]
    return text if isinstance(value, str) else value


if __name__ == "__main__":
    print(try_all())  # noqa: T201 - the test reads it
