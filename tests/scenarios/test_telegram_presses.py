"""Presses of buttons under posts, forged and honest ones."""

from collections.abc import Mapping, Sequence

import pytest
from structlog.testing import capture_logs

from bot.app import App
from bot.demo.botapi.chats import Json
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.world import Query
from bot.model import Destination, Story
from bot.model.incoming import Place
from tests.awaiting import until
from tests.feed_server import rss
from tests.house_of import House
from tests.listening import DRONES, answered, listening, posted, two_channels, write_watchlist

TOO_OLD = "trop ancienne"


class Reads:
    """Counts how often a story is looked up."""

    def __init__(self, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number = 0
        self._real = app.story
        monkeypatch.setattr(app, "story", self)

    async def __call__(self, story_id: int, chat: Place) -> tuple[Story | None, Destination | None]:
        """Count it."""
        self.number += 1
        return await self._real(story_id, chat)


def louder_than_debug(logs: Sequence[Mapping[str, object]]) -> list[object]:
    """What an operator would see of the presses."""
    return [
        each["event"]
        for each in logs
        if each["log_level"] != "debug" and "press" in str(each["event"])
    ]


async def test_point_19_a_story_is_told_only_where_it_was_posted(house: House) -> None:
    """Point 19. Forged data gets what anybody gets for a story that is not there."""
    other = two_channels(house)
    async with listening(house) as vigie:
        message, why = await posted(house, house.chat_id)
        foreign, why_not = await posted(house, other)
        outlets, unknown = why.replace("why", "sources"), "why:99999"
        for chat, post, data, told in (
            (house.chat_id, message, why, "« drones »"),
            (house.chat_id, message, why_not, TOO_OLD),
            (other, foreign, why, TOO_OLD),
            (other, foreign, outlets, TOO_OLD),
            (other, foreign, unknown, TOO_OLD),
            (other, foreign, why_not, "« pétrolier »"),
        ):
            reader = house.standin.add_user("Lectrice")  # nobody presses so often
            assert told in (await answered(vigie.forge(chat, post, data, reader)))["text"]


FORGED = (
    "", "why", "why:", "why:0x1", "why:-1", "x" * 64, "\x00\x01:\x02", "why:1;why:2", "🂡",
)  # fmt: skip


async def test_point_19_data_that_is_none_of_ours_is_answered_with_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Point 19. The button stops spinning, and the database is not asked."""
    two_channels(house)
    async with listening(house) as vigie:
        message, _ = await posted(house, house.chat_id)
        reads = Reads(vigie.app, monkeypatch)
        for data in FORGED:
            reader = house.standin.add_user("Lectrice")
            query = vigie.forge(house.chat_id, message, data, reader)
            assert not (await answered(query)).get("text"), data
    assert reads.number == 0


async def test_point_19_a_chat_that_is_not_ours_gets_nothing(house: House) -> None:
    """Point 19. Somebody adds the bot elsewhere, and presses there what was posted here."""
    two_channels(house)
    elsewhere = house.standin.add_supergroup("Ailleurs")
    async with listening(house) as vigie:
        _, why = await posted(house, house.chat_id)
        bait = house.standin.say(elsewhere, "appât")
        assert not (await answered(vigie.forge(elsewhere, bait, why))).get("text")


async def test_point_19_doubled_presses(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point 19. One query twice, one person twenty times: all answered, three looked up."""
    two_channels(house)
    async with listening(house) as vigie:
        message, why = await posted(house, house.chat_id)
        reads = Reads(vigie.app, monkeypatch)
        account = house.standin.world.accounts[house.standin.token]
        with capture_logs() as logs:
            queries = [vigie.forge(house.chat_id, message, why) for _ in range(20)]
            again = dict(account.updates.first(1)[0]["callback_query"])
            vigie.tell("callback_query", again)
            for query in queries:
                await answered(query)
            calls = 21
            await until(lambda: vigie.methods().count("answerCallbackQuery") == calls)
    assert sum("« drones »" in _said(query) for query in queries) == 3
    assert reads.number == 3
    assert louder_than_debug(logs) == []


def _said(query: Query) -> str:
    return str((query.answer or {}).get("text", ""))


async def test_point_19_others_are_answered_while_one_person_presses(house: House) -> None:
    """Point 19. Turns are counted for each person."""
    two_channels(house)
    async with listening(house) as vigie:
        message, why = await posted(house, house.chat_id)
        for _ in range(5):
            vigie.forge(house.chat_id, message, why)
        reader = house.standin.add_user("Lectrice")
        query = vigie.forge(house.chat_id, message, why, reader)
        assert "« drones »" in (await answered(query))["text"]


async def test_point_19_an_expired_press_is_no_news(house: House) -> None:
    """Point 19. Telegram forgets presses after a while; the next one is answered."""
    two_channels(house)
    words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    house.standin.plan(Fault(Failing.REFUSE, "answerCallbackQuery", refusal=Refusal(400, words)))
    async with listening(house) as vigie:
        message, why = await posted(house, house.chat_id)
        with capture_logs() as logs:
            vigie.forge(house.chat_id, message, why)
            await until(lambda: "answerCallbackQuery" in vigie.methods())
            await answered(vigie.forge(house.chat_id, message, why))
    assert louder_than_debug(logs) == []


async def test_point_19_a_press_under_a_post_of_a_group_that_moved(house: House) -> None:
    """Point 19. The post keeps the id of the group where it was posted."""
    group = house.standin.add_group("Rédaction")
    house.feeds.documents["phare"] = rss([DRONES])
    write_watchlist(house, {"veille": group}, {"Drones": ("drones", "veille")})
    async with listening(house) as vigie:
        message, why = await posted(house, group)
        moved = house.standin.migrate(group)
        # The operator's file has the former id still.
        await until(lambda: [place.telegram for place in vigie.app.places] == [str(moved)])
        assert "« drones »" in (await answered(vigie.forge(group, message, why)))["text"]


async def test_point_19_a_message_that_is_out_of_reach(house: House) -> None:
    """Point 19. Of an old one Telegram tells only where it is; of an inline one not even that."""
    two_channels(house)
    async with listening(house) as vigie:
        message, why = await posted(house, house.chat_id)
        old = {**_chat(house), "message_id": message, "date": 0}
        older = {**_chat(house), "message_id": 999_999, "date": 0}
        places: Sequence[Json] = (
            {"message": old},
            {"inline_message_id": "abc"},
            {"message": older},
        )
        for where in places:
            query = vigie.forge(house.chat_id, message, "x")
            await answered(query)
            query.answer = None
            pressed = {"id": query.id, "from": _person(), "chat_instance": "1", "data": why}
            vigie.tell("callback_query", {**pressed, **where})
            answer = await answered(query)
            assert ("« drones »" in str(answer.get("text"))) is ("message" in where)


def _chat(house: House) -> dict[str, object]:
    return {"chat": {"id": house.chat_id, "type": "channel", "title": "Veille"}}


def _person(number: int = 77) -> dict[str, object]:
    return {"id": number, "is_bot": False, "first_name": "Ada", "language_code": "fr"}
