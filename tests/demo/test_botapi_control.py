"""The control interface: another process plays the people, over HTTP."""

import base64
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.demo.botapi import Failing, StandIn
from bot.demo.botapi.arguments import READ
from bot.demo.botapi.selftest.run import SERIES
from bot.demo.botapi.verbs import VERBS
from tests.pictures import png
from tests.talking_bot import refused

WHY = InlineKeyboardMarkup([[InlineKeyboardButton("Pourquoi ?", callback_data="why:1")]])
Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def ask(standin: StandIn) -> AsyncIterator[Ask]:
    """Asks the stand-in for something; what is refused fails the test."""
    async with httpx.AsyncClient(base_url=standin.url, verify=False) as http:

        async def ask(verb: str, **wish: Any) -> dict[str, Any]:
            answer = await http.post(f"/control/{verb}", json=wish)
            assert answer.status_code == 200, answer.text
            told: dict[str, Any] = answer.json()
            return told

        yield ask


async def test_the_interface_describes_itself(standin: StandIn) -> None:
    """Every verb says what it does, what it takes, and takes only what can be read."""
    async with httpx.AsyncClient(base_url=standin.url, verify=False) as http:
        told = (await http.get("/control")).json()
        unknown = await http.post("/control/fly", json={})
    assert told.keys() == VERBS.keys()
    assert all(each["says"].endswith((".", "?")) for each in told.values())
    assert told["say"]["takes"]["text"] == "text!"
    assert {each.kind for verb in VERBS.values() for each in verb.takes.values()} <= READ.keys()
    assert unknown.status_code == 404
    assert "no such verb; there are add_user," in unknown.json()["error"]


def test_the_document_knows_everything_that_can_be_asked_for() -> None:
    """Every verb, every way to fail, and how many checks the self-test has."""
    document = (Path(__file__).resolve().parents[2] / "docs" / "stand-in.md").read_text()
    words = set(re.findall(r"`([\w-]+)`", document))
    assert VERBS.keys() | set(Failing) <= words
    assert document.count(f" {len(SERIES)} ") == 2


async def test_people_talk_press_and_get_answers(bot: Bot, standin: StandIn, ask: Ask) -> None:
    """From a new person to the bot's answer to their press."""
    person = await ask("add_user", first_name="Dominique", username="dominique")
    private = (await ask("start", user="@dominique", payload="abc"))["chat_id"]
    assert private == person["id"]
    said = await ask("say", chat_id=private, text="Bonjour", user=person["id"])
    post = await bot.send_message(private, "Alerte", reply_markup=WHY)
    pressed = await ask("press", chat_id=private, message_id=post.message_id, data="why:1")
    assert (await ask("answer", id=pressed["id"]))["answer"] is None
    started, talk, press = await bot.get_updates(timeout=0)
    assert started.message is not None
    assert started.message.text == "/start abc"
    assert talk.message is not None
    assert talk.message.message_id == said["message_id"]
    assert press.callback_query is not None
    await press.callback_query.answer("Parce que")
    assert (await ask("answer", id=pressed["id"]))["answer"]["text"] == "Parce que"
    transcript = (await ask("transcript", chat_id=private))["messages"]
    assert [each["text"] for each in transcript] == ["/start abc", "Bonjour", "Alerte"]


async def test_rights_change_from_outside(bot: Bot, ask: Ask) -> None:
    """Promote, restrict, kick, demote; the bot meets each as it would on Telegram."""
    channel = (await ask("add_channel", title="Vigie", username="vigie"))["chat_id"]
    group = (await ask("add_supergroup", title="Groupe", topics=[5]))["chat_id"]
    await bot.send_message(channel, "x")
    await ask("promote", chat_id="@vigie", rights=["can_manage_chat"])
    with refused(BadRequest, "need administrator rights"):
        await bot.send_message(channel, "x")
    await ask("kick", chat_id=channel)
    with refused(Forbidden, "kicked"):
        await bot.send_message(channel, "x")
    await bot.send_message(group, "x", message_thread_id=5)
    await ask("restrict", chat_id=group)
    with refused(BadRequest, "not enough rights"):
        await bot.send_message(group, "x")
    await ask("demote", chat_id=group)
    await ask("close_topic", chat_id=group, thread=5)
    with refused(BadRequest, "TOPIC_CLOSED"):
        await bot.send_message(group, "x", message_thread_id=5)
    await ask("close_topic", chat_id=group, thread=5, closed=False)
    opened = (await ask("open_topic", chat_id=group, name="Asie"))["thread"]
    await bot.send_message(group, "x", message_thread_id=opened)
    await ask("delete_topic", chat_id=group, thread=opened)
    await ask("vanish", chat_id=group)
    with refused(Forbidden, "deleted"):
        await bot.send_message(group, "x")


async def test_other_administrators_act(bot: Bot, standin: StandIn, ask: Ask) -> None:
    """They post, edit, pin, react and delete; ids can be skipped; content protected."""
    channel = (await ask("add_channel", title="Vigie", rights=["can_post_messages"]))["chat_id"]
    first = (await ask("say", chat_id=channel, text="Un"))["message_id"]
    await ask("skip_ids", chat_id=channel, count=3)
    second = (await ask("say", chat_id=channel, text="Deux"))["message_id"]
    assert (first, second) == (1, 5)
    await ask("edit", chat_id=channel, message_id=first, text="Uno")
    await ask("react", chat_id=channel, message_id=first, emoji="👍")
    await ask("pin", chat_id=channel, message_id=first)
    await ask("erase", chat_id=channel, message_id=second)
    assert standin.texts(channel) == ["Uno", ""]
    await ask("protect", chat_id=channel)
    with refused(BadRequest, "protected content"):
        await bot.forward_message(channel, channel, first)
    await ask("protect", chat_id=channel, on=False)
    await bot.forward_message(channel, channel, first)
    await ask("add_picture", url="https://a.org/b", data=base64.b64encode(png()).decode())
    assert (await bot.send_photo(channel, "https://a.org/b")).photo
    (call,) = [each for each in (await ask("calls"))["calls"] if each["method"] == "sendPhoto"]
    assert call["given"]["photo"] == "https://a.org/b"
    await ask("add_card", url="https://a.org/", site="A", title="Titre", description="Texte")
    assert standin.cards["https://a.org/"].title == "Titre"
    await bot.send_document(channel, b"12345")
    assert (await ask("calls"))["calls"][-1]["given"]["document"] == "5 bytes"


