"""Readers of moments and hours, as people write them; each gives None for what it cannot read."""

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from bot.i18n import Text
from bot.model import QuietHours

UNTIL_EXPECTED: Final = Text(
    en="A day such as 2026-12-31, to its end, or a moment such as 2026-12-31 18:00; in UTC unless "
    "a zone follows, as in 18:00+01:00.",
    fr="Un jour tel que 2026-12-31, jusqu'à sa fin, ou un moment tel que 2026-12-31 18:00 ; en UTC "
    "sauf si un fuseau suit, comme dans 18:00+01:00.",
)
QUIET_EXPECTED: Final = Text(
    en="Two different times of day, such as 22:00-07:00.",
    fr="Deux heures différentes, comme 22:00-07:00 ou 22h-7h.",
)

DIGEST_EXPECTED: Final = Text(
    en="Up to 12 times of day, such as [08:00, 18:00].",
    fr="Jusqu'à 12 heures de la journée, comme [08:00, 18:00] ou 8h.",
)
ZONE_EXPECTED: Final = Text(
    en="A time zone by its city, such as Europe/Paris or America/Montreal.",
    fr="Un fuseau horaire par sa ville, comme Europe/Paris ou America/Montreal.",
)

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:T| +)(\d{1,2})(?::|h)(\d{2})?(?::(\d{2}))? ?(Z|UTC|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_TIME: Final = re.compile(r"(\d{1,2})(?::(\d{2})|h(\d{2})?)", re.ASCII | re.IGNORECASE)
_HOURS: Final = re.compile(
    r"(\d{1,2}(?::\d{2}|h(?:\d{2})?)) ?(?:-|–|—|à|to) ?(\d{1,2}(?::\d{2}|h(?:\d{2})?))",
    re.ASCII | re.IGNORECASE,
)


def until(text: str) -> datetime | None:
    """The end of a day, or the moment itself, in UTC; of the years 2000 to 2999."""
    try:
        if _DAY.fullmatch(text):
            end = datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=1)
        elif found := _MOMENT.fullmatch(text):
            end = _moment(*found.groups())
        else:
            return None
    except (ValueError, OverflowError):  # the 31st of February, 25 o'clock, a zone of 99 hours
        return None
    return end if 2000 <= end.year < 3000 else None


def _moment(day: str, hours: str, minutes: str | None, seconds: str | None, zone: str) -> datetime:
    clock = time(int(hours), int(minutes or 0), int(seconds or 0), tzinfo=_zone(zone))
    return datetime.combine(datetime.fromisoformat(day), clock).astimezone(UTC)


def _zone(text: str | None) -> tzinfo:
    if not text or text.upper() in {"Z", "UTC"}:
        return UTC
    size = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-size if text[0] == "-" else size)


def time_of_day(text: str) -> time | None:
    """A time such as ``08:00``, ``8h`` or ``8h30``."""
    if not (found := _TIME.fullmatch(text)):
        return None
    hours, colon, letter = found.groups()
    try:
        return time(int(hours), int(colon or letter or 0))
    except ValueError:  # 25 o'clock
        return None


def zone(text: str) -> str | None:
    """The name of a time zone (IANA's), as it is spelt there."""
    return _zones().get(text.casefold().replace(" ", "_"))


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def quiet_hours(text: str) -> QuietHours | None:
    """A part of the day, such as ``22:00-07:00``, ``22h-7h`` or ``22h30 à 7h``."""
    if not (found := _HOURS.fullmatch(text)):
        return None
    start, end = time_of_day(found[1]), time_of_day(found[2])
    return (
        QuietHours(start, end) if start is not None and end is not None and start != end else None
    )
