"""Whatever Telegram answers to a post: nothing is lost, and nothing is there twice."""

from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import client
from bot.demo.botapi import StandIn
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.flood import LONGEST_HOLD
from bot.demo.botapi.refusal import too_many_requests
from bot.errors import TokenRejected
from bot.model import EDIT, REPLY, DeliveryState, Message, Priority
from bot.pipeline.bulletins import Bulletins
from bot.pipeline.settlement import LOOK_AFTER
from bot.store import outbox
from bot.store.outbox import Owed
from tests.fixed_clock import FixedClock
from tests.samples import message
from tests.telegram_office import At, TelegramOffice, posts, refused, sends
from tests.telegram_posts import place

LOOK = LOOK_AFTER.total_seconds() + 10
HOUR = 3600.0
SENT = DeliveryState.SENT


def follow_up(office: TelegramOffice, story: int, part: str, text: str) -> None:
    """Owe an edit of a story's post, or a reply to it."""
    owed = Owed(story, "veille", Priority.NORMAL, message(text))
    with office.database.begin() as tx:
        assert outbox.put_part(tx, owed, part, office.clock.now())


# ── answers ──────────────────────────────────────────────────────────────────────────────────


async def test_point_01_a_hold_gives_one_copy(
    office: TelegramOffice, standin: StandIn, chat: int
) -> None:
    """Point 1. Telegram holds a request for seven seconds rather than refuse it, and delivers."""
    standin.plan(Fault(Failing.SLOW, "sendMessage", seconds=7))
    office.owe("held")
    await office.work(HOUR)
    assert (standin.texts(chat), len(sends(standin))) == (["held"], 1)
    assert office.state("held") is SENT
    assert LONGEST_HOLD < 30 <= client.READ_TIMEOUT


