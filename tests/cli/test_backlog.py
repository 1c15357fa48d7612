"""`--backlog`: what a new rule or a new source tells of the past."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.i18n import Lang
from bot.model import Backlog
from bot.store import backlogs
from bot.store.database import Database
from tests.command_line import Vigie
from tests.feed_server import Item, rss
from tests.migrated import migrate
from tests.past import happened
from tests.raw_server import answer, raw_server
from tests.samples import SOURCE, entry

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])
NOW = datetime.now(UTC)
FILE = Path("feeds.yaml")
FEEDS_YAML = f"""sources: [{{name: {SOURCE.name}, url: "{SOURCE.url}", lang: fr}}]
channels: {{veille: {{telegram: "@veille"}}}}
rules: [{{name: Bateaux, match: bateaux, to: veille}}]
"""
AGES = (1, 2, 30, 60, 90, 300)
"""Hours since the articles of the past came; the last one is more than a week old."""


@pytest.fixture
def database(tmp_path: Path, _alone: None) -> Iterator[Database]:
    """Six articles about drones, which no rule has looked for."""
    FILE.write_text(FEEDS_YAML)
    with Database(f"sqlite:///{tmp_path}/data/vigie-dry-run.db") as opened:
        migrate(opened)
        for hours in AGES:
            when = NOW - timedelta(hours=hours)
            happened(opened, when, entry(f"h{hours}", published_at=when))
        yield opened


def wanted(database: Database, rule: str) -> tuple[list[str], set[bool]]:
    """The articles that a rule is to tell of, and whether together."""
    with database.begin() as tx:
        taken = backlogs.take(tx, [rule])
    return [each.stored.entry.identity for each in taken], {each.together for each in taken}


@pytest.mark.parametrize(
    ("choice", "told", "together"),
    [
        (None, [], set()),
        ("none", [], set()),
        ("last", ["h1", "h2", "h30"], {False}),
        ("digest", ["h1"], {True}),
        ("all", ["h1"], {False}),
    ],
)
def test_a_rule_is_given_the_past_that_was_asked_for(
    choice: Backlog | None,
    told: list[str],
    together: set[bool],
    vigie: Vigie,
    database: Database,
) -> None:
    """The last three of a week, or what is young; nothing when nobody asks for it."""
    option = ["--backlog", choice] if choice else []
    said = vigie("rules", "add", "drones", "--name", "D", "--max-age", "90m", "--yes", *option)
    assert said.code == 0
    assert wanted(database, "D") == (told, together)


@BOTH
def test_it_is_said_how_much_will_come(vigie: Vigie, database: Database, lang: Lang) -> None:
    """And a rule that cannot be written asks for nothing."""
    words = ("rules", "add", "drones", "--backlog", "last", "--lang", lang)
    said = vigie(*words)
    assert {"en": "3 articles", "fr": "3 articles"}[lang] in said.out
    refused = vigie("rules", "add", "(drones", "--backlog", "last", "--name", "X", "--lang", lang)
    assert refused.code == 65
    assert wanted(database, "X") == ([], set())


async def test_a_source_is_added_with_its_choice(
    vigie: Vigie, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is known by the time that the source stands in the file."""
    monkeypatch.setenv("VIGIE_ALLOW_PRIVATE_HOSTS", "yes")
    document = rss([Item("Des drones au port", "Trois drones.")], NOW)
    async with raw_server() as site:
        site.at("/un", answer(document, Content_Type="application/rss+xml"))
        url = f"{site.url}/un"
        words = ("feeds", "add", url, "--yes", "--backlog", "none")
        assert (await asyncio.to_thread(vigie, *words)).code == 0
    with database.reading() as tx:
        assert backlogs.chosen(tx, url) == "none"
        assert backlogs.chosen(tx, SOURCE.url) is None


def test_a_list_is_imported_with_its_choice(vigie: Vigie, database: Database) -> None:
    """The same for each of its feeds; without the option nothing is noted."""
    outline = '<opml version="2.0"><body><outline xmlUrl="https://{0}.example/rss"/></body></opml>'
    for name, option in (("un", ["--backlog", "last"]), ("deux", [])):
        Path("list.opml").write_text(outline.format(name))
        assert vigie("feeds", "import", "list.opml", "--yes", *option).code == 0
    with database.reading() as tx:
        assert backlogs.chosen(tx, "https://un.example/rss") == "last"
        assert backlogs.chosen(tx, "https://deux.example/rss") is None
