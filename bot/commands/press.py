"""Somebody pressed a button under a post: find out which one, and what to say."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.app import App
from bot.channels.telegram.incoming import Answer, Callback
from bot.commands.sources import sources
from bot.commands.why import why
from bot.model import Destination, Story

NOTHING = Answer("", alert=False)
BUTTONS: Final[Mapping[str, Callable[[Story | None, Destination], str]]] = {
    "why": why,
    "sources": sources,
}
"""What each button asks for, by what stands before the story's id in its data."""


async def press(app: App, callback: Callback) -> Answer:
    """The answer to a press, for one read of the database at most.

    Nothing to one of an unknown button, or in a chat not ours; and no story that was not posted
    in that very chat, whatever the data says.
    """
    button, _, number = callback.data.partition(":")
    story_id = _number(number)
    if button not in BUTTONS or story_id is None:
        return NOTHING
    story, place = await app.story(story_id, callback.place)
    return Answer(BUTTONS[button](story, place)) if place else NOTHING


def _number(text: str) -> int | None:
    """A story's id; None for anything else that somebody may send."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