@pytest.mark.parametrize(
    "failing",
    [
        Failing.DROP,
        Failing.HANDLE_THEN_DROP,
        Failing.HANDLE_THEN_HANG,
        Failing.BAD_GATEWAY,
        Failing.HANDLE_THEN_BAD_GATEWAY,
    ],
)
async def test_point_02_an_answer_that_never_came_is_looked_for(
    at: At,
    standin: StandIn,
    chat: int,
    failing: Failing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Point 2. Cut off, timed out, 502: uncertain, and never simply sent again."""
    arrived = failing.startswith("handle")
    monkeypatch.setattr(client, "READ_TIMEOUT", 0.2)
    async with at(place(chat)) as office:
        office.owe("first")
        await office.work(5)
        standin.plan(Fault(failing, "sendMessage"))
        office.owe("second")
        await office.work(5)
        assert office.state("second") is DeliveryState.UNCERTAIN
        assert standin.texts(chat) == ["first", *(["second"] * arrived)]
        await office.work(LOOK)
        assert office.state("second") is SENT
        assert standin.texts(chat) == ["first", "second"]


async def test_point_02_what_never_left_is_simply_sent_again(
    office: TelegramOffice, standin: StandIn, chat: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Point 2. Nobody answers the door: tried again within seconds, and not looked for."""
    real, left = aiohttp.TCPConnector.connect, [2]

    async def connect(self: aiohttp.TCPConnector, *given: object, **named: object) -> object:
        if left[0]:
            left[0] -= 1
            raise aiohttp.ConnectionTimeoutError("nobody answers")
        return await real(self, *given, **named)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(aiohttp.TCPConnector, "connect", connect)
    office.owe("a")
    await office.work(10)
    assert (standin.texts(chat), office.state("a")) == (["a"], SENT)
    assert (office.deliveries()["a"].attempt, len(sends(standin))) == (3, 1)


async def test_point_03_a_flooded_chat_waits_alone(
    at: At, standin: StandIn, clock: FixedClock, chat: int
) -> None:
    """Point 3. "Retry after 17" pauses that chat for 17 seconds, and no other."""
    other = standin.add_channel("Salle", "salle")
    flooded, free = place(chat), place(other, "salle")
    refusal = too_many_requests(17)
    standin.plan(Fault(Failing.REFUSE, "sendMessage", chat_id=chat, refusal=refusal))
    async with at(flooded, free) as office:
        for post in ("a", "b"):
            office.owe(post)
            office.owe(f"{post} too", to=free)
        begun = clock.now()
        await office.work(16)
        assert (standin.texts(chat), standin.texts(other)) == ([], ["a too", "b too"])
        await office.work(10)
        assert sorted(standin.texts(chat)) == ["a", "b"]
        started = office.deliveries()["a"].started_at
    assert started
    assert started - begun >= timedelta(seconds=17)


async def test_point_04_three_flooded_chats_pause_the_bot(
    at: At, standin: StandIn, clock: FixedClock
) -> None:
    """Point 4. Three in ten seconds mean that the bot is flooded: nobody gets a post meanwhile."""
    chats = [standin.add_channel(f"C{n}", f"channel_{n}") for n in range(4)]
    places = [place(chat, f"c{n}") for n, chat in enumerate(chats)]
    async with at(*places) as office:
        for chat, there in zip(chats[:3], places, strict=False):
            refusal = too_many_requests(20)
            standin.plan(Fault(Failing.REFUSE, "sendMessage", chat_id=chat, refusal=refusal))
            office.owe(f"to {there.name}", to=there)
        await office.work()
        office.owe("to c3", to=places[3], priority=Priority.BREAKING)
        await office.work(19)
        assert [standin.texts(chat) for chat in chats] == [[]] * 4
        await office.work(5)
        assert [standin.texts(chat) for chat in chats] == [[f"to c{n}"] for n in range(4)]


# ── places that are closed ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", ["kicked", "blocked", "deactivated"])
async def test_point_05_a_closed_place_parks_its_posts_and_is_told_once(
    at: At, standin: StandIn, chat: int, how: str
) -> None:
    """Point 5. Kicked, blocked, deactivated: nothing is lost, and the owner hears of it once."""
    person = standin.start()
    operations = standin.add_channel("Opérations", "ops")
    there = place(chat if how == "kicked" else person)
    async with at(there) as office:
        bulletins = Bulletins(office.telegram, str(operations), "fr", office.clock, office.database)
        await bulletins.begin()
        if how == "kicked":
            standin.kick(chat)
        elif how == "blocked":
            standin.block()
        else:
            standin.plan(refused(403, "Forbidden: user is deactivated", times=None))
        for post in "abc":
            office.owe(post)
        for _ in range(30):
            await office.work(60)
            if how == "deactivated":
                standin.service.faults.clear()
            await bulletins.issue()
            if how == "deactivated":
                standin.plan(refused(403, "Forbidden: user is deactivated", times=None))
        assert {delivery.state for delivery in office.deliveries().values()} == {
            DeliveryState.PENDING
        }
        assert len([to for to in sends(standin) if to == there.telegram]) < 5
    (told,) = standin.texts(operations)
    assert told.startswith("Canaux injoignables : leurs messages attendent")


async def test_point_06_a_group_that_became_a_supergroup(at: At, standin: StandIn) -> None:
    """Point 6. The new id is taken everywhere at once; the posts follow, each once."""
    group = standin.add_group("Rédaction")
    veille, salle = place(group), place(group, "salle")
    async with at(veille, salle) as office:
        office.owe("before")
        await office.work(5)
        moved = standin.migrate(group)
        office.owe("a")
        office.owe("b", to=salle)
        await office.work(30)
        assert {there.telegram for there in office.deliverer.places.values()} == {str(moved)}
        assert sends(standin).count(str(group)) == 2  # "before", and the one that was told of it
        office.reopen()
        office.owe("c", to=salle)
        await office.work(5)
        assert [post["text"] for post in posts(standin, moved)] == ["a", "b", "c"]


async def test_point_06_the_operations_chat_moves_too(at: At, standin: StandIn, chat: int) -> None:
    """Point 6. What is to be told to the operators is told where they are now."""
    group = standin.add_group("Opérateurs")
    async with at(place(chat)) as office:
        bulletins = Bulletins(office.telegram, str(group), "en", office.clock, office.database)
        await bulletins.begin()
        moved = standin.migrate(group)
        standin.kick(chat)
        office.owe("a")
        await office.work(5)
        await bulletins.issue()
    assert len(posts(standin, moved)) == 1


# ── posts that are refused ───────────────────────────────────────────────────────────────────


async def test_point_07_markup_that_is_refused_goes_out_as_plain_text(
    office: TelegramOffice, standin: StandIn, chat: int
) -> None:
    """Point 7. Once, with an alarm in the log; if that is refused too, it is a dead letter."""
    office.owe("a", written=Message("<b>Drones</i>", "Drones au port"))
    with capture_logs() as logs:
        await office.work(5)
    assert (standin.texts(chat), len(sends(standin))) == (["Drones au port"], 2)
    assert office.state("Drones au port") is SENT
    (said,) = [each for each in logs if each["event"] == "delivery settled"]
    assert "without markup" in said["reason"]
    standin.plan(refused(400, "Bad Request: can't parse entities: whatever", times=None))
    office.owe("b")
    await office.work(HOUR)
    assert (office.state("b"), len(sends(standin))) == (DeliveryState.DEAD, 4)


async def test_point_08_what_is_too_long_is_cut_at_a_sentence_and_keeps_its_link(
    office: TelegramOffice, standin: StandIn, chat: int
) -> None:
    """Point 8. It cannot happen; when it does, the readers get a shorter post."""
    link = "https://phare.example/a"
    html = f'<a href="{link}">Drones</a>. ' + "Trois drones ont survolé le port. " * 200
    plain = "Drones. " + "Trois drones ont survolé le port. " * 200
    office.owe("long", written=Message(html, plain, preview_url=link))
    await office.work(5)
    (arrived,) = standin.transcript(chat)
    assert arrived["text"].removesuffix(link).rstrip().endswith(("port.", "port. …", "port.…"))
    assert link in arrived["text"]
    assert 3000 < len(arrived["text"]) <= 4096


async def test_point_09_a_topic_that_is_gone(at: At, standin: StandIn) -> None:
    """Point 9. The post goes to the group itself, with a notice; a closed topic parks it."""
    group = standin.add_supergroup("Rédaction", topics=[7, 8])
    gone, closed = replace(place(group), topic=7), replace(place(group, "salle"), topic=8)
    async with at(gone, closed) as office:
        standin.delete_topic(group, 7)
        standin.close_topic(group, 8)
        office.owe("a")
        office.owe("b", to=closed)
        await office.work(5)
        assert [post["text"] for post in posts(standin, group)] == ["a"]
        assert (office.state("a"), office.state("b")) == (SENT, DeliveryState.PENDING)
        standin.close_topic(group, 8, closed=False)
        await office.work(400)
        assert [post.get("message_thread_id") for post in posts(standin, group)] == [None, 8]


async def test_point_10_a_reply_whose_post_is_gone(
    office: TelegramOffice, standin: StandIn, chat: int
) -> None:
    """Point 10. It goes out all the same, below nothing."""
    story = office.owe("post")
    await office.work(5)
    standin.erase(chat, standin.transcript(chat)[0]["message_id"])
    follow_up(office, story, f"{REPLY}further", "what came of it")
    await office.work(5)
    (reply,) = posts(standin, chat)
    assert reply["text"] == "what came of it"
    assert "reply_to_message" not in reply
    assert office.state("what came of it") is SENT


async def test_point_11_edits_that_change_nothing_and_of_nothing(
    office: TelegramOffice, standin: StandIn, chat: int
) -> None:
    """Point 11. "Not modified" is a success; "not found" ends it, and nothing new is posted."""
    stories = [office.owe(post) for post in ("same", "gone")]
    await office.work(5)
    standin.erase(chat, standin.transcript(chat)[1]["message_id"])
    follow_up(office, stories[0], EDIT, "same")
    follow_up(office, stories[1], EDIT, "changed")
    await office.work(HOUR)
    assert standin.texts(chat) == ["same"]
    assert [call.method for call in standin.calls].count("editMessageText") == 2
    assert office.state("changed") is DeliveryState.DEAD


async def test_point_12_a_token_that_is_revoked(
    office: TelegramOffice, standin: StandIn, chat: int
) -> None:
    """Point 12. Sending stops at once; with a good token everything that waited goes out, once."""
    for post in "abc":
        office.owe(post)
    standin.plan(refused(401, "Unauthorized", times=None))
    with pytest.raises(TokenRejected, match=r"Telegram does not accept the bot's token\."):
        await office.work(60)
    assert len(sends(standin)) == 1
    standin.service.faults.clear()
    office.reopen()
    await office.work(60)
    assert standin.texts(chat) == ["a", "b", "c"]
