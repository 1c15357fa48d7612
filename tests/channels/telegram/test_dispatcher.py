"""The pace of posts: Telegram's limits hold, urgent posts go first, everybody gets a turn."""

import sys
from datetime import datetime, timedelta
from types import FrameType

import pytest

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
