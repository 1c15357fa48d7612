"""What travels in the wheel."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.house.source import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the contents of the wheel that hatchling builds from this checkout."""
    place = tmp_path_factory.mktemp("wheel")
    hatchling = str(Path(sys.executable).with_name("hatchling"))
    build = [hatchling, "build", "-t", "wheel", "-d", str(place)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    with ZipFile(next(place.glob("*.whl"))) as archive:
        archive.extractall(place / "site")
    return place / "site"


@pytest.fixture(scope="module")
def wheel(installed: Path) -> set[str]:
    """The names of the wheel's files."""
    files = (path for path in installed.rglob("*") if path.is_file())
    return {path.relative_to(installed).as_posix() for path in files}


def test_wheel_is_whole(wheel: set[str]) -> None:
    """Everything under `bot/` travels: code, pages, sample feeds, and the mark of typed code."""
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bot").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert here - wheel == set()


def test_wheel_brings_its_data(wheel: set[str]) -> None:
    """Migrations, the shipped feeds.yaml and the licence are where the program looks for them."""
    versions = {
        f"bot/_shipped/migrations/versions/{path.name}"
        for path in (ROOT / "migrations" / "versions").glob("*.py")
    }
    wanted = {"bot/_shipped/migrations/env.py", "bot/_shipped/feeds.yaml", *versions}
    assert wanted - wheel == set()
    assert any(name.endswith("licenses/LICENSE") for name in wheel)


def test_wheel_brings_the_concepts(installed: Path) -> None:
    """The list of names, and with it the licence of those that come from Unicode's CLDR."""
    watchlist = installed / "bot" / "watchlist"
    concepts = (watchlist / "concepts.txt").read_text("utf-8")
    assert concepts == (ROOT / "bot" / "watchlist" / "concepts.txt").read_text("utf-8")
    assert "LICENSE.unicode" in concepts.partition("\nAfghanistan")[0]
    assert "Unicode-3.0" in (watchlist / "LICENSE.unicode").read_text("utf-8")


def test_wheel_has_no_surplus(wheel: set[str]) -> None:
    """Nobody installs our tests, caches or data."""
    assert [n for n in wheel if not n.startswith(("bot/", "vigie_bot-"))] == []
    assert [n for n in wheel if "__pycache__" in n] == []


def test_wheel_works_alone(installed: Path, tmp_path: Path) -> None:
    """Far from the checkout, in an empty directory, the commands find all they need."""
    probe = "import sys, bot, bot.cli; assert bot.__file__.startswith(sys.argv.pop(1)); "
    probe += "sys.exit(bot.cli.main())"
    environ = {"PATH": "", "PYTHONPATH": str(installed), "LANG": "C.UTF-8"}
    for command in ("check", "migrate", "status"):
        done = subprocess.run(
            [sys.executable, "-P", "-c", probe, str(installed), command],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
