"""WebSub from the first request to the alert, against a hub that a test leads."""

import asyncio
import contextlib
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.model import FailureKind, FetchFailure, ParsedFeed, PollReport, SubscriptionState
from bot.pipeline.websub import MOST_HELD, MOST_WAITING, WebSub, is_signed
from bot.store import subscriptions
from bot.store.tables import feeds
from bot.web import routes
from tests.fixed_clock import NOON
from tests.hub import Hub
from tests.newsroom import Newsroom
from tests.samples import ANYTHING, OTHER_SOURCE, SOURCE, entry, rule, watchlist

HUB, TOPIC = "https://hub.example/", "https://phare.example/rss"


@dataclass
class Room:
    """A newsroom that a hub can reach."""

    news: Newsroom
    hub: Hub
    websub: WebSub
    reports: list[PollReport]

    async def advertised(self) -> None:
        """A first poll, in which the feed names its hub."""
        parsed = ParsedFeed("Le Phare", (entry("old"),), hub=HUB, topic=TOPIC)
        self.news.press.answers.append((b"first", parsed))
        await self.news.poll()

    async def subscribed(self) -> None:
        """The hub has confirmed."""
        await self.advertised()
        await self.websub.tick()

    async def read(self) -> None:
        """What was pushed is read."""
        reading = asyncio.create_task(self.websub.run())
        async with asyncio.timeout(5):
            while not self.reports:  # noqa: ASYNC110 - a test looks from outside
                await asyncio.sleep(0.001)
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reading

    def state(self) -> SubscriptionState | None:
        """Of the only subscription."""
        with self.news.database.reading() as tx:
            return next((each.state for each in subscriptions.every(tx).values()), None)

    def holds(self, body: bytes, *identities: str) -> None:
        """What will be read in a body."""
        parsed = ParsedFeed("Le Phare", tuple(entry(each) for each in identities))
        self.news.press._reading[body] = parsed


@pytest.fixture
def room(newsroom: Newsroom) -> Room:
    """One rule, one source, one hub."""
    newsroom.watch(watchlist(rule()))
    hub = Hub()
    websub = WebSub(newsroom.database, hub, newsroom.press, newsroom.clock, "https://vigie.example")
    websub.watch = newsroom.watched
    hub.callbacks = routes(websub)
    reports: list[PollReport] = []
    websub.on_pushed = reports.append
    return Room(newsroom, hub, websub, reports)


async def test_from_the_advertisement_to_the_alert(room: Room) -> None:
    """Line 17: subscribed, verified, pushed, posted; the next poll brings nothing twice."""
    await room.subscribed()
    (form,) = room.hub.asked
    assert (form["url"], form["hub.mode"], form["hub.topic"]) == (HUB, "subscribe", TOPIC)
    assert form["hub.callback"].startswith("https://vigie.example/websub/")
    assert len(form["hub.secret"]) >= 32
    (answer,) = room.hub.answers
    assert (answer.status_code, answer.text) == (200, "a<b>&c")
    assert answer.headers["content-type"].startswith("text/plain")
    assert room.news.state(SOURCE).pushed_until == NOON + timedelta(days=10)
    before = len(room.news.deliveries())
    room.holds(b"<rss>pushed</rss>", "new")
    assert (await room.hub.push(b"<rss>pushed</rss>")).status_code == 202
    await room.read()
    assert [report.matches for report in room.reports] == [1]
    await room.news.tell()
    assert len(room.news.deliveries()) == before + 1
    due = room.news.state(SOURCE).next_poll_at
    assert due is not None
    report = await room.news.read(entry("old"), entry("new"))
    assert (report.entries_new, room.news.owed) == (0, 0)


async def test_polls_are_a_back_up_meanwhile(room: Room) -> None:
    """A feed that is pushed is polled slowly; one whose hub keeps silent as before."""
    await room.subscribed()
    await room.news.read(entry("old"))
    due = room.news.state(SOURCE).next_poll_at
    assert due is not None
    assert due - NOON >= timedelta(hours=5)


async def test_a_hub_that_did_not_push_is_not_trusted(room: Room) -> None:
    """Line 17: what a poll finds and a push should have brought ends the slow pace."""
    await room.subscribed()
    room.news.clock.advance(6 * 3600)
    await room.news.read(entry("old"), entry("missed", published_at=NOON + timedelta(hours=2)))
    assert room.news.state(SOURCE).pushed_until is None


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_every_signature_of_the_standard(room: Room, method: str) -> None:
    """A hub chooses among four methods."""
    await room.subscribed()
    room.holds(b"x", "new")
    await room.hub.push(b"x", method)
    await room.read()
    assert [report.entries_new for report in room.reports] == [1]


@pytest.mark.parametrize(
    "signature",
    ["", "sha256=", "sha256=00", "md5=d41d8cd98f00b204e9800998ecf8427e", "sha256", "é=é"],
)
async def test_what_nobody_signed_is_not_read(room: Room, signature: str) -> None:
    """It is answered as if it were: who guesses learns nothing."""
    await room.subscribed()
    room.holds(b"x", "new")
    headers = {"X-Hub-Signature": signature} if signature.isascii() else {}
    answer = await room.hub.send(b"x", headers)
    assert answer.status_code == 202
    assert room.websub._waiting.empty()


