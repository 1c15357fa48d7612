"""From occurrences to evidence: places in the text, in reading order."""

from collections.abc import Iterable
from typing import Final

from bot.match.article import Article
from bot.match.places import Occurrence
from bot.model import Evidence, Field

_ORDER: Final[dict[str, Field]] = {
    "title": "title",
    "body": "text",
    "author": "author",
    "source": "source",
    "url": "url",
    "tag": "tag",
    "lang": "lang",
    "country": "country",
}
_RANK: Final = {field: rank for rank, field in enumerate(_ORDER.values())}


def evidence(places: Iterable[Occurrence], article: Article) -> tuple[Evidence, ...]:
    """Title first, from left to right; of places that overlap the first, or the longest."""
    found = (
        Evidence(term, _ORDER[field], article.field(field).span(place))
        for field, place, term in dict.fromkeys(places)
    )
    kept: list[Evidence] = []
    for each in sorted(found, key=_position):
        last = kept[-1] if kept else None
        if last is None or last.field != each.field or last.span.end <= each.span.start:
            kept.append(each)
    return tuple(kept)


def _position(each: Evidence) -> tuple[int, int, int]:
    return _RANK[each.field], each.span.start, -each.span.end
