"""No sequence of events breaks a limit or starves a chat; a busy bot is served at full pace."""

import heapq
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.dispatcher import Dispatcher, is_crowd
from bot.model import Delivery, Priority
from tests.fixed_clock import NOON
from tests.samples import later
from tests.telegram_posts import delivery

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Offer:
    """A post offered after a wait; its request takes a while, and may end in a flood."""

    wait: float
    chat: str
    priority: Priority
    takes: float
    flood: int | None


CHATS = [f"@chat_{number}" for number in range(12)] + ["1", "2", "3"]
OFFERS = st.lists(
    st.builds(
        Offer,
        wait=st.sampled_from([0.0, 0.0, 0.0, 0.02, 0.5, 7.0]),
        chat=st.sampled_from(CHATS),
        priority=st.sampled_from(Priority),
        takes=st.sampled_from([0.0, 0.05, 0.4, 8.0]),
        flood=st.sampled_from([None] * 20 + [3, 17]),
    ),
    max_size=120,
)


@dataclass
class Rehearsal:
    """Plays offers against a dispatcher, in virtual time, and writes down what happens."""

    offers: list[Offer]
    starts: list[tuple[datetime, int]] = field(default_factory=list)
    ends: dict[int, datetime] = field(default_factory=dict)
    pauses: list[tuple[datetime, datetime, str]] = field(default_factory=list)

    def run(self) -> None:
        """Until everything has had its turn, or it takes absurdly long."""
        dispatcher, order = Dispatcher(), count()
        events: list[tuple[datetime, int, str, int]] = []
        at = NOON
        for number, offer in enumerate(self.offers):
            at += timedelta(seconds=offer.wait)
            heapq.heappush(events, (at, next(order), "offer", number))
        while events and events[0][0] < later(hours=2):
            now, _, kind, number = heapq.heappop(events)
            self._happen(dispatcher, kind, number, now)
            while isinstance(given := dispatcher.next(now), Delivery):
                self.starts.append((now, given.id))
                ends = now + timedelta(seconds=self.offers[given.id].takes)
                heapq.heappush(events, (ends, next(order), "end", given.id))
            if given:
                assert given > now
                heapq.heappush(events, (given, next(order), "look", -1))

    def _happen(self, dispatcher: Dispatcher, kind: str, number: int, now: datetime) -> None:
        offer = self.offers[number]
        if kind == "offer":
            post = delivery(number, priority=offer.priority, due_at=now)
            dispatcher.offer(post, offer.chat)
        if kind == "end":
            if offer.flood:
                until = timedelta(seconds=offer.flood)
                dispatcher.pause(offer.chat, now, until)
                self.pauses.append((now, now + until, offer.chat))
            dispatcher.finish(number, now)
            self.ends[number] = now

    def by_chat(self) -> dict[str, list[tuple[datetime, int]]]:
        """The starts of each chat."""
        chats: dict[str, list[tuple[datetime, int]]] = {chat: [] for chat in CHATS}
        for start, number in self.starts:
            chats[self.offers[number].chat].append((start, number))
        return chats


@settings(deadline=None, max_examples=60)
@given(OFFERS)
def test_no_sequence_breaks_a_limit_and_none_starves(offers: list[Offer]) -> None:
    """Whatever is offered when, and however long the answers take."""
    rehearsal = Rehearsal(offers)
    rehearsal.run()
    starts = [start for start, _ in rehearsal.starts]
    assert sorted(number for _, number in rehearsal.starts) == list(range(len(offers)))
    assert_pace(starts)
    for chat, posts in rehearsal.by_chat().items():
        assert_chat(chat, posts, rehearsal)
    for now, number in rehearsal.starts:
        flying = [n for start, n in rehearsal.starts if start <= now and rehearsal.ends[n] > now]
        assert len(flying) <= 8, number
    for began, until, chat in rehearsal.pauses:
        assert not [
            n for start, n in rehearsal.starts if began < start < until and offers[n].chat == chat
        ]


def assert_pace(starts: list[datetime]) -> None:
    """28 in any second, 5 at once."""
    for first, twenty_ninth in zip(starts, starts[28:], strict=False):
        assert twenty_ninth - first >= SECOND
    assert max(Counter(starts).values(), default=0) <= 5


def assert_chat(chat: str, posts: list[tuple[datetime, int]], rehearsal: Rehearsal) -> None:
    """A good second before ordinary posts; 3 in 3 seconds; in a crowd 20 a minute, 16 ordinary."""
    for (_, before), (start, number) in pairwise(posts):
        breaking = rehearsal.offers[number].priority is Priority.BREAKING
        gap = 0 if breaking else 1.05
        assert start - rehearsal.ends[before] >= timedelta(seconds=gap)
    for (_, first), (fourth, _) in zip(posts, posts[3:], strict=False):
        assert fourth - rehearsal.ends[first] >= 3 * SECOND
    if not is_crowd(chat):
        return
    for start, number in posts:
        minute = [then for then, _ in posts if start - 60 * SECOND < then <= start]
        breaking = rehearsal.offers[number].priority is Priority.BREAKING
        assert len(minute) <= (20 if breaking else 16)


def test_sixty_channels_are_served_at_full_pace() -> None:
    """240 posts in under 9 seconds, and breaking ones at once."""
    offers = [
        Offer(0.0, f"@chat_{n}", Priority.NORMAL, 0.05, None) for _ in range(4) for n in range(60)
    ]
    offers.append(Offer(4.0, "@chat_7", Priority.BREAKING, 0.05, None))
    rehearsal = Rehearsal(offers)
    rehearsal.run()
    assert_pace([start for start, _ in rehearsal.starts])
    last = max(start for start, _ in rehearsal.starts)
    breaking = next(start for start, number in rehearsal.starts if number == 240)
    assert last - NOON <= 9 * SECOND
    assert breaking - later(seconds=4) <= timedelta(seconds=1.2)
