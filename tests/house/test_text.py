"""The project speaks of itself, and of nothing that only holds on one machine."""

import re
import shutil
import subprocess

import pytest

from tests.house.source import ROOT


def tracked() -> list[str]:
    """The names of the files that belong to the project; none without git to tell them."""
    if not shutil.which("git"):
        return []
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return listed.stdout.rstrip("\0").split("\0") if listed.returncode == 0 else []


FILES = tracked()


@pytest.mark.skipif(not FILES, reason="no git, or no checkout: no list of the project's files")
@pytest.mark.parametrize(
    "stray",
    [
        r"(?<![\w.])/(work|root|home/\w+)/",  # a path of somebody's machine
        r"(?i)\bissue ?#?\d+\b",
        r"<<<<<<<|>>>>>>>",
        r"\b(TODO|FIXME|XXX)\b",
    ],
)
def test_no_strays(stray: str) -> None:
    """No file names a place on one machine, a ticket, or something left for later."""
    found = []
    for name in FILES:
        path = ROOT / name
        if path == ROOT / "tests/house/test_text.py" or not path.is_file():
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {hit[0]}" for hit in re.finditer(stray, text)]
    assert found == []
