"""Delivering: every answer of Telegram, on a real database file."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.errors import TokenRejected
from bot.model import DeliveryState, OnUncertain, SendFailure, SendProblem
from bot.pipeline.deliver import Delivered
from bot.pipeline.settlement import LOOK_AFTER
from bot.store import outbox
from bot.store.database import Transaction
from tests.fixed_clock import NOON
from tests.post_office import (
    OTHER,
    UNACKNOWLEDGED,
    UNANSWERED,
    PostOffice,
    ScriptedChannel,
    Step,
    failing,
    failure,
)
from tests.samples import DESTINATION

MINUTE = 60.0
LOOK = LOOK_AFTER.total_seconds()


async def test_a_post_goes_out_once_and_its_receipt_is_kept(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """What was sent is settled with its chat and message id, and never sent again."""
    told: list[Delivered] = []
    office.deliverer.on_delivered = told.append
    office.owe("a")
    await office.work(5)
    assert channel.texts() == ["a"]
    assert office.state("a") is DeliveryState.SENT
    with office.database.reading() as tx:
        assert outbox.latest_posts(tx) == ((-100, 1),)
    assert [each.settlement.state for each in told] == [DeliveryState.SENT]
    assert office.deliverer.idle


AFTER = {
    SendProblem.NOT_SENT: DeliveryState.PENDING,
    SendProblem.UNCERTAIN: DeliveryState.UNCERTAIN,
    SendProblem.FLOOD: DeliveryState.PENDING,
    SendProblem.MIGRATED: DeliveryState.PENDING,
    SendProblem.UNREACHABLE: DeliveryState.PENDING,
    SendProblem.TOKEN: DeliveryState.PENDING,
}
"""Where a post stands after a problem; after all others it is dead."""


@pytest.mark.parametrize("problem", [p for p in SendProblem if p is not SendProblem.TOKEN])
async def test_every_problem_is_settled_and_the_others_go_on(
    problem: SendProblem, office: PostOffice, channel: ScriptedChannel
) -> None:
    """Whatever happens to one post, it keeps a state and a reason, and another chat's goes out."""
    channel.expect("bad", Step(failure(problem, timedelta(minutes=5))))
    office.owe("bad")
    office.owe("good", OTHER)
    await office.work(2)
    bad = office.deliveries()["bad"]
    assert (bad.state, bad.attempt) == (AFTER.get(problem, DeliveryState.DEAD), 1)
    assert channel.texts(OTHER) == ["good"]
    await office.work(10 * MINUTE)
    # What is owed arrives in the end; what was refused for good is not tried again.
    assert channel.attempts.count("bad") == (2 if problem in AFTER else 1)
    assert channel.texts().count("bad") == (problem in AFTER)


