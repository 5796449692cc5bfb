"""The house is built as `docs/architecture.md` draws it."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
FLOORS = (
    {"cli", "__main__"},
    {"server"},
    {"catalogue", "preview"},
    {"fixing", "packing", "checking", "scaffold", "settings"},
    {"rules", "update", "consent"},
    {"package", "schema"},
    {"report", "document", "model", "client"},
    {"findings", "messages", "versions", "links", "texts", "version"},
)
"""What stands on which floor, the uppermost first: parts of one floor may know each other."""


def module_name(path: Path) -> str:
    """The dotted name under which a file is imported."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


def imports_of(path: Path) -> set[str]:
    """The modules of ours that a file imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            deeper = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (deeper & MODULES.keys()) or {node.module}
            found |= (
                {node.module} if any(f"{node.module}.{alias.name}" not in MODULES for alias in node.names) else set()
            )
    return found & MODULES.keys()


IMPORTS = {name: imports_of(path) for name, path in MODULES.items()}


def floor(module: str) -> int | None:
    """How far below the roof a module stands; nothing for the library's front door."""
    part = module.split(".")[1] if "." in module else ""
    return next((at for at, parts in enumerate(FLOORS) if part in parts), None)


def test_every_part_stands_on_a_floor() -> None:
    """No file or folder of the package is missing in the drawing."""
    assert [name for name in MODULES if name != "teamshelf" and floor(name) is None] == []


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_only_go_down(module: str) -> None:
    """A file imports nothing from a floor above its own."""
    own = floor(module)
    assert own is None or [name for name in IMPORTS[module] if (floor(name) or own) < own] == []


def test_no_two_files_import_each_other_in_a_circle() -> None:
    """The files can be put in an order in which each imports only earlier ones."""
    try:
        TopologicalSorter(IMPORTS).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(reversed(circle.args[1])))


def test_only_these_open_a_connection() -> None:
    """Whatever can reach another machine is imported where it is meant to, and nowhere else.

    The client of a server that was named; the OpenID Connect provider; and what listens, here.
    """
    reaching = {
        "aiohttp",
        "ftplib",
        "http",
        "httpx",
        "requests",
        "smtplib",
        "socket",
        "socketserver",
        "urllib3",
        "xmlrpc",
    }
    found = {}
    for name, path in MODULES.items():
        names = {
            name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        }
        reached = {
            each
            for each in names
            if each.partition(".")[0] in reaching - {"http"} or each in ("http.client", "http.server", "urllib.request")
        }
        if reached:
            found[name] = reached

    assert {
        "teamshelf.cli.serve": {"socket"},
        "teamshelf.client.connection": {"httpx"},
        "teamshelf.preview.serving": {"http.server", "socket"},
        "teamshelf.server.open_id": {"httpx"},
        "teamshelf.server.running": {"socket"},
    } == found
