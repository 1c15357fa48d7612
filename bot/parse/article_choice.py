"""Which text of an entry serves: the feed's, or that of the article's own page. Pure."""

import re
from dataclasses import replace
from typing import Final

from bot.model import Article, Entry, NoArticle
from bot.parse.entry import LONGEST_TEXT
from bot.text.content import content_hash
from bot.text.words import read

LONG: Final = 1_500
"""Characters from which a feed's text is taken for the article: a teaser is a few sentences."""
_BROKEN_OFF: Final = re.compile(
    r"(?:\b(?:(?:lire|voir)\s+(?:la\s+)?(?:suite|plus)|lire\s+l['’]article|en\s+savoir\s+plus|"
    r"(?:continue|keep)\s+reading|read\s+(?:more|on|the\s+(?:full|rest|whole)))\b.{0,80}|"
    r"\[?\s*(?:…|\.{3})|\[\s*\])[\s\]»›→>.]*\Z",
    re.IGNORECASE | re.DOTALL,
)
"""How a teaser ends."""
RUN: Final = 4
"""Words."""
REPEATED: Final = 0.6
"""The share of a lead's runs of words that tells that the page has it too."""
MOST_READ: Final = 20_000
"""Characters of both that are looked at for it: a feed's lead stands at the beginning of its page,
and a page of Chinese has as many words as characters."""
_TAIL: Final = 400
"""Characters at the end of a text that are looked at."""
_PLUGIN: Final = re.compile(
    r"(?:the\s+post\s.{0,200}\sappeared\s+first\s+on|"
    r"(?:cet\s+article|l['’]article)\s.{0,200}\sest\s+apparu\s+en\s+premier\s+sur).{0,120}\Z",
    re.IGNORECASE | re.DOTALL,
)
"""What WordPress adds to whole articles and to teasers alike."""


def is_full(entry: Entry) -> bool:
    """Whether the feed itself gives the article: long, and not broken off.

    Its page need not be asked for then.
    """
    tail = _PLUGIN.sub("", entry.text[-_TAIL:]).rstrip()
    return len(entry.text) >= LONG and not _BROKEN_OFF.search(tail)


def best_text(entry: Entry, article: Article | NoArticle) -> Entry:
    """The entry with all that its page adds; as it was where there is no article.

    The page's text serves when it is longer than the feed's. What the feed says besides (many have
    a lead of their own) goes before it: what has matched a rule is still there. The title is the
    feed's: the reader knows it, and versions are told by it.
    """
    if isinstance(article, NoArticle):
        return entry
    known = replace(
        entry,
        canonical_url=article.canonical_url or entry.canonical_url,
        lang=article.lang or entry.lang,
        author=entry.author or article.author,
        published_at=entry.published_at or article.published_at,
        image_url=entry.image_url or article.image_url,
    )
    if len(article.text) <= len(entry.text):
        return known
    text = f"{_lead(entry.text, article.text)}{article.text}"[:LONGEST_TEXT]
    return replace(known, text=text, content_hash=content_hash(entry.title, text))


def _lead(said: str, text: str) -> str:
    """What the feed says that the page does not, as paragraphs before it; empty for nothing."""
    tail = _BROKEN_OFF.sub("", _PLUGIN.sub("", said[-_TAIL:]).rstrip())
    lead = f"{said[:-_TAIL]}{tail}".strip()
    size = min(RUN, len(read(lead[:MOST_READ]).keys))
    runs, there = _runs(lead[:MOST_READ], size), _runs(text[:MOST_READ], size)
    return "" if len(runs & there) >= REPEATED * len(runs) else f"{lead}\n\n"


def _runs(text: str, size: int) -> set[tuple[str, ...]]:
    """Of so many words each."""
    keys = read(text).keys
    return {tuple(keys[start : start + size]) for start in range(len(keys) - size + 1)}
