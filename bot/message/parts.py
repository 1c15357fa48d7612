"""What posts of every layout are made of."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from bot.expression import Span
from bot.i18n import Lang, Text
from bot.message.nodes import Writer, safe, utf16_length
from bot.model import Button, Destination, Entry, Mark, Passage, Story
from bot.text.graphemes import beginning
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
UNTITLED: Final = Text(en="(untitled)", fr="(sans titre)")

_MONTHS: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
           "nov.", "déc."),
}  # fmt: skip


def write_head(writer: Writer, story: Story, title: Passage, lang: Lang) -> None:
    """The title, below it the source and the time, and what was put right since."""
    with writer.marked(Mark.BOLD):
        writer.passage(shown_title(title, lang))
    writer.lines(1)
    with writer.marked(Mark.ITALIC):
        write_outlets(writer, story, LONGEST_SOURCE)
    writer.text(" · ")
    write_time(writer, story, lang)
    _write_changes(writer, story, lang)


def _write_changes(writer: Writer, story: Story, lang: Lang) -> None:
    """What was put right since the story was first told."""
    if story.is_retracted:
        writer.lines(1)
        writer.text(RETRACTED.into(lang))
    if story.former_title:
        writer.lines(1)
        writer.text(FORMERLY.into(lang))
        with writer.marked(Mark.ITALIC):
            writer.passage(shown_title(Passage(story.former_title), lang))


def shown_title(title: Passage, lang: Lang, longest: int = LONGEST_TITLE) -> Passage:
    """Trimmed, shortened at a word, never without anything to see."""
    if not has_ink(title.text):
        return Passage(UNTITLED.into(lang))
    start = next(at for at, character in enumerate(title.text) if safe(character).strip())
    kept, ending = title.text[start:].rstrip(), ""
    if len(kept) > longest:
        kept, ending = cut_at_word(kept, longest), "…"
    moved = (Span(first - start, end - start) for first, end in title.highlights)
    inside = tuple(span for span in moved if span.start >= 0 and span.end <= len(kept))
    return Passage(kept + ending, inside)


def has_ink(text: str) -> bool:
    """Whether there is anything to see: a letter, a figure, punctuation or a symbol."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in safe(text))


def shortened(text: str, longest: int) -> str:
    """It, or its beginning with a mark of omission."""
    return text if len(text) <= longest else f"{cut_at_word(text, longest)}…"


def cut_at_word(text: str, longest: int) -> str:
    """Its beginning, up to the end of a word, or of a sign where words have no end in sight.

    What joins words is left out there.
    """
    kept = beginning(text, longest)
    end = kept.rfind(" ", len(kept) // 2) if len(kept) < len(text) else -1
    return kept[: end if end > 0 else None].rstrip(" ,;:–—-\u200d")


def write_outlets(writer: Writer, story: Story, longest: int) -> None:
    """The source, and how many others tell the story: ``Le Phare +2``."""
    writer.passage(Passage(beginning(story.lead.source, longest)))
    more = len(story.outlets) - 1
    writer.text(f" +{more}" if more > 0 else "")


def write_time(writer: Writer, story: Story, lang: Lang, shape: str = TIME_SHAPE) -> None:
    """When its article came out, else when it was first seen."""
    moment = story.lead.entry.published_at or story.lead.first_seen_at
    writer.time(moment, shape, dated(moment, lang))


def write_hashtags(writer: Writer, story: Story) -> None:
    """Of every rule, each once, as long as there is room."""
    tags = list(dict.fromkeys(match.rule.hashtag for match in story.matches))[:MOST_HASHTAGS]
    while tags and utf16_length(" ".join(tags)) > LONGEST_HASHTAGS:
        tags.pop()
    if tags:
        writer.lines(2)
        writer.text(" ".join(tags))


def preview_of(entry: Entry, destination: Destination) -> str:
    """The address whose preview stands under a post; empty for none."""
    if destination.preview == "none":
        return ""
    picture = readable(entry.image_url) if destination.preview == "picture" else ""
    return picture or readable(entry.url)


def readable(url: str) -> str:
    """An address that a button may open; else empty."""
    return url if is_web_url(url) and url.isprintable() else ""


def buttons(story: Story, lang: Lang) -> Iterator[Button]:
    """To read the article, and to see who else tells it."""
    if url := readable(story.lead.entry.url):
        yield Button(READ.into(lang), url=url)
    if len(story.outlets) > 1:
        label = f"{len(story.outlets)} {SOURCES.into(lang)}"
        yield Button(label, data=f"sources:{story.id}")


def dated(moment: datetime, lang: Lang) -> str:
    """Such as ``2 mars 2026, 12:00 UTC``."""
    utc = moment.astimezone(UTC)
    return f"{utc.day} {_MONTHS[lang][utc.month - 1]} {utc.year}, {utc:%H:%M} UTC"
