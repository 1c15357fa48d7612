"""What comes back from Telegram, lived through with the stand-in: presses, rights, people."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.app import App
from bot.demo.botapi.chats import Json
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.world import Query
from bot.model import Destination, Story
from bot.model.incoming import Place
from bot.store.destinations import Parked
from tests.awaiting import until
from tests.feed_server import Item, rss
from tests.house_of import House
from tests.listening import Listening, answered, listening, write_watchlist

DRONES = Item("Des drones au port", "Trois drones ont survolé le port.", guid="a")
SHIPS = Item("Un pétrolier au large", "Le pétrolier attend au large.", guid="b")
TOO_OLD = "trop ancienne"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """People here write faster than they get replies; `test_replies` has the pace."""
    monkeypatch.setattr("bot.channels.telegram.replies.APART", timedelta())


def two_channels(house: House) -> int:
    """Drones go to @veille, tankers to another channel, whose id it gives."""
    other = house.standin.add_channel("Marine", "marine")
    house.feeds.documents["phare"] = rss([DRONES, SHIPS])
    channels = {"veille": "@veille", "marine": "@marine"}
    rules = {"Drones": ("drones", "veille"), "Marine": ("pétrolier", "marine")}
    write_watchlist(house, channels, rules)
    return other


def subscriber(house: House, *items: Item) -> int:
    """A person who has started the bot and is in feeds.yaml, whose chat it gives."""
    person = house.standin.start()
    house.feeds.documents["phare"] = rss(items)
    write_watchlist(house, {"ada": person}, {"Drones": ("drones", "ada")})
    return person


def unknown_channel(house: House, title: str) -> int:
    """A channel in which the bot has never been."""
    chat = house.standin.add_channel(title)
    house.standin.remove(chat)
    house.standin.world.accounts[house.standin.token].updates.clear()
    return chat


async def publish(house: House, item: Item) -> None:
    """A paper brings an article, and Vigie finds it, after its first look at the paper."""
    await until(lambda: house.reports, 15)
    house.feeds.documents["phare"] = rss([item])
    house.make_due()
    await until(lambda: [each for each in house.reports if each.matches], 15)


async def posted(house: House, chat: int) -> tuple[int, str]:
    """The id of the post in a chat, and the data of its button "Why?"."""

    def posts() -> list[dict[str, object]]:
        return [each for each in house.standin.transcript(chat) if "reply_markup" in each]

    await until(posts, 15)
    (post,) = posts()
    found = re.search(r"why:\d+", str(post["reply_markup"]))
    assert found
    message = post["message_id"]
    assert isinstance(message, int)
    return message, found[0]


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


# ── presses ──────────────────────────────────────────────────────────────────────────────────


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


# ── the bot comes and goes ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", ["no right to post", "demoted", "removed", "kicked"])
async def test_point_20_rights_that_go_and_come_back(house: House, how: str) -> None:
    """Point 20. The channel waits at once, and goes on at once; nothing is sent in vain."""
    operations = house.standin.add_channel("Opérations", "ops")
    house.watch({"Drones": "drones"})
    house.feeds.documents["phare"] = rss([])
    async with listening(house, VIGIE_OPERATIONS_CHAT=str(operations)) as vigie:
        if how == "no right to post":
            house.standin.promote(house.chat_id, "can_edit_messages")
        else:
            leave = {
                "demoted": house.standin.demote,
                "removed": house.standin.remove,
                "kicked": house.standin.kick,
            }
            leave[how](house.chat_id)
        await vigie.is_parked("veille")
        (parked,) = (await vigie.parked()).values()
        assert "@veille" in str(parked.reason)
        assert vigie.app.bulletins
        for _ in range(2):
            await vigie.app.bulletins.issue()
        (told,) = house.standin.texts(operations)
        assert "✗ veille" in told
        await publish(house, DRONES)
        assert "sendMessage" not in _to(vigie, "@veille", str(house.chat_id))
        house.standin.promote(house.chat_id, "can_post_messages")
        await vigie.is_parked("veille", wanted=False)
        await posted(house, house.chat_id)


def _to(vigie: Listening, *addresses: str) -> list[str]:
    calls = vigie.house.standin.calls
    return [call.method for call in calls if str(call.given.get("chat_id")) in addresses]


async def test_point_20_a_channel_that_nobody_knows_is_told_once_with_its_line(
    house: House,
) -> None:
    """Point 20. Added in one tap: the operators get what feeds.yaml needs, and it works."""
    operations = house.standin.add_channel("Opérations", "ops")
    person = house.standin.start()
    house.watch({"Drones": "drones"})
    house.feeds.documents["phare"] = rss([])
    async with listening(house, VIGIE_OPERATIONS_CHAT=str(operations), VIGIE_LANG="fr") as vigie:
        await until(lambda: any("Vigie" in text for text in house.standin.texts(person)))
        link = await vigie.app.invitation()
        assert link.endswith("?startchannel&admin=post_messages")
        new = unknown_channel(house, "Été : drones & Cie")
        house.standin.follow(link, chat_id=new)
        house.standin.promote(new, "can_post_messages", "can_edit_messages")
        line = f"  ete-drones-cie: {{telegram: {new}, lang: en}}"
        await until(lambda: any(line in text for text in house.standin.texts(person)))
        assert vigie.app.bulletins
        for _ in range(2):
            await vigie.app.bulletins.issue()
    (told,) = house.standin.texts(operations)
    assert told == (
        "+ Été : drones & Cie · le bot y a été ajouté. "
        f"Pour y publier, mettez dans feeds.yaml sous « channels: »\n{line}"
    )
    assert sum(line in text for text in house.standin.texts(person)) == 1


async def test_point_20_an_owner_who_never_pressed_start(house: House) -> None:
    """Point 20. What they should know waits until they do; the log says so once."""
    house.watch({"Drones": "drones"})
    house.feeds.documents["phare"] = rss([])
    new = unknown_channel(house, "Marine")
    with capture_logs() as logs:
        async with listening(house) as vigie:
            house.standin.promote(new, "can_post_messages")
            await until(lambda: [e for e in logs if e["event"].startswith("kept for a person")])
            person = house.standin.start()
            await until(lambda: house.standin.texts(person)[1:])
            assert "marine: {telegram:" in house.standin.texts(person)[1]
            assert vigie.methods().count("sendMessage") == 2
    kept = [each for each in logs if "not name" in each["event"] or "kept" in each["event"]]
    assert [each["log_level"] for each in kept] == ["warning", "warning"]


async def test_point_20_operators_who_never_pressed_start(house: House) -> None:
    """Point 20. A trouble is told as soon as they do, and goes to the log once until then."""
    owner = house.standin.viewer.id
    house.watch({"Drones": "drones"})
    house.feeds.documents["phare"] = rss([])
    with capture_logs() as logs:
        async with listening(house, VIGIE_OPERATIONS_CHAT=str(owner)) as vigie:
            house.standin.kick(house.chat_id)
            await vigie.is_parked("veille")
            assert vigie.app.bulletins
            for _ in range(3):
                await vigie.app.bulletins.issue()
            tries = _to(vigie, str(owner))
            house.standin.start()
            await until(lambda: len(house.standin.texts(owner)) == 2)
            await vigie.app.bulletins.issue()
            assert "✗ veille" in house.standin.texts(owner)[2]
    assert tries == ["sendMessage"]
    said = [each for each in logs if each["event"].startswith("the operators cannot be told")]
    assert len(said) == 1


# ── private chats ────────────────────────────────────────────────────────────────────────────


async def test_point_20_a_subscriber_blocks_and_unblocks(house: House) -> None:
    """Point 20. Their alerts wait at once, and come when they are back."""
    person = subscriber(house)
    async with listening(house) as vigie:
        house.standin.block()
        await vigie.is_parked("ada")
        await publish(house, DRONES)
        house.standin.unblock()
        await vigie.is_parked("ada", wanted=False)
        await posted(house, person)


async def test_a_subscriber_stops_and_comes_back(house: House) -> None:
    """Who writes /stop gets nothing more, and /start brings what came meanwhile."""
    person = subscriber(house)
    async with listening(house) as vigie:
        await until(lambda: any("• Drones" in text for text in house.standin.texts(person)))
        house.standin.say(person, "/stop")
        await vigie.is_parked("ada")
        (parked,) = (await vigie.parked()).values()
        assert parked.until - parked.since > timedelta(days=365)
        await publish(house, DRONES)
        assert not [each for each in house.standin.transcript(person) if "reply_markup" in each]
        house.standin.say(person, "/start")
        await vigie.is_parked("ada", wanted=False)
        message, why = await posted(house, person)
        assert "« drones »" in (await answered(vigie.forge(person, message, why)))["text"]


async def test_a_stranger_learns_what_is_missing(house: House) -> None:
    """In their language, with the line for feeds.yaml; chatter is answered once a minute."""
    house.watch({"Drones": "drones"})
    house.feeds.documents["phare"] = rss([])
    async with listening(house) as vigie:
        person = house.standin.start(house.standin.add_user("Ada"))
        await until(lambda: house.standin.texts(person)[1:])
        assert f"ada: {{telegram: {person}, lang: en}}" in house.standin.texts(person)[1]
        chat = {"chat": {"id": person, "type": "private", "first_name": "Ada"}}
        body = {"message_id": 1, "date": 1, "from": _person(), "text": "/start"}
        vigie.tell("message", {**body, **chat})
        await until(lambda: house.standin.texts(person)[2:])
        french = house.standin.texts(person)[2]
        assert french.startswith("Je suis Vigie.")
        assert f"ada: {{telegram: {person}, lang: fr}}" in french
        for _ in range(3):
            vigie.tell("message", {**body, **chat, "text": "bonjour ?"})
        vigie.tell("message", {**body, **chat, "text": "/stop@vigie_bot merci"})
        await until(lambda: house.standin.texts(person)[4:])
    assert [text.split(" ;")[0] for text in house.standin.texts(person)[3:]] == [
        "Je ne sais pas converser",
        "Rien n'est envoyé ici : il n'y a rien à arrêter.",
    ]


# ── what comes again ─────────────────────────────────────────────────────────────────────────


async def test_point_21_an_update_that_comes_again_after_a_crash(house: House) -> None:
    """Point 21. Acted on, not confirmed: the next Vigie acts again, and nothing happens twice."""
    person = subscriber(house, DRONES)
    words = "Internal Server Error: restart"
    async with listening(house) as vigie:
        await posted(house, person)
        # From here on nothing can be confirmed: as if the process died after it acted.
        unconfirmed = Fault(Failing.REFUSE, "getUpdates", times=None, refusal=Refusal(500, words))
        house.standin.plan(unconfirmed)
        replies = len(house.standin.texts(person))
        house.standin.say(person, "/stop")
        await vigie.is_parked("ada")
    (before,) = (await _parked(house)).values()
    assert len(house.standin.texts(person)) == replies + 1  # the person's own
    house.standin.service.faults.clear()
    async with listening(house) as vigie:
        await until(lambda: len(house.standin.texts(person)) == replies + 2)
        (after,) = (await vigie.parked()).values()
    assert (after.since, after.until, after.times) == (before.since, before.until, before.times)
    assert (
        "C'est fait" in house.standin.texts(person)[-1] or "Done" in house.standin.texts(person)[-1]
    )


async def _parked(house: House) -> dict[str, Parked]:
    async with house.open() as app:
        return await Listening(app, house).parked()
