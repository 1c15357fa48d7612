"""Quiet hours, caps and digests, by the clock of the channel's readers."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.model import Destination, Priority, QuietHours
from bot.pipeline.restraint import HOUR, end_of, next_digest, restraint
from tests.samples import rule

NIGHT = QuietHours(time(22), time(7))
SIESTA = QuietHours(time(13), time(15))
PARIS = Destination("veille", "@veille", timezone="Europe/Paris", digest_at=(time(8), time(18)))
ZONE = "Europe/Paris"


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "now", "end"),
    [
        (NIGHT, "2026-01-15 20:59", None),
        (NIGHT, "2026-01-15 21:00", "2026-01-16 06:00"),
        (NIGHT, "2026-01-16 05:59", "2026-01-16 06:00"),
        (NIGHT, "2026-01-16 06:00", None),
        (NIGHT, "2026-07-15 20:00", "2026-07-16 05:00"),
        (SIESTA, "2026-07-15 10:59", None),
        (SIESTA, "2026-07-15 11:00", "2026-07-15 13:00"),
        (SIESTA, "2026-07-15 13:00", None),
        # Clocks go forward in the night to 29 March and back in that to 25 October.
        (NIGHT, "2026-03-28 21:30", "2026-03-29 05:00"),
        (NIGHT, "2026-10-24 20:30", "2026-10-25 06:00"),
        # 02:30 does not exist on 29 March: what would end then ends with the jump.
        (QuietHours(time(1), time(2, 30)), "2026-03-29 00:30", "2026-03-29 01:30"),
        # 02:15 comes twice on 25 October, and is quiet both times.
        (QuietHours(time(2), time(2, 30)), "2026-10-25 00:15", "2026-10-25 00:30"),
        (QuietHours(time(2), time(2, 30)), "2026-10-25 01:15", "2026-10-25 01:30"),
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(
    hours: QuietHours, now: str, end: str | None
) -> None:
    """Over midnight, in winter and summer, and when clocks are changed."""
    held = restraint(rule(quiet_hours=hours), PARIS, 0, at(now))
    assert (held.until if held else None) == (at(end) if end else None)


def moments() -> some.SearchStrategy[datetime]:
    """Any second of some years."""
    return some.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)).map(  # noqa: DTZ001 - in UTC
        lambda moment: moment.replace(tzinfo=UTC)
    )


@given(
    moments(),
    some.times(),
    some.times(),
    some.sampled_from(["UTC", ZONE, "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_quiet_hours_always_end(now: datetime, start: time, end: time, zone: str) -> None:
    """After now, within a day and the hour of a change; nothing is held for ever."""
    place = Destination("a", "@a", timezone=zone)
    held = restraint(rule(quiet_hours=QuietHours(start, end)), place, 0, now)
    assert held is None or now < held.until <= now + timedelta(hours=26)


@given(moments(), some.lists(some.times(), min_size=1, max_size=4))
def test_a_digest_comes_within_a_day(now: datetime, times: list[time]) -> None:
    """Whatever its times, and on days of 23 hours too."""
    place = Destination("a", "@a", timezone=ZONE, digest_at=tuple(times))
    assert now < next_digest(place, now) <= now + timedelta(hours=26)


def test_a_rule_that_waits_for_the_digest() -> None:
    """The next of the channel's times, in local time."""
    held = restraint(rule(digest=True), PARIS, 0, at("2026-01-15 08:00"))
    assert held is not None
    assert held.until == at("2026-01-15 17:00")
    assert held.reason.fr == "sa règle attend le résumé"


def test_a_channel_sleeps_too_but_not_for_breaking_news() -> None:
    """A rule's own quiet hours hold even those."""
    place = Destination("a", "@a", timezone=ZONE, quiet_hours=NIGHT)
    night, urgent = at("2026-01-15 23:00"), rule(priority=Priority.BREAKING)
    held = restraint(rule(), place, 0, night)
    assert held is not None
    assert held.reason.en == "quiet hours of a (22:00–07:00)"
    assert restraint(urgent, place, 0, night) is None
    own = rule(priority=Priority.BREAKING, quiet_hours=NIGHT)
    assert restraint(own, PARIS, 0, night) is not None


def test_a_cap_holds_what_is_over_it_until_the_next_hour() -> None:
    """The first so many go at once."""
    capped, now = rule(cap_per_hour=2), at("2026-01-15 10:20")
    assert restraint(capped, PARIS, 1, now) is None
    held = restraint(capped, PARIS, 2, now)
    assert held is not None
    assert held.until == at("2026-01-15 11:00")
    assert held.until - now <= HOUR


def test_awake() -> None:
    """A plain rule never waits."""
    assert restraint(rule(), PARIS, 99, at("2026-01-15 23:00")) is None
    assert end_of(SIESTA, ZoneInfo("UTC"), at("2026-01-15 12:00")) is None
