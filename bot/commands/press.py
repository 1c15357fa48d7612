"""Somebody pressed a button under a post: find out which one, and what to say."""

from bot.app import App
from bot.channels.telegram.updates import Answer, Callback
from bot.commands.why import story_asked_for, why

NOTHING = Answer("", alert=False)


async def press(app: App, callback: Callback) -> Answer:
    """The answer to a press; nothing to one of an unknown button, or from a chat not ours."""
    story_id = story_asked_for(callback.data)
    place = next((place for place in app.places if callback.is_in(place.telegram)), None)
    if story_id is None or place is None:
        return NOTHING
    return Answer(why(await app.story(story_id), place))
