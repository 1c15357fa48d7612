"""Why an alert waits though its rule is awake: quiet hours, a cap, a digest. Pure.

All hours are those of the channel's readers, on the days when clocks are changed too.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.i18n import Text
from bot.model import Destination, Priority, QuietHours, Rule

HOUR = timedelta(hours=1)
"""What a rule's cap is counted over."""


class Restraint(NamedTuple):
    """Until when an alert waits, to be told with others, and why."""

    until: datetime
    reason: Text


def restraint(rule: Rule, place: Destination, recent: int, now: datetime) -> Restraint | None:
    """Why `rule` posts nothing there just now; None when it may.

    A channel's quiet hours do not hold breaking news; a rule's own hold all that is its.

    Args:
        rule: The rule that raises the alert.
        place: Where it would be posted.
        recent: Posts that the rule brought there in the last hour.
        now: An aware time.
    """
    zone = ZoneInfo(place.timezone)
    if rule.digest:
        return Restraint(next_digest(place, now), _DIGEST)
    if rule.quiet_hours and (end := end_of(rule.quiet_hours, zone, now)):
        return Restraint(end, _quiet(rule.quiet_hours, rule.name))
    is_urgent = rule.priority is Priority.BREAKING
    if place.quiet_hours and not is_urgent and (end := end_of(place.quiet_hours, zone, now)):
        return Restraint(end, _quiet(place.quiet_hours, place.name))
    if rule.cap_per_hour is not None and recent >= rule.cap_per_hour:
        return Restraint(_next_hour(now), _cap(rule.cap_per_hour))
    return None


def end_of(hours: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours end that it is in; None when it is in none.

    Said by the clock on the wall: where that jumps over their end they end with the jump, and an
    hour that comes twice is as quiet the second time.
    """
    local = now.astimezone(zone)
    begun = local.time() >= hours.start
    before_end = local.time() < hours.end
    over_midnight = hours.start > hours.end
    if not (begun or before_end if over_midnight else begun and before_end):
        return None
    day = local.date() + timedelta(days=1) if over_midnight and begun else local.date()
    end = _at(day, hours.end, zone)
    # The clock was set back in the meantime: what is over by the calendar is not by the wall.
    return end if end > now else end + HOUR


def next_digest(place: Destination, now: datetime) -> datetime:
    """The next of the channel's times for a digest."""
    zone = ZoneInfo(place.timezone)
    today = now.astimezone(zone).date()
    days = (today, today + timedelta(days=1), today + timedelta(days=2))
    moments: Iterable[datetime] = (_at(day, at, zone) for day in days for at in place.digest_at)
    return min(moment for moment in moments if moment > now)


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + HOUR


_DIGEST = Text(en="its rule waits for the digest", fr="sa règle attend le résumé")


def _quiet(hours: QuietHours, whose: str) -> Text:
    span = f"{hours.start:%H:%M}–{hours.end:%H:%M}"
    return Text(en=f"quiet hours of {whose} ({span})", fr=f"heures calmes de {whose} ({span})")


def _cap(most: int) -> Text:
    return Text(
        en=f"its rule has told all that it may in an hour ({most})",
        fr=f"sa règle a dit tout ce qu'elle peut en une heure ({most})",
    )
