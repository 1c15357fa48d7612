"""More posts than a channel takes: the old ones join a digest, and none is lost."""

from collections.abc import Sequence
from datetime import timedelta

from pytest_mock import MockerFixture

from bot.errors import DatabaseUnusable
from bot.i18n import Text
from bot.model import DeliveryState, Priority
from bot.pipeline import saturation
from bot.pipeline.comeback import LONG
from bot.pipeline.saturation import A_MINUTE_OF_POSTS, joining
from bot.store import missed
from bot.store.outbox import Waiting
from tests.fixed_clock import NOON
from tests.post_office import OTHER, PostOffice, ScriptedChannel
from tests.samples import DESTINATION

MANY = A_MINUTE_OF_POSTS + 1
OLD = LONG + timedelta(seconds=1)


def waiting(number: int, age: timedelta, priority: Priority = Priority.NORMAL) -> list[Waiting]:
    """So many posts that wait for as long."""
    return [Waiting(story_id, priority, NOON - age) for story_id in range(number)]


def kept(office: PostOffice) -> Sequence[str]:
    """Where stories wait to be told together."""
    with office.database.reading() as tx:
        found = missed.waiting(tx, office.clock.now())
    return [name for name, stories in found.items() for _ in stories]


def test_what_waited_long_in_a_saturated_channel_joins() -> None:
    """All of it that is old."""
    assert joining(waiting(MANY, OLD), NOON) == tuple(range(MANY))


def test_what_a_minute_takes_goes_out_as_posts() -> None:
    """However old: the channel is not saturated."""
    assert joining(waiting(MANY - 1, OLD), NOON) == ()


def test_what_is_young_stays_a_post() -> None:
    """A quarter of an hour exactly is young."""
    young, old = waiting(MANY, LONG), [Waiting(99, Priority.SILENT, NOON - OLD)]
    assert joining([*young, *old], NOON) == (99,)


def test_breaking_news_stay_posts() -> None:
    """However long they have waited."""
    assert joining(waiting(MANY, OLD, Priority.BREAKING), NOON) == ()


async def test_a_saturated_channel_is_relieved(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """Each story is sent or kept for the digest, and the channel of another stays as it is."""
    for number in range(MANY):
        office.owe(f"old {number}")
    office.owe("elsewhere", OTHER)
    office.clock.advance(OLD.total_seconds())
    office.owe("urgent", priority=Priority.BREAKING)
    await office.work(30)
    assert sorted(channel.texts()) == ["urgent"]
    assert kept(office) == [DESTINATION.name] * MANY
    assert channel.texts(OTHER) == ["elsewhere"]
    assert office.state("old 0") is DeliveryState.GATHERED


async def test_a_queue_that_grows_old_is_relieved_while_it_is_sent(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """What is in the dispatcher's queue is withdrawn too: nothing comes twice, nothing is lost."""
    number = A_MINUTE_OF_POSTS * 5
    for each in range(number):
        office.owe(f"{each}")
    office.clock.advance(LONG.total_seconds() - 60)
    await office.work(240)
    together = len(kept(office))
    assert together > A_MINUTE_OF_POSTS
    assert len(channel.texts()) == len(set(channel.texts())) == number - together


async def test_a_look_for_saturation_that_fails_stops_nothing(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """It comes again a minute later."""
    trouble = DatabaseUnusable(Text(en="full", fr="plein"))
    mocker.patch.object(saturation, "is_needed", side_effect=trouble)
    office.owe("a")
    await office.work()
    assert channel.texts() == ["a"]
