"""Operators are told of feeds, channels and posts in trouble: once, and once when it is over."""

from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.message.newcomer import Newcomer
from bot.model import DeliveryState, Destination, SendProblem
from bot.model.incoming import Place
from bot.pipeline.bulletins import APART, Bulletins
from bot.pipeline.verdict import drop, retry
from bot.store import unsent
from tests.polls import failing, recovered
from tests.post_office import UNANSWERED, PostOffice, failure
from tests.post_office import failing as refused
from tests.samples import DESTINATION

GONE = refused(SendProblem.UNREACHABLE)
AGAIN = APART.total_seconds()
HOUR = 3600.0


@pytest.fixture
def office(tmp_path: Path) -> PostOffice:
    """A channel with a script."""
    return PostOffice(tmp_path)


def _bulletins(office: PostOffice) -> Bulletins:
    return Bulletins(office.channel, "@ops", "en", office.clock, office.database)


def _told(office: PostOffice) -> list[str]:
    return [text for address, text in office.channel.posts if address == "@ops"]


async def test_what_happens_together_is_one_message(office: PostOffice) -> None:
    """And what was told is not told again."""
    bulletins = _bulletins(office)
    for report in (failing("Le Phare"), failing("Harbour Post"), recovered("Radio")):
        bulletins.note(report)
    await bulletins.issue()
    await bulletins.issue()
    (text,) = _told(office)
    assert text.startswith("2 feeds in trouble")
    assert "✓ Radio" in text


async def test_no_news_is_no_message(office: PostOffice) -> None:
    """A poll that failed for the first time is nobody's business yet."""
    bulletins = _bulletins(office)
    bulletins.note(replace(failing("Le Phare"), news=None))
    await bulletins.issue()
    assert _told(office) == []


@pytest.mark.parametrize(
    ("problem", "told"),
    [(SendProblem.NOT_SENT, 1), (SendProblem.FLOOD, 1), (SendProblem.REFUSED, 0)],
)
async def test_what_could_not_be_sent(office: PostOffice, problem: SendProblem, told: int) -> None:
    """It is told later when that helps, with what has happened since."""
    bulletins = _bulletins(office)
    bulletins.note(failing("Le Phare"))
    office.channel.expect(
        "1 feed in trouble\n✗ Le Phare · The server does not answer. Nothing to do.",
        refused(problem),
    )
    await bulletins.issue()
    assert _told(office) == []
    bulletins.note(recovered("Radio"))
    await bulletins.issue()
    (text,) = _told(office)
    assert text.count("✗") == told
    assert "✓ Radio" in text


# ── channels and posts ───────────────────────────────────────────────────────────────────────


async def _watching(office: PostOffice) -> Bulletins:
    bulletins = _bulletins(office)
    await bulletins.begin()
    return bulletins


async def test_a_channel_out_of_reach_is_told_once_and_once_when_it_is_back(
    office: PostOffice,
) -> None:
    """However often it is tried in between."""
    bulletins = await _watching(office)
    office.channel.expect("a", GONE, GONE, GONE)
    office.owe("a")
    for _ in range(8):
        await office.work(AGAIN)
        await bulletins.issue()
    gone, back = _told(office)
    assert gone.splitlines()[:2] == [
        "Channels that cannot be reached: their posts wait",
        "✗ veille · because",
    ]
    assert back.splitlines() == ["Well again", "✓ veille · can be reached"]


async def test_thirty_channels_that_fail_together_are_one_message(office: PostOffice) -> None:
    """And so are those that follow within minutes; the log has each."""
    places = [Destination(f"c{number}", f"@c{number}") for number in range(30)]
    office.use(*places)
    bulletins = await _watching(office)
    for number, place in enumerate(places):
        office.channel.expect(f"p{number}", *[GONE] * 9)
        office.owe(f"p{number}", place)
        await office.work(30)
        await bulletins.issue()
    await office.work(AGAIN)
    await bulletins.issue()
    first, *others = _told(office)
    assert first.count("✗") == 1
    assert len(others) == 2  # in a quarter of an hour
    assert sum(text.count("✗") for text in others) == 12
    assert "… and 14 more" in others[0]
    assert "… and 3 more" in others[1]


async def test_held_and_refused_posts_are_told_with_their_number(office: PostOffice) -> None:
    """By channel; what a person has dropped is done with, what was sent after all is told."""
    bulletins = await _watching(office)
    office.channel.tells = False
    for post in ("h1", "h2", "h3"):
        office.channel.expect(post, UNANSWERED)
        office.owe(post)
    office.channel.expect("d", refused(SendProblem.REFUSED))
    office.owe("d")
    await office.work(60)
    await bulletins.issue()
    await bulletins.issue()
    (text,) = _told(office)
    assert "✗ veille · 3 posts · because\n→ vigie outbox list --state held" in text
    assert "✗ veille · 1 post · because\n→ vigie outbox list --state dead" in text
    with office.database.begin() as tx:
        posts = unsent.by_id(tx, [1, 2, 4])
        retry(tx, [posts[1], posts[4]], office.clock.now())
        drop(tx, [posts[2]], office.clock.now())
    await office.work(AGAIN)
    await bulletins.issue()
    assert _told(office)[1:] == ["Well again\n✓ veille · 2 posts that were stuck are there"]


