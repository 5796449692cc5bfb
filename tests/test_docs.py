"""What the documentation shows is what happens."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from teamshelf.cli import COMMANDS, main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "shelf").glob("*.md")])
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def console_blocks() -> Iterator[tuple[str, str]]:
    """Each command that a page shows with its output."""
    for page in PAGES:
        for block in page.read_text("utf-8").split("```console\n")[1:]:
            shown = block.partition("\n```")[0]
            for part in shown.split("$ ")[1:]:
                command, _, output = part.partition("\n")
                yield command, output.rstrip("\n")


@pytest.mark.parametrize(("command", "output"), list(console_blocks()))
def test_commands_print_what_the_pages_show(
    command: str, output: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command shown with its output prints that output."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANGUAGE", "en")
    program, *arguments = shlex.split(command)

    main(arguments)

    assert ("teamshelf", output) == (program, capsys.readouterr().out.rstrip("\n"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_examples_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python examples of a page give what the page says."""
    monkeypatch.chdir(ROOT)

    failed, _ = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)

    assert 0 == failed


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_documented(command: str) -> None:
    """A command without a section on the command line's page would be a secret."""
    page = (ROOT / "docs" / "command-line.md").read_text("utf-8")

    assert f"## `teamshelf {command}" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """A page that links to another one names a file that is there."""
    missing = [link for link in _LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]

    assert [] == missing


def test_every_page_can_be_found() -> None:
    """Whoever starts at the first page comes to all others."""
    start = ROOT / "docs" / "index.md"
    seen, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        for link in _LINK.findall(page.read_text("utf-8")):
            target = (page.parent / link).resolve()
            if target.suffix == ".md" and target.exists() and target not in seen:
                seen.add(target)
                waiting.append(target)

    assert [] == [page.name for page in PAGES if page not in seen and page.name != "README.md"]
