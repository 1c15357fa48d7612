"""Updates that Telegram sends to us, over HTTP on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from structlog.testing import capture_logs

from bot.channels.telegram.sender import TelegramChannel
from bot.channels.telegram.updates import Updates
from bot.channels.telegram.webhook import MOST_WAITING, PATH, Webhook
from bot.demo.botapi import StandIn
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.refusal import Refusal
from bot.errors import DatabaseUnusable, TokenRejected
from bot.listening import LOOPBACK, listen
from bot.model.incoming import Answer, Callback, Desk, Event, Reply, Said
from bot.web import routes, serving
from bot.web.routes import MOST_UPDATE_BYTES
from tests.awaiting import until
from tests.fixed_clock import FixedClock
from tests.samples import ANYTHING
from tests.telegram_posts import channel_to

SECRET = "x-telegram-bot-api-secret-token"


@dataclass
class Clerk:
    """Answers, and remembers what came."""

    pressed: list[Callback] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    troubles: int = 0
    """How often the database is in trouble, before it is well."""
    door: asyncio.Event = field(default_factory=asyncio.Event)
    """Events wait here; it is open by default."""

    def __post_init__(self) -> None:
        self.door.set()

    async def on_press(self, callback: Callback) -> Answer:
        """Always the same."""
        self.pressed.append(callback)
        return Answer("oui")

    async def on_event(self, event: Event) -> tuple[Reply, ...]:
        """A greeting to whoever writes."""
        await self.door.wait()
        if self.troubles:
            self.troubles -= 1
            raise DatabaseUnusable(ANYTHING)
        self.events.append(event)
        return (Reply(event.place.id, "bonjour"),) if isinstance(event, Said) else ()


@dataclass
class Served:
    """A webhook that is set and answered."""

    url: str
    webhook: Webhook
    clerk: Clerk

    async def post(self, body: bytes, secret: str | None = None) -> httpx.Response:
        """Send something to it, with the right secret unless another is given."""
        told = self.webhook._secret if secret is None else secret
        async with httpx.AsyncClient(verify=False) as client:
            return await client.post(self.url + PATH, content=body, headers={SECRET: told})


@asynccontextmanager
async def served(channel: TelegramChannel, clock: FixedClock) -> AsyncIterator[Served]:
    """As the command line does it."""
    listener = listen(LOOPBACK, 0)
    url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
    webhook, clerk, stop = Webhook(channel, clock, url), Clerk(), asyncio.Event()
    webhook.use(Desk(clerk.on_press, clerk.on_event))
    async with serving(routes(webhook=webhook), listener):
        running = asyncio.create_task(webhook.run(stop))
        try:
            yield Served(url, webhook, clerk)
        finally:
            stop.set()
            async with asyncio.timeout(5):
                await running


@pytest.fixture
def slow_looks(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> asyncio.Event:
    """The webhook is looked at again when the event is set, and not before."""
    look = asyncio.Event()

    async def sleep(seconds: float) -> None:
        await look.wait()
        look.clear()
        clock.advance(seconds)

    monkeypatch.setattr(clock, "sleep", sleep)
    return look


@pytest.fixture
async def hook(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, slow_looks: asyncio.Event
) -> AsyncIterator[Served]:
    """One that is set."""
    async with served(channel, clock) as hook:
        await until(lambda: "setWebhook" in methods(standin))
        yield hook


def methods(standin: StandIn) -> list[str]:
    """What was called, in order."""
    return [call.method for call in standin.calls]


async def looked(standin: StandIn, look: asyncio.Event, method: str) -> None:
    """Vigie looks at its webhook, and has called this method once more."""
    before = methods(standin).count(method)
    look.set()
    await until(lambda: methods(standin).count(method) > before)


def update(number: int, text: str = "/start", person: int = 42) -> bytes:
    """A message in a private chat, as Telegram sends it."""
    chat = {"id": person, "type": "private", "first_name": "Ada"}
    sender = {"id": person, "is_bot": False, "first_name": "Ada", "language_code": "fr"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_it_is_set_with_a_secret_and_what_we_want(standin: StandIn, hook: Served) -> None:
    """The token is not in the address: proxies log addresses."""
    (call,) = [call for call in standin.calls if call.method == "setWebhook"]
    assert call.given["url"] == hook.url + PATH
    assert standin.token not in str(call.given)
    assert len(str(call.given["secret_token"])) >= 32
    assert "my_chat_member" in str(call.given["allowed_updates"])
    assert int(str(call.given["max_connections"])) == 8


async def test_messages_and_presses_arrive(standin: StandIn, hook: Served, chat: int) -> None:
    """From Telegram's hands to the reply, and to the answer of a press."""
    person = standin.start()
    await until(lambda: "bonjour" in standin.texts(person))
    assert [each.text for each in hook.clerk.events if isinstance(each, Said)] == ["/start"]
    posted = await hook.webhook._channel.bot.send_message(chat, "a")
    query = standin.world.ask(
        standin.world.accounts[standin.token],
        standin.add_user("Ada"),
        (standin.chat(chat), standin.chat(chat).messages[posted.message_id]),
        "why:7",
    )
    await until(lambda: query.answer)
    assert [each.data for each in hook.clerk.pressed] == ["why:7"]


