"""Presses of buttons: which story is asked for, and what is said."""

from typing import cast

import pytest

from bot.app import App
from bot.commands.press import NOTHING, press
from bot.model import Destination, Match, Story
from bot.model.incoming import Callback, Person, Place
from tests.samples import DESTINATION, rule, stored

OUTLETS = ("Le Phare", "Le Port", "Le Quai")
HERE = Place(-1, DESTINATION.telegram)


class Posts:
    """The one thing that a press needs of the running bot."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def story(self, story_id: int, chat: Place) -> tuple[Story | None, Destination | None]:
        """One is posted here."""
        self.asked.append(story_id)
        if chat != HERE:
            return None, None
        story = Story(7, stored(), OUTLETS, (Match(rule(), ()),))
        return story if story_id == 7 else None, DESTINATION


def callback(data: str, place: Place = HERE) -> Callback:
    """Somebody presses a button with this data there."""
    return Callback(data, place, 5, Person(42))


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ("why:7", 7),
        ("sources:7", 7),
        ("why:", None),
        ("why:-7", None),
        ("why:7x", None),
        ("why: 7", None),
        ("why:٧", None),
        ("why:²", None),
        ("why:" + "9" * 60, None),
        ("WHY:7", None),
        ("mute:7", None),
        ("7", None),
        ("", None),
        ("\x00\ufffd:7", None),
        ("why:7:7", None),
        ("why:7' OR 1=1", None),
    ],
)
async def test_the_button_says_which_story(data: str, number: int | None) -> None:
    """Point 19. Anybody can forge the data of a button: what does not fit costs no read."""
    posts = Posts()
    answer = await press(cast("App", posts), callback(data))
    assert posts.asked == ([] if number is None else [number])
    assert (answer == NOTHING) is (number is None)


async def test_the_outlets_of_a_story_are_listed() -> None:
    """The first to tell it comes first."""
    answer = await press(cast("App", Posts()), callback("sources:7"))
    assert answer.text == "• Le Phare\n• Le Port\n• Le Quai"


async def test_a_story_that_is_not_here_is_none() -> None:
    """Forgotten, or never posted in this chat: the same words for either button."""
    for data in ("sources:8", "why:8"):
        answer = await press(cast("App", Posts()), callback(data))
        assert "trop ancienne" in answer.text


async def test_a_press_in_a_chat_that_is_not_ours_gets_nothing() -> None:
    """Point 19. A post can be forwarded anywhere with its buttons."""
    elsewhere = Place(-2, "@ailleurs")
    assert await press(cast("App", Posts()), callback("why:7", elsewhere)) == NOTHING
