"""The past, page by page."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.expression import Span
from bot.model import Evidence
from bot.pipeline.watch import Watch
from bot.store import feeds, history
from bot.store.database import Database
from bot.store.history import Period
from tests.fixed_clock import NOON
from tests.past import happened, matched
from tests.samples import OTHER_SOURCE, SOURCE, entry, later, rule, watchlist

HOUR = timedelta(hours=1)
ALWAYS = Period(NOON - timedelta(days=999), NOON + timedelta(days=999))


def identities(database: Database, period: Period, size: int) -> list[list[str]]:
    """What each page holds."""
    return [
        [past.stored.entry.identity for past in page]
        for page in history.pages(database, period, size)
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_pages_hold_every_entry_once_in_order(database: Database, size: int) -> None:
    """Whatever the size of a page, and however many entries came at the same moment."""
    for number in range(3):
        happened(database, NOON - number * HOUR, entry(f"{number}a"), entry(f"{number}b"))
    found = identities(database, ALWAYS, size)
    assert [each for page in found for each in page] == ["2a", "2b", "1a", "1b", "0a", "0b"]
    assert max(map(len, found)) <= size


def test_period_includes_both_ends(database: Database) -> None:
    """To the microsecond."""
    for number in range(5):
        happened(database, NOON + number * HOUR, entry(str(number)))
    period = Period(NOON + HOUR, NOON + 3 * HOUR)
    assert identities(database, period, 100) == [["1", "2", "3"]]
    tick = timedelta(microseconds=1)
    inside = Period(period.since + tick, period.until - tick)
    assert identities(database, inside, 100) == [["2"]]
    with database.reading() as tx:
        assert history.count(tx, period) == 3
        assert history.count(tx, inside) == 1


def test_entry_comes_back_as_it_was(database: Database) -> None:
    """With its source's name and its feed's address."""
    happened(database, NOON, entry("a"), source=OTHER_SOURCE)
    ((past,),) = history.pages(database, ALWAYS)
    assert past.stored.entry == entry("a")
    assert past.stored.first_seen_at == NOON
    assert (past.stored.source, past.feed_url) == (OTHER_SOURCE.name, OTHER_SOURCE.url)


def test_what_comes_while_reading_disturbs_nothing(database: Database) -> None:
    """A page holds no lock: the writer writes between two of them, and no entry is lost."""
    happened(database, NOON - HOUR, *map(entry, "abcd"))
    seen = []
    for page in history.pages(database, Period(NOON - HOUR, NOON), 2):
        seen += [past.stored.entry.identity for past in page]
        happened(database, NOON + HOUR, entry(f"new {len(seen)}"))
    assert seen == list("abcd")


def test_beginning_of_history(database: Database) -> None:
    """The oldest entry's moment; nothing in an empty database."""
    with database.reading() as tx:
        assert history.begins(tx) is None
    happened(database, later(days=-3), entry("a"))
    happened(database, NOON, entry("b"), source=SOURCE)
    with database.reading() as tx:
        assert history.begins(tx) == later(days=-3)


def test_latest_entries(database: Database) -> None:
    """The newest first, no more than asked for."""
    for number in range(4):
        happened(database, later(hours=number), entry(str(number)))
    with database.reading() as tx:
        assert [past.stored.entry.identity for past in history.latest(tx, 3)] == ["3", "2", "1"]


def test_pages_use_the_index(database: Database) -> None:
    """Finding where a page begins does not read what came before, and nothing is sorted."""
    asked: list[tuple[str, Any]] = []
    happened(database, NOON, *map(entry, "abc"))

    @event.listens_for(database._engine, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, values: Any, _x: Any, _many: bool) -> None:
        asked.append((statement, values))

    assert len(identities(database, ALWAYS, 2)) == 2
    pages = [each for each in asked if "entries" in each[0]]
    assert len(pages) == 2
    for statement, values in pages:
        with database.reading() as tx:
            plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        told = " ".join(row[3] for row in plan)
        assert "SEARCH entries USING INDEX ix_entries_first_seen_at" in told
        assert "TEMP B-TREE" not in told


def fulfilled(database: Database, *moments: datetime) -> None:
    """Let an entry of each moment have matched the rule « Drones »."""
    watch = Watch.of(watchlist(rule()))
    for number, moment in enumerate(moments):
        matched(database, moment, entry(f"match {number}"), watch)


@pytest.mark.parametrize("most", [1, 4, 5, 20])
def test_matches_come_newest_first(
    database: Database, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In pages, no more than asked for, each once, with its evidence."""
    monkeypatch.setattr(history, "PAGE", 4)
    moments = [NOON + timedelta(seconds=number // 2) for number in range(9)]
    fulfilled(database, *moments)
    pages = list(history.matched(database, "Drones", ALWAYS, most))
    found = [each.past.stored for page in pages for each in page]
    assert len(found) == len({each.id for each in found}) == min(most, 9)
    assert [each.id for each in found] == sorted((each.id for each in found), reverse=True)
    assert pages[0][0].evidence[0] == Evidence("drones", "title", Span(4, 10))
    with database.reading() as tx:
        titles = history.titles(tx, "Drones", ALWAYS, most)
    assert titles == (("Des drones au port", frozenset({"drones"})),) * min(most, 9)


def test_matches_per_day(database: Database) -> None:
    """By day in UTC, within the period, those of the same address being folded."""
    fulfilled(database, later(days=-9), later(days=-1), later(days=-1, hours=11.9), NOON, NOON)
    again = entry("again", canonical_url=entry("match 4").canonical_url)
    matched(database, NOON, again, Watch.of(watchlist(rule())))
    with database.reading() as tx:
        found = history.days(tx, Period(later(days=-2), NOON))
        assert history.last_matches(tx) == {"Drones": NOON}
    assert found == (
        history.Day("Drones", date(2026, 3, 1), 2, 0),
        history.Day("Drones", date(2026, 3, 2), 3, 1),
    )


def test_the_last_entries_of_a_feed(database: Database) -> None:
    """The newest first, of that feed alone, and no more than asked for."""
    happened(database, NOON, *(entry(f"old {number}") for number in range(4)))
    happened(database, NOON, entry("of another"), source=OTHER_SOURCE)
    happened(database, later(hours=1), entry("new"))
    with database.reading() as tx:
        feed = feeds.known(tx)[SOURCE.url].state.feed_id
        found = history.latest_of(tx, feed, 3)
    assert [past.stored.entry.identity for past in found] == ["new", "old 3", "old 2"]
