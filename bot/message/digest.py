"""Stories that were missed, a line each, in as few messages as they need."""

from collections.abc import Sequence
from typing import Final

from bot.i18n import Lang, Text, counted
from bot.message.flash import cut_at_word, outlets, write_time
from bot.message.nodes import Writer, utf16_length
from bot.model import Mark, Message, Story

MOST_LINKS: Final = 40
LONGEST: Final = 3_500
"""UTF-16 units of a digest; what is longer goes on in another."""
LONGEST_TITLE: Final = 200
LONGEST_SOURCE: Final = 60


def compose_digest(stories: Sequence[Story], lang: Lang) -> tuple[tuple[int, Message], ...]:
    """Silent messages with all of the stories, and how many are in each."""
    messages: list[tuple[int, Message]] = []
    rest = list(stories)
    while rest:
        taken = _fitting(rest, len(stories), lang)
        messages.append((taken, _written(rest[:taken], len(stories), lang)))
        rest = rest[taken:]
    return tuple(messages)


def _fitting(stories: Sequence[Story], number: int, lang: Lang) -> int:
    """How many of the first fit into one message; one at least."""
    taken = min(len(stories), MOST_LINKS)
    while taken > 1 and utf16_length(_written(stories[:taken], number, lang).plain) > LONGEST:
        taken -= 1
    return taken


def _written(stories: Sequence[Story], number: int, lang: Lang) -> Message:
    writer = Writer()
    with writer.marked(Mark.BOLD):
        writer.text(_heading(number).into(lang))
    writer.lines(1)
    for story in stories:
        writer.lines(1)
        _line(writer, story, lang)
    return Message(html=writer.html, plain=writer.plain, styles=tuple(writer.styles), silent=True)


def _heading(number: int) -> Text:
    return Text(
        en=f"To catch up on: {counted(number, 'story', 'stories', 'en')}",
        fr=f"À rattraper : {counted(number, 'sujet', 'sujets', 'fr')}",
    )


def _line(writer: Writer, story: Story, lang: Lang) -> None:
    entry = story.lead.entry
    writer.text("• ")
    writer.link(_title(entry.title) or entry.url[:LONGEST_TITLE], entry.url)
    writer.text(f" · {outlets(story, LONGEST_SOURCE)} · ")
    write_time(writer, story, lang)


def _title(written: str) -> str:
    title = written.strip()
    is_long = len(title) > LONGEST_TITLE
    return f"{cut_at_word(title, LONGEST_TITLE)}…" if is_long else title
