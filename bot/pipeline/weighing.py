"""What words weigh just now, in every language: counted as entries come, kept in the database.

Only the database's writing thread touches it, between a poll that counts and a telling that weighs.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.model import Entry
from bot.store import term_counts
from bot.store.database import Transaction
from bot.story import DayCounts, Weights, weighed
from bot.story.weights import DAYS

MOST_LANGS: Final = 40
"""Further ones are weighed together: a feed may call its language anything."""
OTHERS: Final = ""


class Weighing:
    """The weights of words by language, of the last thirty days."""

    def __init__(self) -> None:
        self._weights: dict[str, Weights] = {}
        self._today: dict[str, DayCounts] = {}
        self._day: date | None = None

    def begin(self, tx: Transaction, now: datetime) -> None:
        """Add up what the database has; once a day, and at the start."""
        self._day = now.date()
        counted = term_counts.since(tx, self._day - timedelta(days=DAYS - 1))
        self._weights = {
            lang: Weights(DayCounts.from_bytes(packed) for packed in days.values())
            for lang, days in counted.items()
        }
        self._today = {
            lang: DayCounts.from_bytes(days[self._day])
            for lang, days in counted.items()
            if self._day in days
        }
        term_counts.keep_newest(tx, DAYS + 1)

    def count(self, tx: Transaction, fresh: Sequence[Entry], now: datetime) -> None:
        """Count new entries, whether a rule hits them or not."""
        if self._day != now.date():
            self.save(tx)
            self.begin(tx, now)
        for entry in fresh:
            lang, terms = self._lang(entry), weighed(entry)
            self._today.setdefault(lang, DayCounts()).add(terms)
            self.of(entry).add(terms)

    def of(self, entry: Entry) -> Weights:
        """The weights for an entry's language."""
        return self._weights.setdefault(self._lang(entry), Weights())

    def save(self, tx: Transaction) -> None:
        """Write what was counted today."""
        if self._day:
            counts = {lang: counted.to_bytes() for lang, counted in self._today.items()}
            term_counts.save(tx, self._day, counts)

    def _lang(self, entry: Entry) -> str:
        lang = (entry.lang or OTHERS)[:16]
        known = lang in self._weights or len(self._weights) < MOST_LANGS
        return lang if known else OTHERS
