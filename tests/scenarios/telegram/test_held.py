"""A post of which nothing can tell whether it arrived: the operators decide, with a button."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.app import App
from bot.channels.telegram import client
from bot.channels.telegram.authority import is_in_charge
from bot.commands.press import NOTHING, press
from bot.demo.botapi import StandIn
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.people import User
from bot.model import DeliveryState
from bot.model.incoming import Callback, Person, Place
from bot.pipeline.bulletins import Bulletins
from bot.pipeline.held import decide_held
from tests.telegram_office import At, TelegramOffice, posts
from tests.telegram_posts import place


class Desk:
    """What a press needs of the running bot."""

    def __init__(self, office: TelegramOffice, operations: int) -> None:
        self.office = office
        self.bulletins = Bulletins(
            office.telegram, str(operations), "fr", office.clock, office.database
        )

    async def is_in_charge(self, person: Person, there: Place) -> bool:
        """As Telegram says."""
        return await is_in_charge(person, there, self.office.telegram.bot)

    async def decide_held(self, decision: Any, newest: int) -> int:
        """In the tables."""
        with self.office.database.begin() as tx:
            return decide_held(tx, decision, newest, self.office.clock.now())


@pytest.fixture
async def desk(
    at: At, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SimpleNamespace]:
    """Two posts to a person are held, and the operators' channel was told of them."""
    monkeypatch.setattr(client, "READ_TIMEOUT", 0.2)
    person, operations = standin.start(), standin.add_channel("Opérations", "ops")
    async with at(place(person)) as office:
        desk = Desk(office, operations)
        await desk.bulletins.begin()
        for post, failing in (("a", Failing.HANDLE_THEN_DROP), ("b", Failing.DROP)):
            standin.plan(Fault(failing, "sendMessage"))
            office.owe(post)
            await office.work(2)
        await office.work(60)
        await desk.bulletins.issue()
        (told,) = standin.transcript(operations)
        yield SimpleNamespace(
            desk=desk, office=office, person=person, operations=operations, told=told
        )


async def pressed(at: SimpleNamespace, index: int, user: User, chat: int | None = None) -> str:
    """What the person who presses one of the two buttons is told."""
    row = at.told["reply_markup"]["inline_keyboard"][0]
    there = Place(chat or at.operations, title="Opérations")
    callback = Callback(row[index]["callback_data"], there, 1, Person(user.id, "fr"))
    return (await press(cast("App", at.desk), callback)).text


async def test_the_message_says_what_to_do(desk: SimpleNamespace) -> None:
    """Which channel, how many, that they may be there; and the two buttons."""
    assert desk.told["text"].splitlines() == [
        "Messages peut-être arrivés : à vous de décider",
        "✗ veille · 2 messages · Rien ne permet de savoir si le message est arrivé.",
        "→ vigie outbox list --state held",
        "Regardez d'abord dans le canal : ce qui est renvoyé peut y être deux fois.",
    ]
    labels = [each["text"] for each in desk.told["reply_markup"]["inline_keyboard"][0]]
    assert labels == ["Renvoyer", "Abandonner"]


async def test_an_operator_sends_them_again(desk: SimpleNamespace, standin: StandIn) -> None:
    """All that the message told of; a second press finds nothing, and later posts stay held."""
    assert await pressed(desk, 0, standin.viewer) == "2 messages repartent."
    assert await pressed(desk, 0, standin.viewer) == (
        "Plus rien n'est retenu : quelqu'un en a décidé."
    )
    standin.plan(Fault(Failing.DROP, "sendMessage", after=2))
    desk.office.owe("c")
    await desk.office.work(70)
    assert [post["text"] for post in posts(standin, desk.person)] == ["a", "a", "b"]
    assert desk.office.state("c") is DeliveryState.HELD
    await pressed(desk, 0, standin.viewer)
    assert desk.office.state("c") is DeliveryState.HELD


async def test_an_operator_drops_them(desk: SimpleNamespace, standin: StandIn) -> None:
    """They are sent no more, and the answer says how to undo it."""
    told = await pressed(desk, 1, standin.viewer)
    assert told == "2 messages abandonnés. « vigie outbox retry » revient dessus."
    await desk.office.work(600)
    assert [post["text"] for post in posts(standin, desk.person)] == ["a"]
    assert {desk.office.state(post) for post in "ab"} == {DeliveryState.DROPPED}


async def test_nobody_else_decides(desk: SimpleNamespace, standin: StandIn) -> None:
    """A reader of the operators' channel may not, and the button is worth nothing elsewhere."""
    reader = standin.add_user("Lecteur")
    assert "administrateur" in await pressed(desk, 0, reader)
    assert await pressed(desk, 0, standin.viewer, chat=-100999) == NOTHING.text
    assert {desk.office.state(post) for post in "ab"} == {DeliveryState.HELD}
