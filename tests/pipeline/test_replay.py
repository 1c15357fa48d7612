"""What a rule would have caught in the stored past."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model import Rule, Source
from bot.pipeline.replay import SHOWN, Archive, Replay, Seen, replay
from bot.store.database import Database
from bot.store.history import Period
from bot.watchlist.language import parse
from tests.fixed_clock import NOON
from tests.migrated import migrate
from tests.past import happened
from tests.samples import OTHER_SOURCE, SOURCE, entry, later, rule

HASH = "0" * 64
WEEK = Period(later(days=-7), NOON)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty one."""
    with Database(f"sqlite:///{tmp_path}/vigie.db") as opened:
        migrate(opened)
        yield opened


def of(text: str, **options: Any) -> Rule:
    """A rule with this expression."""
    return rule(text=text, expression=parse(text), **options)


def run(database: Database, tried: Rule, present: Rule | None = None) -> Replay:
    """A replay of the last seven days."""
    return replay(Archive(database, WEEK, (SOURCE, OTHER_SOURCE)), tried, present)


def titles(result: Replay) -> list[str]:
    """Of the articles that are shown."""
    return [hit.stored.entry.title for hit in result.tally.latest]


def test_counts_by_day_and_hour(database: Database) -> None:
    """Each article once, at the moment when it was first seen."""
    happened(database, later(days=-2), entry("a"), entry("b", title="Un port", text="Rien."))
    happened(database, later(days=-2, minutes=59), entry("c"))
    happened(database, later(hours=-1), entry("d"))
    result = run(database, of("drones"))
    assert result.read == 4
    assert result.tally.entries == 3
    assert result.tally.days == {date(2026, 2, 28): 2, date(2026, 3, 2): 1}
    assert result.tally.hours == {
        datetime(2026, 2, 28, 12, tzinfo=UTC): 2,
        datetime(2026, 3, 2, 11, tzinfo=UTC): 1,
    }


def test_shows_the_latest_stories(database: Database) -> None:
    """A few of them, the newest last, and of one story only the first article."""
    for number in range(8):
        fresh = entry(
            str(number), title=f"Drones {number}", canonical_url=f"https://x.example/{number % 7}"
        )
        happened(database, later(hours=number - 10), fresh)
    result = run(database, of("drones"))
    assert titles(result) == [f"Drones {number}" for number in range(2, 7)]
    assert len(titles(result)) == SHOWN
    assert (result.tally.entries, result.tally.stories) == (8, 7)


def test_same_address_or_text_is_one_story(database: Database) -> None:
    """As the alert path would fold them; without address and text each stands alone."""
    happened(
        database,
        later(hours=-1),
        entry("a", canonical_url="https://x.example/1", content_hash=""),
        entry("b", canonical_url="https://x.example/1", content_hash=HASH),
        entry("c", canonical_url="https://x.example/2", content_hash=HASH),
        entry("d", canonical_url="", content_hash=""),
        entry("e", canonical_url="", content_hash=""),
    )
    tally = run(database, of("drones")).tally
    assert (tally.entries, tally.stories) == (5, 3)


def test_limits_of_the_rule_hold(database: Database) -> None:
    """Sources, tags and languages; a source that left feeds.yaml has no tags."""
    happened(database, later(hours=-3), entry("a"))
    happened(database, later(hours=-2), entry("b", lang="en"), source=OTHER_SOURCE)
    gone = Source("Parti", "https://parti.example/rss", tags=frozenset({"mer"}))
    happened(database, later(hours=-1), entry("c"), source=gone)
    assert run(database, of("drones")).tally.entries == 3
    only = {
        "Le Phare": of("drones", sources=frozenset({"Le Phare"})),
        "en": of("drones", languages=frozenset({"en"})),
        "Parti": of("drones", sources=frozenset({"Parti"})),
    }
    assert {
        name: run(database, each).tally.entries for name, each in only.items()
    } == dict.fromkeys(only, 1)
    assert run(database, of("drones", tags=frozenset({"mer"}))).tally.entries == 0