async def test_trouble_is_planned_from_outside(bot: Bot, ask: Ask) -> None:
    """Faults and flood limits, and an end to them."""
    channel = (await ask("add_channel", title="Vigie"))["chat_id"]
    refusal = {"code": 429, "description": "Too Many Requests: retry after 17"}
    await ask(
        "plan",
        failing="refuse",
        method="sendMessage",
        chat_id=channel,
        after=1,
        parameters={"retry_after": 17},
        **refusal,
    )
    await bot.send_message(channel, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(channel, "x")
    await ask("plan", failing="bad-gateway", times=0)
    for _ in range(3):
        with pytest.raises(NetworkError):
            await bot.get_me()
    await ask("heal")
    await bot.get_me()
    await ask("limit")
    for _ in range(20):
        await bot.send_message(channel, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(channel, "x")
    await ask("limit", on=False)
    await bot.send_message(channel, "x")
    group = (await ask("add_group", title="Groupe"))["chat_id"]
    await ask("migrate", chat_id=group)
    with pytest.raises(ChatMigrated):
        await bot.send_message(group, "x")


async def test_everything_can_be_looked_at(standin: StandIn, ask: Ask) -> None:
    """Chats, people, violations; another bot has its own private chat with the same person."""
    other = await ask("add_bot", first_name="Autre", username="autre_bot")
    await ask("start")
    await ask("follow", link="https://t.me/autre_bot?start")
    chats = (await ask("chats"))["chats"]
    assert [each["id"] for each in chats] == [standin.viewer.id] * 2
    key = f"{other['id']}/{standin.viewer.id}"
    await ask("say", chat_id=key, text="Bonjour")
    assert len((await ask("transcript", chat_id=key))["messages"]) == 2
    assert len((await ask("transcript", chat_id=standin.viewer.id))["messages"]) == 1
    users = (await ask("users"))["users"]
    assert [each["first_name"] for each in users] == ["Camille", "Vigie", "Autre"]
    async with httpx.AsyncClient(base_url=standin.url, verify=False) as http:
        await http.get(f"/bot{other['token']}/getMe?x=1")
    assert (await ask("violations"))["violations"] == ["getMe: x is unknown"]
    standin.violations.clear()
    await ask("block")
    await ask("unblock")
    await ask("remove", chat_id=(await ask("add_group", title="Groupe"))["chat_id"])


@pytest.mark.parametrize(
    ("verb", "wish", "error"),
    [
        ("say", {"text": "x"}, "chat_id is missing"),
        ("say", {"chat_id": 5, "text": "x"}, "no such chat"),
        ("start", {"user": "@nobody"}, "no such user"),
        ("add_user", {"first_name": "A", "age": 5}, "age unknown"),
        ("add_user", {"first_name": 5}, "first_name must be a text"),
        ("add_supergroup", {"title": "A", "topics": ["x"]}, "topics must be a list of numbers"),
        ("add_picture", {"url": "x", "data": "é"}, "data must be in base 64"),
        ("plan", {"failing": "fly"}, "failing must be one of refuse, drop,"),
        ("plan", {"failing": "slow", "seconds": "x"}, "seconds must be a number"),
        ("plan", {"failing": "slow", "parameters": 5}, "parameters must be an object"),
        ("limit", {"on": 1}, "on must be true or false"),
        ("answer", {"id": "5"}, "no such press"),
        ("follow", {"link": "https://t.me/nobody_bot"}, "no bot @nobody_bot"),
        ("block", {}, "no chat 1000001"),
    ],
)
async def test_a_wish_that_makes_no_sense_says_why(
    standin: StandIn, verb: str, wish: dict[str, Any], error: str
) -> None:
    """In words, with status 400."""
    async with httpx.AsyncClient(base_url=standin.url, verify=False) as http:
        answer = await http.post(f"/control/{verb}", json=wish)
    assert answer.status_code == 400
    assert error in answer.json()["error"]


@pytest.mark.parametrize(
    ("verb", "wish", "error"),
    [
        ("edit", {"message_id": 9, "text": "x"}, "no message 9"),
        ("erase", {"message_id": 9}, "no message 9"),
        ("pin", {"message_id": 9}, "no message 9"),
        ("react", {"message_id": 9, "emoji": "👍"}, "no message 9"),
        ("press", {"message_id": 9, "data": "x"}, "no message 9"),
        ("promote", {"rights": ["can_fly"]}, "no such right: can_fly"),
        ("close_topic", {"thread": 9}, "no topic 9"),
        ("delete_topic", {"thread": 9}, "no topic 9"),
    ],
)
async def test_what_is_not_there_cannot_be_changed(
    standin: StandIn, verb: str, wish: dict[str, Any], error: str
) -> None:
    """In a chat that is."""
    channel = standin.add_channel("Vigie")
    async with httpx.AsyncClient(base_url=standin.url, verify=False) as http:
        answer = await http.post(f"/control/{verb}", json=wish | {"chat_id": channel})
    assert (answer.status_code, answer.json()["error"]) == (400, error)
