"""What a rule looked for: that two of its articles have it in common tells nothing."""

from collections.abc import Iterable

from bot.model import Entry, Evidence
from bot.story.sketch import short
from bot.story.terms import terms


def own_terms(entry: Entry, evidence: Iterable[Evidence]) -> frozenset[int]:
    """The terms that made a rule match `entry`, the one the evidence points into."""
    written = {"title": entry.title, "text": entry.text}
    return frozenset(
        short(term)
        for place in evidence
        for term in terms(written.get(place.field, "")[slice(*place.span)], entry.lang)
    )
