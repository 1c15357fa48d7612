"""Somebody pressed a button under a post: find out which one, and what to say."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.app import App
from bot.commands.held import held
from bot.commands.sources import sources
from bot.commands.why import why
from bot.message.troubles import DROP, RESEND
from bot.model import Destination, Story
from bot.model.incoming import Answer, Callback
from bot.pipeline.held import Decision

NOTHING = Answer("", alert=False)
BUTTONS: Final[Mapping[str, Callable[[Story | None, Destination], str]]] = {
    "why": why,
    "sources": sources,
}
"""What each button asks for, by what stands before the story's id in its data."""

DECISIONS: Final[Mapping[str, Decision]] = {RESEND: "resend", DROP: "drop"}
"""What the buttons below a message about held posts decide, by what their data begins with."""


async def press(app: App, callback: Callback) -> Answer:
    """The answer to a press, for one read of the database at most.

    Nothing to one of an unknown button, or in a chat not ours; and no story that was not posted
    in that very chat, whatever the data says.
    """
    button, _, text = callback.data.partition(":")
    number = _number(text)
    if number is None:
        return NOTHING
    if decision := DECISIONS.get(button):
        return await held(app, callback, decision, number) or NOTHING
    return await _about_story(app, callback, button, number)


async def _about_story(app: App, callback: Callback, button: str, story_id: int) -> Answer:
    if button not in BUTTONS:
        return NOTHING
    story, place = await app.story(story_id, callback.place)
    return Answer(BUTTONS[button](story, place)) if place else NOTHING


def _number(text: str) -> int | None:
    """The number of a story or a post; None for anything else that somebody may send."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
