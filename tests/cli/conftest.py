"""A terminal of one's own: an empty directory, no settings, and what was said."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.cli.words import speak
from tests.command_line import Said, Vigie
from tests.house.source import ROOT


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting, locale or file of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith(("VIGIE_", "TELEGRAM_", "DATABASE_", "LC_", "LANG")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANGUAGE", "en")  # `main` writes it: put back at the end
    monkeypatch.chdir(tmp_path)
    log = logging.getLogger()
    handlers, level = list(log.handlers), log.level
    yield
    speak("en")
    log.handlers[:] = handlers
    log.setLevel(level)


@pytest.fixture
def vigie(capfd: pytest.CaptureFixture[str]) -> Vigie:
    """Run a command in this process."""

    def run(*words: str) -> Said:
        code = main(words)
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def process(tmp_path: Path) -> Vigie:
    """Run a command in a process of its own; keywords are its environment."""

    def run(*words: str, **environment: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return run
