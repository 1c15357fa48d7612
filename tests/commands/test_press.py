"""Presses of buttons: which story is asked for, and what is said."""

from typing import cast

import pytest

from bot.app import App
from bot.channels.telegram.updates import Callback
from bot.commands.press import NOTHING, press
from bot.model import Destination, Match, Story
from tests.samples import DESTINATION, rule, stored

OUTLETS = ("Le Phare", "Le Port", "Le Quai")


class Desk:
    """The two things that a press needs of the running bot."""

    places = (DESTINATION,)

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def story(self, story_id: int) -> Story | None:
        """One is known."""
        self.asked.append(story_id)
        return Story(7, stored(), OUTLETS, (Match(rule(), ()),)) if story_id == 7 else None


def callback(data: str, place: Destination = DESTINATION) -> Callback:
    """Somebody presses a button with this data there."""
    return Callback(data, -1, place.telegram, 5, 42)


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ("why:7", 7),
        ("sources:7", 7),
        ("why:", None),
        ("why:-7", None),
        ("why:7x", None),
        ("why:٧", None),
        ("why:" + "9" * 60, None),
        ("mute:7", None),
        ("7", None),
        ("", None),
    ],
)
async def test_the_button_says_which_story(data: str, number: int | None) -> None:
    """Anybody can forge the data of a button: what does not fit is not ours."""
    desk = Desk()
    answer = await press(cast("App", desk), callback(data))
    assert desk.asked == ([] if number is None else [number])
    assert (answer == NOTHING) is (number is None)


async def test_the_outlets_of_a_story_are_listed() -> None:
    """The first to tell it comes first."""
    answer = await press(cast("App", Desk()), callback("sources:7"))
    assert answer.text == "• Le Phare\n• Le Port\n• Le Quai"


async def test_a_story_that_is_gone_is_told_so() -> None:
    """In words, for either button."""
    for data in ("sources:8", "why:8"):
        answer = await press(cast("App", Desk()), callback(data))
        assert "trop ancienne" in answer.text


async def test_a_press_in_a_chat_that_is_not_ours_gets_nothing() -> None:
    """A post can be forwarded anywhere with its buttons."""
    elsewhere = Destination("ailleurs", "@ailleurs")
    assert await press(cast("App", Desk()), callback("why:7", elsewhere)) == NOTHING
