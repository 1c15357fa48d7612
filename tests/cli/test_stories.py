"""`vigie stories`: what was put together, and why."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import Level
from bot.store import articles, entries, stories
from bot.store.database import Database
from tests.command_line import Vigie
from tests.fixed_clock import NOON
from tests.migrated import migrate
from tests.past import happened
from tests.pipeline.test_telling import NONE
from tests.samples import ANYTHING, OTHER_SOURCE, entry, new_story


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Two stories, one of which two articles tell."""
    monkeypatch.setattr("bot.clock.SystemClock.now", lambda _: NOON)
    (tmp_path / "data").mkdir()
    with Database(f"sqlite:///{tmp_path}/data/vigie-dry-run.db") as opened:
        migrate(opened)
        first = happened(opened, NOON, entry("a"), entry("b", title="Un \x1bautre"))
        (copy,) = happened(opened, NOON, entry("c"), source=OTHER_SOURCE)
        with opened.begin() as tx:
            loaded = entries.load(tx, [*first, copy])
            one, _ = (stories.attach(tx, loaded[number], new_story(), NOON) for number in first)
            joined = replace(new_story(), level=Level.NEAR_DUPLICATE, story_id=one, score=0.8)
            stories.attach(tx, loaded[copy], joined, NOON)
            articles.keep(tx, copy, NONE, NOON)
        yield opened


@pytest.mark.usefixtures("database")
def test_stories_are_listed_the_newest_first(vigie: Vigie) -> None:
    """With how many articles tell each; nothing steers the terminal."""
    said = vigie("stories", "--lang", "fr")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].split() == ["2", "Un", "\N{REPLACEMENT CHARACTER}autre"]
    assert "Le Phare · 1 article" in lines[1]
    assert "2 articles" in lines[3]
    assert vigie("stories", "--several").out.count("UTC") == 1
    assert vigie("stories", "--limit", "1").out.count("UTC") == 1


@pytest.mark.usefixtures("database")
def test_a_story_shows_why_each_article_is_in_it(vigie: Vigie) -> None:
    """How it was recognised, the reason, and why its page was not read."""
    said = vigie("stories", "1", "--lang", "fr")
    assert said.code == 0
    assert "[premier]" in said.out
    assert "[quasi-doublon]" in said.out
    assert ANYTHING.fr in said.out
    assert NONE.reason.fr in said.out


@pytest.mark.usefixtures("database")
def test_an_unknown_story_is_an_error(vigie: Vigie) -> None:
    """With what to do."""
    said = vigie("stories", "9")
    assert said.code == 65
    assert "There is no story 9." in said.err
    assert "vigie stories" in said.err


def test_before_the_first_run(vigie: Vigie) -> None:
    """There is nothing to show, and no database is made."""
    said = vigie("stories")
    assert (said.code, said.out) == (0, "")
    assert "has not run here yet" in said.err
