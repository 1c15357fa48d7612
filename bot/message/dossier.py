"""The layout for those who look into a story: a long extract, who tells it, and why it is here.

The extract is folded: the post is as long on a screen as one of the everyday layout.
"""

from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Final

from bot.i18n import Lang, Text
from bot.message.found import words_found
from bot.message.nodes import Writer
from bot.message.parts import buttons, shortened, write_hashtags, write_head
from bot.model import Button, Entry, Mark, Match, Passage, Story, Summary

TIMES: Final = 3
"""A dossier's extract is so many times as long as a summary,"""
LONGEST_EXTRACT: Final = 1_200
"""in characters, but no longer than this: the article is its publisher's. (Or than a summary.)"""
MOST_SENTENCES: Final = 10
MOST_SOURCES: Final = 10
MOST_RULES: Final = 4
MOST_WORDS: Final = 8
"""That a rule has found."""
LONGEST_NAME: Final = 60
LONGEST_WORD: Final = 40

SOURCES: Final = Text(en="Sources", fr="Sources")
FOUND_BY: Final = Text(en="Found by", fr="Trouvé par")
FOUND: Final = Text(en=": ", fr="\u00a0: ")
QUOTES: Final = (Text(en="“", fr="«\u00a0"), Text(en="”", fr="\u00a0»"))


def extract_length(summary_length: int) -> int:
    """Characters of the extract where summaries have `summary_length` at most."""
    return max(summary_length, min(TIMES * summary_length, LONGEST_EXTRACT))


def dossiers(story: Story, summary: Summary, lang: Lang) -> Iterator[Writer]:
    """The post about a story, and the same with less and less, until it fits.

    Title · source and time · the extract in a quotation that unfolds · the sources with their
    articles, when there are several · the rules with the words that they found · hashtags.
    """
    number = len(summary.sentences) + len(summary.extract)
    for kept in range(number, -1, -1):
        yield _written(story, summary, lang, kept, has_lists=True)
    yield _written(story, summary, lang, 0, has_lists=False)


def dossier_buttons(story: Story, lang: Lang) -> Iterator[Button]:
    """What can be opened or asked from the post: what it does not tell itself."""
    told = len(story.outlets) if len(story.outlets) <= MOST_SOURCES else 0
    return (each for each in buttons(story, lang) if each.url or not told)


def _written(story: Story, summary: Summary, lang: Lang, kept: int, *, has_lists: bool) -> Writer:
    writer = Writer()
    write_head(writer, story, summary.title, lang)
    _extract(writer, summary, kept)
    if has_lists:
        _sources(writer, story, lang)
        _rules(writer, story, lang)
    write_hashtags(writer, story)
    return writer


def _extract(writer: Writer, summary: Summary, kept: int) -> None:
    """A model's words are a paragraph of their own, before the article's."""
    first = summary.sentences[:kept]
    more = summary.extract[: kept - len(first)]
    if not first:
        return
    writer.lines(1)
    with writer.marked(Mark.QUOTE):
        writer.passages(first)
        writer.lines(1 if more else 0)
        writer.passages(more)


def _sources(writer: Writer, story: Story, lang: Lang) -> None:
    if len(story.outlets) < 2:
        return
    _heading(writer, SOURCES.into(lang))
    told = zip_longest(story.outlets, story.pages, fillvalue="")
    for name, page in islice(told, MOST_SOURCES):
        writer.lines(1)
        writer.text("• ")
        writer.link(shortened(name, LONGEST_NAME), page)
    _rest(writer, len(story.outlets) - MOST_SOURCES)


def _rules(writer: Writer, story: Story, lang: Lang) -> None:
    if not story.matches:
        return
    _heading(writer, FOUND_BY.into(lang))
    for match in story.matches[:MOST_RULES]:
        writer.lines(1)
        writer.text("• ")
        _rule(writer, match, story.lead.entry, lang)
    _rest(writer, len(story.matches) - MOST_RULES)


def _rule(writer: Writer, match: Match, entry: Entry, lang: Lang) -> None:
    """Such as ``Drones: “China”, “drones”``."""
    writer.passage(Passage(shortened(match.rule.name, LONGEST_NAME)))
    opening, closing = (mark.into(lang) for mark in QUOTES)
    for index, word in enumerate(words_found(match, entry)[:MOST_WORDS]):
        writer.text(", " if index else FOUND.into(lang))
        writer.text(opening)
        writer.passage(Passage(shortened(word, LONGEST_WORD)))
        writer.text(closing)


def _heading(writer: Writer, words: str) -> None:
    is_below_quote = writer.html.endswith("</blockquote>")
    writer.lines(1 if is_below_quote else 2)  # a quotation has margins of its own
    with writer.marked(Mark.BOLD):
        writer.text(words)


def _rest(writer: Writer, number: int) -> None:
    if number > 0:
        writer.lines(1)
        writer.text(f"… +{number}")
