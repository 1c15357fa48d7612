"""What the bot says at the start about where it is to post."""

from collections.abc import Callable

import pytest

from bot.channels.telegram.sender import TelegramChannel
from bot.demo.botapi import StandIn
from bot.model import SendProblem
from tests.fixed_clock import FixedClock
from tests.telegram_posts import channel_to, place


async def test_a_well_set_up_bot_has_no_problem(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """In a channel as an administrator, in groups as a member, with a person who pressed Start."""
    places = [
        place(chat, "canal"),
        place(standin.add_group("Groupe"), "groupe"),
        place(standin.add_supergroup("Grand groupe"), "grand"),
        place(standin.start(), "personne"),
    ]
    assert await channel.check(places) == {}


Harm = Callable[[StandIn, int], None]


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda standin, chat: standin.demote(chat), "n'a pas le droit"),
        (lambda standin, chat: standin.promote(chat, "can_manage_chat"), "n'a pas le droit"),
        (lambda standin, chat: standin.kick(chat), "a été retiré"),
        (lambda standin, chat: standin.remove(chat), "n'est pas dans"),
    ],
)
async def test_a_missing_right_is_told_at_once(
    standin: StandIn, channel: TelegramChannel, chat: int, harm: Harm, words: str
) -> None:
    """Before the first alert is lost for want of it."""
    harm(standin, chat)
    [(name, failure)] = (await channel.check([place("@veille")])).items()
    assert name == "veille"
    assert failure.problem is SendProblem.UNREACHABLE
    assert words in failure.text.fr
    assert failure.hint is not None
    assert "administrateur" in failure.hint.fr


async def test_a_muted_bot_is_told(standin: StandIn, channel: TelegramChannel) -> None:
    """In a group where it may only read."""
    group = standin.add_supergroup("Grand groupe")
    standin.restrict(group)
    problems = await channel.check([place(group)])
    assert "may not post" in problems["veille"].text.en


async def test_a_person_who_never_pressed_start_is_told(
    standin: StandIn, channel: TelegramChannel
) -> None:
    """Bots cannot write first."""
    stranger = standin.add_user("Inconnue")
    problems = await channel.check([place(stranger.id)])
    assert problems["veille"].problem is SendProblem.UNREACHABLE


async def test_the_operations_chat_is_looked_at_too(
    standin: StandIn, clock: FixedClock, chat: int
) -> None:
    """Under its address; the other places are not blamed."""
    async with channel_to(standin, clock, operations_chat="@ops_nowhere") as channel:
        problems = await channel.check([place(chat)])
    assert list(problems) == ["@ops_nowhere"]
