"""The everyday layout. The title comes first, because a lock screen shows 100 characters."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from bot.expression import Span
from bot.i18n import Lang, Text
from bot.message.nodes import LONGEST, Writer, safe, utf16_length
from bot.model import Button, Destination, Mark, Message, Passage, Story, Summary
from bot.text.urls import is_web_url

LONGEST_TITLE: Final = 300
LONGEST_SOURCE: Final = 100
MOST_HASHTAGS: Final = 10
LONGEST_HASHTAGS: Final = 1000
"""In UTF-16 units, all together."""
TIME_SHAPE: Final = "Dt"

READ: Final = Text(en="Read", fr="Lire")
SOURCES: Final = Text(en="sources", fr="sources")
FORMERLY: Final = Text(en="✎ Headline corrected. Before: ", fr="✎ Titre corrigé. Avant : ")
RETRACTED: Final = Text(en="⛔ Taken back by its outlet.", fr="⛔ Article retiré par sa rédaction.")
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
    url = readable(story.lead.entry.url)
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
    with writer.marked(Mark.BOLD):
        writer.passage(_title(summary.title, lang))
    writer.lines(1)
    with writer.marked(Mark.ITALIC):
        writer.passage(Passage(outlets(story, LONGEST_SOURCE)))
    writer.text(" · ")
    write_time(writer, story, lang)
    _changes(writer, story, lang)
    for index, sentence in enumerate(summary.sentences[:sentences]):
        if index:
            writer.text(" ")
        else:
            writer.lines(2)
        writer.passage(sentence)
    if tags := _hashtags(story):
        writer.lines(2)
        writer.text(tags)
    return writer


def _changes(writer: Writer, story: Story, lang: Lang) -> None:
    """What was put right since the story was first told."""
    if story.is_retracted:
        writer.lines(1)
        writer.text(RETRACTED.into(lang))
    if story.former_title:
        writer.lines(1)
        writer.text(FORMERLY.into(lang))
        with writer.marked(Mark.ITALIC):
            writer.passage(_title(Passage(story.former_title), lang))


def _title(title: Passage, lang: Lang) -> Passage:
    """Trimmed, shortened at a word, never without anything to see."""
    if not _has_ink(title.text):
        return Passage(UNTITLED.into(lang))
    start = next(at for at, character in enumerate(title.text) if safe(character).strip())
    kept, ending = title.text[start:].rstrip(), ""
    if len(kept) > LONGEST_TITLE:
        kept, ending = cut_at_word(kept, LONGEST_TITLE), "…"
    moved = (Span(first - start, end - start) for first, end in title.highlights)
    inside = tuple(span for span in moved if span.start >= 0 and span.end <= len(kept))
    return Passage(kept + ending, inside)


def _has_ink(text: str) -> bool:
    """Whether there is anything to see: a letter, a figure, punctuation or a symbol."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in safe(text))


def cut_at_word(text: str, longest: int) -> str:
    """Its beginning, up to the end of a word; what joins words is left out there."""
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:–—-\u200d")


def outlets(story: Story, longest: int) -> str:
    """The source, and how many others tell the story: ``Le Phare +2``."""
    more = len(story.outlets) - 1
    return story.lead.source[:longest] + (f" +{more}" if more > 0 else "")


def write_time(writer: Writer, story: Story, lang: Lang) -> None:
    """When its article came out, else when it was first seen."""
    moment = story.lead.entry.published_at or story.lead.first_seen_at
    writer.time(moment, TIME_SHAPE, dated(moment, lang))


def _hashtags(story: Story) -> str:
    """Of every rule, each once, as long as there is room."""
    tags = list(dict.fromkeys(match.rule.hashtag for match in story.matches))[:MOST_HASHTAGS]
    while tags and utf16_length(" ".join(tags)) > LONGEST_HASHTAGS:
        tags.pop()
    return " ".join(tags)


def readable(url: str) -> str:
    """An address that a button may open; else empty."""
    return url if is_web_url(url) and url.isprintable() else ""


def _buttons(story: Story, url: str, lang: Lang) -> Iterator[Button]:
    if url:
        yield Button(READ.into(lang), url=url)
    if len(story.outlets) > 1:
        label = f"{len(story.outlets)} {SOURCES.into(lang)}"
        yield Button(label, data=f"sources:{story.id}")
    yield Button(WHY.into(lang), data=f"why:{story.id}")


def dated(moment: datetime, lang: Lang) -> str:
    """Such as ``2 mars 2026, 12:00 UTC``."""
    utc = moment.astimezone(UTC)
    return f"{utc.day} {_MONTHS[lang][utc.month - 1]} {utc.year}, {utc:%H:%M} UTC"
