"""The documents say what the program does."""

import re
from pathlib import Path

import pytest

from bot.watchlist.load import loads
from bot.watchlist.schema import CHANNEL_KEYS, RULE_KEYS, SOURCE_KEYS
from tests.house.documents import OPERATING, renewed
from tests.house.source import ROOT, sources

DOCUMENTS = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]

SOURCES_AND_CHANNELS = """
sources: [{name: A, url: https://example.org/feed}]
channels: {veille: {telegram: "@ma_chaine"}, redaction: {telegram: "@redaction"}}
"""


def test_commands_and_settings_are_documented() -> None:
    """Every command, option and setting stands in docs/operating.md, in both languages."""
    document = OPERATING.read_text()
    assert renewed(document) == document, "run: .venv/bin/python -m tests.house.documents"


@pytest.mark.parametrize(
    ("document", "head", "keys"),
    [
        ("docs/operating.md", "`sources`", SOURCE_KEYS),
        ("docs/operating.md", "`channels`", CHANNEL_KEYS),
        ("docs/rules.md", "key", RULE_KEYS),
        ("docs/rules.md", "clé", RULE_KEYS),
    ],
)
def test_keys_of_feeds_yaml_are_documented(document: str, head: str, keys: tuple[str, ...]) -> None:
    """Every key of feeds.yaml has its row, and no row is about a key that does not exist."""
    _, _, rest = _text(document).partition(f"\n| {head}")
    table = rest[: rest.index("\n\n")]
    assert tuple(re.findall(r"^\| `(\w+)` ", table, re.MULTILINE)) == keys


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_examples_of_feeds_yaml_are_valid(document: Path) -> None:
    """What a newcomer copies from the documents is accepted, without a warning."""
    for example in re.findall(r"```yaml\n(.*?)```", document.read_text(), re.DOTALL):
        whole = example if "sources:" in example else SOURCES_AND_CHANNELS + example
        assert loads(whole.encode(), document.name).warnings == ()


def test_every_room_is_drawn() -> None:
    """A newcomer finds every room of `bot/` in docs/architecture.md, and none that is not there."""
    drawn = set(re.findall(r"^\| `bot/([\w.]+)/?` ", _text("docs/architecture.md"), re.MULTILINE))
    rooms = {
        source.path.relative_to(ROOT / "bot").parts[0]
        for source in sources("bot")
        if source.name != "bot/__init__.py"
    }
    assert drawn == rooms


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    """Links between the documents, and to pictures, are not broken."""
    targets = re.findall(r"\]\((?!\w+:)([^)#]+)", document.read_text())
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_make_of_dev_is_told() -> None:
    """`./dev` explains each of its commands in both languages."""
    script = _text("dev")
    names = re.findall(r'^    "(\w+)": ', script[script.index("COMMANDS:") :], re.MULTILINE)
    assert names
    assert [name for name in names if script.count(f"\n./dev {name} ") < 2 - (name == "demo")] == []


def test_readme_is_short() -> None:
    """The first page is read to its end."""
    assert len(_text("README.md").splitlines()) <= 120


def _text(name: str) -> str:
    return (ROOT / name).read_text()
