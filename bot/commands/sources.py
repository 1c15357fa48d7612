"""The button "3 sources": which outlets tell the story. Pure."""

from bot.commands.why import GONE, cut
from bot.model import Destination, Story


def sources(story: Story | None, destination: Destination) -> str:
    """The names of the outlets, the first to tell it first.

    Args:
        story: None when the database no longer has it.
        destination: Where the button was pressed; gives the language.
    """
    if story is None:
        return GONE.into(destination.lang)
    return cut("\n".join(f"• {name}" for name in story.outlets))
