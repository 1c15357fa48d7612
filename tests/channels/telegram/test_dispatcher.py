"""The pace of posts: Telegram's limits hold, urgent posts go first, everybody gets a turn."""

import heapq
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, pairwise
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.dispatcher import Dispatcher, is_crowd
from bot.model import Delivery, Priority
from tests.fixed_clock import NOON
from tests.samples import later
from tests.telegram_posts import delivery

SECOND = timedelta(seconds=1)


def turn(dispatcher: Dispatcher, now: datetime) -> Delivery:
    """The post whose turn it is now."""
    given = dispatcher.next(now)
    assert isinstance(given, Delivery)
    return given


def served(dispatcher: Dispatcher, now: datetime) -> Delivery:
    """The same, sent in no time."""
    given = turn(dispatcher, now)
    dispatcher.finish(given.id, now)
    return given


# ── whose turn ───────────────────────────────────────────────────────────────────────────────


def test_nothing_offered_is_nothing_to_do() -> None:
    """There is no moment to wait for either."""
    assert Dispatcher().next(NOON) is None


def test_urgent_posts_go_first_then_those_due_first_then_those_offered_first() -> None:
    """In one chat."""
    dispatcher = Dispatcher()
    for number, (priority, minutes) in enumerate(
        [
            (Priority.SILENT, 0),
            (Priority.NORMAL, 1),
            (Priority.NORMAL, 0),
            (Priority.NORMAL, 0),
            (Priority.BREAKING, 2),
        ],
        1,
    ):
        post = delivery(number, priority=priority, due_at=later(minutes=minutes))
        dispatcher.offer(post, "@veille")
    order = [served(dispatcher, later(seconds=2 * step)).id for step in range(5)]
    assert order == [5, 3, 4, 2, 1]


def test_an_urgent_post_overtakes_all_chats() -> None:
    """However many ordinary posts wait elsewhere."""
    dispatcher = Dispatcher()
    for number in range(1, 30):
        dispatcher.offer(delivery(number), f"@chat_{number}")
    dispatcher.offer(delivery(99, priority=Priority.BREAKING), "@late")
    assert turn(dispatcher, NOON).id == 99


def test_chats_take_turns() -> None:
    """A chat with many posts does not keep the others waiting."""
    dispatcher = Dispatcher()
    for number in range(1, 11):
        dispatcher.offer(delivery(number), "@loud")
    dispatcher.offer(delivery(11), "@quiet")
    assert [served(dispatcher, later(seconds=2 * step)).id for step in range(3)] == [1, 11, 2]


def test_a_post_is_queued_once() -> None:
    """Offering it again, waiting or in flight, changes nothing; afterwards it is a new post."""
    dispatcher = Dispatcher()
    for _ in range(2):
        dispatcher.offer(delivery(1), "@veille")
    assert turn(dispatcher, NOON).id == 1
    dispatcher.offer(delivery(1), "@veille")
    assert dispatcher.waiting == 0
    dispatcher.finish(1, NOON)
    dispatcher.offer(delivery(1), "@veille")
    assert turn(dispatcher, later(seconds=2)).id == 1


def test_a_chat_that_is_occupied_gives_no_turns() -> None:
    """A look goes on there; afterwards its posts wait as after a message, and others never do."""
    dispatcher = Dispatcher()
    assert dispatcher.occupy("@veille", NOON)
    for number, chat in [(1, "@veille"), (2, "@other")]:
        dispatcher.offer(delivery(number), chat)
    assert turn(dispatcher, NOON).id == 2
    assert dispatcher.next(later(minutes=1)) is None
    dispatcher.vacate("@veille", later(minutes=1))
    assert dispatcher.next(later(minutes=1)) == later(minutes=1, seconds=1.05)


def test_a_chat_with_a_request_in_flight_cannot_be_occupied() -> None:
    """Nor twice; once it is over, it can."""
    dispatcher = Dispatcher()
    dispatcher.offer(delivery(1), "@veille")
    turn(dispatcher, NOON)
    assert not dispatcher.occupy("@veille", NOON)
    dispatcher.finish(1, NOON)
    assert [dispatcher.occupy("@veille", later(seconds=2)) for _ in range(2)] == [True, False]


def test_posts_go_out_between_two_looks() -> None:
    """However often a chat is to be occupied, a post that waits there has its turn in between."""
    dispatcher = Dispatcher()
    dispatcher.offer(delivery(1), "@veille")
    occupied = [dispatcher.occupy("@veille", NOON)]
    dispatcher.vacate("@veille", NOON)
    occupied.append(dispatcher.occupy("@veille", NOON))
    turn(dispatcher, later(seconds=2))
    dispatcher.finish(1, later(seconds=2))
    for second in (3, 4):  # nothing waits any more
        occupied.append(dispatcher.occupy("@veille", later(seconds=second)))
        dispatcher.vacate("@veille", later(seconds=second))
    assert occupied == [True, False, True, True]


def calls_of_turns(chats: int) -> int:
    """How many functions a hundred turns call, when so many chats have two posts each."""
    dispatcher, calls = Dispatcher(), 0
    for number in range(2 * chats):
        dispatcher.offer(delivery(number), f"@chat_{number % chats}")
    served(dispatcher, NOON)  # what was offered at once is put in order here

    def count_call(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count_call)
    try:
        for step in range(1, 101):
            served(dispatcher, later(seconds=step))
    finally:
        sys.setprofile(before)
    return calls


def test_a_turn_costs_the_same_among_ten_thousand_chats() -> None:
    """As among a hundred; counted in calls, not in time."""
    assert calls_of_turns(10_000) <= 1.5 * calls_of_turns(100)


