"""Dates as feeds write them, in many languages, with python-dateutil. Pure.

The library guesses: a bare "10" is the tenth of this month to it. What is a date here says its
day, its month and its year.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.parser import parser

from bot.parse.calendars import ZONES, Calendars

LONGEST: Final = 100
"""Characters; longer ones are no dates."""

_UNIX: Final = re.compile(r"(\d{9,10})(?:\d{3})?(?:[.,]\d*)?")
"""Seconds, or milliseconds, since 1970; nine digits from 1973 on."""
_STANDARD: Final = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} (?!24)\d\d:\d\d:[0-5]\d "
    r"(?:GMT|UTC|[+-]\d{4})"
)
"""RFC 822 with its amendments, as nearly every RSS feed has it."""
_REPEATED: Final = re.compile(r"(.{8,}?)[\s,;]+(?=\1)")
_YEAR_FIRST: Final = re.compile(r"\W*(?:19|20)\d\d")
_DOTTED: Final = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d")
_PLACE: Final = re.compile(r"\s*\b([A-Z][A-Za-z]+/[A-Z][A-Za-z_/]{1,30}|[A-Z]{3}\d[A-Z]{3})$")
"""Of the IANA's time zones: ``Europe/Paris``, ``PST8PDT``."""
_TUESDAY: Final = re.compile(r"\W*mar[.,]*\s+(?=\D*\d+\W+[^\W\d])", re.IGNORECASE)
"""And not March (French, Italian, Spanish), where the month comes behind the day."""
_MIDNIGHT: Final = re.compile(r"(?<!\d)24:00(?::00(?:\.0*)?)?(?!\d)")
_REWRITTEN: Final = (
    (re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?"), r"\1-\2-\3 "),
    (re.compile(r"(\d{1,2})\s*[時时點点시]\s*(\d{1,2})\s*[分분]?"), r" \1:\2"),
    (re.compile(r"\b(\d{1,2})(?: ?h ?(\d\d)\b(?: min\b)?|\.(\d\d) ?(?=Uhr))"), r"\1:\2\3 "),
    (re.compile(r"\b(\d{1,2}) ?(?:h|Uhr)\b"), r"\1:00"),
    (re.compile("[\u2010-\u2015]"), "-"),  # hyphens and dashes
    (re.compile(r"\bмск\b", re.IGNORECASE), "MSK"),
    (re.compile(r"\b([ap])\.m\.", re.IGNORECASE), r"\1m"),
    (re.compile(r"(:\d\d):6[01]\b"), r"\1:59"),  # leap seconds
    (re.compile(r"(:\d\d):(\d{3})(?=Z|$)"), r"\1.\2"),
    (re.compile(r"(:\d\d(?:\.\d+)?) (\d\d:\d\d)$"), r"\1 +\2"),  # the plus was read as a blank
    (re.compile(r"\b(?:GMT|UTC?|Z) ?(?=[+-]\d)"), " "),  # else POSIX: the other way round
    (re.compile(r"([+-]\d\d:?\d\d) ?(?:\(.*\)|[A-Z]{1,5}(?:[+-]\d{1,2})?)$"), r"\1"),
)
"""What the library would not read, or read otherwise."""
_ONE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - what the library takes missing parts from
_OTHER: Final = datetime(2001, 2, 2)  # noqa: DTZ001 - as above


def read_date(written: str, *, month_first: bool = False) -> datetime | None:
    """The moment that is meant, in UTC; None when that is not certain.

    Args:
        written: As it stands in the feed; without a zone it is taken for UTC.
        month_first: Whether 3/2/2026 is the second of March, as in the United States.
    """
    text = " ".join(written[: LONGEST + 1].split())
    if not text or len(text) > LONGEST:
        return None
    if repeated := _REPEATED.match(text):
        text = text[repeated.end() :]
    try:
        moment = _exact(text) or _guessed(text, month_first=month_first)
        return moment.astimezone(UTC) if moment else None
    except (ValueError, OverflowError):  # dateutil's ParserError is a ValueError
        return None


def _exact(text: str) -> datetime | None:
    """What is written as a standard has it: in a hundredth of the time that guessing takes."""
    if seconds := _UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(seconds[1]), UTC)
    if _STANDARD.fullmatch(text):
        return parsedate_to_datetime(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _guessed(text: str, *, month_first: bool) -> datetime | None:
    text, zone = _placed(text)
    text, days = _MIDNIGHT.subn("00:00", _TUESDAY.sub("", text))
    for pattern, replacement in _REWRITTEN:
        text = pattern.sub(replacement, text)
    is_american = month_first and not _DOTTED.search(text)
    day_first = not (is_american or _YEAR_FIRST.match(text))
    one, other = (
        _PARSER.parse(text, default, tzinfos=_zone, dayfirst=day_first)
        for default in (_ONE, _OTHER)
    )
    if one != other:
        return None  # a part of it is made up
    moment = one if one.tzinfo else one.replace(tzinfo=zone)
    return moment + timedelta(days=days)


def _placed(text: str) -> tuple[str, tzinfo]:
    """Without the name of a time zone's city at its end; and that zone."""
    place = _PLACE.search(text)
    if not place:
        return text, UTC
    try:
        return text[: place.start()], ZoneInfo(place[1])
    except (ZoneInfoNotFoundError, OSError):
        return text[: place.start()], UTC


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """What dateutil asks for each date: a zone by its letters, or by its seconds."""
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    hours = ZONES.get(name or "")
    if isinstance(hours, str):
        return ZoneInfo(hours)
    return None if hours is None else timezone(timedelta(hours=hours))


_PARSER: Final = parser(Calendars())
