"""A destination comes back: one digest of what waited long, on a real database file."""

from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.model import DIGEST, POST, DeliveryState, Destination, Priority, SendProblem
from bot.pipeline.catch_up import tell_missed
from bot.pipeline.comeback import LONG, gathering, learn
from bot.pipeline.watch import Watch
from bot.store import missed, outbox, unsent
from bot.store.outbox import Owed
from tests.fixed_clock import NOON
from tests.post_office import OTHER, PLACES, PostOffice, failing
from tests.samples import DESTINATION, message, rule, watchlist

MINUTE = 60.0
WATCH = Watch.of(watchlist(rule(), destinations=PLACES))
REASON = "the channel could not be reached for long"
GONE = failing(SendProblem.UNREACHABLE)


@pytest.fixture
def office(tmp_path: Path) -> PostOffice:
    """One that can be closed and opened."""
    return PostOffice(tmp_path)


async def unreachable(office: PostOffice, posts: int, seconds: float) -> None:
    """Owe posts to a destination that cannot be reached for so long."""
    for number in range(posts):
        office.owe(f"p{number}")
        office.channel.expect(f"p{number}", *[GONE] * 9)
    await office.work(seconds)
    office.channel.script.clear()
    office.channel.attempts.clear()


def tell(office: PostOffice) -> int:
    """As the app does every few seconds."""
    with office.database.begin() as tx:
        return tell_missed(tx, WATCH, office.clock.now())


def parts(office: PostOffice) -> list[tuple[str, DeliveryState]]:
    """What is owed, the oldest first, and how it stands."""
    return [(each.part, each.state) for each in rows(office)]


def rows(office: PostOffice) -> list[unsent.Unsent]:
    """The whole outbox, the oldest first."""
    with office.database.reading() as tx:
        return sorted(unsent.found(tx, tuple(DeliveryState)), key=lambda each: each.id)


async def test_what_waited_long_comes_as_one_digest(office: PostOffice) -> None:
    """The post that finds the way open is one, the rest a digest: nothing lost, nothing twice."""
    await unreachable(office, 8, 20 * MINUTE)
    with capture_logs() as log:
        await office.work(20 * MINUTE)
    assert len(office.channel.texts()) == 1
    states = [state for _, state in parts(office)]
    assert states.count(DeliveryState.GATHERED) == 7
    with office.database.reading() as tx:
        kept = unsent.kept(tx)
    assert [str(each.reason) for each in kept] == [REASON] * 7
    (said,) = (line for line in log if line["event"] == "what waited for a destination")
    assert said["together"] == 7
    assert tell(office) == 7
    await office.work(MINUTE)
    assert [state for _, state in parts(office)].count(DeliveryState.GROUPED) == 7
    _, digest = office.channel.texts()
    assert digest.startswith("À rattraper : 7 sujets")
    assert (digest.count("•"), tell(office)) == (7, 0)
    await office.work(60 * MINUTE)
    assert len(office.channel.attempts) == 2


async def test_breaking_and_young_posts_stay_posts(office: PostOffice) -> None:
    """They are news still; a digest would be read later."""
    await unreachable(office, 6, 20 * MINUTE)
    await office.work(10 * MINUTE)
    for number in range(4):
        office.owe(f"young{number}")
        office.owe(f"breaking{number}", priority=Priority.BREAKING)
    await office.work(10 * MINUTE)
    sent = office.channel.texts()
    assert sent[:4] == [f"breaking{number}" for number in range(4)]
    assert sorted(sent[4:]) == [f"young{number}" for number in range(4)]
    assert tell(office) == 6


async def test_few_are_posted_one_by_one(office: PostOffice) -> None:
    """Beside the post that found the way, three are no flood."""
    await unreachable(office, 4, 20 * MINUTE)
    await office.work(20 * MINUTE)
    assert sorted(office.channel.texts()) == ["p0", "p1", "p2", "p3"]
    assert tell(office) == 0


async def test_a_short_absence_changes_nothing(office: PostOffice) -> None:
    """After five minutes they are posts as ever."""
    await unreachable(office, 8, 1 * MINUTE)
    await office.work(8 * MINUTE)
    assert len(office.channel.texts()) == 8
    assert tell(office) == 0