async def test_a_wrong_secret_is_no_signature(room: Room) -> None:
    """Nor one of another subscription."""
    await room.subscribed()
    await room.hub.push(b"x", secret="guessed")
    assert room.websub._waiting.empty()
    assert not is_signed(b"y", "sha256=" + "0" * 64, "s")


async def test_strangers_are_told_nothing(room: Room) -> None:
    """Neither under an address that is none, nor under that of a hub that was not asked."""
    await room.subscribed()
    room.hub.asked.append({**room.hub.asked[-1], "hub.callback": "https://vigie.example/websub/x"})
    assert (await room.hub.verify("subscribe", TOPIC)).status_code == 404
    assert (await room.hub.push(b"x")).status_code == 404
    assert (await room.hub.send(b"x", {})).content == b""


@pytest.mark.parametrize(
    ("mode", "topic"),
    [
        ("subscribe", TOPIC),
        ("subscribe", "https://evil.example/"),
        ("unsubscribe", TOPIC),
        ("", ""),
    ],
)
async def test_only_what_was_asked_for_is_confirmed(room: Room, mode: str, topic: str) -> None:
    """Once verified, a further verification is nobody's answer."""
    await room.subscribed()
    assert (await room.hub.verify(mode, topic)).status_code == 404
    assert room.state() is SubscriptionState.VERIFIED


async def test_a_hub_that_denies(room: Room) -> None:
    """Polling goes on as if there were no hub."""
    room.hub.verifies = False
    await room.subscribed()
    answer = await room.hub.verify("denied", TOPIC, **{"hub.reason": "no"})
    assert answer.status_code == 200
    assert room.state() is SubscriptionState.DENIED
    assert room.news.state(SOURCE).pushed_until is None
    await room.websub.tick()
    assert len(room.hub.asked) == 1


async def test_a_hub_that_cannot_be_reached(room: Room) -> None:
    """It is asked again later."""
    room.hub.refuses = FetchFailure(FailureKind.CONNECT, ANYTHING, ANYTHING)
    await room.subscribed()
    assert room.state() is SubscriptionState.ASKED
    room.hub.refuses = None
    room.news.clock.advance(3600)
    await room.websub.tick()
    assert room.state() is SubscriptionState.VERIFIED


async def test_a_source_that_is_removed_is_unsubscribed(room: Room) -> None:
    """The hub asks back, and is told that it is meant; then it is told that all is over."""
    await room.subscribed()
    room.news.watch(replace(watchlist(rule()), sources=()))
    await room.websub.tick()
    assert room.hub.asked[-1]["hub.mode"] == "unsubscribe"
    assert room.hub.answers[-1].status_code == 200
    assert room.state() is None
    assert (await room.hub.push(b"x")).status_code == 404


async def test_a_hub_that_denies_the_end(room: Room) -> None:
    """It has ended all the same, and is not asked again and again."""
    await room.subscribed()
    room.hub.verifies = False
    room.news.watch(replace(watchlist(rule()), sources=()))
    await room.websub.tick()
    assert (await room.hub.verify("denied", TOPIC)).status_code == 200
    await room.websub.tick()
    assert [form["hub.mode"] for form in room.hub.asked] == ["subscribe", "unsubscribe"]


async def test_a_hub_of_many_feeds(room: Room) -> None:
    """It is asked one thing at a time; while it cannot be reached, one thing in all."""
    await room.advertised()
    with room.news.database.begin() as tx:
        tx.execute(update(feeds).values(hub=HUB, topic=feeds.c.url))
    room.hub.refuses = FetchFailure(FailureKind.TIMEOUT, ANYTHING, ANYTHING)
    await room.websub.tick()
    assert len(room.hub.asked) == 1
    room.hub.refuses = None
    room.news.clock.advance(3600)
    await room.websub.tick()
    topics = [form["hub.topic"] for form in room.hub.asked[1:]]
    assert sorted(topics) == sorted([SOURCE.url, OTHER_SOURCE.url])
    assert room.hub.most_at_once == 1


async def test_a_flood_of_pushes_is_turned_away(room: Room) -> None:
    """What waits is bounded; the hub comes again later."""
    await room.subscribed()
    codes = {(await room.hub.push(b"x")).status_code for _ in range(MOST_WAITING)}
    assert codes == {202}
    assert (await room.hub.push(b"x")).status_code == 503


async def test_large_pushes_wait_in_bounded_memory(room: Room) -> None:
    """Few of them are held; when they are read others are taken again."""
    await room.subscribed()
    large = b"x" * (MOST_HELD // 4)
    room.holds(large, "new")
    codes = [(await room.hub.push(large)).status_code for _ in range(5)]
    assert codes == [202, 202, 202, 202, 503]
    await room.read()
    assert (await room.hub.push(large)).status_code == 202


async def test_a_huge_push_is_refused(room: Room) -> None:
    """Before it is read to its end."""
    await room.subscribed()
    answer = await room.hub.push(b"x" * (10 * 1024**2 + 1))
    assert answer.status_code == 413


async def test_a_push_that_is_no_feed(room: Room) -> None:
    """It is no trouble of the feed's; the next push is read."""
    await room.subscribed()
    room.news.press._reading[b"bad"] = FetchFailure(FailureKind.BROKEN_FEED, ANYTHING, ANYTHING)
    room.holds(b"good", "new")
    await room.hub.push(b"bad")
    await room.hub.push(b"good")
    await room.read()
    assert [report.entries_new for report in room.reports] == [1]
    assert room.news.state(SOURCE).failures == 0
