"""How long a command runs from start to end, and how much memory it needs at most."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

_STARTER = Path(__file__).with_name("starter.py")
_BYTECODE = Path(__file__).parents[1] / ".cache" / "bench" / "bytecode"


class Run(NamedTuple):
    """A command that was run: ``seconds`` from start to end, and ``memory`` at its peak in MiB."""

    seconds: float
    memory: float


def run(command: list[str], folder: str | os.PathLike[str] = ".") -> Run:
    """Run a command in a folder, without its output. Raises ValueError when it does not end with exit code 0."""
    starting = [sys.executable, "-I", "-S", str(_STARTER), *command]
    started = subprocess.run(starting, cwd=folder, env=as_installed(), stdout=subprocess.PIPE, text=True, check=True)
    seconds, memory, exit_code = started.stdout.split()
    if exit_code != "0":
        raise ValueError(f"{command[0]} ended with exit code {exit_code}")
    return Run(float(seconds), float(memory))


def as_installed() -> dict[str, str]:
    """An environment in which Python finds modules compiled from the second run on, as pip installs them."""
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(_BYTECODE)}
