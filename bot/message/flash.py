"""The everyday layout. The title comes first, because a lock screen shows 100 characters."""

from collections.abc import Iterator
from typing import Final

from bot.i18n import Lang, Text
from bot.message.nodes import Writer
from bot.message.parts import buttons, write_hashtags, write_head
from bot.model import Button, Story, Summary

WHY: Final = Text(en="Why?", fr="Pourquoi ?")


def flashes(story: Story, summary: Summary, lang: Lang) -> Iterator[Writer]:
    """The post about a story, and the same with less and less, until it fits.

    Title · source and time · sentences · hashtags.
    """
    for kept in range(len(summary.sentences), -1, -1):
        writer = Writer()
        write_head(writer, story, summary.title, lang)
        writer.lines(2 if kept else 0)
        writer.passages(summary.sentences[:kept])
        write_hashtags(writer, story)
        yield writer


def flash_buttons(story: Story, lang: Lang) -> Iterator[Button]:
    """What can be opened or asked from the post."""
    yield from buttons(story, lang)
    yield Button(WHY.into(lang), data=f"why:{story.id}")