def test_finishing_a_stranger_is_harmless() -> None:
    """A look for an uncertain post finishes what never had a turn."""
    dispatcher = Dispatcher()
    dispatcher.finish(7, NOON)
    assert dispatcher.next(NOON) is None


# ── limits, one by one ───────────────────────────────────────────────────────────────────────


def test_a_chat_sees_one_request_at_a_time() -> None:
    """And the next a good second after the end of the last."""
    dispatcher = Dispatcher()
    for number in (1, 2):
        dispatcher.offer(delivery(number), "42")
    turn(dispatcher, NOON)
    assert dispatcher.next(later(minutes=1)) is None
    dispatcher.finish(1, later(minutes=1))
    assert dispatcher.next(later(minutes=1)) == later(minutes=1, seconds=1.05)


def test_eight_requests_at_most_are_in_flight() -> None:
    """The ninth waits for an answer to any."""
    dispatcher = Dispatcher()
    for number in range(1, 10):
        dispatcher.offer(delivery(number), f"@chat_{number}")
    first = [turn(dispatcher, later(seconds=step)) for step in range(8)]
    assert dispatcher.next(later(seconds=9)) is None
    dispatcher.finish(first[3].id, later(seconds=9))
    assert isinstance(dispatcher.next(later(seconds=9)), Delivery)


def test_a_channel_keeps_places_for_breaking_posts() -> None:
    """After 16 posts in a minute ordinary ones wait, and 4 breaking ones still go out."""
    dispatcher = Dispatcher()
    for number in range(1, 18):
        dispatcher.offer(delivery(number), "@veille")
    for step in range(16):
        served(dispatcher, later(seconds=2 * step))
    assert dispatcher.next(later(seconds=32)) == later(seconds=60)
    for number in range(100, 105):
        dispatcher.offer(delivery(number, priority=Priority.BREAKING), "@veille")
    for step in range(4):
        assert served(dispatcher, later(seconds=32 + 2 * step)).id == 100 + step
    assert dispatcher.next(later(seconds=50)) == later(seconds=60)


def test_a_breaking_post_follows_at_once_three_times_in_three_seconds() -> None:
    """It does not wait for the second of its chat, unless the chat had too many of late."""
    dispatcher = Dispatcher()
    dispatcher.offer(delivery(1), "@veille")
    served(dispatcher, NOON)
    for number in range(2, 6):
        dispatcher.offer(delivery(number, priority=Priority.BREAKING), "@veille")
    assert [served(dispatcher, later(seconds=0.1)).id for _ in range(2)] == [2, 3]
    assert dispatcher.next(later(seconds=0.2)) == later(seconds=3.15)


def test_a_slow_request_counts_from_its_end() -> None:
    """Telegram may have counted it at any moment until then."""
    dispatcher = Dispatcher()
    for number in range(1, 18):
        dispatcher.offer(delivery(number), "@veille")
    slow = turn(dispatcher, NOON)
    dispatcher.finish(slow.id, later(seconds=8))
    for step in range(15):
        served(dispatcher, later(seconds=10 + 2 * step))
    assert dispatcher.next(later(seconds=61)) == later(seconds=68)


def test_a_private_chat_has_no_limit_per_minute() -> None:
    """One a second is all that Telegram asks there."""
    dispatcher = Dispatcher()
    for number in range(1, 31):
        dispatcher.offer(delivery(number), "42")
    for step in range(30):
        served(dispatcher, later(seconds=1.05 * step))


def test_names_and_negative_ids_are_groups_or_channels() -> None:
    """Only people have positive ids."""
    assert [is_crowd(address) for address in ("@veille", "-1001234", "1234")] == [True, True, False]


# ── floods ───────────────────────────────────────────────────────────────────────────────────


def test_a_flooded_chat_waits_alone() -> None:
    """The others go on."""
    dispatcher = Dispatcher()
    dispatcher.offer(delivery(1), "@flooded")
    dispatcher.offer(delivery(2), "@other")
    dispatcher.pause("@flooded", NOON, 17 * SECOND)
    assert served(dispatcher, later(seconds=1)).id == 2
    assert dispatcher.next(later(seconds=2)) == later(seconds=17)


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    """Whatever the order of the answers."""
    dispatcher = Dispatcher()
    dispatcher.offer(delivery(1), "@flooded")
    dispatcher.pause("@flooded", NOON, 30 * SECOND)
    dispatcher.pause("@flooded", later(seconds=1), SECOND)
    assert dispatcher.next(later(seconds=2)) == later(seconds=30)


@pytest.mark.parametrize(
    ("floods", "everybody_waits"),
    [
        ([("@a", 0), ("@b", 5), ("@c", 10)], True),
        ([("@a", 0), ("@b", 5), ("@c", 11)], False),
        ([("@a", 0), ("@b", 1), ("@a", 2), ("@b", 3)], False),
    ],
)
def test_three_flooded_chats_within_ten_seconds_stop_everybody(
    floods: list[tuple[str, int]], *, everybody_waits: bool
) -> None:
    """Then it is the bot that sends too much, not a chat."""
    dispatcher = Dispatcher()
    for chat, second in floods:
        dispatcher.pause(chat, later(seconds=second), 20 * SECOND)
    dispatcher.offer(delivery(1), "@other")
    now = later(seconds=12)
    answer = dispatcher.next(now)
    assert answer == later(seconds=30) if everybody_waits else isinstance(answer, Delivery)


# ── any sequence ─────────────────────────────────────────────────────────────────────────────


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
