"""The everyday layout. The title comes first, because a lock screen shows 100 characters."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import takewhile
from typing import Final

from bot.i18n import Lang, Text
from bot.message.nodes import LONGEST, Writer, utf16_length
from bot.model import Button, Destination, Mark, Message, Passage, Story, Summary
from bot.text.urls import is_web_url

LONGEST_TITLE: Final = 300
MOST_HASHTAGS: Final = 10
TIME_SHAPE: Final = "Dt"

READ: Final = Text(en="Read", fr="Lire")
WHY: Final = Text(en="Why?", fr="Pourquoi ?")
UNTITLED: Final = Text(en="(untitled)", fr="(sans titre)")

_MONTHS: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
           "nov.", "déc."),
}  # fmt: skip


def compose(story: Story, summary: Summary, destination: Destination, *, silent: bool) -> Message:
    """The post about a story: title · source and time · sentences · hashtags, and two buttons.

    Args:
        story: Its matches give the hashtags.
        summary: What to show of the article.
        destination: Gives the language of what is not the article's.
        silent: Whether it arrives without a sound.
    """
    writer = Writer()
    for kept in range(len(summary.sentences), -1, -1):
        writer = _written(story, summary, kept, destination.lang)
        if utf16_length(writer.plain) <= LONGEST:
            break
    url = story.lead.entry.url if is_web_url(story.lead.entry.url) else ""
    return Message(
        html=writer.html,
        plain=writer.plain,
        styles=tuple(writer.styles),
        buttons=tuple(_buttons(story, url, destination.lang)),
        preview_url=url,
        silent=silent,
    )


def _written(story: Story, summary: Summary, sentences: int, lang: Lang) -> Writer:
    writer = Writer()
    writer.passage(_title(summary.title, lang), Mark.BOLD)
    writer.text("\n")
    more = len(story.outlets) - 1
    writer.text(story.lead.source[:100] + (f" +{more}" if more > 0 else ""), Mark.ITALIC)
    writer.text(" · ")
    moment = story.lead.entry.published_at or story.lead.first_seen_at
    writer.time(moment, TIME_SHAPE, dated(moment, lang))
    for index, sentence in enumerate(summary.sentences[:sentences]):
        writer.text(" " if index else "\n\n")
        writer.passage(sentence)
    if tags := list(_hashtags(story)):
        writer.text("\n\n" + " ".join(tags))
    return writer


def _title(title: Passage, lang: Lang) -> Passage:
    if not title.text.strip():
        return Passage(UNTITLED.into(lang))
    if len(title.text) <= LONGEST_TITLE:
        return title
    cut = title.text[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:–—-")
    kept = takewhile(lambda span: span.end <= len(cut), title.highlights)
    return Passage(f"{cut}…", tuple(kept))


def _hashtags(story: Story) -> Iterable[str]:
    """Of every rule, each once."""
    tags = dict.fromkeys(match.rule.hashtag for match in story.matches)
    return list(tags)[:MOST_HASHTAGS]


def _buttons(story: Story, url: str, lang: Lang) -> Iterator[Button]:
    if url:
        yield Button(READ.into(lang), url=url)
    yield Button(WHY.into(lang), data=f"why:{story.id}")


def dated(moment: datetime, lang: Lang) -> str:
    """Such as ``2 mars 2026, 12:00 UTC``."""
    utc = moment.astimezone(UTC)
    return f"{utc.day} {_MONTHS[lang][utc.month - 1]} {utc.year}, {utc:%H:%M} UTC"
