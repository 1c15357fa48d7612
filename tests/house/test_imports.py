"""The walls of the house stand: see `[tool.importlinter]` in pyproject.toml."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.source import ROOT, sources


def lint(project: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of a project."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    return subprocess.run(
        command, cwd=project, capture_output=True, text=True, timeout=60, check=False
    )


def test_walls_stand() -> None:
    """Layers, pure rooms, ports and the homes of the libraries are as the contracts say."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("bot/match/breach.py", "import bot.story"),  # a neighbour on its own layer
        ("bot/text/breach.py", "import bot.store"),  # up a layer
        ("bot/story/breach.py", "import asyncio"),  # a pure room and the event loop
        ("bot/pipeline/breach.py", "import bot.fetch"),  # past the port
        ("bot/pipeline/breach.py", "import sqlalchemy"),  # a library away from home
        ("bot/breach.py", "import bot.model"),  # a room that the drawing does not have
    ],
)
def test_breach_is_noticed(tmp_path: Path, file: str, line: str) -> None:
    """A copy of the house with one bad import does not pass."""
    shutil.copytree(ROOT / "bot", tmp_path / "bot")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / file).write_text(f"{line}\n")
    result = lint(tmp_path)
    assert result.returncode == 1
    assert "breach" in result.stdout


def test_every_library_has_a_home() -> None:
    """A third-party library that the program imports is protected by a contract."""
    imported: set[str] = set()
    for source in sources("bot"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Import):
                imported.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    housed = {name for c in contracts["contracts"] for name in c.get("protected_modules", ())}
    assert imported - sys.stdlib_module_names - {"bot"} - housed == set()
