"""Which text of an entry serves: the feed's, or that of the article's own page. Pure."""

import re
from dataclasses import replace
from typing import Final

from bot.model import Article, Entry, NoArticle
from bot.text.content import content_hash

LONG: Final = 1_500
"""Characters from which a feed's text is taken for the article: a teaser is a few sentences."""
_BROKEN_OFF: Final = re.compile(
    r"(?:\b(?:(?:lire|voir)\s+(?:la\s+)?(?:suite|plus)|lire\s+l['’]article|en\s+savoir\s+plus|"
    r"(?:continue|keep)\s+reading|read\s+(?:more|on|the\s+(?:full|rest|whole)))\b.{0,80}|"
    r"…|\.{3}|\[\s*\])[\s\]»›→>.]*\Z",
    re.IGNORECASE | re.DOTALL,
)
"""How a teaser ends."""
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
    text = _PLUGIN.sub("", entry.text[-_TAIL:]).rstrip()
    return len(entry.text) >= LONG and not _BROKEN_OFF.search(text)


def best_text(entry: Entry, article: Article | NoArticle) -> Entry:
    """The entry with all that its page adds; as it was where there is no article.

    The page's text serves when it is longer than the feed's, its title never: the feed's is what
    the reader was promised, and what tells versions apart.
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
    return replace(known, text=article.text, content_hash=content_hash(entry.title, article.text))
