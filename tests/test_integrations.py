"""The hooks for pre-commit and the action for GitHub call what is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from teamshelf.cli import COMMANDS, FOUND
from tests.manifests import icons, manifest

ROOT = Path(__file__).parent.parent


def loaded(name: str) -> Any:
    """A file of the repository in YAML."""
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize("hook", loaded(".pre-commit-hooks.yaml"), ids=lambda hook: hook["id"])
def test_hooks_call_commands_that_exist(hook: dict[str, str]) -> None:
    """Each hook runs a command of the command line on the files it names."""
    program, command = hook["entry"].split()

    assert "teamshelf" == program
    assert command in COMMANDS
    assert "python" == hook["language"]


def test_every_input_of_the_action_reaches_its_step() -> None:
    """No input of the action is forgotten on the way to the check."""
    action = loaded("action.yml")
    passed = " ".join(str(step.get("env", {})) for step in action["runs"]["steps"])

    assert all(f"inputs.{name}" in passed for name in action["inputs"])


def test_the_step_annotates_and_writes_sarif(tmp_path: Path) -> None:
    """The action's step writes a SARIF file, annotations on standard output, and ends with the code of the check."""
    app = tmp_path / "app"
    app.mkdir()
    (app / "manifest.json").write_text(json.dumps(manifest(accentColor="teal")), "utf-8")
    for name, content in icons().items():
        (app / name).write_bytes(content)
    program = tmp_path / "teamshelf"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m teamshelf "$@"\n', "utf-8")
    program.chmod(0o755)
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "src"),
        "LANGUAGE": "en",
        "TEAMSHELF": str(program),
        "CHECK_PATHS": "app\napp/manifest.json",
        "CHECK_AUDIENCE": "upload",
        "CHECK_SARIF": "out.sarif",
        "CHECK_STRICT": "false",
    }
    step = ["bash", str(ROOT / "tools" / "action.sh")]

    ended = subprocess.run(step, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)  # noqa: S603

    assert FOUND == ended.returncode
    assert 2 == ended.stdout.count("::error file=app/manifest.json,line=1")
    assert 2 == len(json.loads((tmp_path / "out.sarif").read_text("utf-8"))["runs"][0]["results"])
