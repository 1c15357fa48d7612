"""The page: its files, what it sees live, and what the person in front of it can do."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

import bot.demo.botapi
from bot.demo.botapi import StandIn
from bot.demo.botapi.cards import Card
from tests.pictures import png

WHY = InlineKeyboardMarkup([[InlineKeyboardButton("Pourquoi ?", callback_data="why:1")]])
ASSETS = Path(bot.demo.botapi.__file__).parent / "assets"


@pytest.fixture
async def browser(standin: StandIn) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has the page open."""
    async with httpx.AsyncClient(base_url=standin.url, verify=False) as client:
        yield client


@asynccontextmanager
async def watching(browser: httpx.AsyncClient) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """The page's stream of events."""
    async with browser.stream("GET", "/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        yield _events(stream)


async def _events(stream: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    async for line in stream.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


@pytest.mark.parametrize("path", ["/", *(f"/{each.name}" for each in ASSETS.iterdir())])
async def test_every_file_of_the_page_is_served_with_a_strict_policy(
    browser: httpx.AsyncClient, path: str
) -> None:
    """Nothing from elsewhere, nothing inline; the files refer to nothing else either."""
    answer = await browser.get("/" if path == "/page.html" else path)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "innerHTML" not in answer.text
    assert 'src="http' not in answer.text
    assert "style=" not in answer.text


async def test_a_page_gets_everything_first_and_then_each_change(
    bot: Bot, standin: StandIn, browser: httpx.AsyncClient
) -> None:
    """New posts, edits, deletions, new chats, typing, in that order."""
    channel = standin.add_channel("Vigie Asie")
    url = "https://example.org/article"
    standin.add_card(url, Card("L'Observateur", "Titre", "Texte"))
    preview = LinkPreviewOptions(url=url)
    post = await bot.send_message(channel, "Alerte", link_preview_options=preview)
    async with watching(browser) as events:
        first = await anext(events)
        assert first["kind"] == "snapshot"
        assert [chat["title"] for chat in first["chats"]] == ["Vigie Asie"]
        (shown,) = first["messages"]
        assert (shown["text"], shown["views"]) == ("Alerte", 1)
        assert (first["viewer"], shown["author_id"]) == (standin.viewer.id, standin.bot.id)
        assert shown["card"]["site"] == "L'Observateur"
        await bot.send_message(channel, "Encore")
        assert (await anext(events))["message"]["text"] == "Encore"
        await bot.edit_message_text("Corrigé", channel, post.message_id)
        edited = (await anext(events))["message"]
        assert (edited["text"], edited["card"]) == ("Corrigé", None)
        await bot.delete_message(channel, post.message_id)
        gone = await anext(events)
        assert (gone["kind"], gone["message_id"]) == ("deleted", post.message_id)
        standin.add_group("Rédaction")
        assert (await anext(events))["chat"]["title"] == "Rédaction"


async def test_a_press_on_the_page_reaches_the_bot_and_the_answer_the_page(
    bot: Bot, standin: StandIn, browser: httpx.AsyncClient
) -> None:
    """As a toast or as an alert."""
    channel = standin.add_channel("Vigie")
    standin.account.updates.clear()
    post = await bot.send_message(channel, "Alerte", reply_markup=WHY)
    async with watching(browser) as events:
        await anext(events)
        wish = {"chat_id": str(channel), "message_id": post.message_id, "data": "why:1"}
        pressed = await browser.post("/control/press", json=wish)
        (update,) = await bot.get_updates(timeout=0)
        assert update.callback_query is not None
        assert update.callback_query.id == pressed.json()["id"]
        await update.callback_query.answer("Parce que", show_alert=True)
        assert await anext(events) == {
            "kind": "answer",
            "id": pressed.json()["id"],
            "text": "Parce que",
            "show_alert": True,
            "url": "",
        }


async def test_the_viewer_writes_and_reads(
    bot: Bot, standin: StandIn, browser: httpx.AsyncClient
) -> None:
    """What is written is plain text; what is read counts one view."""
    private = standin.start()
    key = f"{standin.bot.id}/{private}"
    await browser.post("/control/say", json={"chat_id": key, "text": "Bonjour <b>!</b>"})
    assert standin.texts(private) == ["/start", "Bonjour <b>!</b>"]
    channel = standin.add_channel("Vigie")
    post = await bot.send_message(channel, "Alerte")
    wish = {"chat_id": str(channel), "message_id": post.message_id}
    for _ in range(2):
        await browser.post("/control/read", json=wish)
    assert standin.chat(channel).messages[post.message_id].views == 2
    assert standin.chat(channel).read == post.message_id


@pytest.mark.parametrize(
    ("path", "wish", "error"),
    [
        ("press", {"chat_id": "1", "message_id": 1, "data": "x"}, "no such chat"),
        ("press", {"chat_id": "CHANNEL", "message_id": 9, "data": "x"}, "no message 9"),
        ("press", {"chat_id": "CHANNEL", "message_id": 1, "data": "x"}, "no button sends 'x'"),
        (
            "press",
            {"chat_id": "CHANNEL", "message_id": "1", "data": "x"},
            "message_id must be a number",
        ),
        ("say", {"chat_id": "CHANNEL", "text": 5}, "text must be a text"),
        ("say", {"chat_id": "CHANNEL", "text": " "}, "text must be non-empty"),
        ("say", [], "an object expected"),
        ("read", {"chat_id": "CHANNEL"}, "message_id is missing"),
        ("read", {"chat_id": "CHANNEL", "message_id": 1, "x": 1}, "x unknown"),
    ],
)
async def test_a_wish_that_makes_no_sense_changes_nothing(
    standin: StandIn, browser: httpx.AsyncClient, path: str, wish: object, error: str
) -> None:
    """The page gets the reason."""
    channel = standin.add_channel("Vigie")
    standin.say(channel, "Alerte")
    if isinstance(wish, dict):
        wish = wish | {"chat_id": wish["chat_id"].replace("CHANNEL", str(channel))}
    answer = await browser.post(f"/control/{path}", json=wish)
    assert answer.status_code == 400
    assert error in answer.json()["error"]
    assert standin.texts(channel) == ["Alerte"]


async def test_other_sites_cannot_act_in_the_viewers_name(
    standin: StandIn, browser: httpx.AsyncClient
) -> None:
    """A form of another site can send text or forms here, but not JSON."""
    channel = standin.add_channel("Vigie")
    body = json.dumps({"chat_id": str(channel), "text": "forgé"})
    answer = await browser.post(
        "/control/say", content=body, headers={"Content-Type": "text/plain"}
    )
    assert answer.status_code == 400
    assert standin.texts(channel) == []


async def test_one_can_be_anybody(bot: Bot, standin: StandIn, browser: httpx.AsyncClient) -> None:
    """New people can be chosen at once; what is said as one of them is theirs."""
    group = standin.add_supergroup("Rédaction", topics=[7])
    async with watching(browser) as events:
        first = await anext(events)
        assert [each["first_name"] for each in first["people"]] == ["Camille"]
        assert [each["username"] for each in first["bots"]] == ["vigie_bot"]
        assert first["chats"][0]["topics"] == {"7": "Topic 7"}
        assert first["chats"][0]["owners"] == [standin.viewer.id]
        dominique = standin.add_user("Dominique")
        assert (await anext(events))["people"][1]["id"] == dominique.id
        wish = {"chat_id": str(group), "text": "Bonjour", "user": dominique.id, "thread": 7}
        await browser.post("/control/say", json=wish)
        assert (await anext(events))["chat"]["members"] == 3
        said = (await anext(events))["message"]
        assert (said["author_id"], said["message_thread_id"]) == (dominique.id, 7)
        await bot.set_message_reaction(group, said["message_id"], "👍")
        reacted = (await anext(events))["message"]
        assert reacted["reactions"] == [{"emoji": "👍", "count": 1}]


async def test_pictures_are_shown_under_a_strict_policy(
    bot: Bot, standin: StandIn, browser: httpx.AsyncClient
) -> None:
    """As what they are; a document is only saved, even one that would be a page."""
    channel = standin.add_channel("Vigie")
    async with watching(browser) as events:
        await anext(events)
        await bot.send_photo(channel, png())
        shown = await browser.get((await anext(events))["message"]["picture"])
        await bot.send_document(channel, b"<script>", filename="a.html")
        saved = await browser.get((await anext(events))["message"]["picture"])
    assert (shown.headers["content-type"], shown.content) == ("image/png", png())
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''a.html"
    assert saved.headers["x-content-type-options"] == shown.headers["x-content-type-options"]
    assert saved.headers["x-content-type-options"] == "nosniff"


async def test_a_page_that_does_not_listen_is_cut_off(standin: StandIn) -> None:
    """A thousand events may wait; then the page has to come back for everything."""
    channel = standin.add_channel("Vigie")
    stream = standin.page.stream()
    assert '"snapshot"' in await anext(stream)
    for number in range(1001):
        standin.say(channel, str(number))
    with pytest.raises(StopAsyncIteration):
        await anext(stream)


async def test_it_runs_by_itself_and_ends_when_told() -> None:
    """`python -m bot.demo.botapi` says where it is, survives its clients, and stops cleanly."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.demo.botapi", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode().split() for _ in range(4)]
    told = {line[0]: line[1] for line in lines}
    async with httpx.AsyncClient(verify=False) as client:
        answer = await client.get(f"{told['API:']}{told['token:']}/getChat?chat_id={told['chat:']}")
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 10) == 0
    assert answer.json()["result"]["title"] == "Vigie Demo"
