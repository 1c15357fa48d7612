"""The app: who is polled when, what a round waits for, what a stop leaves behind."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.app import KEEP_POLLS, App, Listeners, Parts
from bot.errors import TokenRejected
from bot.model import (
    DeliveryState,
    PollReport,
    SendProblem,
    Source,
    Watchlist,
)
from bot.model.incoming import Place
from bot.pipeline.poll import Poller
from bot.pipeline.polling import LEASE, Polling
from bot.pipeline.telling import Teller
from bot.pipeline.watch import Watch
from bot.store import feeds, findings, polls
from tests.one_article import Press
from tests.post_office import PostOffice, Step, Trouble, failing, failure
from tests.samples import DESTINATION, rule, watchlist

CONCURRENCY = 3
TEXT = "Trois drones ont survolé le port dans la nuit."


def sources(count: int) -> tuple[Source, ...]:
    """So many feeds."""
    return tuple(Source(f"s{n}", f"https://s{n}.example/rss") for n in range(count))


@dataclass
class Bench:
    """An app on the clock and the file of a post office."""

    office: PostOffice
    press: Press
    app: App
    reports: list[PollReport]
    file: Path
    """feeds.yaml, which is not there unless a test writes it."""

    async def watch(self, watched: Watchlist) -> None:
        """As after a reload."""
        await self.app.use(replace(watched, path=str(self.file)))

    async def polled(self) -> None:
        """Wait for the polls that were begun."""
        await asyncio.gather(*self.app._polling.tasks)


@pytest.fixture
def bench(tmp_path: Path, mocker: MockerFixture) -> Iterator[Bench]:
    """Open doors, no rules and no feeds yet."""
    # The deliverer sleeps in real time, whatever the clock shows.
    mocker.patch("bot.pipeline.deliver.SWEEP", timedelta(milliseconds=5))
    office = PostOffice(tmp_path)
    press = Press(office)
    press.door.set()
    reports: list[PollReport] = []
    parts = Parts(
        database=office.database,
        polling=Polling(
            office.database,
            Poller(office.database, press, press, office.clock, Random(1), "all"),
            office.clock,
            backlog=CONCURRENCY,
        ),
        polls_per_day=96,
        keep_articles=timedelta(days=7),
        teller=Teller(office.database, office.clock),
        deliverer=office.deliverer,
        telegram=None,
        bulletins=None,
        websub=None,
        webhook=None,
        clock=office.clock,
        listeners=Listeners(polled=reports.append),
    )
    with office.database:
        app = App(parts, Watch.of(watchlist()))
        yield Bench(office, press, app, reports, tmp_path / "feeds.yaml")


# ── polling ──────────────────────────────────────────────────────────────────────────────────


async def test_a_tick_begins_no_more_polls_than_allowed(bench: Bench) -> None:
    """With three polls in flight a further tick claims nothing, and the rest comes in turn."""
    bench.press.door.clear()
    await bench.watch(watchlist(sources=sources(5)))
    await bench.app._polling.tick()
    await bench.press.until_asked(CONCURRENCY)
    await bench.app._polling.tick()
    await asyncio.sleep(0.01)
    assert len(bench.press.asked) == CONCURRENCY
    bench.press.door.set()
    await bench.polled()
    await bench.app._polling.tick()
    await bench.polled()
    assert sorted(bench.press.asked) == [f"s{n}" for n in range(5)]


async def test_a_feed_is_not_polled_before_its_time(bench: Bench) -> None:
    """A tick a second later finds nothing due; one after the interval does."""
    await bench.watch(watchlist(sources=sources(1)))
    for wait, times in ((0, 1), (1, 1), (17 * 60, 2)):
        bench.office.clock.advance(wait)
        await bench.app._polling.tick()
        await bench.polled()
        assert len(bench.press.asked) == times


async def test_a_bug_in_one_poll_leaves_the_others_alone(bench: Bench) -> None:
    """It is logged with its feed, and the lease brings the feed back."""
    bench.press.broken.add("s0")
    await bench.watch(watchlist(sources=sources(2)))
    with capture_logs() as log:
        await bench.app._polling.tick()
        await bench.polled()
    assert [report.source.name for report in bench.reports] == ["s1"]
    assert [line["feed"] for line in log if line["event"] == "poll failed unexpectedly"] == ["s0"]
    bench.press.broken.clear()
    for wait, times in ((LEASE.total_seconds() - 1, 1), (1, 2)):
        bench.office.clock.advance(wait)
        await bench.app._polling.tick()
        await bench.polled()
        assert bench.press.asked.count("s0") == times


async def test_a_poll_that_cannot_be_saved_is_said_and_done_again(
    bench: Bench, mocker: MockerFixture
) -> None:
    """A database in trouble is told in one line; the lease brings the feed back."""
    mocker.patch.object(feeds, "save", Trouble(feeds.save, times=1))
    await bench.watch(watchlist(rule(), sources=sources(1)))
    with capture_logs() as log:
        await bench.app._polling.tick()
        await bench.polled()
        bench.office.clock.advance(LEASE.total_seconds())
        await bench.app._polling.tick()
        await bench.polled()
    assert [line["reason"] for line in log if line["event"] == "poll not saved"] == ["because"]
    assert [report.matches for report in bench.reports] == [1]


async def test_a_feed_that_left_the_watchlist_is_not_polled(bench: Bench) -> None:
    """Nor when it was claimed a moment before."""
    await bench.watch(watchlist(sources=sources(2)))
    with bench.office.database.begin() as tx:
        claimed = feeds.claim(tx, bench.office.clock.now(), 2, LEASE)
    await bench.watch(watchlist(sources=sources(1)))
    for state in claimed:
        await bench.app._polling._poll(state)
    bench.office.clock.advance(3600)
    await bench.app._polling.tick()
    await bench.polled()
    assert bench.press.asked == ["s0", "s0"]


async def test_a_poll_ends_with_the_watchlist_it_began_with(bench: Bench) -> None:
    """A reload in the middle changes neither its rules nor its places."""
    bench.press.door.clear()
    await bench.watch(watchlist(rule(), sources=sources(1)))
    await bench.app._polling.tick()
    await bench.press.until_asked(1)
    await bench.watch(watchlist(sources=sources(1)))
    bench.press.door.set()
    await bench.polled()
    assert [report.matches for report in bench.reports] == [1]


# ── one round ────────────────────────────────────────────────────────────────────────────────


async def test_a_round_polls_everything_and_delivers(bench: Bench) -> None:
    """Also more feeds than may be polled at once; afterwards nothing is owed."""
    await bench.watch(watchlist(rule(), sources=sources(CONCURRENCY + 2)))
    await bench.app.once()
    assert len(bench.office.channel.texts()) == CONCURRENCY + 2
    assert await bench.app.owed() == 0


async def test_a_round_waits_for_a_post_that_is_tried_again(bench: Bench) -> None:
    """A closed door for some seconds does not leave the post for the next round."""
    bench.office.channel.expect("a", *[failing(SendProblem.NOT_SENT)] * 3)
    await bench.watch(watchlist(sources=()))
    bench.office.owe("a")
    await bench.app.once()
    assert bench.office.channel.texts() == ["a"]


@pytest.mark.parametrize(
    "step",
    [
        failing(SendProblem.UNREACHABLE),
        Step(failure(SendProblem.FLOOD, timedelta(minutes=10))),
    ],
    ids=["parked", "flooded"],
)
async def test_a_round_does_not_wait_for_what_cannot_come(step: Step, bench: Bench) -> None:
    """Posts that must wait for minutes are left for the next round, and owed."""
    bench.office.channel.expect("a", step)
    await bench.watch(watchlist(sources=()))
    bench.office.owe("a")
    began = bench.office.clock.now()
    await bench.app.once()
    assert bench.office.clock.now() - began < timedelta(seconds=10)
    assert await bench.app.owed() == 1


async def test_a_round_ends_with_a_rejected_token(bench: Bench) -> None:
    """Nothing can be sent: that is an error and no result."""
    bench.office.channel.expect("a", failing(SendProblem.TOKEN))
    await bench.watch(watchlist(sources=()))
    bench.office.owe("a")
    with pytest.raises(TokenRejected):
        await bench.app.once()


# ── running ──────────────────────────────────────────────────────────────────────────────────


async def test_what_is_found_goes_out_at_once(bench: Bench) -> None:
    """From the first tick to the post without waiting for a sweep: the clock stands still."""
    await bench.watch(watchlist(rule(), sources=sources(1)))
    stop = asyncio.Event()
    running = asyncio.ensure_future(bench.app.run(stop))
    async with asyncio.timeout(5):
        while not bench.office.channel.posts:  # noqa: ASYNC110 - a test looks from outside
            await asyncio.sleep(0.001)
    stop.set()
    await asyncio.wait_for(running, 5)
    (post,) = bench.office.channel.texts()
    assert "Des drones vus par s0" in post


async def test_a_rejected_token_ends_the_run(bench: Bench) -> None:
    """Polling for nobody makes no sense; what is owed stays owed."""
    bench.office.channel.expect("a", failing(SendProblem.TOKEN))
    await bench.watch(watchlist(sources=()))
    bench.office.owe("a")
    with pytest.raises(TokenRejected):
        await asyncio.wait_for(bench.app.run(asyncio.Event()), 5)
    assert bench.office.state("a") is DeliveryState.PENDING


async def test_a_bug_in_the_telling_ends_the_run(bench: Bench, mocker: MockerFixture) -> None:
    """A Vigie that polls and tells nothing would look well: somebody has to see it."""
    await bench.watch(watchlist(sources=()))
    mocker.patch.object(findings, "claim", side_effect=ZeroDivisionError)
    async with asyncio.timeout(5):
        with pytest.raises(ZeroDivisionError):
            await bench.app.run(asyncio.Event())


async def test_a_stop_does_not_wait_for_ever(bench: Bench, mocker: MockerFixture) -> None:
    """A poll and a send that hang are broken off; both are begun anew by the next start."""
    mocker.patch("bot.app.DRAIN", 0.05)
    bench.press.door.clear()
    bench.office.channel.door.clear()
    await bench.watch(watchlist(sources=sources(1)))
    bench.office.owe("a")
    stop = asyncio.Event()
    running = asyncio.ensure_future(bench.app.run(stop))
    await bench.press.until_asked(1)
    async with asyncio.timeout(5):
        while not bench.office.channel.attempts:  # noqa: ASYNC110 - a test looks from outside
            await asyncio.sleep(0.001)
    stop.set()
    with suppress(asyncio.CancelledError):
        await asyncio.wait_for(running, 5)
    await asyncio.sleep(0.01)
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert bench.office.state("a") is DeliveryState.SENDING
    with bench.office.database.begin() as tx:
        feeds.release(tx)
        assert len(feeds.claim(tx, bench.office.clock.now(), 9, LEASE)) == 1


async def test_a_stop_lets_a_poll_end(bench: Bench) -> None:
    """What has been fetched is saved, and what was found in it is told by the next start."""
    bench.press.door.clear()
    await bench.watch(watchlist(rule(), sources=sources(1)))
    stop = asyncio.Event()
    running = asyncio.ensure_future(bench.app.run(stop))
    await bench.press.until_asked(1)
    stop.set()
    await asyncio.sleep(0.01)
    bench.press.door.set()
    await asyncio.wait_for(running, 5)
    assert [report.matches for report in bench.reports] == [1]
    with bench.office.database.reading() as tx:
        assert findings.count(tx) == 1


@pytest.mark.parametrize("job", ["claim", "sync"])
async def test_jobs_survive_a_database_in_trouble(
    job: str, bench: Bench, mocker: MockerFixture
) -> None:
    """A tick or reload that fails is told in one line, and the next one works."""
    mocker.patch("bot.app.TICK", 0.02)
    mocker.patch("bot.app.RELOAD", 0.02)
    document = {
        "sources": [{"name": "s0", "url": "https://s0.example/rss"}],
        "channels": {"veille": {"telegram": "@veille"}},
        "rules": [{"name": "Drones", "match": "drones", "to": ["veille"]}],
    }
    bench.file.write_text(json.dumps(document))
    await bench.watch(watchlist(sources=()))
    mocker.patch.object(feeds, job, Trouble(getattr(feeds, job), times=3))
    stop = asyncio.Event()
    with capture_logs() as log:
        running = asyncio.ensure_future(bench.app.run(stop))
        await bench.press.until_asked(1)
        stop.set()
        await asyncio.wait_for(running, 5)
    told = [line["reason"] for line in log if line["event"] == "database in trouble"]
    assert told == ["because"] * 3


# ── housekeeping ─────────────────────────────────────────────────────────────────────────────


async def test_tidying_forgets_old_polls_only(bench: Bench, mocker: MockerFixture) -> None:
    """In small batches; what is younger than a month stays."""
    mocker.patch("bot.app.TIDY_BATCH", 2)
    await bench.watch(watchlist(sources=sources(5)))
    await bench.app.once()
    bench.office.clock.advance(KEEP_POLLS.total_seconds() + 1)
    await bench.app.once()
    await bench.app.tidy()
    with bench.office.database.reading() as tx:
        now = bench.office.clock.now()
        assert sum(polls.count(tx, now - 2 * KEEP_POLLS).values()) == 5
        assert sum(polls.count(tx, now - KEEP_POLLS).values()) == 5


async def test_a_story_is_seen_with_the_present_rules(bench: Bench) -> None:
    """Whoever asks why gets the rules that exist now; a story that is not there is none."""
    await bench.watch(watchlist(rule(), sources=sources(1)))
    await bench.app.once()
    here = Place(-100, DESTINATION.telegram)
    story, place = await bench.app.story(1, here)
    assert story
    assert place == DESTINATION
    assert [match.rule.name for match in story.matches] == ["Drones"]
    await bench.watch(watchlist(replace(rule(), name="Autres"), sources=sources(1)))
    changed, _ = await bench.app.story(1, here)
    assert changed
    assert changed.matches == ()
    assert await bench.app.story(99, here) == (None, DESTINATION)
    assert await bench.app.story(1, Place(-200, "@ailleurs")) == (None, None)
    assert bench.app.places == (DESTINATION,)


async def test_a_dry_run_has_nothing_to_check(bench: Bench) -> None:
    """Without Telegram no chat can be out of reach."""
    assert await bench.app.check() == {}