async def test_a_wrong_secret_is_refused_without_a_word(hook: Served) -> None:
    """Nor is anything read of what comes with it."""
    for secret in ("", "x", hook.webhook._secret[:-1], hook.webhook._secret + "x"):
        answer = await hook.post(update(1), secret)
        assert (answer.status_code, answer.content) == (403, b"")
    assert hook.clerk.events == []


async def test_strangers_send_in_vain(hook: Served) -> None:
    """They are answered before they have sent anything of what they announce."""
    host, port = hook.url.removeprefix("http://").split(":")
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection(host, int(port))
        head = f"POST {PATH} HTTP/1.1\r\nHost: vigie\r\nContent-Length: 900000\r\n\r\n"
        writer.write(head.encode())
        assert b" 403 " in await reader.readline()
        writer.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'{"update_id": "1"}',
        b'{"message": {}}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"update_id": 1, "message": 7}',
        b'{"update_id": 1, "message": {"message_id": 1}}',
        b'{"update_id": 1, "message": {"message_id": 1, "date": 1e99, "chat": {"id": 1}}}',
    ],
)
async def test_what_is_no_update_is_refused(hook: Served, body: bytes) -> None:
    """Whatever it is; and the next one is taken."""
    assert (await hook.post(body)).status_code == 400
    assert (await hook.post(update(1))).status_code == 200


async def test_what_is_unknown_is_taken(hook: Served) -> None:
    """Else Telegram would send it again for a day."""
    assert (await hook.post(b'{"update_id": 1, "of_tomorrow": {"a": 1}}')).status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        {"message": {"message_id": 1, "date": 1, "chat": None}},
        {"my_chat_member": {"chat": {"id": 1, "type": "channel"}, "from": None, "date": 1}},
    ],
)
async def test_what_is_odd_is_taken_and_told(hook: Served, content: dict[str, object]) -> None:
    """It would be as odd when it comes again."""
    with capture_logs() as logs:
        answer = await hook.post(json.dumps({"update_id": 1, **content}).encode())
    assert answer.status_code in {200, 400}
    assert all(each["event"] == "an update failed unexpectedly" for each in logs)
    assert (await hook.post(update(2))).status_code == 200


async def test_too_much_is_refused(hook: Served) -> None:
    """An update is never as long as that."""
    assert (await hook.post(b" " * (MOST_UPDATE_BYTES + 1))).status_code == 413


async def test_point_21_an_update_that_comes_again_is_acted_on_once(
    standin: StandIn, hook: Served
) -> None:
    """Point 21. Telegram did not hear our 200, and sends it again."""
    person = standin.start()
    await until(lambda: "bonjour" in standin.texts(person))
    again = update(77, person=person)
    assert [(await hook.post(again)).status_code for _ in range(3)] == [200] * 3
    assert len(hook.clerk.events) == 2  # of the stand-in and of the test


async def test_point_21_an_update_is_answered_when_it_was_acted_on(hook: Served) -> None:
    """Point 21. A crash before that has it sent again."""
    hook.clerk.door.clear()
    sending = asyncio.create_task(hook.post(update(1)))
    await until(lambda: hook.webhook._waiting)
    assert not sending.done()
    hook.clerk.door.set()
    assert (await sending).status_code == 200


async def test_point_21_a_database_in_trouble_has_it_sent_again(hook: Served) -> None:
    """Point 21. It is not lost, and acted on once."""
    hook.clerk.troubles = 1
    with capture_logs() as logs:
        assert (await hook.post(update(1))).status_code == 503
    assert [each["event"] for each in logs] == ["an update waits for the database"]
    assert (await hook.post(update(1))).status_code == 200
    assert len(hook.clerk.events) == 1


