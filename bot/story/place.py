"""New story, or one that is known?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.i18n import Text
from bot.model import Candidate, Level, Placement, StoredEntry

SAME_TEXT_WINDOW = timedelta(days=7)
"""Equal texts further apart are a series (a daily notice) and not the same news."""


def place(stored: StoredEntry, candidates: Iterable[Candidate], now: datetime) -> Placement:
    """Where `stored` belongs. Of several candidates the oldest wins.

    `candidates` are placed entries that may be the same article, oldest first; one with the id of
    `stored` itself means that it was placed before.
    """
    known = tuple(candidates)
    for decide in (_itself, _same_url, _same_text):
        for candidate in known:
            placement = decide(stored, candidate, now)
            if placement:
                return placement
    reason = Text(en="Nothing like it is known.", fr="Rien de semblable n'est connu.")
    return Placement(Level.NEW, None, None, 0.0, reason)


def _itself(stored: StoredEntry, candidate: Candidate, _now: datetime) -> Placement | None:
    if candidate.entry_id != stored.id:
        return None
    reason = Text(en="The article changed; it stays where it was.", fr="L'article a changé.")
    return _joined(Level.SAME_URL, candidate, reason)


def _same_url(stored: StoredEntry, candidate: Candidate, _now: datetime) -> Placement | None:
    url = stored.entry.canonical_url
    if not url or candidate.canonical_url != url:
        return None
    reason = Text(
        en=f"Same address as in {candidate.source}: {url}",
        fr=f"Même adresse que dans {candidate.source} : {url}",
    )
    return _joined(Level.SAME_URL, candidate, reason)


def _same_text(stored: StoredEntry, candidate: Candidate, now: datetime) -> Placement | None:
    content = stored.entry.content_hash
    recent = now - candidate.first_seen_at <= SAME_TEXT_WINDOW
    if not content or candidate.content_hash != content or not recent:
        return None
    reason = Text(
        en=f"Same text, word for word, as in {candidate.source}.",
        fr=f"Même texte, mot pour mot, que dans {candidate.source}.",
    )
    return _joined(Level.SAME_TEXT, candidate, reason)


def _joined(level: Level, candidate: Candidate, reason: Text) -> Placement:
    return Placement(level, candidate.story_id, candidate.entry_id, 1.0, reason)
