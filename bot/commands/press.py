"""Somebody pressed a button under a post: find out which one, and what to say."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.app import App
from bot.channels.telegram.updates import Answer, Callback
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
    """The answer to a press; nothing to one of an unknown button, or from a chat not ours."""
    button, _, number = callback.data.partition(":")
    place = next((place for place in app.places if callback.is_in(place.telegram)), None)
    story_id = _number(number)
    if button not in BUTTONS or story_id is None or place is None:
        return NOTHING
    return Answer(BUTTONS[button](await app.story(story_id), place))


def _number(text: str) -> int | None:
    """A story's id; None for anything else that somebody may send."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
