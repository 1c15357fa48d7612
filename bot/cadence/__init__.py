"""When to look at a feed again, and with what: pure functions of its state, what came, and now.

`before` a poll and `after` it are the seam; the rest tells what they decided. What servers and
documents wish is honoured up to a day; failures back off; a feed that brings much is asked often.
"""

from bot.cadence.ask import before
from bot.cadence.backoff import host_pause
from bot.cadence.budget import spend
from bot.cadence.look import DELTA, Look, after
from bot.cadence.pace import CEILING, FLOOR, NEVER, Pace, earliest
from bot.cadence.push import pushed
from bot.cadence.rate import interval
from bot.cadence.trouble import News, news, silent_for

__all__ = [
    "CEILING",
    "DELTA",
    "FLOOR",
    "NEVER",
    "Look",
    "News",
    "Pace",
    "after",
    "before",
    "earliest",
    "host_pause",
    "interval",
    "news",
    "pushed",
    "silent_for",
    "spend",
]