async def test_what_is_too_much_at_once_is_asked_to_come_again(hook: Served) -> None:
    """The queue is bounded: Telegram keeps what we do not take."""
    hook.clerk.door.clear()
    waiting = [
        asyncio.create_task(hook.webhook.take(update(number))) for number in range(MOST_WAITING)
    ]
    await until(lambda: hook.webhook._waiting == MOST_WAITING)
    assert (await hook.post(update(9999))).status_code == 503
    hook.clerk.door.set()
    assert await asyncio.gather(*waiting) == [200] * MOST_WAITING


async def test_nothing_is_taken_before_vigie_listens(
    channel: TelegramChannel, clock: FixedClock
) -> None:
    """Telegram keeps it."""
    assert await Webhook(channel, clock, "https://vigie.example").take(update(1)) == 503


async def test_point_13_a_webhook_that_is_changed_elsewhere_is_told_and_set_again(
    standin: StandIn, hook: Served, slow_looks: asyncio.Event
) -> None:
    """Point 13. Once in the log; those who tell the operators see it for as long as it lasts."""
    account = standin.world.accounts[standin.token]
    with capture_logs() as logs:
        for _ in range(2):
            await hook.webhook._channel.bot.delete_webhook()
            await looked(standin, slow_looks, "setWebhook")
            assert hook.webhook.conflict
            assert account.webhook
            assert account.webhook.url == hook.url + PATH
        slow_looks.set()
        await until(lambda: hook.webhook.conflict is None)
    assert [each["event"].split(":")[0] for each in logs if each["log_level"] != "debug"] == [
        "the webhook was changed elsewhere",
        "updates are sent to us",
        "updates are sent to us",
        "updates are sent to us again",
    ]


async def test_point_13_who_polls_beside_a_webhook_removes_it(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, chat: int
) -> None:
    """Point 13. So setting it back to `poll` is all that an operator has to do."""
    async with served(channel, FixedClock()):
        await until(lambda: "setWebhook" in methods(standin))
    account, stop, clerk = standin.world.accounts[standin.token], asyncio.Event(), Clerk()
    assert account.webhook
    polling = asyncio.create_task(
        Updates(channel, clock, Desk(clerk.on_press, clerk.on_event)).run(stop)
    )
    person = standin.start()
    await until(lambda: "bonjour" in standin.texts(person))
    stop.set()
    await polling
    assert account.webhook is None


async def test_what_telegram_complains_of_is_told_once(
    standin: StandIn, hook: Served, slow_looks: asyncio.Event
) -> None:
    """A proxy that is not set up right is found in the log."""
    account = standin.world.accounts[standin.token]
    assert account.webhook
    account.webhook.failed, account.webhook.failure = 1, "Connection refused"
    hook.clerk.door.clear()
    standin.start()  # waits for an answer meanwhile
    with capture_logs() as logs:
        for _ in range(2):
            await looked(standin, slow_looks, "getWebhookInfo")
    hook.clerk.door.set()
    (told,) = [each for each in logs if each["log_level"] == "warning"]
    assert (told["reason"], told["waiting"]) == ("Connection refused", 1)


async def test_trouble_at_the_start_is_tried_again(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock
) -> None:
    """A network that is away is no news; an address that Telegram refuses is told once."""
    standin.plan(Fault(Failing.DROP, "setWebhook"))
    with capture_logs() as logs:
        async with served(channel, clock):
            await until(lambda: standin.world.accounts[standin.token].webhook)
    assert {each["log_level"] for each in logs} == {"debug", "info"}
    words = "Bad Request: bad webhook: HTTPS url must be provided for webhook"
    standin.plan(Fault(Failing.REFUSE, "setWebhook", times=3, refusal=Refusal(400, words)))
    calls = methods(standin).count("setWebhook")
    with capture_logs() as logs:
        async with served(channel, clock):
            await until(lambda: methods(standin).count("setWebhook") == calls + 4)
    (told,) = [each for each in logs if each["log_level"] == "error"]
    assert "https url must be provided" in told["reason"].lower()


async def test_a_rejected_token_ends_it(standin: StandIn, clock: FixedClock) -> None:
    """Nothing can be sent either; the token is not told."""
    token = "1:not-a-token-that-anybody-knows"
    async with channel_to(standin, clock, token) as channel:
        with pytest.raises(TokenRejected) as caught:
            await Webhook(channel, clock, "https://vigie.example").run(asyncio.Event())
    assert token not in repr(caught.value)
