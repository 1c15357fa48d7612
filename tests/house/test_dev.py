"""`./dev`, the script that a newcomer starts first."""

import ast
import os
import re
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.house.source import ROOT

LOCK = (ROOT / "requirements.lock").read_text()


def dev(*args: str, lang: str = "C") -> subprocess.CompletedProcess[str]:
    """Run `./dev` with the Python of the tests."""
    environ = {"PATH": os.environ["PATH"], "LANG": lang}
    command = [sys.executable, str(ROOT / "dev"), *args]
    return subprocess.run(
        command, env=environ, capture_output=True, text=True, timeout=30, check=False
    )


def test_old_python_can_read_it() -> None:
    """Python 3.8 gets as far as the sentence that a newer one is needed."""
    ast.parse((ROOT / "dev").read_text(), feature_version=(3, 8))


@pytest.mark.parametrize(("lang", "word"), [("C", "measure"), ("fr_CA.UTF-8", "mesurer")])
def test_explains_itself(lang: str, word: str) -> None:
    """Alone it lists its commands in the reader's language, and prepares nothing."""
    result = dev(lang=lang)
    assert result.returncode == 0
    assert word in result.stdout


def test_unknown_command() -> None:
    """A slip of the pen is answered with the list, and EX_USAGE."""
    result = dev("tset")
    assert result.returncode == 64
    assert "./dev test" in result.stderr


def test_lock_names_no_address() -> None:
    """The lock holds for any index: it has hashes, and no address."""
    assert "://" not in LOCK
    pins = re.split(r"\n(?=\w)", LOCK.strip())
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_lock_fits_pyproject() -> None:
    """Every direct dependency is pinned to a version that pyproject.toml allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = map(
        Requirement, [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    )
    pins = dict(re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.MULTILINE))
    assert [
        str(each)
        for each in wanted
        if not each.specifier.contains(pins.get(re.sub(r"[._]", "-", each.name), "0"))
    ] == []
