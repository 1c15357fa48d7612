"""The command line answers at once: what is heavy is imported when it is used."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

HEAVY = {"aiohttp", "alembic", "feedparser", "httpx", "pebble", "selectolax", "sqlalchemy",
         "starlette", "telegram", "uvicorn"}  # fmt: skip

OF_THE_RUNNING_BOT = HEAVY - {"alembic", "sqlalchemy"} | {"apscheduler", "lxml", "trafilatura"}

PROBE = """
import contextlib, io, json, sys
from bot.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    main(sys.argv[1:])
print(json.dumps(sorted(name for name in sys.modules if "." not in name)))
"""


@pytest.mark.parametrize("words", [[], ["--help"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    """Looking at the help imports no network, database or parsing library."""
    probe = [sys.executable, "-c", PROBE, *words]
    result = subprocess.run(probe, capture_output=True, text=True, timeout=30, check=True)
    loaded = set(json.loads(result.stdout.splitlines()[-1]))
    assert "click" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    "words",
    ["check", "concepts", "feeds list", "rules history", "rules list", "status", "stories"],
)
def test_a_look_loads_no_network(words: str, tmp_path: Path) -> None:
    """Who looks at feeds.yaml or into the database waits for nothing that only the bot needs."""
    (tmp_path / "feeds.yaml").write_bytes((ROOT / "feeds.yaml").read_bytes())
    probe = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{PROBE}"]
    result = subprocess.run(
        [*probe, *words.split()],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
        cwd=tmp_path,
    )
    loaded = set(json.loads(result.stdout.splitlines()[-1]))
    assert "bot" in loaded
    assert loaded & OF_THE_RUNNING_BOT == set()


@pytest.mark.parametrize("module", ["bot.model", "bot.ports", "bot.errors"])
def test_dictionary_is_free(module: str) -> None:
    """The values and seams of the house need the standard library alone."""
    probe = f"import sys, json, {module}; print(json.dumps(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, '.'); {probe}"],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in json.loads(result.stdout)}
    assert loaded & (HEAVY | {"click", "pydantic", "rich", "structlog"}) == set()
