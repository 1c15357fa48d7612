"""What reaches the readers, in whatever language, at whatever hour; and what never does."""

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.demo.botapi import StandIn
from bot.errors import TokenRejected
from bot.message.digest import LONGEST, MOST_LINKS
from bot.message.nodes import utf16_length
from bot.model import Entry, Layout, QuietHours
from bot.pipeline.catch_up import tell_missed
from tests.feed_server import Item, rss
from tests.fixed_clock import FixedClock
from tests.house_of import House
from tests.newsroom import Newsroom
from tests.samples import entry, message, own_words
from tests.telegram_office import delivering
from tests.telegram_posts import channel_to, place
from tests.vigie_process import Process

NIGHT = QuietHours(time(22), time(7))


def catch_up(newsroom: Newsroom) -> int:
    """As the app does every few seconds."""
    with newsroom.database.begin() as tx:
        return tell_missed(tx, newsroom.watched, newsroom.clock.now())


def story(newsroom: Newsroom, name: str) -> Entry:
    """An article of a story of its own, published now."""
    title = f"Drones : {own_words(name, 3)}"
    return entry(name, title=title, published_at=newsroom.clock.now())


async def begin(newsroom: Newsroom, moment: str) -> None:
    """It is that time (UTC); the feed was read before."""
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    newsroom.clock.advance((now - newsroom.clock.now()).total_seconds() - 60)
    await newsroom.read(entry("old", title="Le marché", text="Rien."))
    newsroom.clock.advance(60)


# ── secrets ──────────────────────────────────────────────────────────────────────────────────


async def test_point_22_no_token_anywhere(house: House) -> None:
    """Point 22. With a good token and a wrong one: no log at DEBUG, error or repr tells it."""
    house.feeds.documents["phare"] = rss([Item("Des drones au port", "Trois drones.", "1")])
    house.watch({"Drones": "drones"})
    wrong = "123456789:AAExWrong_wrong_wrong_wrong_wrong_wro"
    for token, code in ((house.standin.token, 0), (wrong, 77)):
        more = {"TELEGRAM_BOT_TOKEN": token, "VIGIE_LOG_LEVEL": "DEBUG"}
        process = await Process.start(house, "once", **more)
        assert await process.ended() == code, process.said
        assert "getMe" in process.said  # the calls are told, without their addresses
        assert token.partition(":")[2] not in process.said
    async with channel_to(house.standin, FixedClock(), wrong) as channel:
        with pytest.raises(TokenRejected) as caught:
            await channel.check([place("@veille")])
    told = f"{caught.value!r} {caught.value} {channel!r} {channel._connection!r} {house.settings!r}"
    assert "Wrong_wrong" not in told
    assert house.standin.token.partition(":")[2] not in told


# ── texts ────────────────────────────────────────────────────────────────────────────────────

TITLES = {
    "emoji": "🚁🇫🇷👩‍👩‍👧 Des drones 👍🏽 au port",
    "right to left": "drones طائرات بدون طيار فوق الميناء",
    "combining marks": "Des drones au po\u0301rt de Ha\u0323\u0302i Pho\u0300ng",
    "markup": "Des drones <b>au</b> &amp; port </i> <script>",
    "overlong": "Des drones 🚁 " + "très " * 2000,
    "bidi controls": "Des drones \u202eau port",
}


