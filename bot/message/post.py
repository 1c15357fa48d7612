"""A post about a story, in the layout of its destination."""

from typing import NamedTuple

from bot.message.dossier import MOST_SENTENCES, dossier_buttons, dossiers, extract_length
from bot.message.flash import flash_buttons, flashes
from bot.message.nodes import Writer
from bot.message.parts import preview_of
from bot.model import Destination, Message, Story, Summary


class Room(NamedTuple):
    """How much of an article a layout has room for, at most."""

    characters: int
    sentences: int


def room(destination: Destination) -> Room:
    """For sentences of the article, in posts there."""
    length = destination.summary_length
    if destination.layout == "dossier":
        return Room(extract_length(length), MOST_SENTENCES)
    return Room(length, 3)


def compose(story: Story, summary: Summary, destination: Destination, *, silent: bool) -> Message:
    """The post about a story, which Telegram takes whatever it says.

    Args:
        story: Its matches give the hashtags, and in a dossier the rules.
        summary: What to show of the article.
        destination: Gives the layout, and the language of what is not the article's.
        silent: Whether it arrives without a sound.
    """
    is_dossier = destination.layout == "dossier"
    forms = (dossiers if is_dossier else flashes)(story, summary, destination.lang)
    buttons = (dossier_buttons if is_dossier else flash_buttons)(story, destination.lang)
    writer = Writer()
    for writer in forms:
        if writer.fits:
            break
    return writer.message(
        buttons=tuple(buttons),
        preview_url=preview_of(story.lead.entry, destination),
        silent=silent,
    )
