"""`vigie check`: what is wrong in feeds.yaml, and each rule in words."""

from pathlib import Path

import pytest

from bot.i18n import Lang
from tests.command_line import Vigie
from tests.house.source import ROOT

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])

WRONG = """sources:
  - {name: A, url: "https://a.example/feed"}
channels: {veille: {telegram: "@veille"}}
rules:
  - {name: R, match: "Chine + (drones", to: veile}
"""


@BOTH
def test_shipped_watchlist(vigie: Vigie, lang: Lang) -> None:
    """The feeds.yaml that comes along is valid; each rule is a line in words."""
    said = vigie("check", "--lang", lang, str(ROOT / "feeds.yaml"))
    assert said.code == 0
    words = {"en": "Chine AND drones AND Russie", "fr": "Chine ET drones ET Russie"}
    assert words[lang] in said.out
    assert said.err.startswith("✓")


@BOTH
def test_every_problem_at_once(vigie: Vigie, tmp_path: Path, lang: Lang) -> None:
    """Each mistake is told with its place; the file is EX_CONFIG."""
    (tmp_path / "feeds.yaml").write_text(WRONG)
    said = vigie("check", "--lang", lang)
    assert (said.code, said.out) == (78, "")
    assert "feeds.yaml:5:31: " in said.err
    assert "feeds.yaml:5:45: " in said.err
    assert said.err.count("^") == 1 + len("veile")


@BOTH
@pytest.mark.parametrize("name", ["nowhere.yaml", "."])
def test_no_such_file(vigie: Vigie, lang: Lang, name: str) -> None:
    """A file that cannot be read is told, with what to do."""
    said = vigie("check", "--lang", lang, name)
    assert said.code == 78
    assert "VIGIE_WATCHLIST" in said.err


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00" * 1000, b"- " * 100_000])
def test_any_bytes(vigie: Vigie, tmp_path: Path, content: bytes) -> None:
    """Whatever the file holds, the answer is a list of problems."""
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    said = vigie("check", str(path))
    assert said.code == 78
    assert said.err.startswith(f"{path}:")
