"""What became of an entry: finding it by its address."""

from typing import Any

from sqlalchemy import event

from bot.store import fates
from bot.store.database import Database
from bot.text.urls import canonical_url
from tests.fixed_clock import NOON
from tests.past import happened
from tests.samples import entry

NEWS = "https://phare.example/drones"


def identity(database: Database, url: str) -> str | None:
    """The entry that is found for an address."""
    with database.reading() as tx:
        past = fates.by_url(tx, url, canonical_url(url))
    return past.stored.entry.identity if past else None


def test_the_very_same_address_comes_first(database: Database) -> None:
    """Then the newest of those that mean the same; what is no address is nobody's."""
    for name in ("rss", "mail"):
        url = f"{NEWS}?utm_source={name}"
        happened(database, NOON, entry(name, url=url, canonical_url=canonical_url(url)))
    assert identity(database, f"{NEWS}?utm_source=rss") == "rss"
    assert identity(database, NEWS) == "mail"
    assert identity(database, f"{NEWS}/2") is None
    assert identity(database, "Des drones au port") is None


def test_an_address_is_found_by_the_index(database: Database) -> None:
    """Among two hundred thousand articles, reading them all would take a second."""
    asked: list[tuple[str, Any]] = []

    @event.listens_for(database._engine, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, values: Any, _x: Any, _many: bool) -> None:
        asked.append((statement, values))

    identity(database, NEWS)
    statement, values = next(each for each in asked if "FROM entries" in each[0])
    with database.reading() as tx:
        plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    told = " ".join(row[3] for row in plan)
    assert "SEARCH entries USING INDEX ix_entries_canonical_url" in told