async def test_another_destination_is_left_alone(office: PostOffice) -> None:
    """What waits elsewhere is nobody's flood here."""
    await unreachable(office, 6, 20 * MINUTE)
    office.use(DESTINATION)
    for number in range(6):
        office.owe(f"other{number}", OTHER)
    await office.work(20 * MINUTE)
    waiting = [each.state for each in rows(office) if each.destination == OTHER.name]
    assert waiting == [DeliveryState.PENDING] * 6


async def test_an_address_that_was_mended_brings_it_back_too(office: PostOffice) -> None:
    """What waited for the former one is no flood in the new one."""
    await unreachable(office, 6, 20 * MINUTE)
    with office.database.begin() as tx:
        learn(tx, [Destination("veille", "@ailleurs", lang="fr"), OTHER], office.clock.now())
        learn(tx, PLACES[1:], office.clock.now())
        assert len(missed.waiting(tx, office.clock.now())[DESTINATION.name]) == 6
    assert {state for _, state in parts(office)} == {DeliveryState.GATHERED}
    assert tell(office) == 6


async def test_a_crash_between_return_and_digest_loses_nothing(office: PostOffice) -> None:
    """The stories are kept in the transaction that settles their posts."""
    await unreachable(office, 6, 20 * MINUTE)
    await office.work(20 * MINUTE)
    office.reopen()
    await office.deliverer.recover()
    assert tell(office) == 5
    await office.work(5)
    assert office.channel.texts()[-1].count("•") == 5


async def test_what_follows_up_on_a_gathered_post_is_gathered(office: PostOffice) -> None:
    """A reply to a post that never comes would be owed for ever."""
    await unreachable(office, 6, 20 * MINUTE)
    with office.database.begin() as tx:
        reply = Owed(3, DESTINATION.name, Priority.SILENT, message("more"))
        outbox.put_part(tx, reply, "reply:more", office.clock.now())
    await office.work(20 * MINUTE)
    assert ("reply:more", DeliveryState.GATHERED) in parts(office)
    tell(office)
    assert ("reply:more", DeliveryState.GROUPED) in parts(office)


async def test_what_goes_on_before_the_digest_is_told_once(office: PostOffice) -> None:
    """Another outlet may bring the story in these seconds: it is in the digest all the same."""
    await unreachable(office, 6, 20 * MINUTE)
    await office.work(20 * MINUTE)
    waits = next(n for n in range(6) if f"p{n}" not in office.channel.texts())
    office.owe("anew", story=waits + 1)
    assert tell(office) == 5
    await office.work(MINUTE)
    assert "anew" not in office.channel.texts()
    assert office.channel.texts()[-1].count("•") == 5


async def test_what_becomes_urgent_before_the_digest_is_a_post(office: PostOffice) -> None:
    """A silent digest is no place for breaking news."""
    await unreachable(office, 6, 20 * MINUTE)
    await office.work(20 * MINUTE)
    waits = next(n for n in range(6) if f"p{n}" not in office.channel.texts())
    office.owe("urgent", priority=Priority.BREAKING, story=waits + 1)
    assert tell(office) == 4
    await office.work(MINUTE)
    assert office.channel.texts().count("urgent") == 1


async def test_digests_that_wait_stay_digests(office: PostOffice) -> None:
    """What is told together already is not told together once more."""
    await unreachable(office, 6, 20 * MINUTE)
    with office.database.begin() as tx:
        digest = Owed(4, DESTINATION.name, Priority.SILENT, message("digest"))
        outbox.put_part(tx, digest, DIGEST, office.clock.now())
    await office.work(20 * MINUTE)
    assert office.channel.texts()[-1] == "digest"
    assert len(office.channel.texts()) == 2


def test_the_decision_says_why() -> None:
    """Fifteen minutes and three posts are the edge; it tells both ways."""

    def waits(number: int, minutes: float) -> unsent.Unsent:
        made = NOON - timedelta(minutes=minutes)
        return unsent.Unsent(
            *(number, number, "veille", POST, DeliveryState.PENDING, Priority.NORMAL, "a"),
            *(made, made, 0, None, None, None, DeliveryState.PENDING),
        )

    long = LONG.total_seconds() / 60
    four = [waits(number, long + 0.1) for number in range(4)]
    assert gathering(four, NOON).stories == (0, 1, 2, 3)
    assert gathering(four, NOON).reason.en == REASON
    few = gathering([*four[:3], waits(9, long)], NOON)
    assert (few.stories, few.reason.en) == ((), "3 posts that waited long: no flood")
