"""Looks for posts among those of others, two senders, and the pace of one."""

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from bot.channels.telegram.dispatcher import Dispatcher
from bot.demo.botapi import StandIn
from bot.demo.botapi.chats import Chat
from bot.demo.botapi.faults import Failing, Fault
from bot.model import DeliveryState, Priority
from bot.pipeline.deliver import Deliverer
from bot.pipeline.settlement import LOOK_AFTER
from tests.fixed_clock import FixedClock
from tests.telegram_office import At, TelegramOffice, posts, sends
from tests.telegram_posts import place

LOOK = LOOK_AFTER.total_seconds() + 10
HOUR = 3600.0
SENT = DeliveryState.SENT


# ── looks ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("way", ["forward", "edit"])
async def test_point_15_a_look_among_posts_of_others(
    at: At, standin: StandIn, chat: int, way: str, arrives: bool
) -> None:
    """Point 15. Posts of others, pins, gaps and deletions around it: found, and none touched."""
    operations = standin.add_channel("Opérations", "ops") if way == "forward" else None
    async with at(place(chat), operations_chat=operations and str(operations)) as office:
        office.owe("before")
        await office.work(5)
        first = standin.transcript(chat)[0]["message_id"]
        others = [standin.say(chat, "Réunion à 15 h")]
        standin.pin(chat, first)
        standin.skip_ids(chat, 2)
        # The very same words: only an edit can tell whose they are.
        others.append(standin.say(chat, "lost" if way == "edit" else "Lost"))
        erased = standin.say(chat, "Erreur")
        failing = Failing.HANDLE_THEN_DROP if arrives else Failing.DROP
        standin.plan(Fault(failing, "sendMessage"))
        office.owe("lost")
        await office.work(1)
        standin.erase(chat, erased)
        others.append(standin.say(chat, "Après"))
        await office.work(LOOK + 60)
        assert office.state("lost") is SENT
        by_us = [post for post in standin.transcript(chat) if post["message_id"] not in others]
        assert [post["text"] for post in by_us if "text" in post] == ["before", "lost"]
    texts = {post["message_id"]: post for post in standin.transcript(chat)}
    assert [str(texts[each]["text"]).lower() for each in others] == [
        "réunion à 15 h",
        "lost",
        "après",
    ]
    assert not any("edit_date" in texts[each] for each in others)
    assert operations is None or standin.texts(operations) == []


# ── two senders ──────────────────────────────────────────────────────────────────────────────


def beside(office: TelegramOffice) -> Deliverer:
    """A sender in another process, where no lock on a file tells that the first is gone."""
    office.database.file = None
    second = Deliverer(office.database, office.telegram, Dispatcher(), office.clock, "hold")
    second.use(office.deliverer.places)
    return second


async def let(sender: Deliverer) -> None:
    """Whatever this sender may send now goes out."""
    sender.wake()
    await sender.step()
    await sender.drain()


async def test_point_16_two_senders_on_one_database(
    office: TelegramOffice, standin: StandIn, chat: int
) -> None:
    """Point 16. As long as the one gives signs of life, the other sends nothing."""
    second = beside(office)
    for post in "abc":
        office.owe(post)
    for _ in range(60):
        sent = standin.texts(chat)
        await let(second)
        assert standin.texts(chat) == sent
        await let(office.deliverer)
        office.clock.advance(1.1)
    assert standin.texts(chat) == ["a", "b", "c"]
    assert {each.attempt for each in office.deliveries().values()} == {1}


async def test_point_16_a_sender_that_is_gone_is_replaced_and_fenced_off(
    office: TelegramOffice, standin: StandIn, chat: int
) -> None:
    """Point 16. Within 20 seconds; the former can neither send nor settle when it wakes up."""
    office.owe("a")
    await office.work(1)
    asleep, second = office.deliverer, beside(office)
    office.owe("b")
    waited = 0
    while standin.texts(chat) == ["a"] and waited < 30:
        await let(second)
        office.clock.advance(1)
        waited += 1
    assert standin.texts(chat) == ["a", "b"]
    assert 10 < waited <= 20
    office.owe("c")
    await let(asleep)
    assert (office.state("c"), standin.texts(chat)) == (DeliveryState.PENDING, ["a", "b"])
    office.clock.advance(2)
    await let(second)
    assert standin.texts(chat) == ["a", "b", "c"]


# ── pace ─────────────────────────────────────────────────────────────────────────────────────


async def test_point_17_three_minutes_of_random_load_break_no_limit(
    at: At, standin: StandIn, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Point 17. Telegram never says 429, never holds a request; what may go out has gone out."""
    random = Random(17)
    chats = [standin.add_channel(f"C{n}", f"channel_{n}") for n in range(6)]
    chats += [standin.add_supergroup("Groupe"), standin.start()]
    places = [place(chat, f"p{n}") for n, chat in enumerate(chats)]
    flood, waits = standin.service.flood, list[float]()
    admit = flood.admit

    def admitted(bot_id: int, chat: Chat, now: float, count: int = 1) -> float:
        waits.append(admit(bot_id, chat, now, count))
        return waits[-1]

    monkeypatch.setattr(flood, "admit", admitted)
    async with at(*places) as office:
        numbers, end = iter(range(1000)), clock.now() + timedelta(minutes=3)
        while clock.now() < end:
            for _ in range(random.choice((0, 0, 1, 2, 8))):
                there = places[int(random.triangular(0, len(places), 0))]
                priority = random.choice((*Priority, Priority.NORMAL, Priority.NORMAL))
                office.owe(f"n{next(numbers)}", to=there, priority=priority)
            await office.flow(random.uniform(0, 4))
        owed = next(numbers)
        await office.flow(300)
        assert {each.state for each in office.deliveries().values()} == {SENT}
    assert sum(len(posts(standin, chat)) for chat in chats) == owed > 150
    assert (len(waits), max(waits)) == (owed, 0)


async def test_point_18_breaking_news_first_and_nobody_last(at: At, standin: StandIn) -> None:
    """Point 18. Every chat gets a post before one gets its second; breaking news overtake all."""
    chats = [standin.add_channel(f"C{n}", f"channel_{n:02}") for n in range(12)]
    places = [place(chat, f"p{n}") for n, chat in enumerate(chats)]
    async with at(*places) as office:
        for number in range(5):
            for there in places[: 12 if number < 2 else 1]:
                office.owe(f"n{number} {there.name}", to=there)
        await office.flow(0.01)
        begun = len(sends(standin))
        urgent = places[-1]
        office.owe("urgent", to=urgent, priority=Priority.BREAKING)
        await office.flow(30)
    order = sends(standin)
    assert order[begun] == urgent.telegram
    assert len(set(order[: len(chats) + 1])) == len(chats)
    assert all(one != next_one for one, next_one in pairwise(order[: 2 * len(chats)]))