async def test_a_restart_repeats_nothing(office: PostOffice) -> None:
    """Vigie looks again for what was held, and parks anew what is out of reach: no news."""
    office.channel.tells = False
    office.channel.expect("h", UNANSWERED)
    office.owe("h")
    await office.work(60)
    office.channel.expect("p", *[GONE] * 9)
    office.owe("p")
    await office.work(60)
    assert office.state("h") is DeliveryState.HELD
    office.reopen()
    bulletins = await _watching(office)
    await office.deliverer.recover()
    await office.work(HOUR)
    await bulletins.issue()
    assert _told(office) == []
    office.channel.script.clear()
    await office.work(HOUR)
    await bulletins.issue()
    assert _told(office) == ["Well again\n✓ veille · can be reached"]


async def test_what_a_crash_left_open_is_news_when_it_is_held(office: PostOffice) -> None:
    """It was told to nobody before."""
    office.channel.tells = False
    office.channel.expect("h", UNANSWERED)
    office.owe("h")
    await office.work()
    office.reopen()
    bulletins = await _watching(office)
    await office.work(60)
    await bulletins.issue()
    (text,) = _told(office)
    assert "you decide" in text


async def test_a_trouble_that_comes_and_goes_is_none(office: PostOffice) -> None:
    """Between two messages."""
    bulletins = await _watching(office)
    office.channel.expect("a", GONE)
    office.owe("a")
    await office.work(AGAIN)
    assert office.channel.texts() == ["a"]
    await bulletins.issue()
    assert _told(office) == []


async def test_another_poller_is_told_once_and_once_when_it_has_gone(office: PostOffice) -> None:
    """Posts go out meanwhile."""
    bulletins = await _watching(office)
    bulletins.rival = lambda: failure(SendProblem.REFUSED)
    await bulletins.issue()
    office.clock.advance(AGAIN)
    await bulletins.issue()
    bulletins.rival = lambda: None
    await bulletins.issue()
    told, gone = _told(office)
    assert told.startswith("Another program reads this bot's updates")
    assert gone == "Well again\n✓ Buttons are answered: the other program has gone."


async def test_a_message_that_was_not_sent_is_sent_later(office: PostOffice) -> None:
    """With what has happened since; one that is refused is not tried for ever."""
    bulletins = await _watching(office)
    office.channel.expect("a", *[GONE] * 9)
    office.owe("a")
    await office.work(1)
    text = f"Channels that cannot be reached: their posts wait\n✗ {DESTINATION.name} · because"
    text += "\n→ vigie outbox list --state parked"
    office.channel.expect(text, refused(SendProblem.NOT_SENT), refused(SendProblem.REFUSED))
    await bulletins.issue()
    assert len(office.channel.script[text]) == 1
    await bulletins.issue()
    assert len(office.channel.script[text]) == 0
    office.clock.advance(AGAIN)
    await bulletins.issue()
    assert _told(office) == []


# ── operators and newcomers ──────────────────────────────────────────────────────────────────


async def test_operators_who_cannot_be_told_are_told_later(office: PostOffice) -> None:
    """Nothing is lost; it is tried once an hour, and at once when they let the bot write."""
    bulletins = _bulletins(office)
    bulletins.note(failing("Le Phare"))
    text = "1 feed in trouble\n✗ Le Phare · The server does not answer. Nothing to do."
    office.channel.expect(text, GONE, GONE)
    with capture_logs() as logs:
        for _ in range(3):
            await bulletins.issue()
        office.clock.advance(HOUR)
        await bulletins.issue()
        bulletins.listens(Place(7))
        await bulletins.issue()
        assert _told(office) == []
        bulletins.listens(Place(-5, "@Ops"))
        await bulletins.issue()
    assert _told(office) == [text]
    assert office.channel.attempts == [text] * 3
    assert [each["event"] for each in logs] == ["the operators cannot be told: it waits"]


async def test_chats_that_nobody_knows_are_told_together(office: PostOffice) -> None:
    """Once each; one that is a destination by then needs no introduction."""
    bulletins = _bulletins(office)
    bulletins.is_ours = lambda chat: chat == -3
    for chat in (-1, -2, -3, -1):
        bulletins.introduce(Newcomer(chat, f"Chat {-chat}", (), "en"))
    for _ in range(2):
        await bulletins.issue()
    (text,) = _told(office)
    assert [f"chat-{number}:" in text for number in (1, 2, 3)] == [True, True, False]
