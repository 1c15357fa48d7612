"""What a document says of how often it wants to be read."""

from datetime import datetime, timedelta
from typing import Final

from bot.model import Hints

ADVISORY: Final = timedelta(minutes=15)
"""``ttl`` and ``sy:`` count up to here: most are a template's default that nobody ever looked at,
and a ``ttl`` of a day would make every alert a day old."""
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


def advised(told: Hints) -> timedelta:
    """How long to wait at least, as the document advises."""
    none = timedelta(0)
    return min(max(told.ttl or none, told.update_period or none, none), ADVISORY)


def awake(told: Hints, moment: datetime) -> datetime:
    """`moment`, or the end of the skipped stretch that it lies in.

    A feed that skips all hours, or all days, skips none. Both are in UTC (RSS 2.0: in GMT).
    """
    hours = told.skip_hours if len(told.skip_hours) < 24 else frozenset[int]()
    days = told.skip_days if len(told.skip_days) < 7 else frozenset[int]()
    if not hours and not days:
        return moment
    for _ in range(24 * 8):  # hours in the longest stretch there can be: six days and 23 hours
        if moment.weekday() in days:
            moment = moment.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
        elif moment.hour in hours:
            moment = moment.replace(minute=0, second=0, microsecond=0) + HOUR
        else:
            break
    return moment
