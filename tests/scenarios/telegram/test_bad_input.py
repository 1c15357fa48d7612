"""Whatever feeds say and whatever is done to the places: a readable post, and nothing lost."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from bot.demo.botapi import StandIn
from bot.demo.botapi.director import POSTING
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.refusal import Refusal
from bot.errors import AlreadyRunning, TokenRejected
from bot.message.nodes import utf16_length
from bot.model import DeliveryState
from bot.store import destinations
from bot.store.destinations import Parked
from tests.feed_server import Item, rss
from tests.fixed_clock import NOON
from tests.house_of import House
from tests.newsroom import Newsroom
from tests.raw_feed import read
from tests.telegram_office import At, TelegramOffice, delivering, posts, refused, sends
from tests.telegram_posts import place

SENT, PENDING = DeliveryState.SENT, DeliveryState.PENDING
Post = dict[str, Any]
TEXT = "Trois drones ont survolé le port dans la nuit."


# ── what feeds say ───────────────────────────────────────────────────────────────────────────

TITLES = {
    "markup": ("<b>Drones</b> & <script>alert(1)</script> <a href='x'>port</a>", "Drones"),
    "unbalanced entities": ("Drones &amp &lt;b &#x; </i> &#99999999; <u", "Drones &"),
    "10,000 characters": ("Drones & « port » " * 556, "Drones & « port »"),
    "only emoji": ("🚁🇫🇷👩‍👩‍👧👍🏽", "🚁🇫🇷👩‍👩‍👧👍🏽"),
    "only spaces": (" \t\u00a0\u202f\u200b ", TEXT),
    "nothing": ("", TEXT),
}


async def told(item: Item, newsroom: Newsroom, telegram: StandIn, directory: Path) -> Post:
    """The post about what a feed has; it took one request, with markup and all."""
    chat = telegram.add_channel("Veille", "veille")
    async with delivering(newsroom, telegram, directory, place(chat)) as office:
        await newsroom.read(*read(rss([item], NOON), lang="fr").entries)
        await office.work(5)
    (post,) = telegram.transcript(chat)
    (call,) = [call for call in telegram.calls if call.method == "sendMessage"]
    assert call.given["parse_mode"] == "HTML"
    return post


@pytest.mark.parametrize(("title", "begins"), TITLES.values(), ids=TITLES)
async def test_a_bad_title_makes_a_readable_post(
    newsroom: Newsroom, telegram: StandIn, tmp_path: Path, title: str, begins: str
) -> None:
    """Telegram takes it at once, with its markup; a sentence stands in where no title is."""
    post = await told(Item(title, TEXT, "1"), newsroom, telegram, tmp_path)
    assert post["text"].startswith(begins)
    assert "<script" not in post["text"]
    assert utf16_length(post["text"].partition("\n")[0]) < 400


URLS = {
    "quotes": ("https://phare.example/a?b=\"c\"&d='e'", "https://phare.example/a?b=\"c\"&d='e'"),
    "spaces": ("https://phare.example/a b", "https://phare.example/a b"),
    "javascript": ("javascript:alert(1)", None),
    "JavaScript, disguised": (" JavaScript:alert(1)//https://phare.example/a", None),
    "data": ("data:text/html,<script>alert(1)</script>", None),
}


@pytest.mark.parametrize(("url", "opened"), URLS.values(), ids=URLS)
async def test_a_bad_address_is_a_page_or_no_link(
    newsroom: Newsroom, telegram: StandIn, tmp_path: Path, url: str, opened: str | None
) -> None:
    """There is a post; what is no page of the web is neither linked nor shown."""
    item = Item("Des drones au port", TEXT, "1", url)
    post = await told(item, newsroom, telegram, tmp_path)
    rows = post["reply_markup"]["inline_keyboard"]
    links = [button["url"] for row in rows for button in row if "url" in button]
    assert [unquote(link) for link in links] == ([opened] if opened else [])
    assert bool(post["link_preview_options"].get("url")) is bool(opened)


# ── what is done to the places ───────────────────────────────────────────────────────────────


def parked(office: TelegramOffice) -> dict[str, Parked]:
    """The destinations that wait."""
    with office.database.reading() as tx:
        return destinations.parked(tx)


async def begin(office: TelegramOffice) -> None:
    """Three posts are owed, the first has gone out."""
    for post in "abc":
        office.owe(post)
    await office.work()
    assert [office.state(post) for post in "abc"] == [SENT, PENDING, PENDING]


@pytest.mark.parametrize("lose", [StandIn.kick, StandIn.demote, StandIn.promote])
async def test_a_channel_lost_in_the_middle_of_its_queue(
    office: TelegramOffice, standin: StandIn, chat: int, lose: Callable[[StandIn, int], None]
) -> None:
    """Kicked, demoted, without a right: one knock, then its posts wait and come, each once."""
    await begin(office)
    lose(standin, chat)
    await office.work(60)
    assert len(sends(standin)) == 2
    assert [office.state(post) for post in "abc"] == [SENT, PENDING, PENDING]
    standin.promote(chat, *POSTING)
    await office.work(400)
    assert sorted(standin.texts(chat)) == ["a", "b", "c"]
    assert parked(office) == {}


async def test_a_channel_deleted_in_the_middle_of_its_queue(
    office: TelegramOffice, standin: StandIn, chat: int
) -> None:
    """Its posts wait for another address in feeds.yaml, and go there."""
    await begin(office)
    standin.vanish(chat)
    await office.work(60)
    assert len(sends(standin)) == 2
    assert list(parked(office)) == ["veille"]
    other = standin.add_channel("Veille, la suite", "suite")
    office.use(place(other))
    await office.work(10)
    assert sorted(standin.texts(other)) == ["b", "c"]


async def test_a_topic_closed_in_the_middle_of_its_queue(at: At, standin: StandIn) -> None:
    """Its posts wait and come into the topic, not into the group."""
    group = standin.add_supergroup("Rédaction", topics=[7])
    async with at(replace(place(group), topic=7)) as office:
        await begin(office)
        standin.close_topic(group, 7)
        await office.work(60)
        assert list(parked(office)) == ["veille"]
        standin.close_topic(group, 7, closed=False)
        await office.work(400)
    told = [(post["text"], post.get("message_thread_id")) for post in posts(standin, group)]
    assert sorted(told) == [("a", 7), ("b", 7), ("c", 7)]


async def test_a_token_revoked_in_the_middle_of_a_queue(
    office: TelegramOffice, standin: StandIn, chat: int
) -> None:
    """Not one more request; the new token sends the rest."""
    await begin(office)
    standin.plan(refused(401, "Unauthorized", times=None))
    with pytest.raises(TokenRejected):
        await office.work(60)
    assert len(sends(standin)) == 2
    standin.service.faults.clear()
    office.reopen()
    await office.work(60)
    assert sorted(standin.texts(chat)) == ["a", "b", "c"]


async def test_a_token_revoked_while_vigie_runs_ends_it(house: House) -> None:
    """With the error that names the token and what to do, and an exit code of its own."""
    house.watch({"Drones": "drones"})
    house.feeds.documents["phare"] = rss([Item("Des drones au port", TEXT, "1")])
    refusal = Refusal(401, "Unauthorized")
    house.standin.plan(Fault(Failing.REFUSE, "sendMessage", times=None, refusal=refusal))
    async with house.open() as app:
        with pytest.raises(TokenRejected, match="does not accept") as caught:
            await asyncio.wait_for(app.run(asyncio.Event()), 10)
    assert caught.value.exit_code == 77
    assert len(sends(house.standin)) == 1


async def test_two_instances_of_one_vigie(house: House) -> None:
    """The second is refused, sends nothing, and leaves the first and its post alone."""
    house.watch({"Drones": "drones"})
    house.feeds.documents["phare"] = rss([Item("Des drones au port", TEXT, "1")])
    async with house.open() as first:
        with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
            await house.once()
        assert sends(house.standin) == []
        await first.once()
    assert len(house.posts()) == 1