async def test_a_closed_door_is_knocked_at_less_and_less(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """Refused connections are retried after 1, 2, 4 … seconds."""
    channel.expect("a", *[failing(SendProblem.NOT_SENT)] * 4)
    office.owe("a")
    waits = []
    for _ in range(4):
        await office.work()
        due_at = office.deliveries()["a"].due_at
        waits.append((due_at - office.clock.now()).total_seconds())
        office.clock.advance(waits[-1] + 1.05)  # and the gap of the chat
    assert waits == [1, 2, 4, 8]
    await office.work()
    assert channel.texts() == ["a"]


async def test_a_flood_pauses_that_chat_only(office: PostOffice, channel: ScriptedChannel) -> None:
    """A 429 of 17 seconds holds back the chat's other posts as well, and nobody else's."""
    channel.expect("a", Step(failure(SendProblem.FLOOD, timedelta(seconds=17))))
    office.owe("a")
    office.owe("b")
    office.owe("elsewhere", OTHER)
    await office.work(16)
    assert (channel.texts(), channel.texts(OTHER)) == ([], ["elsewhere"])
    assert channel.attempts.count("a") == 1
    await office.work(5)
    assert sorted(channel.texts()) == ["a", "b"]


# ── out of reach ─────────────────────────────────────────────────────────────────────────────


async def test_an_unreachable_destination_is_parked(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """Its queue waits whole, tried with one post after 5, then 10 minutes; others go on."""
    channel.expect("a", *[failing(SendProblem.UNREACHABLE)] * 2)
    for post in "abc":
        office.owe(post)
    with capture_logs() as log:
        await office.work(4 * MINUTE)
        office.owe("elsewhere", OTHER)
        await office.work(59)
        assert channel.attempts == ["a", "elsewhere"]
        await office.work(10 * MINUTE)
        assert channel.attempts == ["a", "elsewhere", "a"]
        assert {office.state(post) for post in "abc"} == {DeliveryState.PENDING}
        await office.work(2 * MINUTE)
    assert sorted(channel.texts()) == ["a", "b", "c"]
    told = [line["event"] for line in log if line["event"].startswith("destination")]
    assert told == ["destination parked", "destination reachable again"]


async def test_a_destination_parked_again_starts_at_five_minutes(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """A success in between forgets how often it was parked, and it is told again."""
    with capture_logs() as log:
        for post in ("a", "b"):
            channel.expect(post, failing(SendProblem.UNREACHABLE))
            office.owe(post)
            await office.work(5 * MINUTE + 2)
            assert channel.texts()[-1] == post
    assert [line["event"] for line in log].count("destination parked") == 2


async def test_a_new_address_in_the_watchlist_unparks(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """Whoever mends the address need not wait; should it fail too, the waits start afresh."""
    channel.expect("a", *[failing(SendProblem.UNREACHABLE)] * 4)
    office.owe("a")
    await office.work(5 * MINUTE + 2)
    assert len(channel.attempts) == 2  # parked for the second time, for ten minutes
    office.use(replace(DESTINATION, telegram="@autre"), OTHER)
    await office.work(5)
    assert len(channel.attempts) == 3
    await office.work(5 * MINUTE)
    assert len(channel.attempts) == 4
    await office.work(10 * MINUTE)
    assert channel.posts == [("@autre", "a")]


async def test_a_restart_keeps_a_destination_parked(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """Restarting does not knock again at a door that was just closed."""
    channel.expect("a", failing(SendProblem.UNREACHABLE))
    office.owe("a")
    await office.work(2)
    office.reopen()
    await office.deliverer.recover()
    await office.work(4 * MINUTE)
    assert channel.attempts == ["a"]
    await office.work(MINUTE)
    assert channel.texts() == ["a"]


async def test_a_group_that_moved_gets_its_post_at_the_new_address(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """The new id is kept: the post goes there at once, the next ones and a restart too."""
    channel.expect("a", Step(failure(SendProblem.MIGRATED, new_chat_id=-1002)))
    office.owe("a")
    await office.work(3)
    office.reopen()
    office.owe("b")
    await office.work(3)
    assert channel.posts == [("-1002", "a"), ("-1002", "b")]
    assert office.deliverer.places[DESTINATION.name].telegram == "-1002"


async def test_a_rejected_token_stops_everything_and_loses_nothing(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """Sending ends with TokenRejected; every post is still owed."""
    channel.expect("a", failing(SendProblem.TOKEN))
    for post in "ab":
        office.owe(post)
    with pytest.raises(TokenRejected):
        await asyncio.wait_for(office.deliverer.run(asyncio.Event()), 5)
    assert {office.state(post) for post in "ab"} == {DeliveryState.PENDING}
    office.reopen()
    await office.work(3)
    assert channel.texts() == ["a", "b"]


# ── uncertain ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("step", [UNANSWERED, UNACKNOWLEDGED], ids=["lost", "arrived"])
async def test_an_uncertain_post_is_looked_for_after_45_seconds(
    step: Step, office: PostOffice, channel: ScriptedChannel
) -> None:
    """Not before, because Telegram may still deliver it; then it is in the chat exactly once."""
    channel.expect("a", step)
    office.owe("a")
    await office.work(44)
    assert channel.looked == []
    assert office.state("a") is DeliveryState.UNCERTAIN
    await office.work(1)
    assert channel.looked == [(NOON + timedelta(seconds=45), "a")]
    await office.work(3)
    assert channel.texts() == ["a"]
    assert office.state("a") is DeliveryState.SENT
    assert channel.attempts.count("a") == (1 if step.arrives else 2)


@pytest.mark.parametrize(
    ("wish", "attempts", "state"),
    [
        ("hold", 1, DeliveryState.HELD),
        ("skip", 1, DeliveryState.DROPPED),
        ("resend", 2, DeliveryState.HELD),
    ],
)
async def test_when_no_look_can_tell_the_operator_decides(
    wish: OnUncertain, attempts: int, state: DeliveryState, office: PostOffice
) -> None:
    """Held, given up, or sent once more, and held when even that remains unanswered."""
    office.on_uncertain = wish
    office.reopen()
    office.channel.tells = False
    office.channel.expect("a", *[UNANSWERED] * 9)
    office.owe("a")
    await office.work(10 * MINUTE)
    assert (len(office.channel.attempts), office.state("a")) == (attempts, state)


async def test_what_was_held_is_looked_for_at_the_next_start(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """The operator may have given the bot a way to look meanwhile."""
    channel.tells = False
    channel.expect("a", UNANSWERED)
    office.owe("a")
    await office.work(50)
    assert office.state("a") is DeliveryState.HELD
    channel.tells = True
    office.reopen()
    await office.deliverer.recover()
    await office.work(3)
    assert channel.texts() == ["a"]


@pytest.mark.parametrize(
    "met",
    [
        failure(SendProblem.NOT_SENT),
        failure(SendProblem.FLOOD, timedelta(seconds=9)),
        failure(SendProblem.UNREACHABLE),
        RuntimeError("a bug"),
    ],
    ids=str,
)
async def test_a_look_that_fails_decides_nothing(
    met: SendFailure | Exception, office: PostOffice, channel: ScriptedChannel
) -> None:
    """A look that cannot be made is made again later, and the post is not sent meanwhile."""
    channel.expect("a", UNACKNOWLEDGED)
    channel.looks["a"].append(met)
    office.owe("a")
    await office.work(LOOK)
    assert office.state("a") is DeliveryState.UNCERTAIN
    await office.work(6 * MINUTE)
    assert (len(channel.looked), office.state("a")) == (2, DeliveryState.SENT)
    assert channel.attempts == ["a"]


# ── a sweep that comes late ──────────────────────────────────────────────────────────────────


async def test_a_sweep_of_a_moment_ago_sends_nothing_twice(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """It may read the tables, then a post is sent and settled, and only then does it go on."""
    office.owe("a")
    with office.database.reading() as tx:
        seen = outbox.due(tx, NOON, [DESTINATION.name], 9)
    await office.work(3)
    mocker.patch.object(outbox, "due", return_value=seen)
    await office.work(3)
    assert channel.texts() == ["a"]
    assert office.state("a") is DeliveryState.SENT


async def test_a_sweep_of_a_moment_ago_hurries_nothing(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """A post that was put off meanwhile waits as long as it should."""
    channel.expect("a", Step(failure(SendProblem.REFUSED)))
    channel.expect("b", Step(failure(SendProblem.NOT_SENT, timedelta(minutes=5))))
    for post in "ab":
        office.owe(post)
    with office.database.reading() as tx:
        seen = outbox.due(tx, NOON, [DESTINATION.name], 9)
    mocker.patch.object(outbox, "due", return_value=seen)
    await office.work(4 * MINUTE)
    assert channel.attempts == ["a", "b"]


async def test_a_post_settled_during_a_sweep_is_not_taken_by_it(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """Else it would wait for its flooded chat as though something were still to be done."""
    channel.expect("a", Step(failure(SendProblem.FLOOD, timedelta(minutes=10))))
    office.owe("a")
    with office.database.reading() as tx:
        seen = outbox.due(tx, NOON, [DESTINATION.name], 9)
    mocker.patch.object(outbox, "due", return_value=seen)
    read, settled = office.database.read, asyncio.Event()

    async def slowly(work: Callable[[Transaction], object]) -> object:
        await settled.wait()
        return await read(work)

    await office.deliverer.step()
    await asyncio.sleep(0)  # the post has looked at its row, and is on its way
    mocker.patch.object(office.database, "read", slowly)
    office.deliverer.wake()
    sweep = asyncio.ensure_future(office.deliverer.step())
    await office.deliverer.drain()
    settled.set()
    await sweep
    assert channel.attempts == ["a"]
    assert office.deliverer.idle


async def test_a_look_of_a_moment_ago_is_not_made(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """What was found is not looked for again, whoever may have deleted it since."""
    channel.expect("a", UNACKNOWLEDGED)
    office.owe("a")
    await office.work(LOOK - 1)
    later = office.clock.now() + timedelta(seconds=1)
    with office.database.reading() as tx:
        seen = outbox.uncertain(tx, later, [DESTINATION.name])
    await office.work(3)
    mocker.patch.object(outbox, "uncertain", return_value=seen)
    await office.work(3)
    assert len(channel.looked) == 1
