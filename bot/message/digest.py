"""Stories that were missed, a line each, in as few messages as they need."""

from collections.abc import Sequence
from typing import Final

from bot.i18n import Lang, Text, counted
from bot.message.nodes import Writer, utf16_length
from bot.message.parts import shown_title, write_outlets, write_time
from bot.model import Mark, Message, Passage, Story

MOST_LINKS: Final = 40
LONGEST: Final = 3_500
"""UTF-16 units of a digest; what is longer goes on in another."""
LONGEST_TITLE: Final = 200
SHORT: Final = "dt"
"""A day in figures: many lines are looked through faster when each is one line."""
LONGEST_SOURCE: Final = 60


def compose_digest(stories: Sequence[Story], lang: Lang) -> tuple[tuple[int, Message], ...]:
    """Silent messages with all of the stories, and how many are in each."""
    messages: list[tuple[int, Message]] = []
    rest = list(stories)
    while rest:
        taken = _fitting(rest, len(stories), lang)
        written = _written(rest[:taken], len(stories), lang)
        messages.append((taken, written.message(silent=True)))
        rest = rest[taken:]
    return tuple(messages)


def _fitting(stories: Sequence[Story], number: int, lang: Lang) -> int:
    """How many of the first fit into one message; one at least."""
    writer = _written((), number, lang)
    for taken, story in enumerate(stories[:MOST_LINKS]):
        _line(writer, story, lang)
        if not writer.fits or utf16_length(writer.plain) > LONGEST:
            return max(taken, 1)
    return min(len(stories), MOST_LINKS)


def _written(stories: Sequence[Story], number: int, lang: Lang) -> Writer:
    writer = Writer()
    with writer.marked(Mark.BOLD):
        writer.text(_heading(number).into(lang))
    writer.lines(1)
    for story in stories:
        _line(writer, story, lang)
    return writer


def _heading(number: int) -> Text:
    return Text(
        en=f"To catch up on: {counted(number, 'story', 'stories', 'en')}",
        fr=f"À rattraper : {counted(number, 'sujet', 'sujets', 'fr')}",
    )


def _line(writer: Writer, story: Story, lang: Lang) -> None:
    entry = story.lead.entry
    writer.lines(1)
    writer.text("• ")
    writer.link(shown_title(Passage(entry.title), lang, LONGEST_TITLE).text, entry.url)
    writer.text(" · ")
    write_outlets(writer, story, LONGEST_SOURCE)
    writer.text(" · ")
    write_time(writer, story, lang, SHORT)
