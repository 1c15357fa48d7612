"""`./dev`, the script that a newcomer starts first."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from pytest_mock import MockerFixture

from tests.house.source import ROOT

Prepared = Callable[[], list[str]]

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


def load_script() -> ModuleType:
    """`dev` as a module: its name has no suffix to import it by."""
    loader = SourceFileLoader("dev", str(ROOT / "dev"))
    spec = spec_from_loader("dev", loader)
    assert spec
    script = module_from_spec(spec)
    loader.exec_module(script)
    return script


@pytest.fixture
def prepared(tmp_path: Path, mocker: MockerFixture) -> Prepared:
    """Prepare a checkout in `tmp_path` without installing anything; says what was done."""
    script = load_script()
    venv = tmp_path / ".venv"
    done: list[str] = []

    def make(_uv: Path) -> None:
        done.append("completed" if venv.exists() else "made")
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        (venv / "bin" / "python").touch()

    def prepare() -> list[str]:
        done.clear()
        script.prepare()
        return list(done)

    for name in ("pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    mocker.patch.multiple(
        script,
        ROOT=tmp_path,
        TOOLS=tmp_path / ".tools",
        VENV=venv,
        BIN=venv / "bin",
        STAMP=venv / "stamp",
        LOCK=tmp_path / "requirements.lock",
        find_uv=mocker.Mock(return_value=Path("uv")),
        prepare_with_uv=mocker.Mock(side_effect=make),
    )
    return prepare


def test_prepares_once(prepared: Prepared) -> None:
    """The second command starts at once."""
    assert prepared() == ["made"]
    assert prepared() == []


def test_new_lock_is_installed(prepared: Prepared, tmp_path: Path) -> None:
    """A changed lock is installed into the environment that is there."""
    prepared()
    (tmp_path / "requirements.lock").write_text("other")
    assert prepared() == ["completed"]


def test_lint_settings_install_nothing(prepared: Prepared, tmp_path: Path) -> None:
    """A change in how to lint is no reason to install."""
    prepared()
    project = tmp_path / "pyproject.toml"
    project.write_text(project.read_text().replace("line-length = 100", "line-length = 99"))
    assert prepared() == []


def test_half_made_environment_is_made_anew(prepared: Prepared, tmp_path: Path) -> None:
    """An interrupted preparation leaves no stamp, and is not trusted."""
    prepared()
    (tmp_path / ".venv" / "stamp").unlink()
    assert prepared() == ["made"]


def test_lost_python_is_replaced(prepared: Prepared, tmp_path: Path) -> None:
    """An environment whose Python was removed from the machine is made anew."""
    prepared()
    (tmp_path / ".venv" / "bin" / "python").unlink()
    assert prepared() == ["made"]