@pytest.mark.parametrize("style", ["flash", "dossier"])
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
async def test_point_23_any_script_arrives_as_it_was_composed(
    newsroom: Newsroom, telegram: StandIn, tmp_path: Path, title: str, style: Layout
) -> None:
    """Point 23. Telegram takes it at once, changes nothing, and marks the word that was found."""
    chat = telegram.add_channel("Veille", "veille")
    there = replace(place(chat), layout=style)
    async with delivering(newsroom, telegram, tmp_path, there) as office:
        await newsroom.read(entry(title=title))
        (owed,) = newsroom.deliveries()
        await office.work(5)
    (post,) = telegram.transcript(chat)
    assert post["text"] == owed.message.plain
    assert utf16_length(post["text"]) <= 4096
    units = post["text"].encode("utf-16-le")
    marked = {
        units[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le")
        for each in post["entities"]
        if each["type"] == "underline"
    }
    assert {word.lower() for word in marked} == {"drones"}


@pytest.mark.parametrize("text", ["🚁" * 2048, "é" * 4096, "e\u0301" * 2048, "ש" * 4096])
async def test_point_23_4096_units_exactly(
    telegram: StandIn, newsroom: Newsroom, tmp_path: Path, text: str
) -> None:
    """Point 23. In UTF-16 units, after Telegram's parsing: so many arrive, what is over is cut."""
    chat = telegram.add_channel("Veille", "veille")
    async with delivering(newsroom, telegram, tmp_path, place(chat)) as office:
        office.owe("a", written=message(text))
        office.owe("b", written=message(f"{text[:-1]}🚁🚁"))
        await office.work(5)
    whole_, cut = telegram.texts(chat)
    assert whole_ == text
    assert utf16_length(cut) <= 4096
    assert cut.startswith(text[:1000])


# ── hours ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        ("2026-03-27 22:30", "2026-03-28 06:00"),  # 07:00 in winter
        ("2026-03-28 22:30", "2026-03-29 05:00"),  # the night that lacks an hour
        ("2026-10-24 21:30", "2026-10-25 06:00"),  # the night that has one more
    ],
)
async def test_point_24_quiet_hours_end_by_the_readers_clock(
    newsroom: Newsroom, telegram: StandIn, tmp_path: Path, evening: str, morning: str
) -> None:
    """Point 24. Nothing comes at night, all of it at seven o'clock in Paris, summer and winter."""
    chat = telegram.add_channel("Veille", "veille")
    there = replace(place(chat), timezone="Europe/Paris", quiet_hours=NIGHT)
    async with delivering(newsroom, telegram, tmp_path, there) as office:
        await begin(newsroom, evening)
        await newsroom.read(*(story(newsroom, name) for name in "abcd"))
        seven = datetime.fromisoformat(morning).replace(tzinfo=UTC)
        newsroom.clock.advance((seven - newsroom.clock.now()).total_seconds() - 1)
        assert catch_up(newsroom) == 0
        await office.work(0)
        assert telegram.texts(chat) == []
        newsroom.clock.advance(1)
        assert catch_up(newsroom) == 4
        await office.work(5)
    (digest,) = telegram.texts(chat)
    assert digest.startswith("À rattraper : 4 sujets")


async def test_point_25_a_long_digest_is_split(
    newsroom: Newsroom, telegram: StandIn, tmp_path: Path
) -> None:
    """Point 25. Silent messages of at most 3,500 units and 40 links; each story once."""
    chat = telegram.add_channel("Veille", "veille")
    there = replace(place(chat), timezone="Europe/Paris", quiet_hours=NIGHT)
    names = [f"s{number}" for number in range(90)]
    async with delivering(newsroom, telegram, tmp_path, there) as office:
        await begin(newsroom, "2026-03-02 23:00")
        await newsroom.read(*(story(newsroom, name) for name in names))
        newsroom.clock.advance(8 * 3600)
        assert catch_up(newsroom) == len(names)
        await office.work(60)
    posts = telegram.transcript(chat)
    links = [[each["url"] for each in post["entities"] if "url" in each] for post in posts]
    assert len(posts) >= 3
    assert all(utf16_length(post["text"]) <= LONGEST for post in posts)
    assert all(len(each) <= MOST_LINKS for each in links)
    told = sorted(url for each in links for url in each)
    assert told == sorted(f"https://phare.example/{name}" for name in names)
    sends = [call for call in telegram.calls if call.method == "sendMessage"]
    assert {str(call.given["disable_notification"]).lower() for call in sends} == {"true"}


async def test_point_26_every_chat_in_its_language(
    newsroom: Newsroom, telegram: StandIn, tmp_path: Path
) -> None:
    """Point 26. The same story, with the words of the one and of the other."""
    chats = [telegram.add_channel(name, name) for name in ("veille", "lookout")]
    french, english = place(chats[0]), replace(place(chats[1], "lookout"), lang="en")
    async with delivering(newsroom, telegram, tmp_path, french, english) as office:
        await newsroom.read(entry())
        await office.work(5)
    (fr,), (en,) = (telegram.transcript(chat) for chat in chats)
    assert [button["text"] for button in fr["reply_markup"]["inline_keyboard"][0]] == [
        "Lire",
        "Pourquoi ?",
    ]
    assert [button["text"] for button in en["reply_markup"]["inline_keyboard"][0]] == [
        "Read",
        "Why?",
    ]
    assert "2 mars 2026" in fr["text"]
    assert "2 Mar 2026" in en["text"]
