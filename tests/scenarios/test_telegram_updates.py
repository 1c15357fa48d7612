"""What comes back from Telegram, lived through with the stand-in: presses, rights, people."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.cli.running import check_chats
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.refusal import Refusal
from bot.listening import LOOPBACK, listen
from bot.store.destinations import Parked
from tests.awaiting import until
from tests.feed_server import rss
from tests.house_of import House
from tests.listening import (
    DRONES,
    Listening,
    answered,
    listening,
    posted,
    publish,
    subscriber,
    two_channels,
    unknown_channel,
)
from tests.vigie_process import Process


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """People here write faster than they get replies; `test_replies` has the pace."""
    monkeypatch.setattr("bot.channels.telegram.replies.APART", timedelta())


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


async def test_point_20_a_channel_out_of_reach_comes_with_the_link(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """Point 20. What is wrong at the start, and how to mend it in one tap."""
    house.watch({"Drones": "drones"})
    async with house.open() as app:
        await check_chats(app, "fr")
        assert capsys.readouterr().err == ""
        house.standin.kick(house.chat_id)
        await check_chats(app, "fr")
    *_, last = capsys.readouterr().err.splitlines()
    assert last.endswith(" d'un geste : https://t.me/vigie_bot?startchannel&admin=post_messages")


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


# ── by a webhook ─────────────────────────────────────────────────────────────────────────────


async def test_vigie_listens_by_a_webhook_and_goes_back_to_polls(house: House) -> None:
    """`vigie run` in a process of its own, as an operator sets it up."""
    two_channels(house)
    with listen(LOOPBACK, 0) as free:
        port = free.getsockname()[1]
    hooked = {
        "VIGIE_TELEGRAM_UPDATES": "webhook",
        "VIGIE_PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "PORT": str(port),
    }
    account = house.standin.world.accounts[house.standin.token]
    for environment in (hooked, {}):
        process = await Process.start(house, "run", **environment)
        try:
            message, why = await posted(house, house.chat_id)
            query = house.standin.press(house.chat_id, message, why)
            assert "« drones »" in (await answered(query))["text"]
            assert bool(account.webhook) is bool(environment)
        finally:
            process.terminate()
            assert await process.ended() == 0
        assert house.standin.token not in process.said
    assert "getUpdates" in [call.method for call in house.standin.calls]


def _person(number: int = 77) -> dict[str, object]:
    return {"id": number, "is_bot": False, "first_name": "Ada", "language_code": "fr"}