def test_a_source_is_known_by_its_address(database: Database) -> None:
    """It may have been renamed since, and its tags are those of today."""
    happened(database, later(hours=-1), entry("a"))
    renamed = replace(SOURCE, name="Le Grand Phare", tags=frozenset({"mer"}))
    archive = Archive(database, WEEK, (renamed,))
    assert replay(archive, of("drones", tags=frozenset({"mer"}))).tally.entries == 1
    assert replay(archive, of("drones", sources=frozenset({"Le Grand Phare"}))).tally.entries == 1


def test_a_resting_rule_is_tried_all_the_same(database: Database) -> None:
    """Off, mute, expired or on trial: the question is what it would catch."""
    happened(database, later(hours=-1), entry("a"))
    resting = of(
        "drones",
        enabled=False,
        expires_at=later(days=-1),
        muted_until=later(days=1),
        dry_run_until=later(days=1),
    )
    assert run(database, resting).tally.posts == 1


def test_old_articles_make_no_post(database: Database) -> None:
    """What was too old when it came is a hit and a story, and no alert."""
    happened(database, later(hours=-1), entry("a"), entry("b", published_at=later(days=-30)))
    tally = run(database, of("drones")).tally
    assert (tally.entries, tally.stories, tally.posts) == (2, 2, 1)


@pytest.mark.parametrize(
    ("oldest", "rate"),
    [(timedelta(days=7), 1.0), (timedelta(days=2), 3.5), (timedelta(1) / 2, None)],
)
def test_posts_per_week(database: Database, oldest: timedelta, rate: float | None) -> None:
    """By what the history covers; from half a day nothing is said."""
    happened(database, NOON - oldest, entry("a", title="Un port", text="Calme."))
    happened(database, later(hours=-1), entry("b"))
    result = run(database, of("drones"))
    assert result.posts_per_week == rate
    assert result.is_short == (oldest < timedelta(days=7))


def test_empty_history(database: Database) -> None:
    """Nothing read, nothing found, no rate."""
    result = run(database, of("drones"))
    assert (result.read, result.begins, result.posts_per_week) == (0, None, None)
    assert result.is_short


def test_difference_to_the_present_version(database: Database) -> None:
    """What the new version gains and what it loses, each with its articles."""
    happened(
        database,
        later(hours=-1),
        entry("a", title="Drones", text=""),
        entry("b", title="Drones et forum", text=""),
        entry("c", title="Ballons", text=""),
    )
    result = run(database, of("drones | ballons -forum"), of("drones"))
    assert result.tally.entries == 3
    result = run(database, of("(drones | ballons) -forum"), of("drones"))
    assert result.tally.entries == 2
    assert result.gained
    assert result.lost
    assert [hit.stored.entry.title for hit in result.gained.latest] == ["Ballons"]
    assert [hit.stored.entry.title for hit in result.lost.latest] == ["Drones et forum"]


def test_progress_adds_up(database: Database) -> None:
    """What it was told along the way is what was read."""
    happened(database, later(hours=-1), *(entry(str(number)) for number in range(900)))
    steps: list[int] = []
    archive = Archive(database, WEEK, (SOURCE,))
    assert replay(archive, of("drones"), progress=steps.append).read == 900
    assert sum(steps) == 900
    assert len(steps) > 1


def test_nothing_is_written(database: Database) -> None:
    """A trial leaves no trace in the database."""
    happened(database, later(hours=-1), entry("a"))
    with database.reading() as tx:
        before = tx.exec_driver_sql("PRAGMA data_version").scalar()
    run(database, of("drones"), of("port"))
    with database.reading() as tx:
        assert tx.exec_driver_sql("PRAGMA data_version").scalar() == before
        assert tx.exec_driver_sql("SELECT count(*) FROM matches").scalar() == 0


def test_memory_of_keys_never_forgets() -> None:
    """A known key is known; of 200,000 new ones hardly any is taken for known."""
    seen = Seen()
    wrong = sum(seen.add(f"https://x.example/{number}") for number in range(200_000))
    assert wrong <= 20
    assert all(seen.add(f"https://x.example/{number}") for number in range(0, 200_000, 97))
